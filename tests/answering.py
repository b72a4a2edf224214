"""An answer that is public at once, for tests of what comes after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from participation.answers import actions
from participation.ideas.models import Idea

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User


def answer(*, idea: Idea, by: User, now: datetime, **words: Any) -> Idea:
    actions.answer(topic=idea.topic, by=by, now=now, **words)
    return Idea.objects.for_page().get(pk=idea.pk)
