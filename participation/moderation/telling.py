"""Who hears of a flag and of a decision. The words that were flagged are never in a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import Role, User
from participation.notifications.actions import notify

from .models import Decision

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.utils.functional import Promise

    from .models import Flag

CONTACT = _("Tycker du att det är fel? Kontakta kommunen, så prövar någon annan beslutet.")


def tell_moderators(flag: Flag, *, mail: bool, now: datetime) -> None:
    moderators = User.objects.filter(
        groups__staff_group__municipality=flag.topic.municipality_id,
        groups__staff_group__role=Role.MODERATOR,
        is_active=True,
    ).distinct()
    what = _("Ett inlägg om ”{title}” är anmält") if flag.entry_id else _("”{title}” är anmäld")
    notify(
        people=moderators,
        kind="moderation_flag",
        sentence=format_lazy(what, title=flag.topic.title),
        body=flag.get_reason_display(),
        topic=flag.topic,
        path=decide_path(flag),
        actor=flag.reporter,
        mail=mail,
        now=now,
    )


def decide_path(flag: Flag) -> str:
    return (
        reverse("flags:entry", args=[flag.entry_id]) if flag.entry_id else reverse("flags:topic", args=[flag.topic_id])
    )


def tell_writer_of_hidden(decision: Decision) -> None:
    sentence = _("Ditt inlägg om ”{title}” är dolt av en granskare")
    _tell_writer(decision, sentence, _why(decision))


def tell_writer_of_restored(decision: Decision) -> None:
    _tell_writer(decision, _("Ditt inlägg om ”{title}” visas igen"), "")


def _why(decision: Decision) -> str | Promise:
    return format_lazy(_("Skäl: {reason} {contact}"), reason=decision.reason, contact=CONTACT)


def _tell_writer(decision: Decision, sentence: str | Promise, body: str | Promise) -> None:
    writer = decision.entry.author if decision.entry else None
    if writer is None or not writer.is_active or decision.entry is None:
        return
    with translation.override(writer.language):
        path = reverse("discussion:permalink", args=[decision.entry.pk])
    notify(
        people=[writer],
        kind="moderation_decision",
        sentence=format_lazy(sentence, title=decision.topic.title),
        body=body,
        topic=decision.topic,
        path=path,
        now=decision.decided_at,
    )


def tell_author_of_topic(decision: Decision) -> None:
    topic, hidden = decision.topic, decision.outcome == Decision.Outcome.HIDDEN
    if topic.author is None or not topic.author.is_active:
        return
    sentence = _("”{title}” är dold av en granskare") if hidden else _("”{title}” visas igen")
    notify(
        people=[topic.author],
        kind="moderation_decision",
        sentence=format_lazy(sentence, title=topic.title),
        body=_why(decision) if hidden else "",
        topic=topic,
        now=decision.decided_at,
    )


def tell_reporters(decision: Decision, people: Iterable[User], *, now: datetime) -> None:
    outcomes = {
        Decision.Outcome.HIDDEN: _("Det du anmälde om ”{title}” är dolt. Tack för att du sa till."),
        Decision.Outcome.KEPT: _("Det du anmälde om ”{title}” får vara kvar. En granskare har läst det."),
        Decision.Outcome.RESTORED: _("Det du anmälde om ”{title}” visas igen. En granskare har läst det en gång till."),
    }
    notify(
        people=[person for person in people if person.is_active],
        kind="moderation_decision",
        sentence=format_lazy(outcomes[Decision.Outcome(decision.outcome)], title=decision.topic.title),
        body=CONTACT if decision.outcome != Decision.Outcome.HIDDEN else "",
        topic=decision.topic if decision.topic.is_public else None,
        now=now,
    )
