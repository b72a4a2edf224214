"""Which municipality a call is about: by the address of the server, by jurisdiction_id, or by the service's code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from participation.faults.locating import Region
from participation.faults.models import FaultCategory

from .errors import Refused

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from participation.places.models import Municipality

BETWEEN = "."  # municipality and category, in the codes of the region's list: no category's own code holds one


@dataclass(frozen=True)
class Jurisdiction:
    """`municipality` is None where a call is about the whole region."""

    region: Region
    municipality: Municipality | None

    @property
    def qualified(self) -> bool:
        """Two municipalities may both have a `gatubelysning`."""
        return self.municipality is None

    def code_of(self, category: FaultCategory) -> str:
        """Reads `municipality`: select it with the category."""
        return self.code_in(category.municipality, category)

    def code_in(self, municipality: Municipality, category: FaultCategory) -> str:
        return f"{municipality.code}{BETWEEN}{category.code}" if self.qualified else category.code

    def categories(self) -> QuerySet[FaultCategory]:
        rows = FaultCategory.objects.filter(is_active=True, municipality__is_open=True)
        if self.municipality is not None:
            rows = rows.filter(municipality=self.municipality)
        return rows.select_related("municipality").order_by("municipality__name", "order", "name", "pk")

    def category(self, written: str, *, of: Municipality | None = None) -> FaultCategory:
        """With or without the municipality before it. Raises Refused, 404."""
        place, _dot, code = written.rpartition(BETWEEN)
        rows = self.categories().filter(code=code)
        if place:
            rows = rows.filter(municipality__code=place)
        elif of is not None:
            rows = rows.filter(municipality=of)
        found = list(rows[:2])
        if not found:
            raise Refused(404, _("Det finns ingen tjänst med service_code ”%(code)s” här.") % {"code": written[:80]})
        if len(found) > 1:
            raise Refused(
                400, _("Flera kommuner har tjänsten ”%(code)s”. Ange jurisdiction_id.") % {"code": written[:80]}
            )
        return found[0]


def jurisdiction_of(place: str, asked: str) -> Jurisdiction:
    """`place` stands in the address, `asked` is jurisdiction_id; each is the SCB code or the name in addresses.

    Raises Refused, 404: also where the two do not mean the same.
    """
    region = Region.now()
    known = {name: row for row in region.by_code.values() for name in (row.code, row.slug)}
    for name in (place, asked):
        if name and name not in known:
            raise Refused(404, _("Det finns ingen kommun med jurisdiction_id ”%(name)s” här.") % {"name": name[:80]})
    if place and asked and known[place] != known[asked]:
        raise Refused(404, _("jurisdiction_id stämmer inte med adressen. Utelämna den, så gäller adressens kommun."))
    return Jurisdiction(region, known.get(place or asked))
