"""What the form shows: the same on the municipality's page and at its own address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.attachments.held import HeldPhotos
from participation.places import addresses

from .clicks import SLIM, WIDE, click_map
from .forms import FaultForm
from .locating import Region
from .models import FaultReport
from .offline.whose import mark_of
from .steps import DO, FIND_ADDRESS, LENGTHS, is_about_the_place

if TYPE_CHECKING:
    from django.http import HttpRequest

    from participation.places.models import Address, Municipality

# What a script may ask for while one writes, and the template of each.
KIND = "slag"
FRAGMENTS = {KIND: "faults/_guess.html", "adress": "faults/_addresses.html"}


def held_photos(request: HttpRequest) -> HeldPhotos:
    """Those of the draft that was posted, or that is opened from the device to be changed; a new one has none."""
    return HeldPhotos(request.session, f"faults-{_key_of_draft(request)}", now=timezone.now())


def _key_of_draft(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("client_key") or request.GET.get("vantar", ""))
    except ValueError:
        return uuid4()


def empty_form(request: HttpRequest, municipality: Municipality | None) -> dict[str, Any]:
    form = FaultForm(held=held_photos(request), region=Region.now(), asked_for=municipality)
    return {**shown(form), "whose": mark_of(request)}


def shown(form: FaultForm) -> dict[str, Any]:
    """The context of faults/_form.html."""
    on_the_map = form.municipality or form.page_of
    code, position = on_the_map.code if on_the_map else "", form.position
    searches = form.filled.get(DO) == FIND_ADDRESS
    return {
        **hinted(form),
        "spot": spot_of(form),
        "open_place": is_about_the_place(form.filled) or bool(form.errors.get("place") or form.errors.get("kommun")),
        "open_contact": bool(form.errors.get("contact_email") or form.errors.get("contact_phone")),
        "map_of": on_the_map,
        "slim_map": click_map(code, position, width=SLIM) if code else None,
        "wide_map": click_map(code, position, width=WIDE) if code else None,
        "finds_addresses": addresses.known([on_the_map] if on_the_map else form.region.by_code.values()),
        "searched": searches,
        "lengths": LENGTHS,
        "length": form.filled.get("steg", ""),
    }


def hinted(form: FaultForm) -> dict[str, Any]:
    """The context of the parts that follow what is written."""
    found = found_addresses(form)
    return {
        "form": form,
        "action": reverse("faults:new_in", args=[form.page_of.code]) if form.page_of else reverse("faults:new"),
        "kind": form.kind,
        "owned": form.owned,
        "similar": form.similar,
        "told": " ".join(form.news),
        "addresses": found,
        "sign": sign_of(form, found),
    }


def found_addresses(form: FaultForm) -> list[Address]:
    """Where one searched: by the button, or while one writes."""
    place, where = form.filled.get("place", ""), form.page_of or form.municipality
    if where is None or "adress" not in (form.filled.get("hint"), form.filled.get(DO, "").removeprefix("sok-")):
        return []
    return addresses.search(where, place)


def sign_of(form: FaultForm, found: list[Address]) -> str:
    """What can change in those parts: the same sign is the same part."""
    stop = form.kind.stop
    kind = [form.kind.code, form.kind.guessed_code, stop.key if stop else ""]
    shown_now = [*form.news, *kind, *(a.pk for a in found), *(one.report.pk for one in form.similar)]
    place = form.municipality or form.page_of
    return " ".join(map(str, [place.code if place else "", *shown_now]))


def spot_of(form: FaultForm) -> dict[str, str]:
    """What is known of the place: a word in bold, and how we know it."""
    words = form["place"].value() or ""
    if form.position is None:
        return {"title": words or _("Var är felet?"), "hint": "" if words else _("Inte valt än")}
    near = None if words else addresses.nearest(*form.position)
    title = words or (_("Nära %(address)s") % {"address": near} if near else _("Platsen är vald"))
    source = FaultReport.Source(form["source"].value()).label
    return {"title": title, "hint": f"{source}{_how_exact(form['accuracy'].value() or '')}"}


def _how_exact(accuracy: str) -> str:
    if not accuracy.isdecimal():
        return ""
    metres = int(accuracy)
    return ", " + ngettext("på %(n)d meter när", "på %(n)d meter när", metres) % {"n": metres}
