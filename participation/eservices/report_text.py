"""An import's report in words, for the command line and for the staff desk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

FIELD_NAMES = {
    "version": gettext_lazy("ny version"),
    "name": gettext_lazy("namn"),
    "summary": gettext_lazy("kort text"),
    "description": gettext_lazy("beskrivning"),
    "category": gettext_lazy("kategori"),
    "url": gettext_lazy("länk"),
    "requires_authentication": gettext_lazy("e-legitimation"),
    "requires_signing": gettext_lazy("underskrift"),
    "payment": gettext_lazy("betalning"),
    "is_enabled": gettext_lazy("öppen eller stängd"),
    "aliases": gettext_lazy("andra adresser"),
}


def field_names(fields: list[str]) -> str:
    return ", ".join(str(FIELD_NAMES.get(field, field)) for field in fields)


def lines_of(report: dict[str, Any], *, counts: dict[str, int], dry_run: bool) -> Iterator[str]:
    if dry_run:
        yield _("Provkörning: ingenting ändras.")
    for line in report["new"]:
        yield _("  ny       %(name)s") % line
    for line in report["changed"]:
        yield _("  ändrad   %(name)s (%(fields)s)") % {**line, "fields": field_names(line["fields"])}
    for line in report["returned"]:
        yield _("  tillbaka %(name)s") % line
    for line in report["gone"]:
        yield _("  borta    %(name)s") % line
    yield summary(counts)


def summary(counts: dict[str, int]) -> str:
    total = counts["new"] + counts["changed"] + counts["returned"] + counts["unchanged"]
    said = ngettext("%(total)d e-tjänst i filen", "%(total)d e-tjänster i filen", total) % {"total": total}
    return _(
        "%(said)s: %(new)d nya, %(changed)d ändrade, %(returned)d tillbaka, %(unchanged)d oförändrade. %(gone)d borta."
    ) % {
        **counts,
        "said": said,
    }


@dataclass(frozen=True)
class Section:
    title: str
    lines: list[str]


def sections_of(report: dict[str, Any]) -> list[Section]:
    """The report for a page: a heading and its lines, only those that have any."""
    titles = {"new": _("Nya"), "changed": _("Ändrade"), "returned": _("Kommit tillbaka"), "gone": _("Borta")}
    return [Section(title, [_line(row) for row in report[name]]) for name, title in titles.items() if report.get(name)]


def _line(row: dict[str, Any]) -> str:
    return f"{row['name']} ({field_names(row['fields'])})" if row["fields"] else str(row["name"])
