"""What everybody may say of a report that they can read, and what its reporter reads of a decision."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from participation.faults.models import FaultReport
from participation.faults.public.listing import row_of
from participation.faults.views.report import reports, secret
from participation.moderation import actions as moderation
from participation.moderation.errors import CannotAppeal
from participation.moderation.forms import AppealForm
from participation.moderation.models import Appeal
from participation.moderation.owners import Picture
from participation.moderation.telling import reasons_of
from participation.moderation.views import Flaggable, take_flag

from .anchors import anchor, anchor_of, not_made
from .told import decisions_on

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from participation.faults.models import FaultPhoto


ONCE = gettext_lazy("Beslutet går inte att överklaga, eller är överklagat redan. Det går att göra en gång.")


@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: HttpRequest, number: str) -> HttpResponse:
    """By the same form as any text."""
    report = _public(number)
    own = request.user.is_authenticated and report.reporter_id == request.user.pk
    row = row_of(report, today=timezone.localdate())
    thing = Flaggable(
        topic=anchor_of(report) or not_made(report),
        title=row.title,
        words=row.excerpt,
        pictures=[_picture(photo, report) for photo in report.photos.for_everybody()],
        why_not=_("Det är din egen felanmälan.") if own else "",
        made=partial(anchor, report),
        thanks=reverse("faults:flagged", args=[number]),
    )
    return take_flag(request, thing)


@require_safe
def flagged(request: HttpRequest, number: str) -> HttpResponse:
    report = _public(number)
    context = {"topic": not_made(report), "municipality": report.municipality}
    return render(request, "moderation/thanks.html", context)


@secret(referrer="same-origin")
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, token: str, pk: int) -> HttpResponseBase:
    """A decision on who sees the report, with its reasons. Whoever holds the address may appeal it, once."""
    report = get_object_or_404(reports(), token=token)
    found = get_object_or_404(decisions_on(report), pk=pk)
    appeal = Appeal.objects.filter(decision=found).first()
    form = AppealForm(request.POST or None) if appeal is None and found.may_be_appealed else None
    if request.method == "POST" and (form is None or form.is_valid()):
        if form is None:
            messages.warning(request, ONCE)
        else:
            _appeal(request, report, found, form)
        return redirect("faults:decision", token, pk)
    context: dict[str, Any] = {"report": report, "municipality": report.municipality, "decision": found}
    context |= {"reasons": list(reasons_of(found)), "appeal": appeal, "form": form, "picture": _hidden(report, found)}
    return render(request, "faults/review/decision.html", context, status=422 if form and form.errors else 200)


def _appeal(request: HttpRequest, report: FaultReport, found: Any, form: AppealForm) -> None:
    own = request.user.is_authenticated and report.reporter_id == request.user.pk
    person: Any = request.user if own else None
    words = form.cleaned_data["words"]
    try:
        moderation.appeal(decision=found, person=person, words=words, holds_address=True, now=timezone.now())
    except CannotAppeal:
        messages.warning(request, ONCE)
    else:
        messages.success(request, _("Ditt överklagande är skickat. Någon annan än den som beslutade prövar det."))


def _public(number: str) -> FaultReport:
    reports = FaultReport.objects.public().select_related("municipality", "category")
    return get_object_or_404(reports, number=number)


def _picture(photo: FaultPhoto, report: FaultReport) -> Picture:
    photo.report, photo.shown_to_all = report, True
    return Picture(photo.pk, photo.get_absolute_url(), photo.thumbnail_url, photo.alt)


def _hidden(report: FaultReport, found: Any) -> FaultPhoto | None:
    """The photo that it is about, which its reporter goes on seeing."""
    return report.photos.filter(pk=found.picture).first() if found.picture else None
