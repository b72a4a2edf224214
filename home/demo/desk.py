"""What lies on the desk of the demonstration's staff: an answer on its way, an idea that somebody has, a template.

Made once, with the way of the municipality's answers: from then on it is as visitors leave it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from home.actions import answer_ways
from participation.answers import actions as answers
from participation.answers.models import AnswerDraft, AnswerTemplate, AnswerWay, Outcome
from participation.answers.subjects import subject_of
from participation.casework import actions as casework
from participation.ideas.models import Idea
from participation.places.models import Department

from .story import BENCHES, LIT_TRACK, MARK

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from participation.accounts.models import User
    from participation.places.models import Municipality

STEPS = (("Jurist", 5, "jurist"), ("Nämnd", 10, "namnd"))  # name, working days, whose account decides

DRAFTED: dict[str, Any] = {
    "outcome": Outcome.PARTLY,
    "sentence": "Ja, halva spåret får ljus till klockan 22.",
    "text": "Vi lyser upp från parkeringen till bron. Där går flest, och lamporna stör djuren minst. Hela varvet "
    f"kostar mer än vi har i år.\n\n{MARK}",
    "registry_number": "Demo KFN-0004",
    "next_step": "Lamporna beställs när nämnden har beslutat.",
}
DEPARTMENT = "Kultur- och fritidsförvaltningen"

TEMPLATE = {
    "name": "Demo: Ryms inte i budgeten",
    "words": "Tack för ”{titel}”.\n\nVi har läst idén och räknat på vad den kostar. Den ryms inte i årets budget. "
    f"{{förvaltning}} tar med den när nästa års budget planeras.\n\n{MARK}",
}

NOTE = "Demo: en av bänkarna kan stå vid hållplatsen. Kan du se om det finns plats för en rullstol bredvid?"


def lay_desk(
    *, place: Municipality, ideas: Mapping[str, Idea], people: Mapping[str, User], now: datetime, today: date
) -> None:
    """After the stories: what they tell of answers was said before there were steps to go through."""
    if AnswerWay.objects.filter(municipality=place).exists():
        return
    _make_way(place, people, now - timedelta(days=14))
    if not place.answer_templates.exists():
        AnswerTemplate.objects.create(municipality=place, **TEMPLATE)
    _send_to_the_lawyer(ideas[LIT_TRACK.title], people["handlaggare"], now - timedelta(days=1), today)
    _give_to_somebody(ideas[BENCHES.title], people, now - timedelta(days=3))


def _make_way(place: Municipality, people: Mapping[str, User], at: datetime) -> None:
    by = people["administrator"]
    for name, days, who in STEPS:
        task = answer_ways.add_step(municipality=place, name=name, working_days=days, by=by, now=at)
        answer_ways.add_member(municipality=place, task=task, email=people[who].email, by=by, now=at)


def _send_to_the_lawyer(idea: Idea, by: User, at: datetime, today: date) -> None:
    topic = idea.topic
    if subject_of(topic).why_not(topic) or AnswerDraft.objects.filter(topic=topic).exists():
        return  # a visitor was here
    department = Department.objects.get(municipality=topic.municipality, name=DEPARTMENT)
    words = {**DRAFTED, "department": department, "next_step_on": today + timedelta(days=90)}
    draft = answers.save_draft(topic=topic, by=by, words=words, seen=answers.stamp(None), now=at)
    answers.send(draft=draft, by=by, seen=answers.stamp(draft), now=at)


def _give_to_somebody(idea: Idea, people: Mapping[str, User], at: datetime) -> None:
    officer = people["handlaggare"]
    casework.assign(topic=idea.topic, person=officer, by=people["granskare"], now=at)
    mentioned = [people["utvarderare"]]
    casework.write_note(topic=idea.topic, author=officer, text=NOTE, mentioned=mentioned, now=at + timedelta(hours=2))
