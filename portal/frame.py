"""What surrounds a page: who is responsible, the menus, the languages, the way in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page

from home.menus import Entry, entries_of, path_below_root, prefix, region_name
from participation.accounts.permissions import is_staff
from participation.notifications.reading import unread_on

from .languages import OWN_NAMES, UI_LANGUAGES

if TYPE_CHECKING:
    from django.http import HttpRequest

    from participation.places.models import Municipality


@dataclass
class Frame:
    """Each part is worked out when a template asks for it, once. Menus cost a query a minute."""

    request: HttpRequest
    municipality: Municipality | None = None
    page: Page | None = None

    @cached_property
    def language(self) -> str:
        return get_language() or settings.LANGUAGE_CODE

    @cached_property
    def brand(self) -> str:
        return self.municipality.full_name if self.municipality else region_name(self.language)

    @cached_property
    def home_url(self) -> str:
        root = prefix(self.language)
        return f"{root}{self.municipality.slug}/" if self.municipality else root

    @cached_property
    def menu(self) -> list[dict[str, Any]]:
        return [self._item(entry) for entry in self._entries if entry.in_menu and self.municipality]

    @cached_property
    def footer_menu(self) -> list[dict[str, Any]]:
        return [self._item(entry) for entry in self._entries if entry.in_foot]

    @cached_property
    def _entries(self) -> list[Entry]:
        return entries_of(self.municipality, self.language)

    def _item(self, entry: Entry) -> dict[str, Any]:
        return {"title": entry.title, "url": entry.url, "current": self._is_current(entry)}

    def _is_current(self, entry: Entry) -> bool:
        """Whether the page is this one or below it: rows such as /ideer/2281-2026-0042/ lie below "ideer"."""
        path = self.request.path
        return path.startswith((entry.url, f"{prefix(self.language)}{entry.slug}/"))

    @cached_property
    def languages(self) -> list[dict[str, Any]]:
        return [
            {
                "code": code,
                "name": OWN_NAMES.get(code, str(name)),
                "url": self._address_in(code),
                "current": code == self.language,
            }
            for code, name in settings.LANGUAGES
            if code == self.language or self._address_in(code)
        ]

    @cached_property
    def written_in(self) -> str:
        """What a screen reader shall read: a row's page in a language that we have no words in is Swedish."""
        return self.language if self.page is not None or self.language in UI_LANGUAGES else settings.LANGUAGE_CODE

    @cached_property
    def is_from_right(self) -> bool:
        return bool(get_language_info(self.written_in)["bidi"])

    def _address_in(self, code: str) -> str:
        """This page in the language `code`; empty where an editor has not translated it, and in a preview."""
        if self.page is not None:
            url_path = getattr(self.page, f"address_{code}", None)
            return prefix(code).rstrip("/") + path_below_root(url_path) if url_path else ""
        if code not in UI_LANGUAGES:
            return ""
        here = self.request.path.removeprefix(prefix(self.language).rstrip("/"))
        return prefix(code).rstrip("/") + here

    @cached_property
    def login_url(self) -> str:
        """To sign in and be back here; from the pages of the door itself, to where one was going."""
        door = reverse("account_login")
        inside = self.request.path.startswith(f"{prefix(self.language)}konto/")
        following = self.request.GET.get("next", "") if inside else self.request.get_full_path()
        return f"{door}?{urlencode({'next': following})}" if following else door

    @cached_property
    def search_url(self) -> str:
        search = reverse("home:search")
        return f"{search}?kommun={self.municipality.code}" if self.municipality else search

    @cached_property
    def is_staff(self) -> bool:
        return is_staff(self.request.user)

    @cached_property
    def unread(self) -> int:
        return unread_on(self.request)
