from __future__ import annotations

from django.db.models import IntegerField, Subquery


class NumberOf(Subquery):
    """How many rows a query gives, its limit included: `NumberOf(rows.order_by().values("pk")[:100])`."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
