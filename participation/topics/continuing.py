"""A topic that goes on as another: staff merged two ideas that ask for the same.

A page that was opened before still names the first. Whatever is sent from it reaches the second. Who knows of it
stands on a floor above, and answers `goes_on`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import Signal
from django.http import Http404

from .models import Topic

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from participation.accounts.models import User

    from .querysets import TopicQuerySet

# Asked with `topic`, a number. A receiver answers with the number of the topic where it goes on, or None.
goes_on = Signal()
LARGEST = 2**63 - 1  # beyond it no column holds a number


def visible_or_further(topics: TopicQuerySet, user: User | AnonymousUser, pk: int) -> Topic:
    """The topic `pk`, or the one where it goes on, of those that `user` may see. Raises Http404.

    One query more where the topic is not public, none else.
    """
    seen = topics.visible_to(user)
    found = seen.filter(pk=pk).first() if pk <= LARGEST else None
    if found is not None and found.is_public:
        return found
    further = where_it_goes_on(pk)
    onward = seen.filter(pk=further).first() if further else None
    if onward is None and found is None:
        raise Http404
    return onward or found  # type: ignore[return-value]  # one of them stands


def where_it_goes_on(pk: int) -> int | None:
    if pk > LARGEST:
        return None
    answers: list[tuple[Any, Any]] = goes_on.send(sender=Topic, topic=pk)
    return next((number for _receiver, number in answers if number), None)
