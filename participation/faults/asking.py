"""What the form shows: the same on the municipality's page and at its own address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.attachments.held import HeldPhotos

from .clicks import SLIM, WIDE, click_map
from .forms import FaultForm
from .locating import Region
from .models import FaultReport

if TYPE_CHECKING:
    from django.http import HttpRequest

    from participation.places.models import Municipality


def held_photos(request: HttpRequest) -> HeldPhotos:
    return HeldPhotos(request.session, "faults", now=timezone.now())


def empty_form(request: HttpRequest, municipality: Municipality | None) -> dict[str, Any]:
    form = FaultForm(held=held_photos(request), region=Region.now(), asked_for=municipality)
    return shown(form)


def shown(form: FaultForm) -> dict[str, Any]:
    """The context of faults/_form.html."""
    on_the_map = form.municipality or form.page_of
    code, position = on_the_map.code if on_the_map else "", form.position
    return {
        "form": form,
        "action": reverse("faults:new_in", args=[form.page_of.code]) if form.page_of else reverse("faults:new"),
        "spot": spot_of(form),
        "open_place": bool(form.errors.get("place") or form.errors.get("kommun")),
        "open_contact": bool(form.errors.get("contact_email") or form.errors.get("contact_phone")),
        "map_of": on_the_map,
        "slim_map": click_map(code, position, width=SLIM) if code else None,
        "wide_map": click_map(code, position, width=WIDE) if code else None,
    }


def spot_of(form: FaultForm) -> dict[str, str]:
    """What is known of the place: a word in bold, and how we know it."""
    words = form["place"].value() or ""
    if form.position is None:
        return {"title": words or _("Var är felet?"), "hint": "" if words else _("Inte valt än")}
    source = FaultReport.Source(form["source"].value()).label
    return {"title": words or _("Platsen är vald"), "hint": f"{source}{_how_exact(form['accuracy'].value() or '')}"}


def _how_exact(accuracy: str) -> str:
    if not accuracy.isdecimal():
        return ""
    metres = int(accuracy)
    return ", " + ngettext("på %(n)d meter när", "på %(n)d meter när", metres) % {"n": metres}
