"""A mail when faults are reported in an area: asked for, confirmed in a mail, ended with one press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from participation.faults.locating import Region
from participation.faults.models import AreaWatch, FaultCategory
from participation.faults.views.report import secret
from participation.notifications.interests import TooMany, begin

from .asked import Asked
from .forms import WatchForm
from .watches import begin_watch, confirm_watch, stop_watch

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    from participation.places.models import Municipality


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def watch(request: HttpRequest, code: str) -> HttpResponse:
    municipality = Region.now().by_code.get(code)
    if municipality is None:
        raise Http404
    asked = Asked.of(request.GET, FaultCategory.objects.to_choose(municipality))
    form = WatchForm(request.POST if request.method == "POST" else None, person=request.user)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data.get("ideas") and not _follow_ideas(request, municipality, asked):
            messages.error(request, _("Du följer redan så mycket som går. Sluta följa något först."))
            return redirect("notifications:following")
        begin_watch(
            municipality=municipality,
            email=form.address,
            person=request.user if request.user.is_authenticated else None,
            category=asked.category,
            frame=asked.frame,
            language=get_language() or "sv",
            now=timezone.now(),
        )
        messages.success(request, form.thanks)
        return redirect(reverse("faults:reported_in", args=[code]) + asked.url())
    context = {"municipality": municipality, "form": form, "asked": asked, "back_url": asked.url()}
    return render(request, "faults/public/watch.html", context)


def _follow_ideas(request: HttpRequest, municipality: Municipality, asked: Asked) -> bool:
    """On the person's own page, among all they follow. Whether there was room for it."""
    assert request.user.is_authenticated  # the form asks nobody else
    try:
        begin(person=request.user, municipality=municipality, area=asked.frame.squares if asked.frame else None)
    except TooMany:
        return False
    return True


@secret(referrer="same-origin")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponseBase:
    """Following the link changes nothing: programs that look through mail follow links too."""
    found = get_object_or_404(AreaWatch.objects.select_related("municipality", "category"), token=token)
    if request.method == "POST":
        confirm_watch(watch=found, now=timezone.now())
        messages.success(request, _("Du får ett mejl när fel anmäls i området."))
        return redirect("faults:reported_in", found.municipality.code)
    return render(request, "faults/public/confirm.html", {"watch": found, "municipality": found.municipality})


# RFC 8058: the mail program posts with neither cookie nor token of ours; the address itself is the secret, and the
# only thing it can do is to end the mails.
@csrf_exempt
@secret(referrer="same-origin")
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponseBase:
    found = AreaWatch.objects.select_related("municipality").filter(token=token).first()
    if request.method == "POST":
        if found is not None:
            stop_watch(watch=found)
        if "List-Unsubscribe" in request.POST:
            return HttpResponse(status=200)
        return render(request, "faults/public/stopped.html", {"done": True, "municipality": None})
    context = {"done": found is None, "municipality": found.municipality if found else None}
    return render(request, "faults/public/stopped.html", context)
