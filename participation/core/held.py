"""What a person typed before they had to sign in, kept in their session until they are back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import QueryDict

if TYPE_CHECKING:
    from django.http import HttpRequest

KEY = "held"
MOST_LETTERS = 40_000  # in one form: more than any of ours takes, whatever they are written with
MOST_BYTES = 500_000  # of all forms together, as they are stored: twelve for an emoji, nine for a Thai letter
MOST_FORMS = 5
ONE_DAY = 24 * 60 * 60  # seconds, for somebody who has not signed in


def hold(request: HttpRequest, path: str | None = None) -> None:
    """Keep the posted fields (not the files) for `path`, by default the one posted to.

    Of more than any form takes, the short fields and the beginning of the long one: the form then says that it is too
    long. Nothing goes without a word.
    """
    held: dict[str, str] = request.session.get(KEY, {})
    held.pop(path or request.path, None)
    held[path or request.path] = _beginning(request.POST).urlencode()
    while len(held) > MOST_FORMS or (len(held) > 1 and sum(map(len, held.values())) > MOST_BYTES):
        del held[next(iter(held))]  # the oldest
    request.session[KEY] = held
    if not request.user.is_authenticated:
        request.session.set_expiry(ONE_DAY)


def _beginning(posted: QueryDict) -> QueryDict:
    fields, left = QueryDict(mutable=True), MOST_LETTERS
    for name, values in sorted(posted.lists(), key=lambda field: sum(map(len, field[1]))):
        for value in values:
            if name != "csrfmiddlewaretoken" and "password" not in name and len(name) < left:
                left -= len(name)
                fields.appendlist(name, value[:left])
                left -= len(value[:left])
    return fields


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
