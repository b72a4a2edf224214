"""What this person can do with this idea now. The pages show it, and every view asks it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import Role
from participation.accounts.permissions import has_role

from ..faults_link.rules import MAY_BE_A_FAULT, can_make_fault
from ..permissions import can_merge, can_moderate, is_author, is_hidden
from ..states import ANSWERABLE, CAN_BE_ASSIGNED, MERGEABLE, Status, may_go

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import Promise

    from participation.accounts.models import User

    from ..models import Idea


@dataclass(frozen=True)
class Act:
    """`may` looks at the person, `now` at the idea; `key` is the name of the address."""

    key: str
    label: Promise
    may: Callable[[User, Idea], bool]
    now: Callable[[Idea], bool]
    is_button: bool = False

    def url(self, idea: Idea) -> str:
        if self.key == PROPOSAL:
            return reverse("proposal_from_idea", args=[idea.topic_id])
        return reverse(f"ideas_admin:{self.key}", args=[idea.pk])


def _is_other(user: User, idea: Idea, *roles: str) -> bool:
    return has_role(user, idea.topic.municipality_id, *roles) and not is_author(user, idea)


def _officer(user: User, idea: Idea) -> bool:
    return _is_other(user, idea, Role.CASE_OFFICER)


def _shares_out(user: User, idea: Idea) -> bool:
    return _is_other(user, idea, Role.CASE_OFFICER, Role.MODERATOR)


def _writes_pages(user: User, idea: Idea) -> bool:
    return has_role(user, idea.topic.municipality_id, Role.EDITOR, Role.PUBLISHER)


def _can_be_answered(idea: Idea) -> bool:
    return idea.status in ANSWERABLE and not is_hidden(idea)


def _is_promised(idea: Idea) -> bool:
    return idea.status == Status.ANSWERED and bool(idea.answer and idea.answer.waits_to_be_done)


def _in_review(idea: Idea) -> bool:
    return idea.status == Status.IN_REVIEW


def _can_be_merged(idea: Idea) -> bool:
    return idea.status in MERGEABLE and idea.topic.is_public and idea.topic.can_support


PROPOSAL = "proposal"
ACTS = (
    Act("approve", _("Publicera"), can_moderate, _in_review, is_button=True),
    Act("send_back", _("Be om ändring"), can_moderate, _in_review),
    Act("answer", _("Svara"), _officer, lambda idea: idea.status != Status.ANSWERED and _can_be_answered(idea)),
    Act("done", _("Skriv att den är genomförd"), _officer, _is_promised),
    Act("assign", _("Fördela"), _shares_out, lambda idea: idea.status in CAN_BE_ASSIGNED),
    Act(
        "answer",
        _("Skriv ett nytt svar"),
        _officer,
        lambda idea: idea.status == Status.ANSWERED and _can_be_answered(idea),
    ),
    Act(
        PROPOSAL,
        _("Gör till e-tjänsteförslag"),
        _writes_pages,
        lambda idea: idea.topic.is_public and may_go(idea.status, Status.PROPOSAL),
    ),
    Act("merge", _("Slå ihop med en annan idé"), can_merge, _can_be_merged),
    Act("part", _("Dela upp igen"), can_merge, lambda idea: idea.status == Status.MERGED),
    Act("fault", _("Det här är ett fel"), can_make_fault, lambda idea: idea.status in MAY_BE_A_FAULT),
    Act("refuse", _("Avvisa"), can_moderate, lambda idea: may_go(idea.status, Status.REFUSED)),
)


def reads_what_waits(user: User, idea: Idea) -> bool:
    """A change under review, reasons that are not public, and how it went for the writer before."""
    return has_role(user, idea.topic.municipality_id, Role.MODERATOR, Role.CASE_OFFICER)


def acts_for(user: User, idea: Idea) -> list[Act]:
    """The first is what the idea waits for."""
    return [act for act in ACTS if act.now(idea) and act.may(user, idea)]


def may(user: User, idea: Idea, key: str) -> bool:
    """Whether the person's role lets them, whatever the idea's state."""
    return any(act.may(user, idea) for act in ACTS if act.key == key)


def is_time_for(idea: Idea, key: str) -> bool:
    return any(act.now(idea) for act in ACTS if act.key == key)


def may_decide_version(user: User, idea: Idea) -> bool:
    return can_moderate(user, idea)
