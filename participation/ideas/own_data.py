"""What this app shows a person of what they wrote, hands out, and forgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.overview import Line, Section

from .actions import delete_draft, leave_behind
from .faces import face_of
from .models import Idea

if TYPE_CHECKING:
    from participation.accounts.models import User

FEW = 5


def section(person: User) -> Section:
    today = timezone.localdate()
    ideas = list(Idea.objects.visible_to(person).written_by(person).for_page().order_by("-status_since", "-pk")[:FEW])
    new = reverse("ideas:new", args=[person.home.code]) if person.home and person.home.is_open else ""
    return Section(
        title=_("Dina idéer"),
        lines=[_line(idea, today) for idea in ideas],
        empty=_("Du har inte skrivit någon idé än."),
        action_label=_("Skriv en idé") if new else "",
        action_url=new,
        more_label=_("Alla dina idéer") if ideas else "",
        more_url=reverse("ideas:mine") if ideas else "",
    )


def _line(idea: Idea, today: Any) -> Line:
    face = face_of(idea, today=today)
    return Line(
        title=idea.title,
        url=idea.get_absolute_url(),
        kind=idea.topic.municipality.name,
        status_shape=face.shape,
        status_word=face.word,
        status_date=face.date,
    )


def export(person: User) -> list[dict[str, Any]]:
    ideas = Idea.objects.written_by(person).with_faults()
    ideas = ideas.select_related("topic__municipality", "topic__category", "merged_into")
    return [_exported(idea) for idea in ideas.prefetch_related("versions", "attachments").order_by("created_at", "pk")]


def _exported(idea: Idea) -> dict[str, Any]:
    return {
        "nummer": idea.reference,
        "kommun": idea.topic.municipality.full_name,
        "rubrik": idea.title,
        "text": idea.text,
        "kategori": idea.topic.category.name if idea.topic.category else None,
        "plats": idea.place,
        "latitud": idea.lat,
        "longitud": idea.lon,
        "läge": idea.status_word,
        "sammanslagen med": idea.merged_into.reference if idea.merged_into else None,
        "blev felanmälan": idea.became_report.number if idea.became_report else None,
        "om felanmälningar": _about(idea),
        "skriven": idea.created_at,
        "granskarens ord": idea.review_note,
        "versioner": [
            {"sort": row.get_kind_display(), "rubrik": row.title, "text": row.text, "när": row.created_at}
            for row in idea.versions.all()
        ],
        "bilagor": [{"namn": file.name, "visar": file.alt} for file in idea.attachments.all()],
    }


def _about(idea: Idea) -> dict[str, Any] | None:
    cluster = getattr(idea, "fault_cluster", None)
    return cluster and {"kategori": cluster.category.name, "sedan": cluster.since, "meter": cluster.radius}


def erase(person: User) -> None:
    """What others have seen stays without a name. What only its author ever saw goes with them."""
    for idea in Idea.objects.written_by(person).filter(status__in=(Idea.Status.DRAFT, Idea.Status.WITHDRAWN)):
        if not idea.is_unsent:
            continue
        if idea.reference:
            leave_behind(idea=idea, by=person, now=timezone.now())
        else:
            delete_draft(idea=idea)
