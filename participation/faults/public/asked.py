"""What a reader of the public list chose, checked: every choice is one of a few, anything else is the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from participation.faults.grid import Frame
from participation.faults.models import FaultCategory, FaultReport

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from participation.places.models import Municipality

STATES: dict[str, tuple[Promise, bool | None]] = {
    "": (_("Öppna"), True),
    "avslutade": (_("Avslutade"), False),
    "alla": (_("Alla"), None),
}


@dataclass(frozen=True)
class Asked:
    state: str
    category: FaultCategory | None
    frame: Frame | None

    @classmethod
    def of(cls, query: Mapping[str, str], categories: Iterable[FaultCategory]) -> Asked:
        state = query.get("visa", "")
        category = next((one for one in categories if one.code == query.get("kategori")), None)
        return cls(state if state in STATES else "", category, Frame.read(query.get("ruta", "")))

    @property
    def is_open(self) -> bool | None:
        return STATES[self.state][1]

    @property
    def is_narrow(self) -> bool:
        return bool(self.state or self.category or self.frame)

    def url(self, **changes: str) -> str:
        chosen = {
            "visa": self.state,
            "kategori": self.category.code if self.category else "",
            "ruta": self.frame.written if self.frame else "",
            **changes,
        }
        return f"?{urlencode({key: value for key, value in chosen.items() if value})}"

    def reports(self, municipality: Municipality | None) -> QuerySet[FaultReport]:
        """The public reports that were asked for."""
        reports = FaultReport.objects.public()
        if municipality is not None:
            reports = reports.filter(municipality=municipality)
        if self.is_open is not None:
            reports = reports.filter(ended_at__isnull=self.is_open)
        if self.category is not None:
            reports = reports.filter(category=self.category)
        if self.frame is not None:
            west, north, east, south = self.frame.squares
            reports = reports.filter(map_point__x__range=(west, east), map_point__y__range=(north, south))
        return reports
