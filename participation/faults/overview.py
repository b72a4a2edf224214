"""What of the reports stands on a person's own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.overview import Line, Section

from .dates import in_words
from .models import FaultReport

if TYPE_CHECKING:
    from participation.accounts.models import User

SHOWN = 3


def section(person: User) -> Section | None:
    """Nothing for somebody who never reported a fault: most never will."""
    reports = list(FaultReport.objects.reported_by(person).newest_first()[: SHOWN + 1])
    if not reports:
        return None
    return Section(
        title=_("Dina felanmälningar"),
        lines=[_line(report) for report in reports[:SHOWN]],
        more_label=_("Alla dina felanmälningar") if len(reports) > SHOWN else "",
        more_url=reverse("faults:mine") if len(reports) > SHOWN else "",
    )


def _line(report: FaultReport) -> Line:
    return Line(
        title=report.number,
        url=report.get_absolute_url(),
        status_shape=report.shape,
        status_word=report.get_status_display(),
        status_date=in_words(report.status_since, today=timezone.localdate()),
        excerpt=report.text[:120],
    )
