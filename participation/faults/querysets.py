from __future__ import annotations

from datetime import timedelta
from math import cos, radians
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from participation.accounts.permissions import is_administrator, municipalities_of
from participation.places.atlas import METRES_PER_DEGREE

from .permissions import FIGURE_READERS, HANDLERS, READERS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from participation.accounts.models import User
    from participation.places.models import Municipality

    from .models import (  # noqa: F401 - names the rows in the annotations below
        CaseSystem,
        Dispatch,
        FaultCategory,
        FaultReport,
        MapPoint,
        ResponseTemplate,
    )


class FaultReportQuerySet(models.QuerySet["FaultReport"]):
    """Every queryset for a person starts with one of these."""

    def public(self) -> FaultReportQuerySet:
        """What everybody may see: every list, map, feed, API and export begins here."""
        return self.filter(publicity="shown", municipality__is_open=True)

    def without_doubles(self) -> FaultReportQuerySet:
        """Each fault once, however many have reported it: so figures count."""
        return self.exclude(status="duplicate")

    def open(self) -> FaultReportQuerySet:
        return self.filter(ended_at__isnull=True)

    def silent_since(self, before: datetime) -> FaultReportQuerySet:
        """Open ones of which the reporter has heard nothing since then, and was not asked about it either."""
        from .models import FaultEvent  # it names its rows by this module

        told = FaultEvent.objects.filter(at__gt=before).exclude(
            kind__in=(*FaultEvent.INTERNAL, *FaultEvent.FROM_REPORTER, FaultEvent.Kind.REPORT_FOLLOWED)
        )
        news = Exists(told.filter(report=OuterRef("pk"))) | Exists(told.filter(report__part_of=OuterRef("pk")))
        reachable = ~Q(contact_email="") | Q(reporter__isnull=False)
        waiting = self.open().filter(reachable, reminded_at__isnull=True, status_since__lte=before)
        return waiting.exclude(status="asked").exclude(news)

    def readable_by(self, user: User | AnonymousUser) -> FaultReportQuerySet:
        return self if is_administrator(user) else self.filter(municipality__in=municipalities_of(user, *READERS))

    def handled_by(self, user: User | AnonymousUser) -> FaultReportQuerySet:
        return self if is_administrator(user) else self.filter(municipality__in=municipalities_of(user, *HANDLERS))

    def counted_for(self, user: User | AnonymousUser) -> FaultReportQuerySet:
        """To be counted and never shown one by one."""
        own = municipalities_of(user, *FIGURE_READERS)
        return self if is_administrator(user) else self.filter(municipality__in=own)

    def around(self, lon: float, lat: float, metres: float) -> FaultReportQuerySet:
        """Those in a box of `metres` to each side."""
        up = metres / METRES_PER_DEGREE
        aside = up / max(cos(radians(lat)), 0.01)
        return self.filter(lat__range=(lat - up, lat + up), lon__range=(lon - aside, lon + aside))

    def reported_by(self, user: User) -> FaultReportQuerySet:
        return self.filter(reporter=user)

    def newest_first(self) -> FaultReportQuerySet:
        return self.order_by("-created_at", "-id")


class FaultCategoryQuerySet(models.QuerySet["FaultCategory"]):
    def to_choose(self, municipality: Municipality | int) -> FaultCategoryQuerySet:
        """Those that a citizen of the municipality can choose, in its order."""
        return self.filter(municipality=municipality, is_active=True)


class ResponseTemplateQuerySet(models.QuerySet["ResponseTemplate"]):
    def for_all(self, reports: Iterable[FaultReport]) -> ResponseTemplateQuerySet:
        """Those that can be chosen for every one of the reports, which are of one municipality."""
        rows = list(reports)
        kinds, fitting = {report.category_id for report in rows}, Q(category__isnull=True)
        if len(kinds) == 1:
            fitting |= Q(category__in=kinds)
        return self.filter(fitting, municipality__in={report.municipality_id for report in rows}, is_active=True)


class MapPointQuerySet(models.QuerySet["MapPoint"]):
    def within(self, west: int, north: int, east: int, south: int) -> MapPointQuerySet:
        """Squares of the finest grid, the last ones included."""
        return self.filter(x__range=(west, east), y__range=(north, south))


class CaseSystemQuerySet(models.QuerySet["CaseSystem"]):
    def seen_by(self, user: User | AnonymousUser) -> CaseSystemQuerySet:
        """Systems that a municipality of theirs uses."""
        if is_administrator(user):
            return self
        return self.filter(municipalities__in=municipalities_of(user, *HANDLERS)).distinct()

    def in_use(self) -> CaseSystemQuerySet:
        return self.filter(is_on=True)


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    def seen_by(self, user: User | AnonymousUser) -> DispatchQuerySet:
        """Those of reports that are with a municipality of theirs, whoever else shares the system."""
        return (
            self if is_administrator(user) else self.filter(report__municipality__in=municipalities_of(user, *HANDLERS))
        )

    def due(self, now: datetime) -> DispatchQuerySet:
        free = Q(state="waiting") | Q(state="sending", leased_until__lt=now)
        return self.filter(free, next_attempt_at__lte=now)

    def waiting(self) -> DispatchQuerySet:
        return self.filter(state__in=["waiting", "sending"])

    def dead(self) -> DispatchQuerySet:
        return self.filter(state="dead")

    def stuck(self, now: datetime, *, tries: int) -> DispatchQuerySet:
        """What was tried in vain so often, or waits for a system that is off, has been away for an hour, or for a day.

        A case that only has no number yet was taken; after a day even that is long.
        """
        has_token = Q(step="posted") & ~Q(ticket="")
        away = Q(system__is_on=False) | Q(system__failing_since__lte=now - timedelta(hours=1))
        long = Q(waiting_since__lte=now - timedelta(days=1))
        return self.waiting().filter(away | long | Q(attempts__gte=tries) & ~has_token)

    def by_hand(self) -> DispatchQuerySet:
        """There is something that the system did not take, and that people are to tell it.

        Not once the report is elsewhere: nobody who sees it there knows whom to tell.
        """
        return self.filter(by_hand_at__isnull=False, left_at__isnull=True)
