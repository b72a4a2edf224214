from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from participation.accounts.permissions import municipalities_of

from .permissions import HANDLERS, READERS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from participation.accounts.models import User

    from .models import FaultReport  # noqa: F401 - names the row in the annotation below


class FaultReportQuerySet(models.QuerySet["FaultReport"]):
    """Reports are never public: every queryset for a person starts with one of these."""

    def readable_by(self, user: User | AnonymousUser) -> FaultReportQuerySet:
        return self if user.is_superuser else self.filter(municipality__in=municipalities_of(user, *READERS))

    def handled_by(self, user: User | AnonymousUser) -> FaultReportQuerySet:
        return self if user.is_superuser else self.filter(municipality__in=municipalities_of(user, *HANDLERS))

    def reported_by(self, user: User) -> FaultReportQuerySet:
        return self.filter(reporter=user)

    def newest_first(self) -> FaultReportQuerySet:
        return self.order_by("-created_at", "-id")
