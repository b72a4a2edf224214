"""What a person typed before they had to sign in, kept in their session until they are back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import QueryDict

if TYPE_CHECKING:
    from django.http import HttpRequest

KEY = "held"
MOST_BYTES = 60_000
MOST_FORMS = 5


def hold(request: HttpRequest, path: str | None = None) -> None:
    """Keep the posted fields (not the files) for `path`, by default the one posted to."""
    fields = request.POST.copy()
    fields.pop("csrfmiddlewaretoken", None)
    encoded = fields.urlencode()
    if len(encoded) > MOST_BYTES:
        return
    held: dict[str, str] = request.session.get(KEY, {})
    held.pop(path or request.path, None)
    held[path or request.path] = encoded
    request.session[KEY] = dict(list(held.items())[-MOST_FORMS:])


def peek_held(request: HttpRequest, path: str | None = None) -> QueryDict | None:
    encoded = request.session.get(KEY, {}).get(path or request.path)
    return QueryDict(encoded) if encoded is not None else None


def move_held(request: HttpRequest, before: str, after: str) -> None:
    """What waited at one address waits at another: what it was about goes on there."""
    held: dict[str, str] = request.session.get(KEY, {})
    if before in held:
        held[after] = held.pop(before)
        request.session[KEY] = held


def take_held(request: HttpRequest, path: str | None = None) -> QueryDict | None:
    """What was held for `path`, once."""
    fields = peek_held(request, path)
    if fields is not None:
        held = request.session[KEY]
        del held[path or request.path]
        request.session[KEY] = held
    return fields
