"""Who takes a page down, because of a name in it, say, is told that it stands in another language, too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin import messages
from wagtail.models import Page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

TOO = "other_languages"  # the field of the form


@dataclass(frozen=True)
class Version:
    """`takes_down` is empty where the person may not take it down."""

    pk: int
    title: str
    language: str
    address: str
    takes_down: str


def versions_left(pages: Iterable[Page], user: Any) -> list[Version]:
    """What stays public in another language when `pages` are taken down."""
    return [
        Version(
            pk=page.pk,
            title=page.title,
            language=page.locale.get_display_name(),
            address=page.get_url() or "",
            takes_down=reverse("wagtailadmin_pages:unpublish", args=[page.pk]) if _may(page, user) else "",
        )
        for page in _left(pages)
    ]


def take_down_too(request: HttpRequest, page: Page) -> None:
    """Those in other languages that the person may take down, where their box was ticked."""
    ticked = request.POST.getlist(TOO)
    gone = []
    for version in _left([page]) if ticked else []:
        if str(version.pk) in ticked and _may(version, request.user):
            UnpublishPageAction(version, user=request.user).execute()
            gone.append(f"”{version.title}”")
    if gone:
        messages.success(request, _("Också avpublicerat: %(titles)s.") % {"titles": get_text_list(gone, _("och"))})


def say_what_is_left(request: HttpRequest, page: Page) -> None:
    """After a page was deleted, with the way to take down each that stays."""
    for version in versions_left([page], request.user):
        words = _("%(language)s: ”%(title)s” är fortfarande publik.") % {
            "language": version.language,
            "title": version.title,
        }
        button = messages.button(version.takes_down, _("Avpublicera den också"))
        messages.warning(request, words, buttons=[button] if version.takes_down else [])


def _left(pages: Iterable[Page]) -> list[Page]:
    pages = list(pages)
    keys = {page.translation_key for page in pages}
    found = Page.objects.live().filter(translation_key__in=keys, alias_of=None).exclude(pk__in=[p.pk for p in pages])
    return [page.specific for page in found.select_related("locale").order_by("path")]


def _may(page: Page, user: Any) -> bool:
    return bool(page.permissions_for_user(user).can_unpublish())
