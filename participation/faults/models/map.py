from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from participation.faults.querysets import MapPointQuerySet
from participation.places.models import Municipality
from participation.places.squares import FINEST

from .category import FaultCategory
from .report import FaultReport

__all__ = ["FINEST", "LEVELS", "MapCell", "MapPoint"]
LEVELS = (8, 10, 12, 14, 16, 18)  # those whose figures are stored; a step of two is four squares across


class MapPoint(models.Model):
    """Where a public report lies on the map. There is one as long as the report is public and has a position.

    `x` and `y` are its square on the finest grid, from the west and from the north: a coarser one is a shift.
    """

    report = models.OneToOneField(FaultReport, on_delete=models.CASCADE, primary_key=True, related_name="map_point")
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    category = models.ForeignKey(FaultCategory, on_delete=models.CASCADE, null=True, related_name="+")
    is_open = models.BooleanField()
    x = models.PositiveIntegerField()
    y = models.PositiveIntegerField()

    objects = MapPointQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["x", "y"], name="faults_points_by_square")]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.x}, {self.y}"


class MapCell(models.Model):
    """How many points lie in a square of a level, and where their middle is: the map reads these, never the reports."""

    level = models.PositiveSmallIntegerField()
    x = models.PositiveIntegerField()
    y = models.PositiveIntegerField()
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    category = models.PositiveBigIntegerField(help_text="The key of the category, 0 for none")
    is_open = models.BooleanField()
    count = models.IntegerField(default=0)
    sum_x = models.BigIntegerField(default=0)
    sum_y = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["level", "x", "y", "municipality", "category", "is_open"], name="faults_one_cell_a_square"
            ),
            models.CheckConstraint(condition=Q(count__gte=0), name="faults_cell_counts_up"),
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.x}/{self.y}: {self.count}"
