from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from participation.casework import actions
from participation.casework.models import CRITERIA
from participation.topics.models import Topic

if TYPE_CHECKING:
    from ..planted import Planted


def plant(planted: Planted) -> None:
    """A note, and an evaluation that is summed up and not published, of an idea that everybody reads."""
    people, now = planted.people, planted.now
    topic = Topic.objects.get(pk=planted.rows["idea"].topic_id)
    officer, evaluator = people["case_officer"], people["evaluator"]
    actions.assign(topic=topic, person=officer, by=people["moderator"], now=now)
    planted.rows["note"] = actions.write_note(
        topic=topic, author=officer, text=planted.words("note of a colleague"), mentioned=[people["moderator"]], now=now
    )
    evaluation = actions.ask_evaluators(
        topic=topic,
        question=planted.words("what is evaluated"),
        due_on=(now + timedelta(days=30)).date(),
        evaluators=[evaluator],
        by=officer,
        now=now,
    )
    words = {f"{name}_words": planted.words("words of an evaluator") for name in CRITERIA}
    planted.rows["sheet"] = actions.fill_in(
        sheet=evaluation.sheets.get(), judged={**dict.fromkeys(CRITERIA, 4), **words}, hand_in=True, now=now
    )
    summary = planted.words("summary of an evaluation")
    actions.sum_up(evaluation=evaluation, summary=summary, seen="", by=officer, now=now)
