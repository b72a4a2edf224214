"""Merging while a crowd supports, follows and speaks; played by tests/parallel.py on a database of its own."""

from __future__ import annotations

from typing import Any

EACH = 8  # people of every sort


def _two_ideas() -> tuple[Any, Any, Any]:
    """Two ideas and a moderator of their municipality."""
    from participation.accounts.models import Role
    from tests.factories import MunicipalityFactory, UserFactory, staff
    from tests.ideas.factories import published

    place = MunicipalityFactory(code="2281", name="Sundsvall", support_threshold=1000, support_window_days=36500)
    one = published(place, UserFactory(), title="Lampor vid sjön")
    other = published(place, UserFactory(), title="Belys spåret")
    return one, other, staff(place, Role.MODERATOR)


def _merge(idea: Any, kept: Any, by: Any) -> str:
    from django.utils import timezone

    from participation.ideas.merging.actions import merge
    from participation.ideas.merging.rules import NotMergeable

    try:
        return f"merged {merge(idea=idea, kept=kept, words='Samma sak.', by=by, now=timezone.now()).pk}"
    except NotMergeable:
        return "refused"


def _stored(one: Any, other: Any) -> dict[str, Any]:
    from participation.topics.models import Topic

    figures = ("supports", "followers", "comments")
    return {
        name: list(Topic.objects.filter(pk=idea.topic_id).values_list(*figures)[0])
        for name, idea in (("one", one), ("other", other))
    }


def merging_in_a_crowd() -> dict[str, Any]:
    """All press on the page of the idea that goes; some have pressed on the other one already."""
    from participation.voting.actions import support
    from tests.factories import UserFactory
    from tests.ideas.factories import NOW
    from tests.parallel import at_once, pressing

    one, other, moderator = _two_ideas()
    supporters, speakers, followers = ([UserFactory() for _ in range(EACH)] for _ in range(3))
    for person in supporters[:3]:
        support(topic=other.topic, person=person, now=NOW)
    here = one.topic_id
    deeds = [pressing(person, f"/stod/{here}/") for person in supporters]
    deeds += [pressing(person, f"/samtal/skriv/{here}/", comment=f"Ord {n}") for n, person in enumerate(speakers)]
    deeds += [pressing(person, f"/nyheter-till-dig/folj/{here}/") for person in followers]
    deeds.insert(len(deeds) // 2, lambda: _merge(one, other, moderator))
    answers = at_once(deeds)
    return {"answers": [str(answer) for answer in answers], **_stored(one, other)}


def merging_both_ways() -> dict[str, Any]:
    from tests.parallel import at_once

    one, other, moderator = _two_ideas()
    ways = [(one, other), (other, one)] * 5
    deeds = [lambda pair=pair: _merge(*pair, moderator) for pair in ways]
    return {"answers": at_once(deeds)}


def merging_and_parting() -> dict[str, Any]:
    """Back and forth, while others support, take back, follow and leave: nobody waits in a circle."""
    from django.utils import timezone

    from participation.ideas.merging.actions import part
    from participation.voting.actions import support
    from tests.factories import UserFactory
    from tests.ideas.factories import NOW
    from tests.parallel import at_once, pressing

    one, other, moderator = _two_ideas()
    people = [UserFactory() for _ in range(EACH)]
    for person in people[:4]:
        support(topic=one.topic, person=person, now=NOW)

    def back_and_forth() -> str:
        for _turn in range(3):
            _merge(one, other, moderator)
            part(idea=one, words="Olika.", by=moderator, now=timezone.now())
        return "302"

    deeds: list[Any] = [back_and_forth]
    for n, person in enumerate(people):
        topic = (one, other)[n % 2].topic_id
        deeds.append(pressing(person, f"/stod/{topic}/" if n % 3 else f"/stod/{topic}/ta-tillbaka/"))
        deeds.append(pressing(person, f"/nyheter-till-dig/folj/{topic}/"))
    return {"answers": [str(answer) for answer in at_once(deeds)], **_stored(one, other)}


SCENES = (merging_in_a_crowd, merging_both_ways, merging_and_parting)
