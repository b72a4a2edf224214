"""To follow what somebody else has reported. Only public reports, without anything of who sent them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from participation.accounts.models import User
from participation.faults.actions import ask_to_follow, follow_report, say_yes, unfollow_report, withdraw_request
from participation.faults.errors import FaultError
from participation.faults.forms import FollowForm
from participation.faults.models import FaultFollower, FaultReport, FollowRequest
from participation.faults.public_words import public_words
from participation.notifications.reading import read_here

from .report import secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

page_and_post = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@page_and_post
def follow(request: HttpRequest, number: str) -> HttpResponse:
    """What is broken, and a button to follow it; who is not signed in gives an address."""
    shown = FaultReport.objects.public().select_related("municipality", "category", "duplicate_of")
    report = shown.filter(number=number).first()
    if report is None:
        return _hidden(request, number)
    posted = request.POST if request.method == "POST" else None
    form = FollowForm(posted) if not request.user.is_authenticated else None
    if request.method == "POST" and (form is None or form.is_valid()):
        return _followed(request, report, form)
    read_here(request, path=request.path)
    context = {
        "report": report,
        "municipality": report.municipality,
        "text": public_words(report.text),
        "place": public_words(report.place),
        "form": form,
        "original": report.duplicate_of if report.duplicate_of and report.duplicate_of.is_public else None,
        "is_following": _follows(request, report),
    }
    return render(request, "faults/follow.html", context)


@csrf_exempt  # the token is the right to do this, and nothing else; mail programs post it (RFC 8058)
@secret(referrer="same-origin")
@page_and_post
def unfollow(request: HttpRequest, token: str) -> HttpResponseBase:
    """The way out of a mail. Somebody who is out already is told the same."""
    follower = FaultFollower.objects.select_related("report__municipality").filter(token=token).first()
    asks = follower is not None and request.method != "POST"
    if follower is not None and not asks:
        unfollow_report(follower=follower)
    number = follower.report.number if follower is not None else ""
    return render(request, "faults/unfollow.html", {"municipality": None, "asks": asks, "number": number})


@secret(referrer="same-origin")
@page_and_post
def confirm(request: HttpRequest, token: str) -> HttpResponseBase:
    """A yes or a no to a mail that asked. Following the link changes nothing: programs that look through mail do."""
    shown = FaultReport.objects.public()
    asked = FollowRequest.objects.select_related("report__municipality", "report__category").filter(
        token=token, report__in=shown
    )
    found = asked.first()
    if found is None or request.method != "POST":
        context = {"municipality": None, "report": found.report if found else None}
        return render(request, "faults/confirm_follow.html", context, status=200 if found else 404)
    number = found.report.number
    if request.POST.get("svar") == "nej":
        withdraw_request(request=found)
        messages.success(request, _("Din adress är borttagen."))
    else:
        _try(request, lambda: say_yes(request=found, now=timezone.now()), _("Du följer nu felet."))
    return redirect("faults:follow", number)


def _hidden(request: HttpRequest, number: str) -> HttpResponse:
    """Who follows what is not public now, as when it was handed over, reads that and can leave. No one else does."""
    report = get_object_or_404(FaultReport.objects.select_related("municipality"), number=number)
    if not _follows(request, report):
        raise Http404
    if "sluta" in request.POST:
        _leave(request, report)
        return redirect("notifications:following")
    read_here(request, path=request.path)
    context = {"number": report.number, "name": report.municipality.full_name, "municipality": None}
    return render(request, "faults/follow_hidden.html", context)


def _leave(request: HttpRequest, report: FaultReport) -> None:
    for follower in FaultFollower.objects.filter(report=report, person=request.user.pk).select_related("report"):
        unfollow_report(follower=follower)
    messages.success(request, _("Du följer inte längre felanmälan."))


def _followed(request: HttpRequest, report: FaultReport, form: FollowForm | None) -> HttpResponse:
    if form is None and "sluta" in request.POST:
        _leave(request, report)
        return redirect("faults:follow", report.number)
    now, language = timezone.now(), get_language() or "sv"
    if form is not None:
        email = form.cleaned_data["email"]
        thanks = _("Vi har skickat ett mejl. Öppna det och svara ja, så följer du felet.")
        _try(request, lambda: ask_to_follow(report=report, email=email, language=language, now=now), thanks)
    elif isinstance(request.user, User):
        person = request.user
        _try(request, lambda: follow_report(report=report, person=person, now=now), _("Du följer nu felet."))
    return redirect("faults:follow", report.number)


def _try(request: HttpRequest, action: Callable[[], object], thanks: str) -> None:
    try:
        action()
    except FaultError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, thanks)


def _follows(request: HttpRequest, report: FaultReport) -> bool:
    person = request.user.pk
    return person is not None and FaultFollower.objects.filter(report=report, person=person).exists()
