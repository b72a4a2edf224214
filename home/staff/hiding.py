"""What Wagtail would tell the staff of one municipality about another.

Its reports look at the whole site (names, e-mail addresses and titles in their filters and rows), and its page
chooser lists every draft. Page permissions do not reach them, so they are closed or narrowed here.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.http import JsonResponse
from django.views.decorators.http import require_POST
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.utils.urlpatterns import decorate_urlpatterns

from participation.accounts.permissions import is_administrator

from .files import tags_of
from .reports import MENU, OWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from wagtail.admin.menu import MenuItem
    from wagtail.admin.site_summary import SummaryItem
    from wagtail.query import PageQuerySet

    View = Callable[..., HttpResponse]

PAGES_BY_TYPE = {"type_use", "type_use_results"}
MOST_DIGITS = 18  # longer ones no database holds
BROKEN_ON_PURPOSE = {"wagtailadmin_error_test"}
EXPLORED = {"wagtailadmin_explore", "wagtailadmin_explore_results"}
TAGS = {"wagtailadmin_tag_autocomplete", "wagtailadmin_tag_model_autocomplete"}
OF_A_PAGE = ("page_id", "page_to_move_id")
CHOSEN_BY_NUMBER = {"wagtailadmin_choose_page_child", "wagtailadmin_choose_page_chosen_multiple"}


def superusers_only(view: View) -> View:
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_administrator(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def choosable_pages_only(view: View) -> View:
    """The chooser narrows what it lists; what it is asked for by number it hands out unasked."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = {str(number) for number in (*request.GET.getlist("id"), kwargs.get("parent_page_id", ""))} - {""}
        numbers = {int(number) for number in asked if number.isdecimal() and len(number) < MOST_DIGITS}
        if pages_to_choose(Page.objects.filter(pk__in=numbers), request).count() < len(asked):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def own_tree_only(view: View) -> View:
    """The staff of a municipality have two trees, one a language, so Wagtail takes the site's root for their own."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        own = page_permission_policy.explorable_instances(request.user)
        if not own.filter(pk=kwargs["parent_page_id"]).exists():
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def reachable_pages_only(view: View) -> View:
    """Some views of a page name it before they ask whether one may: moving it, and deciding on it in a workflow."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        number = next((kwargs[name] for name in OF_A_PAGE if name in kwargs), None)
        own = page_permission_policy.explorable_instances(request.user)
        if number is not None and not own.filter(pk=number).exists():
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def movable_only(view: View) -> View:
    """The question whether to move a page names it, and where it goes, before anybody asks who may."""

    @wraps(view)
    def checked(request: HttpRequest, page_to_move_id: int, destination_id: int) -> HttpResponse:
        own = page_permission_policy.explorable_instances(request.user)
        page = own.filter(pk=page_to_move_id).first()
        if page is None or not page.permissions_for_user(request.user).can_move():
            raise PermissionDenied
        if not own.filter(pk=destination_id).exists():
            raise PermissionDenied
        return view(request, page_to_move_id, destination_id)

    return checked


def own_tags_only(view: View) -> View:
    """Wagtail suggests the keywords of all pictures and documents of the site."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        everybodys = view(request, *args, **kwargs)  # 404 for what has no keywords
        if is_administrator(request.user):
            return everybodys
        term = request.GET.get("term", "")
        own = tags_of(request.user).filter(name__istartswith=term) if term else tags_of(request.user).none()
        return JsonResponse([tag.name for tag in own.order_by("name")[:10]], safe=False)

    return checked


def close_what_leaks() -> None:
    """Called once, while Wagtail gathers the addresses of its admin and before it hands them to Django."""
    from wagtail.admin import urls
    from wagtail.admin.urls import pages, reports, workflows

    decorate_urlpatterns(pages.urlpatterns, reachable_pages_only)
    # Wagtail answers 405 to a GET and forgets the session all the same.
    decorate_urlpatterns(_named(urls.urlpatterns, {"wagtailadmin_logout"}), require_POST)
    decorate_urlpatterns([view for view in reports.urlpatterns if view.name not in OWN], superusers_only)
    decorate_urlpatterns(workflows.urlpatterns, superusers_only)
    decorate_urlpatterns(_named(pages.urlpatterns, PAGES_BY_TYPE), superusers_only)
    decorate_urlpatterns(_named(pages.urlpatterns, {"move_confirm"}), movable_only)
    decorate_urlpatterns(_named(urls.urlpatterns, EXPLORED), own_tree_only)
    decorate_urlpatterns(_named(urls.urlpatterns, CHOSEN_BY_NUMBER), choosable_pages_only)
    decorate_urlpatterns(_named(urls.urlpatterns, TAGS), own_tags_only)
    for pattern in _named(urls.urlpatterns, BROKEN_ON_PURPOSE):
        urls.urlpatterns.remove(pattern)


def _named(patterns: list[Any], names: set[str]) -> list[Any]:
    return [pattern for pattern in patterns if getattr(pattern, "name", "") in names]


def without_reports(request: HttpRequest, items: list[MenuItem]) -> None:
    if not is_administrator(request.user):
        items[:] = [item for item in items if item.name in MENU]


def without_site_figures(request: HttpRequest, items: list[SummaryItem]) -> None:
    """They count the pages of every municipality."""
    if not is_administrator(request.user):
        items.clear()


def pages_to_choose(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    return pages if is_administrator(request.user) else pages.filter(pk__in=choosable_pages(request.user).values("pk"))


def choosable_pages(user: Any) -> PageQuerySet:
    """What everybody can read, and the drafts of one's own tree.

    The chooser shows the title of the draft: a page whose title is being changed waits until it is published.
    """
    return reachable_pages(user).filter(Q(live=True, draft_title=F("title")) | Q(pk__in=_own_pages(user)))


def reachable_pages(user: Any) -> PageQuerySet:
    """What a page may lead to, whatever it is called at the moment."""
    return Page.objects.filter(Q(live=True) | Q(pk__in=_own_pages(user)))


def _own_pages(user: Any) -> PageQuerySet:
    return page_permission_policy.explorable_instances(user).order_by().values("pk")
