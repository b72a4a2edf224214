from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from participation.faults.actions import report_fault
from participation.faults.asking import FRAGMENTS, KIND, held_photos, hinted, shown
from participation.faults.clicks import is_click
from participation.faults.forms import FaultForm
from participation.faults.locating import Region
from participation.faults.models import FaultReport
from participation.faults.offline.whose import mark_of, reporter_of
from participation.faults.steps import DO, is_a_step, stepped

if TYPE_CHECKING:
    from django.http import HttpRequest

    from participation.places.models import Municipality

Channel = FaultReport.Channel
READ = "las"  # in the field DO: a draft that waited on a device is shown as the server reads it
HINT = "hint"  # which part of the page a script asks for while one writes


@never_cache
@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str = "") -> HttpResponse:
    """The form, of one municipality or of the whole region. It needs no account and loses nothing."""
    region = Region.now()
    if code and code not in region.by_code:
        raise Http404
    municipality = region.by_code.get(code)
    if request.method != "POST":
        return _page(request, FaultForm(held=held_photos(request), region=region, asked_for=municipality))
    if request.POST.get(HINT) in FRAGMENTS:
        return _hint(request, region, municipality)
    if wait := getattr(request, "limit_reached", 0):
        return _come_back_later(request, region, municipality, wait)
    posted = stepped(request.POST, code)
    form = FaultForm(posted, request.FILES, held=held_photos(request), region=region, asked_for=municipality)
    if is_a_step(request.POST):
        return _step(request, form)
    if form.is_valid() and not form.untold and request.POST.get(DO) != READ:
        return _sent(request, form)
    if "sparad" not in request.POST:  # a device that sends by itself keeps its photos until they have arrived
        form.hold()
    return _page(request, form, reads_first=form.is_valid() or form.kind.stop is not None)


def _sent(request: HttpRequest, form: FaultForm) -> HttpResponse:
    report, _is_new = report_fault(
        client_key=form.cleaned_data["client_key"],
        municipality=form.municipality,  # type: ignore[arg-type]  # a valid form has one
        text=form.cleaned_data["text"],
        place=form.place_of_report,
        photos=form.photos_at_hand(),
        contact_email=form.cleaned_data["contact_email"],
        contact_phone=form.cleaned_data["contact_phone"],
        reporter=reporter_of(request),
        language=get_language() or "sv",
        category=form.kind.category,
        answers=form.kind.to_store,
        owner=form.owned.owner if form.owned else None,
        channel=Channel.OFFLINE if "sparad" in request.POST else Channel.FORM,
        now=timezone.now(),
    )
    form.held_photos.release()
    return redirect("faults:receipt", report.token)


def _hint(request: HttpRequest, region: Region, municipality: Municipality | None) -> HttpResponse:
    """A part of the page as it is after what was written: nothing is stored, and no photo is looked at."""
    form = FaultForm(request.POST, held=held_photos(request), region=region, asked_for=municipality)
    form.is_valid()
    form.say_only()
    context = hinted(form)
    if request.POST[HINT] == KIND and context["sign"] == request.POST.get("sign"):
        return HttpResponse(status=204)  # it stands there already; whoever writes in it is left alone
    return render(request, FRAGMENTS[request.POST[HINT]], context)


def _step(request: HttpRequest, form: FaultForm) -> HttpResponse:
    """A press that does not send: everything is kept, and nobody is told what they have not written yet."""
    form.is_valid()
    form.hold()
    form.say_only("outside")
    if is_click(request.POST) and form.filled.get("source") != FaultReport.Source.MAP:
        form.add_error("place", _("Klicka på kartan där felet är, eller skriv platsen i ord."))
    return _page(request, form)


def _come_back_later(
    request: HttpRequest, region: Region, municipality: Municipality | None, wait: int
) -> HttpResponse:
    """Photos are taken in only by a form that may be sent; those that were taken in before are still there."""
    form = FaultForm(request.POST, held=held_photos(request), region=region, asked_for=municipality)
    form.is_valid()
    form.say_only()
    words = ngettext(
        "Det har kommit väldigt många anmälningar härifrån. Skicka igen om %(minutes)s minut.",
        "Det har kommit väldigt många anmälningar härifrån. Skicka igen om %(minutes)s minuter.",
        minutes := ceil(wait / 60),
    ) % {"minutes": minutes}
    form.add_error(None, words)
    if request.FILES:
        form.add_error("photos", _("Foton som du just valde kom inte med. Välj dem igen när du skickar."))
    response = _page(request, form)
    response.status_code = 429
    response.headers["Retry-After"] = str(wait)
    return response


def _page(request: HttpRequest, form: FaultForm, *, reads_first: bool = False) -> HttpResponse:
    context = {"municipality": form.page_of, "reads_first": reads_first, "whose": mark_of(request), **shown(form)}
    return render(request, "faults/new.html", context)
