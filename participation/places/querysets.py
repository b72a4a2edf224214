from __future__ import annotations

from math import cos, radians
from typing import TYPE_CHECKING

from django.db import connections, models

from .atlas import METRES_PER_DEGREE

if TYPE_CHECKING:
    from .models import Address, Municipality  # noqa: F401 - names the rows in the annotations below


class AddressQuerySet(models.QuerySet["Address"]):
    def beginning(self, key: str) -> AddressQuerySet:
        """Whose key begins with `key`, by an index on both databases: LIKE on SQLite would read every row."""
        if connections[self.db].vendor == "sqlite":
            return self.filter(key__gte=key, key__lt=f"{key}~")
        return self.filter(key__startswith=key)

    def around(self, lon: float, lat: float, metres: float) -> AddressQuerySet:
        """Those in a box of `metres` to each side."""
        up = metres / METRES_PER_DEGREE
        aside = up / max(cos(radians(lat)), 0.01)
        return self.filter(lat__range=(lat - up, lat + up), lon__range=(lon - aside, lon + aside))

    def in_order(self) -> AddressQuerySet:
        return self.order_by("order", "pk")
