"""Which pages lack a translation or have fallen behind, and the two side by side, for those who translate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from home import translations
from home.actions.translations import FOLLOWED, LEFT, TAKEN, follow, leave, take

from .filters import own_pages

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from wagtail.log_actions import LogActionRegistry

    from participation.accounts.models import User

TRANSLATE = "simple_translation.submit_translation"
PER_PAGE = 50


def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        FOLLOWED, gettext_lazy("Stäm av översättningen"), gettext_lazy("Översättningen följer den svenska sidan")
    )
    actions.register_action(TAKEN, gettext_lazy("Ta översättningen"), gettext_lazy("Någon tog på sig översättningen"))
    actions.register_action(
        LEFT, gettext_lazy("Lämna översättningen"), gettext_lazy("Någon lämnade ifrån sig översättningen")
    )


class TranslationsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(TRANSLATE)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What needs work first. A page at a time; the number of queries is the same however many there are."""
    user = _translator(request)
    codes = dict(_languages())
    code = request.GET.get("sprak", "") if request.GET.get("sprak", "") in codes else next(iter(codes))
    pages = own_pages(user).filter(locale__language_code=settings.LANGUAGE_CODE)
    pages = translations.with_state(pages, code)
    state = request.GET.get("visa", "")
    if state in translations.STATES:
        pages = pages.filter(state=state)
    listed = Paginator(pages.order_by("-last_published_at", "-pk"), PER_PAGE).get_page(request.GET.get("sida"))
    context = {
        "code": code,
        "language": codes[code],
        "languages": _languages(),
        "state": state,
        "states": translations.STATES.items(),
        "pages": listed,
        "rows": [{"page": page, "word": translations.STATES[page.state]} for page in listed],
    }
    return render(request, "home/staff/translations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The Swedish page as it is live beside the latest words in `code`."""
    user = _translator(request)
    if code not in dict(_languages()):
        raise Http404
    pages = own_pages(user).filter(locale__language_code=settings.LANGUAGE_CODE)
    page = get_object_or_404(translations.with_state(pages, code), pk=pk)
    other = Page.objects.filter(pk=page.other).first()
    if request.method == "POST":
        return _act(request, page, other, user)
    swedish = page.specific
    latest = other.get_latest_revision_as_object() if other else None
    held = translations.of(other) if other else None
    context = {
        "page": page,
        "other": other,
        "code": code,
        "language": dict(_languages())[code],
        "word": translations.STATES[page.state],
        "is_behind": page.state == translations.BEHIND,
        "held": held,
        "is_mine": held is not None and held.translator_id == user.pk,
        "parts": translations.side_by_side(swedish, latest),
        "can_edit": other is not None and other.permissions_for_user(user).can_edit(),
        "changes_url": _changes(page, held),
    }
    return render(request, "home/staff/translation.html", context)


def _act(request: HttpRequest, page: Page, other: Page | None, user: User) -> HttpResponse:
    if other is None:
        raise Http404
    if not other.permissions_for_user(user).can_edit():
        raise PermissionDenied
    deed, now = request.POST.get("gor", ""), timezone.now()
    if deed == "foljer":
        follow(swedish=page, page=other, by=user, now=now)
    elif deed == "ta":
        take(page=other, by=user, now=now)
    elif deed == "lamna":
        leave(page=other, by=user)
    else:
        raise Http404
    return redirect(request.path)


def _changes(page: Any, held: Any) -> str:
    """What became of the Swedish words since; empty where nobody kept which they were."""
    if held is None or not held.follows_id or not page.live_revision_id or held.follows_id == page.live_revision_id:
        return ""
    if held.follows.object_id != str(page.pk):
        return ""
    return reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, held.follows_id, page.live_revision_id])


def _translator(request: HttpRequest) -> User:
    if not request.user.has_perm(TRANSLATE):
        raise PermissionDenied
    user: Any = request.user  # the admin lets nobody else in
    return user  # type: ignore[no-any-return]


def _languages() -> list[tuple[str, str]]:
    return [(code, _(name)) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
