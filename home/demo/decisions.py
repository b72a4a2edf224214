"""What the moderators of the demonstration have decided, so that its public page of figures has figures to show.

Too few to tell of are never shown (see `moderation.openly`), so there are a dozen decisions and five appeals.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from participation.discussion.actions import post
from participation.moderation import actions
from participation.moderation.models import Appeal, Decision, Ground, Reason

from .story import BRIDGE, NIGHT_BUS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from participation.accounts.models import User
    from participation.ideas.models import Idea
    from participation.places.models import Municipality

APART = timedelta(days=2)  # between two of them, so that all lie in the last whole month
KEPT = {
    NIGHT_BUS.title: (
        "Demo: Jag jobbar till midnatt och cyklar hem. En buss hade gjort skillnad.",
        "Demo: Vad kostade provet, och hur många åkte?",
        "Demo: Taxi delad på fyra är billigare än en tom buss.",
    ),
    BRIDGE.title: (
        "Demo: Rampen är bra. Nu saknas bara en parkering i närheten.",
        "Demo: Går det att ha ett räcke på båda sidor?",
        "Demo: Min son badade från bryggan för första gången i år.",
    ),
}
HIDDEN = "Demo: reklam för något helt annat, inlägg {number}."
FACTS = "Demo: inlägget säljer något och handlar inte om idén."
WHY_NOT = "Demo: det är fortfarande reklam, så beslutet står fast."


def decide(
    *,
    place: Municipality,
    ideas: Mapping[str, Idea],
    people: Mapping[str, User],
    residents: list[User],
    now: datetime,
) -> None:
    """By the same actions as real ones, the oldest first. Made once."""
    if Decision.objects.filter(municipality=place, entry__isnull=False).exists():
        return
    texts = [(title, words) for title, said in KEPT.items() for words in (*said, *[""] * len(said))]
    hidden: list[Decision] = []
    month = (now.replace(day=1) - timedelta(days=1)).replace(day=1)
    for number, (title, words) in enumerate(texts):
        at = month + number * APART
        text = words or HIDDEN.format(number=number)
        topic = type(ideas[title].topic).objects.select_related("municipality").get(pk=ideas[title].topic_id)
        entry = post(topic=topic, author=residents[number], text=text, now=at)
        said: dict[str, Any] = {
            "topic": topic,
            "entry": entry,
            "reason": Reason.SPAM,
            "text": "",
            "now": at + timedelta(hours=3),
        }
        actions.flag(reporter=people["granne"], **said)
        decided_at = at + timedelta(hours=5 + 3 * number)
        if words:
            actions.keep(topic=topic, entry=entry, moderator=people["granskare"], now=decided_at)
            continue
        reasons = {"rule": Reason.SPAM, "ground": Ground.RULES, "facts": FACTS}
        hidden.append(actions.hide(entry=entry, moderator=people["granskare"], now=decided_at, **reasons))
    for decision in hidden[:5]:
        _appeal(decision, by=people["publicist"])


def _appeal(decision: Decision, *, by: User) -> None:
    at = decision.decided_at + timedelta(hours=8)
    said: dict[str, Any] = {"person": decision.concerns, "words": "Demo: jag tyckte att det hörde hit."}
    row = actions.appeal(decision=decision, now=at, **said)
    upheld = {"outcome": Appeal.Outcome.UPHELD, "answer": WHY_NOT}
    actions.decide_appeal(appeal=row, moderator=by, now=at + timedelta(days=1), **upheld)
