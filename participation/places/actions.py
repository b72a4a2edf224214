from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from .models import Border


@dataclass
class BorderReport:
    """Which codes got a border (new), another one (changed) or kept what they had."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


@transaction.atomic
def store_borders(*, borders: Mapping[str, dict[str, Any]], source: str) -> BorderReport:
    """All or none. What is the same already is left alone, so that every process keeps its atlas."""
    report = BorderReport()
    known = {border.code: border for border in Border.objects.select_for_update().filter(code__in=borders)}
    for code, geometry in sorted(borders.items()):
        border = known.get(code)
        if border is None:
            Border.objects.create(code=code, geometry=geometry, source=source)
            report.new.append(code)
        elif border.geometry == geometry and border.source == source:
            report.unchanged.append(code)
        else:
            border.geometry, border.source = geometry, source
            border.save()
            report.changed.append(code)
    return report
