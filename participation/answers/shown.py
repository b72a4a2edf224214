"""What the public page of anything shows beside the words of its answer, for components/answer.html; and a promise that
is late, on the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.core.dates import at_latest, in_words
from participation.core.desk import Deed, Job
from participation.core.words import ended, unended

if TYPE_CHECKING:
    from datetime import date, datetime

    from .models import Answer, AnswerFile


def whats_next(answer: Answer, *, today: date, owes: bool) -> dict[str, Any]:
    """Reads the file: select it with the answer. What was promised and is done is said elsewhere. `owes`: whether the
    promise is still to be kept."""
    file, late = answer.file, owes and answer.is_late(today)
    day = when(answer, today=today, late=late)
    step = unended(answer.next_step) if day else ended(answer.next_step)
    return {
        "step": "" if answer.done_on else step,
        "day": day,
        "late": late,
        "file_url": file.get_absolute_url() if file and not file.taken_away_at else "",
        "file_label": file_label(file, today=today) if file else "",
    }


def file_label(file: AnswerFile, *, today: date) -> str:
    """What it is, or when and why it was taken away."""
    if file.taken_away_at:
        words = _("Beslutet som dokument togs bort %(day)s. %(why)s")
        return words % {"day": in_words(file.taken_away_at, today=today), "why": file.taken_away_because}
    label = _("Beslutet som dokument: %(name)s (%(kind)s, %(size)s)")
    return label % {"name": file.name, "kind": file.suffix, "size": filesizeformat(file.size)}


def when(answer: Answer, *, today: date, late: bool) -> str:
    """The day of what happens next, or when it should have been."""
    day = answer.next_step_on
    if day is None:
        return ""
    if late:
        return _("skulle ha varit klart %(day)s") % {"day": in_words(day, today=today)}
    return at_latest(day, today=today)


def promise_job(answer: Answer, *, title: str, url: str, deeds: tuple[Deed, ...], now: datetime) -> Job:
    """Reads the department: select it with the answer."""
    today = timezone.localdate(now)
    due = answer.next_step_on or today
    days = (today - due).days
    return Job(
        title=_("Löfte: %(title)s") % {"title": title},
        url=url,
        why=_("%(step)s (%(department)s). Det skulle ha varit klart %(day)s.")
        % {"step": unended(answer.next_step), "department": answer.department.name, "day": in_words(due, today=today)},
        shape="late",
        word=ngettext("%(count)d dag för sent", "%(count)d dagar för sent", days) % {"count": days},
        deeds=deeds,
    )
