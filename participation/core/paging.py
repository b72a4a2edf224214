"""Keyset paging: page a thousand costs what page one costs, and nothing is skipped when rows are added."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import DateTimeField, Model, Q

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

Row = TypeVar("Row", bound=Model)
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True)
class Page(Generic[Row]):
    items: list[Row]
    next_cursor: str
    is_first: bool


def keyset(queryset: QuerySet[Row], *, order: Sequence[str], after: str | None, size: int) -> Page[Row]:
    """`size` rows of `queryset` in `order` after the cursor `after`.

    The last field of `order` must be unique, and no field null. A cursor that is not ours gives the first page.
    """
    values = read_cursor(queryset, order, after)
    rows = queryset.order_by(*order)
    if values is not None:
        rows = rows.filter(_beyond(order, values))
    items = list(rows[: size + 1])
    more = len(items) > size
    items = items[:size]
    return Page(items, make_cursor(items[-1], order) if more else "", is_first=values is None)


def make_cursor(row: Model, order: Sequence[str]) -> str:
    values = [_plain(_value(row, name.lstrip("-"))) for name in order]
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def read_cursor(queryset: QuerySet[Row], order: Sequence[str], cursor: str | None) -> list[Any] | None:
    if not cursor or len(cursor) > 400:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(order):
            return None
        return [_typed(queryset, name.lstrip("-"), value) for name, value in zip(order, values, strict=True)]
    except Exception:  # whatever is wrong with it, it is not a cursor of ours
        return None


def _value(row: Model, name: str) -> Any:
    value: Any = row
    for part in name.split("__"):
        value = getattr(value, part)
    return value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _typed(queryset: QuerySet[Row], name: str, value: Any) -> Any:
    model: Any = queryset.model
    *path, last = name.split("__")
    for part in path:
        model = model._meta.get_field(part).related_model
    field = model._meta.get_field(last)
    if isinstance(field, DateTimeField):
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise ValueError(name)  # a database cannot turn it into its own time
        return moment
    if isinstance(value, (dict, list)) or value is None:
        raise TypeError(name)
    typed = field.to_python(value)
    if isinstance(typed, int) and abs(typed) >= 2**63:
        raise ValueError(name)
    return typed


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Lexicographic comparison, spelt out: descending and ascending fields may be mixed."""
    condition = Q()
    for position, name in enumerate(order):
        field = name.lstrip("-")
        comparison = "lt" if name.startswith("-") else "gt"
        equal_before = {order[i].lstrip("-"): values[i] for i in range(position)}
        condition |= Q(**equal_before, **{f"{field}__{comparison}": values[position]})
    return condition
