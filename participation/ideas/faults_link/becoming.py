"""An idea that is really a fault becomes a report, with what its author wrote, and is told of there from then on."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from participation.attachments.held import received_again
from participation.faults.actions import Place, report_fault, set_publicity
from participation.faults.models import FaultReport, Publicity
from participation.notifications.spreading import notify_many

from ..actions.review import set_aside
from ..actions.steps import locked
from ..models import IdeaAttachment, IdeaEvent
from ..permissions import is_hidden
from ..states import InvalidTransition, Status
from ..telling import CONCERNED, with_title
from .rules import MAY_BE_A_FAULT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from participation.accounts.models import User
    from participation.attachments.intake import ReceivedPhoto
    from participation.faults.models import FaultCategory

    from ..models import Idea

log = logging.getLogger(__name__)

# Without a word of the author's: a mail is read by whoever has it. The number leads them to their idea.
RECEIPT = _(
    "Din idé {reference} gäller ett fel, så kommunen har gjort en felanmälan av den. "
    "På sidan ser du vad som händer, och där kan du lägga till mer."
)


@transaction.atomic
def become_fault(
    *, idea: Idea, category: FaultCategory | None, place: str = "", by: User, now: datetime
) -> FaultReport:
    """The report, whose reporter is the idea's author; again the same one for an idea that became one before.

    `place` is for an idea that names none. Raises InvalidTransition, PermissionDenied for the author.
    """
    idea = locked(idea)
    if idea.became_report is not None:
        return idea.became_report
    if idea.status not in MAY_BE_A_FAULT:
        raise InvalidTransition(idea.status, Status.REFUSED)
    if by.pk == idea.topic.author_id:
        raise PermissionDenied
    was_seen = idea.topic.is_public
    report = _report(idea, category, place, now)
    if is_hidden(idea) and report.publicity != Publicity.HIDDEN:  # what a moderator hid is not shown elsewhere
        set_publicity(report=report, by=by, publicity=Publicity.HIDDEN, now=now)
        report.refresh_from_db()
    idea.became_report = report
    idea.save(update_fields=["became_report"])
    reason = _("Idén gällde ett fel. Den är nu felanmälan %(number)s.") % {"number": report.number}
    idea, _decision = set_aside(idea=idea, by=by, reason=reason, against=False, now=now)
    if was_seen:
        _tell_supporters(idea, report, by=by, now=now)
    return report


def words_of(idea: Idea) -> str:
    """All that its author has said in public, as it was said."""
    additions = idea.events.filter(kind=IdeaEvent.Kind.ADDED).values_list("version__text", flat=True)
    return "\n\n".join(words for words in (idea.title, idea.text, *additions) if words)


def _report(idea: Idea, category: FaultCategory | None, place: str, now: datetime) -> FaultReport:
    lon, lat = idea.position or (None, None)
    source = FaultReport.Source.WORDS if lon is None else FaultReport.Source.MAP
    author = idea.topic.author
    report, _is_new = report_fault(
        client_key=idea.key,
        municipality=idea.topic.municipality,
        text=words_of(idea),
        place=Place(words=idea.place or place, lon=lon, lat=lat, source=source),
        photos=list(_photos(idea)),
        reporter=author,
        language=author.language if author else "sv",
        category=category,
        channel=FaultReport.Channel.STAFF,
        receipt=format_lazy(RECEIPT, reference=idea.reference),
        now=now,
    )
    return report


def _photos(idea: Idea) -> Iterator[ReceivedPhoto]:
    """One that is gone from the disk stops nobody."""
    for photo in idea.attachments.shown().filter(kind=IdeaAttachment.Kind.PHOTO):
        try:
            yield received_again(photo)
        except OSError:
            log.exception("a photo of idea %s could not be read", idea.reference)


def _tell_supporters(idea: Idea, report: FaultReport, *, by: User, now: datetime) -> None:
    """The idea is out of their sight, so the news stand by themselves, and lead to the report if all may see it."""
    body = format_lazy(
        _("Idén gällde ett fel. Kommunen tar hand om den som felanmälan {number}."), number=report.number
    )
    notify_many(
        people=CONCERNED,
        about=[idea.topic_id],
        kind="idea_became_fault",
        sentence=with_title(_("Idén ”{title}” är nu en felanmälan"), idea),
        body=body,
        path=reverse("faults:public", args=[report.number]) if report.is_public else "",
        actor=by,
        now=now,
    )
