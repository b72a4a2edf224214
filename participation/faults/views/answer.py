"""What the reporter is asked: to know more, by a link that works once; and whether the fault is gone."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participation.attachments.held import HeldPhotos
from participation.faults.actions import answer_inquiry, asks_if_fixed, confirm_fixed, say_still_broken
from participation.faults.errors import FaultError, InquiryOver
from participation.faults.forms import AnswerForm, StillBrokenForm
from participation.faults.models import Inquiry

from .report import reports, secret

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    from participation.faults.models import FaultReport

GONE, STILL_THERE = "borta", "kvar"
page_and_post = require_http_methods(["GET", "HEAD", "POST"])


@secret(referrer="same-origin")
@page_and_post
def answer(request: HttpRequest, token: str) -> HttpResponseBase:
    """The question and nothing more of the report. A link that is spent or over says so, and opens nothing."""
    inquiry = get_object_or_404(Inquiry.objects.select_related("report__municipality"), token=token)
    if not inquiry.can_be_answered(timezone.now()):
        return _answer_page(request, inquiry, None)
    held = HeldPhotos(request.session, f"answer-{inquiry.pk}", now=timezone.now())
    if request.method != "POST":
        return _answer_page(request, inquiry, AnswerForm(held=held))
    form = AnswerForm(request.POST, request.FILES, held=held)
    if not form.is_valid():
        form.hold()
        return _answer_page(request, inquiry, form)
    with suppress(InquiryOver, FileNotFoundError):  # sent twice: the first counts, and the page says it has arrived
        answer_inquiry(
            inquiry=inquiry, text=form.cleaned_data["text"], photos=form.photos_to_store(), now=timezone.now()
        )
    held.release()
    return redirect("faults:answer", token)


@secret(referrer="same-origin")
@page_and_post
def verdict(request: HttpRequest, token: str) -> HttpResponseBase:
    """Two buttons. The link in a mail only leads here: looking changes nothing."""
    report = get_object_or_404(reports(), token=token)
    chosen = request.POST.get("svar", "")
    form = StillBrokenForm(request.POST if chosen == STILL_THERE else None)
    if chosen == GONE or (chosen == STILL_THERE and form.is_valid()):
        try:
            _say(request, report, form, gone=chosen == GONE)
        except FaultError as refusal:
            messages.error(request, str(refusal))
        else:
            return redirect(report)
    context = {
        "report": report,
        "municipality": report.municipality,
        "form": form,
        "asks": asks_if_fixed(report, now=timezone.now()),
    }
    return render(request, "faults/verdict.html", context)


def _say(request: HttpRequest, report: FaultReport, form: StillBrokenForm, *, gone: bool) -> None:
    if gone:
        confirm_fixed(report=report, now=timezone.now())
        messages.success(request, _("Tack för att du berättade att felet är borta."))
    else:
        say_still_broken(report=report, text=form.cleaned_data["text"], now=timezone.now())
        messages.success(request, _("Tack. Kommunen får veta att felet är kvar."))


def _answer_page(request: HttpRequest, inquiry: Inquiry, form: AnswerForm | None) -> HttpResponseBase:
    context = {"inquiry": inquiry, "municipality": inquiry.report.municipality, "form": form}
    return render(request, "faults/answer.html", context)
