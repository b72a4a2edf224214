"""What an Open311 server says that it takes: discovery, services and their definitions. Many have only some of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from django.utils.translation import gettext as _

from participation.faults.case_systems.protocol import Found, Offer
from participation.faults.case_systems.trouble import Down, Slow, Trouble

from .reading import NOT_SUPPORTED, Row, rows_of, text_of, truth_of

if TYPE_CHECKING:
    from .adapter import Open311

MOST_OFFERS, MOST_DEFINITIONS, LONGEST = 300, 20, 160


def found_at(adapter: Open311, codes: list[str]) -> Found:
    """Discovery first, which also tells where else it may be. Raises Down and Slow: then nothing else would answer."""
    sentences = [_where(adapter)]
    try:
        rows = adapter.read(adapter.send("GET", "services", params=adapter.asked()))[:MOST_OFFERS]
    except Trouble as trouble:
        return Found(sentences, problem=_("Listan över tjänster: %(why)s") % {"why": trouble.words})
    sentences.append(_("Systemet tar emot %(number)d slag av anmälningar.") % {"number": len(rows)})
    return Found(sentences, _offers(adapter, rows, codes, sentences))


def endpoint(adapter: Open311) -> str:
    """Where discovery says that GeoReport v2 is spoken, the server in earnest before one for tests; or nothing."""
    try:
        answer = adapter.send("GET", "discovery")
        rows = rows_of(answer.body) if answer.is_good else []
    except (Down, Slow):
        raise
    except Trouble:
        return ""
    listed = _rows(rows[0], "endpoints") if rows else []
    ends = [row for row in listed if "georeport" in text_of(row, "specification").lower()]
    ends.sort(key=lambda row: text_of(row, "type").lower() != "production")
    urls = [text_of(row, "url") for row in ends]
    return next((url for url in urls if url.startswith(("https://", "http://")) and len(url) <= 300), "")


def definition(adapter: Open311, code: str) -> list[Row]:
    """What is asked about a service; nothing where the system has no definitions: many do not."""
    answer = adapter.send("GET", f"services/{quote(code, safe='')}", params=adapter.asked())
    if answer.status in (*NOT_SUPPORTED, 400):
        return []
    rows = adapter.read(answer)
    return _rows(rows[0], "attributes") if rows else []


def _rows(row: Row, name: str) -> list[Row]:
    listed = row.get(name)
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _where(adapter: Open311) -> str:
    told, here = endpoint(adapter), adapter.client.base.rstrip("/")
    if not told:
        return _("Systemet berättar inte självt på vilken adress det finns (discovery). Det behövs inte.")
    if told.rstrip("/") == here:
        return _("Systemet säger att Open311 finns på den adress som är ifylld.")
    return _("Systemet säger att Open311 finns på %(told)s, men %(here)s är ifyllt. Stämmer adressen?") % {
        "told": told,
        "here": here,
    }


def _offers(adapter: Open311, rows: list[Row], codes: list[str], sentences: list[str]) -> list[Offer]:
    """The questions of those in use first, and of no more than can be waited for."""
    asking = [text_of(row, "service_code") for row in rows if truth_of(row.get("metadata"))]
    asking.sort(key=lambda code: code not in codes)
    questions: dict[str, tuple[tuple[str, str, bool], ...]] = {}
    try:
        for code in asking[:MOST_DEFINITIONS]:
            questions[code] = tuple(map(_question, _asked(definition(adapter, code))))
    except Trouble as trouble:
        sentences.append(_("Alla frågor gick inte att hämta: %(why)s") % {"why": trouble.words})
    else:
        if len(asking) > MOST_DEFINITIONS:
            sentences.append(_("Bara de första %(most)d tjänsternas frågor är hämtade.") % {"most": MOST_DEFINITIONS})
    return [_offer(row, questions) for row in rows if text_of(row, "service_code")]


def _offer(row: Row, questions: dict[str, tuple[tuple[str, str, bool], ...]]) -> Offer:
    code = text_of(row, "service_code")
    return Offer(code[:LONGEST], text_of(row, "service_name")[:LONGEST], questions.get(code, ()))


def _asked(attributes: list[Row]) -> list[Row]:
    """Not what only informs."""
    return [row for row in attributes if truth_of(row.get("variable", "true"))]


def _question(row: Row) -> tuple[str, str, bool]:
    code = text_of(row, "code")[:LONGEST]
    return code, text_of(row, "description")[:LONGEST] or code, truth_of(row.get("required"))
