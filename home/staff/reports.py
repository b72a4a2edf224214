"""Wagtail's reports of locked and of old pages, for those who publish, about their own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from wagtail.admin.views.reports.aging_pages import AgingPagesView
from wagtail.admin.views.reports.locked_pages import LockedPagesReportFilterSet

from .filters import own_pages

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from participation.accounts.models import User

OWN = {"locked_pages", "locked_pages_results", "aging_pages", "aging_pages_results"}
MENU = {"locked-pages", "aging-pages"}


def narrow() -> None:
    """Wagtail's filter names all who ever locked a page, and its list the address of who published one last.
    What the clock or a command published, nobody did: there it says "None".
    """
    LockedPagesReportFilterSet.base_filters["locked_by"].queryset = _lockers
    AgingPagesView.decorate_paginated_queryset = _with_names


def _lockers(request: HttpRequest) -> QuerySet[User]:
    return get_user_model().objects.filter(pk__in=own_pages(request.user).order_by().values("locked_by"))


def _with_names(view: AgingPagesView, pages: Any) -> Any:
    people = get_user_model().objects.filter(pk__in={page.last_published_by for page in pages})
    names = {person.pk: person.get_full_name() for person in people}
    for page in pages:
        view.add_last_publisher_name_to_page(names, page)
        page.last_published_by_user = page.last_published_by_user or _("Systemet, av sig självt")
    return pages
