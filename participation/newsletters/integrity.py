from __future__ import annotations

from django.db.models import Q

from participation.core.integrity import register_counter

from .models import Delivery, Letter

for outcome in (
    Delivery.Outcome.SENT,
    Delivery.Outcome.FAILED,
    Delivery.Outcome.UNKNOWN,
    Delivery.Outcome.WITHHELD,
):
    register_counter(Letter.objects.all(), outcome.value, "deliveries", Q(deliveries__outcome=outcome.value))
