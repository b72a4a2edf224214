"""Which proposals ask residents for something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .models import ServiceProposalPage
from .models.stage import NOT_ASKED_FOR

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet


def pages_that_ask() -> QuerySet[ServiceProposalPage]:
    """Those that are up, in every language, with a request: `ask` of `proposal_page`, as a query."""
    asked = ServiceProposalPage.objects.live().filter(topic__isnull=False, ask_until__isnull=False)
    return asked.exclude(ask_title="").exclude(stage__in=NOT_ASKED_FOR)  # type: ignore[no-any-return]  # Wagtail's is loose


def topics_that_ask(today: date) -> QuerySet[ServiceProposalPage, dict[str, Any]]:
    """Whose last day has not passed; a proposal in two languages once for each."""
    return pages_that_ask().filter(ask_until__gte=today).values("topic")
