from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass
class Frame:
    """What surrounds every page."""

    brand: str = "Samskapa"
    home_url: str = "/"
    menu: list[dict[str, Any]] = field(default_factory=list)
    footer_menu: list[dict[str, Any]] = field(default_factory=list)
    languages: list[dict[str, Any]] = field(default_factory=list)
    login_url: str = "/konto/login/"
    search_url: str = "/sok/"
    unread: int = 0

    @classmethod
    def of(cls, request: HttpRequest) -> Frame:
        return cls()
