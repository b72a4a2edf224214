from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.functional import SimpleLazyObject

from .frame import Frame

if TYPE_CHECKING:
    from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Menu, languages, sign-in address and unread count, worked out only when a template asks."""
    return {"frame": SimpleLazyObject(lambda: Frame.of(request))}
