from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .front import MOST_COUNTED, Live, live_counts
from .menus import entries_of

if TYPE_CHECKING:
    from .models import MunicipalityHomePage

BEHIND = {"idea": "ideaindexpage", "eservice": "eserviceindexpage", "fault": "faultindexpage"}


def doors_of(page: MunicipalityHomePage) -> list[dict[str, Any]]:
    """The variables of components/doors.html. A door whose page is not published is shut."""
    if page.municipality is None:
        return []
    live = live_counts(page.municipality)
    pages = {entry.kind: entry.url for entry in entries_of(page.municipality, page.locale.language_code)}
    return [
        {
            "kind": door.block_type,
            "title": door.value["title"],
            "text": door.value["text"],
            "url": _url(door.block_type, page.municipality.code, pages[BEHIND[door.block_type]]),
            **live_line(door.block_type, live),
        }
        for door in page.doors
        if BEHIND[door.block_type] in pages
    ]


def _url(kind: str, code: str, index: str) -> str:
    """ "Föreslå" promises a place to write; the others lead to a list and to a form."""
    if kind != "idea":
        return index
    try:
        return reverse("ideas:new", args=[code])
    except NoReverseMatch:
        return index


def live_line(kind: str, live: Live) -> dict[str, Any]:
    """What goes on behind the door right now; nothing where there is nothing."""
    number, words = {
        "idea": (live.ideas, ngettext("idé samlar stöd just nu", "idéer samlar stöd just nu", live.ideas)),
        "eservice": (
            live.proposals,
            ngettext("förslag väntar på dig", "förslag väntar på dig", live.proposals),
        ),
        "fault": (
            live.faults_fixed,
            ngettext("fel lagat senaste månaden", "fel lagade senaste månaden", live.faults_fixed),
        ),
    }[kind]
    if number > MOST_COUNTED:
        return {
            "live_before": _("Över"),
            "live_number": f"{MOST_COUNTED:,}".replace(",", "\u00a0"),
            "live_after": words,
        }
    return {"live_number": number, "live_after": words} if number else {}
