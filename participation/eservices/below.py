"""The proposals that stand below an index page, as rows of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils import timezone

from participation.topics.models import Topic

from .addresses import page_url
from .models.stage import Stage

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser
    from wagtail.models import Page

    from participation.accounts.models import User

    from .models import ServiceProposalPage

MOST = 50


def proposals_below(index: Page, *, user: User | AnonymousUser) -> list[dict[str, Any]]:
    """Live proposals, latest activity first, in one query. More than 50 at once nobody follows."""
    pages = apps.get_model("eservices", "ServiceProposalPage").objects.child_of(index).live().public()
    pages = pages.filter(topic__in=Topic.objects.visible_to(user)).select_related("topic")
    today = timezone.localdate()
    return [row(page, today) for page in pages.order_by("-topic__last_activity_at", "-pk")[:MOST]]


def row(page: ServiceProposalPage, today: date) -> dict[str, Any]:
    assert page.topic is not None  # every published proposal has one
    return {
        "title": page.title,
        "summary": page.summary,
        "url": page_url(page),
        "supports": page.topic.supports,
        "shape": shape(page, today),
        "word": Stage(page.stage).label,
    }


def shape(page: ServiceProposalPage, today: date) -> str:
    """The shape of components/status.html that says where the proposal stands."""
    if page.stage == Stage.STOPPED:
        return "no"
    if page.stage == Stage.IN_USE:
        return "done"
    return "open" if page.ask_title and page.ask_until and page.ask_until >= today else "town"
