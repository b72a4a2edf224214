"""What this app hands out to a person: what they flagged, what was decided about their words, what they appealed.
Who flagged, and who decided, is told to nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.overview import Line, Section

from .models import Appeal, Decision, Flag, Item, MailWish, Trace
from .places import titles_for, what_of
from .telling import reasons_of

if TYPE_CHECKING:
    from participation.accounts.models import User

FEW = 3


def section(person: User) -> Section | None:
    mine = Decision.objects.against(person).select_related("topic", "appeal").order_by("-decided_at", "-id")[: FEW + 1]
    titles = titles_for([row.topic for row in mine], person)
    lines = [
        Line(
            title=str(what_of(row, titles[row.topic_id])),
            url=reverse("decisions:decision", args=[row.pk]),
            status_shape="wait" if getattr(row, "appeal", None) and row.appeal.is_waiting else "town",
            status_word=_("Överklagat, väntar på svar")
            if getattr(row, "appeal", None) and row.appeal.is_waiting
            else str(row.get_outcome_display()),
        )
        for row in mine
    ]
    if not lines:
        return None
    return Section(
        title=_("Beslut om det du skrivit"),
        lines=lines[:FEW],
        more_label=_("Alla beslut"),
        more_url=reverse("decisions:index"),
    )


def export(person: User) -> list[dict[str, Any]]:
    rows = Flag.objects.filter(reporter=person).select_related("topic", "decision").order_by("created_at", "id")
    titles = titles_for([row.topic for row in rows], person)
    return [
        {
            "om": str(titles[row.topic_id]),
            "gäller": row.get_about_display(),
            "skäl": row.get_reason_display(),
            "text": row.text,
            "när": row.created_at,
            "beslut": row.decision.get_outcome_display() if row.decision else "",
        }
        for row in rows
    ]


def export_decisions(person: User) -> list[dict[str, Any]]:
    """What they are told of: why something was left as it is, moderators say to each other alone."""
    rows = Decision.objects.against(person).select_related("topic", "entry", "pause").order_by("decided_at", "id")
    titles = titles_for([row.topic for row in rows], person)
    return [
        {
            "om": str(titles[row.topic_id]),
            "inlägg": (row.words or row.entry.comment) if row.entry else "",
            "beslut": row.get_outcome_display(),
            "gäller": row.get_about_display(),
            "skäl": list(reasons_of(row)),
            "namn som togs bort": row.record,
            "när": row.decided_at,
            "paus till": row.pause.until if row.pause else None,
            "pausen hävdes": row.pause.lifted_at if row.pause else None,
        }
        for row in rows
    ]


def export_appeals(person: User) -> list[dict[str, Any]]:
    rows = Appeal.objects.filter(person=person).select_related("decision__topic").order_by("created_at", "id")
    titles = titles_for([row.decision.topic for row in rows], person)
    return [
        {
            "om": str(titles[row.decision.topic_id]),
            "skrivet": row.words,
            "när": row.created_at,
            "utfall": row.get_outcome_display() if row.outcome else "",
            "svar": row.answer,
            "besvarat": row.decided_at,
        }
        for row in rows
    ]


def export_wish(person: User) -> str:
    wish = MailWish.objects.filter(person=person).first()
    return wish.get_when_display() if wish else ""


def erase(person: User) -> None:
    """A name that was taken away goes with the account, and nobody decides on one that is gone; so do the words of an
    appeal, which speak of its writer."""
    names = Flag.objects.on_name_of(person.pk)
    names.waiting().delete()
    names.update(words="")
    Item.objects.waiting().filter(kind=Item.Kind.NAME, writer=person).update(settled_at=timezone.now())
    Decision.objects.filter(concerns=person).exclude(record="").update(record="")
    Appeal.objects.filter(person=person).update(words=str(_("Kontot är avslutat.")))


def export_traces(person: User) -> list[dict[str, Any]]:
    """What repetition is seen by: no words, and gone after a week."""
    rows = Trace.objects.filter(author=person).select_related("topic").order_by("written_at", "pk")
    titles = titles_for([row.topic for row in rows], person)
    return [{"om": str(titles[row.topic_id]), "när": row.written_at, "länkar till": row.hosts} for row in rows]
