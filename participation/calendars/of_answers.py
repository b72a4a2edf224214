from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from participation.answers.models import Answer
from participation.core.words import unended
from participation.topics.words_elsewhere import names_of

from .dates import MOST, Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .dates import Wanted


def entries(wanted: Wanted) -> Iterator[Entry]:
    """What the municipality promised in an answer, until it says that it is done."""
    promised = Answer.objects.filter(done_on__isnull=True, **wanted.days("next_step_on"), **wanted.topics("topic"))
    answers = promised.select_related("topic", "department").order_by("next_step_on", "pk")[:MOST]
    names = names_of(answer.topic for answer in answers)
    for answer in answers:
        assert answer.next_step_on is not None
        yield Entry(
            name=f"topic-{answer.topic_id}-next-step",
            when=answer.next_step_on,
            title=_("Lovat nästa steg: %(title)s") % {"title": names[answer.topic_id].title},
            text=f"{unended(answer.next_step)} ({answer.department.name}).",
            path=answer.topic.get_absolute_url(),
            changed_at=answer.answered_at,
        )
