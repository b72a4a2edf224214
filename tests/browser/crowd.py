"""What the demonstration lacks: many of everything, a merged idea, pages of errors. Run by the portal's `manage.py`."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from participation.accounts.models import User
from participation.discussion.actions import post
from participation.ideas import actions
from participation.ideas.merging.actions import merge
from participation.ideas.models import Idea
from participation.moderation.actions import keep
from participation.moderation.errors import NothingToDecide
from participation.places.models import Municipality
from participation.topics.models import Topic
from participation.voting.actions import support

from .rows import rows

LONG = "Sjukvårdsbiträdesutbildningsanordnarna" * 3
KEPT = [("title", "Belys spåret"), ("text", f"Det jag skrev {LONG}")]
ERRORS = ("400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html")


def fill() -> dict[str, str | int]:
    """Ånge gets many ideas, one of them with many entries and a name that no line can hold. Returns their addresses."""
    author, neighbour = (User.objects.get(email=f"{name}@demo.example") for name in ("medborgare", "granne"))
    many = Municipality.objects.get(code="2260")
    for number in range(24):
        _idea(author, many, f"Fler bänkar vid hållplats {number}")
    crowded = _idea(author, many, LONG[:118])
    first = None
    for number in range(30):
        answers = first if number % 3 else None
        entry = post(
            topic=crowded.topic,
            author=neighbour if number % 2 else author,
            text=f"{number} {LONG} https://example.com/{LONG}",
            answering=answers,
            now=timezone.now() - timedelta(hours=30 - number),  # nobody writes thirty entries at once
        )
        first = first if answers else entry
    return {"many": "/ange/ideer/", "crowded": crowded.get_absolute_url(), **_merged(author, many)}


def _idea(author: User, municipality: Municipality, title: str) -> Idea:
    now = timezone.now()
    draft = actions.start_draft(author=author, municipality=municipality, title=title, text=f"Därför: {title}", now=now)
    return actions.submit(idea=draft, now=now)


def _merged(author: User, municipality: Municipality) -> dict[str, str | int]:
    one, other = (_idea(author, municipality, f"Badplats {name}") for name in ("i Alby", "vid Alby"))
    administrator = User.objects.get(email="granskare@demo.example")
    for idea in (one, other):  # much of one person at once, say the signals, and what is flagged is not merged
        with suppress(NothingToDecide):
            keep(topic=idea.topic, moderator=administrator, now=timezone.now())
    merge(idea=other, kept=one, words="De säger samma sak.", by=administrator, now=timezone.now())
    return {"merged": one.get_absolute_url(), "part": other.pk, "old": str(other.reference)}


def ideas(*titles: str) -> list[dict[str, str | int]]:
    """In Sundsvall, by its resident and published, with a neighbour's support."""
    author, neighbour, moderator = (
        User.objects.get(email=f"{name}@demo.example") for name in ("medborgare", "granne", "granskare")
    )
    place, made = Municipality.objects.get(code="2281"), []
    for title in titles:
        idea = actions.approve(idea=_idea(author, place, title), by=moderator, now=timezone.now())
        support(topic=idea.topic, person=neighbour, now=timezone.now())
        made.append({"title": title, "path": idea.get_absolute_url(), "topic": idea.topic_id})
    return made


def exaggerate(path: str, supports: int) -> int:
    """A number that no demonstration reaches; returns the one that was there, which must come back."""
    topic = Topic.objects.get(path=path)
    Topic.objects.filter(pk=topic.pk).update(supports=supports)
    return topic.supports


def addresses() -> dict[str, str | int]:
    """The values of all placeholders in places.py."""
    waits, due = (Idea.objects.filter(status=status).order_by("pk")[0] for status in ("in_review", "to_be_answered"))
    return {"waits": waits.pk, "due": due.pk, "topic": due.topic_id, **rows()}


def error_pages() -> dict[str, str]:
    """As people get them: a portal in development shows Django's own instead."""
    request: HttpRequest = RequestFactory().get("/finns-inte/", SERVER_NAME="127.0.0.1")
    request.user = AnonymousUser()
    request.session = {}  # type: ignore[assignment]  # nothing is kept in it
    context = {"kept": KEPT, "minutes": 3, "again_at": timezone.now(), "municipality": None}
    return {name: render_to_string(name, context, request) for name in ERRORS}


def main(what: str, *arguments: str) -> None:
    """Prints what `what` returns, for the test that asked."""
    deeds = {"fill": fill, "ideas": ideas, "exaggerate": exaggerate, "addresses": addresses, "error_pages": error_pages}
    given = [int(one) if one.isdigit() else one for one in arguments]
    sys.stdout.write(f"\n{json.dumps(deeds[what](*given))}\n")  # type: ignore[operator]
