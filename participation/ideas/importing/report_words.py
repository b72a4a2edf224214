"""An import's report in words, the same from the record as from the run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .report import EXAMPLES

DROPPED: dict[str, Promise] = {
    "repeated": gettext_lazy("samma nummer en gång till, den första raden gäller"),
    "broken_row": gettext_lazy("fel antal kolumner på raden"),
    "no_id": gettext_lazy("inget nummer"),
    "empty": gettext_lazy("ingen text"),
    "unknown_idea": gettext_lazy("idén finns inte i filen och inte här"),
    "skipped_state": gettext_lazy("läget ska inte hämtas enligt beskrivningen"),
}
REMARKS: dict[str, Promise] = {
    "shortened_title": gettext_lazy("rubriken kortades, hela rubriken står först i texten"),
    "cut_text": gettext_lazy("texten var för lång och kortades"),
    "no_text": gettext_lazy("har rubrik men ingen text"),
    "no_title": gettext_lazy("har ingen rubrik, textens början blev rubrik"),
    "no_date": gettext_lazy("har inget datum som går att läsa"),
    "outside": gettext_lazy("platsen ligger utanför kommunen och togs inte med"),
    "bad_position": gettext_lazy("platsen går inte att läsa och togs inte med"),
    "bad_supports": gettext_lazy("antalet stöd går inte att läsa och togs inte med"),
    "unknown_state": gettext_lazy("läget är okänt, idén visas inte"),
    "hidden_refused": gettext_lazy("visas inte: inte godkänd där"),
    "hidden_withdrawn": gettext_lazy("visas inte: tillbakadragen där"),
    "repeated_otherwise": gettext_lazy("av de upprepade har ett annat innehåll än den första raden"),
    "folded": gettext_lazy("låg djupare än tre nivåer och hänger bredvid det inlägg de svarar på"),
    "orphan": gettext_lazy("svarade på ett inlägg som inte finns i filen, de som har text börjar en egen tråd"),
    "moved_up": gettext_lazy("svarade på ett inlägg utan text och hänger på det närmast ovanför"),
    "cycle": gettext_lazy("svarade på sig själva i en ring, som bröts"),
}


def lines_of(report: dict[str, Any], *, is_trial: bool) -> Iterator[str]:
    if is_trial:
        yield _("Provkörning: ingenting är ändrat.")
    yield _("%(source)s, läst som %(mapping)s.") % report
    yield from _part(_("Idéer"), report["ideas"])
    if report["comments"]:
        yield from _part(_("Inlägg"), report["comments"])
    comments_new = report["comments"]["new"] if report["comments"] else 0
    if not report["ideas"]["new"] and not comments_new:
        yield _("Ingenting nytt: allt som går att hämta är redan hämtat.")


def _part(name: str, part: dict[str, Any]) -> Iterator[str]:
    lost = sum(found["count"] for found in part["dropped"].values())
    read = _("%(name)s: %(rows)d rader i %(file)s (%(encoding)s).") % {**part, "name": name}
    yield read + _(" %(new)d nya, %(known)d fanns redan, %(lost)d togs inte med.") % {**part, "lost": lost}
    if part["shown"]:
        yield _("  %(shown)6d  syns för alla") % part
    if part["roots"]:
        yield _("  %(roots)6d  börjar en tråd") % part
    for why, found in part["remarks"].items():
        yield _("  %(count)6d  %(what)s (%(rows)s)") % _line(found, REMARKS.get(why, why))
    for why, found in part["dropped"].items():
        yield _("  %(count)6d  togs inte med: %(what)s (%(rows)s)") % _line(found, DROPPED.get(why, why))


def _line(found: dict[str, Any], what: str | Promise) -> dict[str, Any]:
    rows = ", ".join(str(row) for row in found["rows"])
    more = "…" if found["count"] > EXAMPLES else ""
    return {"count": found["count"], "what": what, "rows": _("rad %(rows)s") % {"rows": rows + more}}
