"""Moderators and writers in the same moment; played by tests/parallel.py on a database of their own."""

from __future__ import annotations

from typing import Any

TIMES = 4
SAID = {"rule": "hate", "facts": "Hotar", "ground": ""}


def an_entry_and_its_moderator() -> tuple[Any, Any]:
    from django.utils import timezone

    from participation.accounts.models import Role
    from participation.discussion import actions
    from tests.factories import MunicipalityFactory, TopicFactory, UserFactory, staff

    place = MunicipalityFactory()
    writer = UserFactory(display_name="Kim")
    topic = TopicFactory(municipality=place)
    entry = actions.post(topic=topic, author=writer, text="Elaka ord", now=timezone.now())
    return entry, staff(place, Role.MODERATOR)


def rewriting_while_it_is_decided() -> dict[str, Any]:
    """Its writer edits an entry while a moderator hides it, by its page or with others."""
    from django.utils import timezone

    from participation.discussion import actions as discussion
    from participation.discussion.errors import NotYours
    from participation.moderation import actions
    from participation.moderation.carrying_out import carry_out, carry_out_item
    from participation.moderation.errors import NothingToDecide
    from participation.moderation.models import Decision, Item
    from tests.parallel import at_once

    came = []
    for turn in range(TIMES):
        entry, moderator = an_entry_and_its_moderator()
        now = timezone.now()
        actions.flag(topic=entry.topic, entry=entry, reason="hate", text="", now=now)
        item = Item.objects.get(entry=entry)
        seen = actions.seen_now(entry.topic, entry)

        def rewrite(entry: Any = entry, now: Any = now) -> str:
            try:
                discussion.edit(entry=entry, person=entry.author, text="Vänliga ord", now=now)
            except NotYours:
                return "too late"
            return "rewritten"

        def hide(entry: Any = entry, item: Any = item, by: Any = moderator, seen: Any = seen, turn: int = turn) -> str:
            what = {"outcome": "hidden", "said": SAID, "moderator": by, "now": timezone.now()}
            try:
                if turn % 2:
                    carry_out_item(item=item, words=seen.words, **what)
                else:
                    carry_out(topic=entry.topic, entry=entry, seen=seen, **what)
            except NothingToDecide:
                return "refused"
            return "hidden"

        answers = at_once([rewrite, hide])
        entry.refresh_from_db()
        decided = Decision.objects.filter(entry=entry).values_list("words", flat=True)
        came.append([*answers, entry.comment, *decided])
    return {"came": came}


def flagging_a_name_while_it_is_taken_away() -> dict[str, Any]:
    """Many flag the same name, each where they saw it, while two moderators take it away, one of them with others."""
    from django.utils import timezone

    from participation.discussion import actions as discussion
    from participation.moderation import actions
    from participation.moderation.carrying_out import carry_out, carry_out_item
    from participation.moderation.errors import NothingToDecide
    from participation.moderation.models import Flag, Item
    from tests.factories import TopicFactory, UserFactory
    from tests.parallel import at_once

    came = []
    for _turn in range(TIMES):
        first, moderator = an_entry_and_its_moderator()
        now = timezone.now()
        place, writer = first.topic.municipality, first.author
        entries = [first] + [
            discussion.post(topic=TopicFactory(municipality=place), author=writer, text="Hej", now=now)
            for _place in range(5)
        ]
        about = {"reason": "hate", "text": "", "about": "name", "now": now}
        actions.flag(topic=first.topic, entry=first, **about)
        item = Item.objects.get(kind="name", writer=writer)

        def flag(entry: Any, about: Any = about) -> str:
            actions.flag(topic=entry.topic, entry=entry, reporter=UserFactory(), **about)
            return "flagged"

        def take_away(way: Any, **what: Any) -> str:
            try:
                way(said=SAID, now=timezone.now(), **what)
            except NothingToDecide:
                return "refused"
            return "taken away"

        deeds = [lambda entry=entry: flag(entry) for entry in entries]
        deeds.append(
            lambda where=entries[3], by=moderator: take_away(
                carry_out, topic=where.topic, entry=where, outcome="hide_name", moderator=by
            )
        )
        deeds.append(
            lambda item=item, by=moderator: take_away(carry_out_item, item=item, outcome="hidden", moderator=by)
        )
        answers = at_once(deeds)
        led_to = Item.objects.waiting().filter(writer=writer).exists()
        came.append([answers, Flag.objects.waiting().on_name_of(writer.pk).exists() == led_to])
    return {"came": came}


SCENES = (rewriting_while_it_is_decided, flagging_a_name_while_it_is_taken_away)
