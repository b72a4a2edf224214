"""News are read by reading the page that they lead to: a mail's link goes there, past the list of news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone

from participation.topics.models import OTHER_LANGUAGES

from .models import Notification
from .querysets import unread_count

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.http import HttpRequest


def is_glance(request: HttpRequest) -> bool:
    """A browser that only peeks ahead, or an editor who tries how a page will look, reads nothing."""
    peeks = "prefetch" in request.headers.get("Sec-Purpose", "")
    return request.method != "GET" or peeks or getattr(request, "is_preview", False)


def unread_on(request: HttpRequest) -> int:
    """How many news the person has not read, asked once for each page."""
    if not hasattr(request, "unread_news"):
        request.unread_news = unread_count(request.user)  # type: ignore[attr-defined]  # of this request alone
    return request.unread_news  # type: ignore[attr-defined,no-any-return]


def read_here(request: HttpRequest, *, path: str = "", matter: str = "", shown: Collection[int] = ()) -> None:
    """The page shows what lies at `path`, in any language, and these rows of a `matter`.

    Whoever has no unread news costs nothing: their number is asked for by the head of every page.
    """
    if not request.user.is_authenticated or is_glance(request) or getattr(request, "unread_news", None) == 0:
        return
    here = Q(path__in=in_all_languages(path)) if path else Q(pk__in=[])
    if shown:
        here |= Q(matter=matter, matter_id__in=shown)
    unread = request.user.notifications.to(request.user).unread()
    # The head of the page asks for the first figure, and has it now: nothing more is asked where none lies here.
    counted = unread.aggregate(all=Count("pk"), here=Count("pk", filter=here))
    request.unread_news = counted["all"]  # type: ignore[attr-defined]  # of this request alone
    if counted["here"]:
        numbers = list(unread.filter(here).values_list("pk", flat=True))
        Notification.objects.filter(pk__in=numbers).update(read_at=timezone.now())
        request.unread_news -= len(numbers)  # type: ignore[attr-defined]


def in_all_languages(path: str) -> list[str]:
    language, _slash, rest = path.removeprefix("/").partition("/")
    bare = f"/{rest}" if language in OTHER_LANGUAGES else path
    return [bare, *(f"/{code}{bare}" for code, _name in settings.LANGUAGES if code in OTHER_LANGUAGES)]
