from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from participation.topics.models import Topic

from ..models import Answer

if TYPE_CHECKING:
    from datetime import date


class NothingPromised(Exception):
    """There is no promise that waits to be kept."""


@transaction.atomic
def mark_done(*, topic: Topic, done_on: date, sentence: str) -> Answer:
    """What was promised is done. Whoever owns the topic tells people. Raises NothingPromised."""
    promise = Answer.objects.select_for_update(of=("self",)).select_related("department").filter(topic=topic).first()
    if promise is None or not promise.waits_to_be_done:
        raise NothingPromised
    promise.done_on, promise.done_sentence = done_on, sentence
    promise.save(update_fields=["done_on", "done_sentence"])
    return promise
