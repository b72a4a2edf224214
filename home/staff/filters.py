"""The people that the filters of the page lists name: those who work with the pages one works with oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.models import PageLogEntry
from wagtail.permissions import page_permission_policy

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from wagtail.models import Page

    from participation.accounts.models import User

WORK = {"add", "change", "publish", "lock", "unlock"}


def own_pages(user: Any) -> QuerySet[Page]:
    """Without the front page of the region, which is only on the way to them."""
    pages: QuerySet[Page] = page_permission_policy.instances_user_has_any_permission_for(user, WORK)
    return pages


def owners(request: HttpRequest) -> QuerySet[User]:
    return get_user_model().objects.filter(pk__in=own_pages(request.user).order_by().values("owner"))


def writers(request: HttpRequest) -> QuerySet[User]:
    entries = PageLogEntry.objects.filter(action="wagtail.edit", page__in=own_pages(request.user).values("pk"))
    return get_user_model().objects.filter(pk__in=entries.order_by().values("user"))


def narrow() -> None:
    """Wagtail's name everybody who owns or has edited any page of the site."""
    PageFilterSet.base_filters["owner"].queryset = owners
    PageFilterSet.base_filters["edited_by"].queryset = writers
