"""A table of addresses, read and stored. Reading the same table twice changes nothing."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from .addresses import key_of, order_of
from .atlas import BadPosition
from .models import Address
from .positions import BadTable, read_position
from .rings import EAST, NORTH, SOUTH, WEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .models import Municipality

COLUMNS = ("street", "number", "postcode", "place", "lon", "lat")
LENGTHS = {"street": 80, "number": 16, "postcode": 10, "place": 60}
BATCH = 1000
WRITTEN = ["street", "number", "postcode", "place", "lon", "lat", "order"]


@dataclass
class TableReport:
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    problems: list[str] = field(default_factory=list)


def read_addresses(lines: Iterable[str], problems: list[str]) -> Iterator[Address]:
    """Unsaved addresses without a municipality; a row that is wrong goes to `problems` instead. Raises BadTable."""
    iterator = iter(lines)
    heading = next(iterator, "").removeprefix("\ufeff")
    delimiter = max(",;\t", key=heading.count)
    columns = [name.strip().lower() for name in next(csv.reader([heading], delimiter=delimiter), [])]
    missing = [name for name in COLUMNS if name not in columns]
    if missing:
        raise BadTable(_("Filen saknar kolumnen %(names)s på första raden.") % {"names": ", ".join(missing)})
    table = csv.reader(iterator, delimiter=delimiter)
    try:
        for cells in table:
            if not cells:
                continue
            try:
                yield _address(dict(zip(columns, cells, strict=False)))
            except ValueError as problem:
                problems.append(_("Rad %(number)d: %(problem)s") % {"number": table.line_num + 1, "problem": problem})
    except csv.Error as error:
        raise BadTable(_("Tabellen är trasig på rad %(number)d.") % {"number": table.line_num + 1}) from error


def store_addresses(*, municipality: Municipality, lines: Iterable[str]) -> TableReport:
    """The table is all that the municipality has: an address that it lacks goes. Raises BadTable."""
    report = TableReport()
    wanted = {address.key: address for address in read_addresses(lines, report.problems)}
    with transaction.atomic():
        _store(municipality, wanted, report)
    return report


def _store(municipality: Municipality, wanted: dict[str, Address], report: TableReport) -> None:
    there = {row.key: row for row in Address.objects.filter(municipality=municipality).iterator(chunk_size=BATCH)}
    new, changed = [], []
    for key, address in wanted.items():
        address.municipality, before = municipality, there.get(key)
        if before is None:
            new.append(address)
        elif any(getattr(before, name) != getattr(address, name) for name in WRITTEN):
            address.pk = before.pk
            changed.append(address)
    Address.objects.bulk_create(new, batch_size=BATCH)
    Address.objects.bulk_update(changed, WRITTEN, batch_size=BATCH // 10)
    gone = [row.pk for key, row in there.items() if key not in wanted]
    for start in range(0, len(gone), BATCH):
        Address.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    report.new, report.changed, report.removed = len(new), len(changed), len(gone)
    report.unchanged = len(wanted) - len(new) - len(changed)


def _address(cells: dict[str, str]) -> Address:
    words = {name: cells.get(name, "").strip()[:most] for name, most in LENGTHS.items()}
    lon, lat = read_position(cells.get("lon", ""), cells.get("lat", ""))
    if WEST <= lat <= EAST and SOUTH <= lon <= NORTH:
        raise BadPosition(_("Longitud och latitud har bytt plats."))
    if not (WEST <= lon <= EAST and SOUTH <= lat <= NORTH):
        raise BadPosition(_("Platsen ligger inte i Sverige."))
    key = key_of(" ".join(words[name] for name in ("street", "number", "place", "postcode")))
    if not words["street"] or not key:
        raise ValueError(_("Gatan saknas."))
    order = order_of(key_of(f"{words['street']} {words['number']}"))
    return Address(**words, lon=lon, lat=lat, key=key, order=order)
