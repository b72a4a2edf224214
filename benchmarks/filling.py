"""Generated data of a size. Nothing in it is anybody's, and the stored counters are true."""

from __future__ import annotations

import random
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django_comments.models import Comment as BaseComment
from django_comments_xtd.models import XtdComment

from participation.accounts.models import User
from participation.discussion.models import Comment, EntryWords
from participation.ideas.models import Idea, IdeaEvent, IdeaVersion
from participation.topics.models import Category, Topic, TopicWords
from participation.topics.stems import stems
from participation.voting.models import Support

from .rows import settle, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from participation.places.models import Municipality

BEGINNINGS = "skol cykel buss lek park väg bad sport bygg snö vatten trafik mat bok dag vinter miljö kultur natur"
ENDINGS = "gård väg plats hall bana skötsel kort tid rum plan lista karta hjälp stöd stig bro torg hus linje kö"
SMALL = "vi vill att det ska finnas en till här och nu för alla som bor nära så kan fler gå dit på kvällen utan bil"
CIVIC = [a + b for a in BEGINNINGS.split() for b in ENDINGS.split()]
HOT_COMMENTS = 50  # on the newest idea, the one that everybody reads


@dataclass(frozen=True)
class Size:
    ideas: int
    supports: int
    comments: int
    people: int


class Writer:
    """Sentences whose words are as unevenly common as in a language, with their stems."""

    def __init__(self) -> None:
        self.random = random.Random(20261122)
        self.words = [*SMALL.split(), *CIVIC]
        self.cumulative = []
        total = 0.0
        for place in range(len(self.words)):
            total += 1 / (place + 2)
            self.cumulative.append(total)
        self.stem = {word: stems(word) for word in self.words}

    def sentence(self, length: int) -> tuple[str, str]:
        chosen = self.random.choices(self.words, cum_weights=self.cumulative, k=length)
        return " ".join(chosen).capitalize(), " ".join(self.stem[word] for word in chosen)


@transaction.atomic
def fill(municipality: Municipality, size: Size) -> None:
    filling = Filling(municipality, size)
    filling.people()
    filling.count()
    filling.ideas()
    filling.supports()
    filling.entries()
    settle(User, Topic, Idea, IdeaVersion, IdeaEvent, Support, BaseComment)


class Filling:
    def __init__(self, municipality: Municipality, size: Size) -> None:
        self.municipality, self.size, self.now = municipality, size, timezone.now()
        self.writer = Writer()
        self.categories = list(Category.objects.filter(municipality=municipality).values_list("pk", flat=True))
        self.first_person = _next(User)
        self.first_topic, self.first_idea, self.first_entry = _next(Topic), _next(Idea), _next(XtdComment)
        self.talked: Counter[int] = Counter()
        self.supported: Counter[int] = Counter()

    def person(self, number: int) -> int:
        return self.first_person + number % self.size.people

    def at(self, number: int, of: int) -> datetime:
        """The newest has the highest number; all of it within a year."""
        return self.now - timedelta(minutes=1 + 525_600 * (of - 1 - number) / of)

    def topic_of(self, number: int, of: int) -> int:
        """Newer ideas get more of everything."""
        return int(self.size.ideas * (number / of) ** 0.5)

    def people(self) -> None:
        write(
            User,
            (
                {
                    "id": self.first_person + number,
                    "email": f"bench{number}@example.com",
                    "password": "!",
                    "home_id": self.municipality.pk,
                    "date_joined": self.now,
                }
                for number in range(self.size.people)
            ),
        )

    def count(self) -> None:
        """Who supports and who talks where is arithmetic, so it can be counted before it is written."""
        for number in range(self.size.supports):
            self.supported[self.topic_of(number, self.size.supports)] += 1
        for number in range(self.size.comments):
            self.talked[self.talk_of(number)] += 1

    def talk_of(self, number: int) -> int:
        hot = self.size.comments - number <= HOT_COMMENTS
        return self.size.ideas - 1 if hot else self.topic_of(number, self.size.comments)

    def ideas(self) -> None:
        said = [(self.writer.sentence(5), self.writer.sentence(60)) for _number in range(2_000)]
        rows = range(self.size.ideas)
        write(Topic, (self.topic(number, *said[number % 2_000]) for number in rows))
        write(TopicWords, (self.words(number, *said[number % 2_000]) for number in rows))
        write(Idea, (self.idea(number, *said[number % 2_000]) for number in rows))
        write(IdeaVersion, (self.version(number, *said[number % 2_000]) for number in rows))
        write(IdeaEvent, (self.event(number) for number in rows))

    def topic(self, number: int, title: tuple[str, str], text: tuple[str, str]) -> dict[str, Any]:
        at = self.at(number, self.size.ideas)
        return {
            "id": self.first_topic + number,
            "municipality_id": self.municipality.pk,
            "kind": "idea",
            "title": title[0],
            "summary": text[0][:200],
            "path": f"/ideer/{self.reference(number)}/",
            "visibility": "public",
            "author_id": self.person(number),
            "category_id": self.categories[number % len(self.categories)],
            "supports": self.supported[number],
            "comments": self.talked[number],
            "can_support": True,
            "can_discuss": True,
            "created_at": at,
            "published_at": at,
            "last_activity_at": at,
            "search_text": text[0],
            "title_stems": title[1],
            "stems": f"{title[1]} {text[1]}",
        }

    def reference(self, number: int) -> str:
        return f"{self.municipality.code}-2025-{number + 1:06}"

    def words(self, number: int, title: tuple[str, str], text: tuple[str, str]) -> dict[str, Any]:
        return {
            "topic_id": self.first_topic + number,
            "municipality_id": self.municipality.pk,
            "at": self.at(number, self.size.ideas),
            "stems": f"{title[1]} {text[1]}",
        }

    def idea(self, number: int, title: tuple[str, str], text: tuple[str, str]) -> dict[str, Any]:
        at = self.at(number, self.size.ideas)
        return {
            "id": self.first_idea + number,
            "topic_id": self.first_topic + number,
            "key": uuid.UUID(int=self.writer.random.getrandbits(128), version=4),
            "reference": self.reference(number),
            "title": title[0],
            "text": text[0],
            "status": "gathering",
            "status_since": at,
            "threshold": 1_000_000,
            "gathering_until": self.now + timedelta(days=365),
            "created_at": at,
            "changed_at": at,
        }

    def version(self, number: int, title: tuple[str, str], text: tuple[str, str]) -> dict[str, Any]:
        return {
            "idea_id": self.first_idea + number,
            "kind": "original",
            "number": 1,
            "title": title[0],
            "text": text[0],
            "created_at": self.at(number, self.size.ideas),
            "created_by_id": self.person(number),
        }

    def event(self, number: int) -> dict[str, Any]:
        return {
            "idea_id": self.first_idea + number,
            "status": "gathering",
            "before": "in_review",
            "at": self.at(number, self.size.ideas),
        }

    def supports(self) -> None:
        seen: Counter[int] = Counter()

        def rows() -> Iterator[dict[str, Any]]:
            for number in range(self.size.supports):
                topic = self.topic_of(number, self.size.supports)
                seen[topic] += 1
                yield {
                    "topic_id": self.first_topic + topic,
                    "person_id": self.person(topic * 7 + seen[topic]),
                    "created_at": self.at(number, self.size.supports),
                }

        write(Support, rows())

    def entries(self) -> None:
        """Every third begins a branch, and the two after it answer it where they stand under the same idea."""
        said = [self.writer.sentence(25) for _number in range(2_000)]
        kind = ContentType.objects.get_for_model(Topic).pk
        rows = [self.entry(number) for number in range(self.size.comments)]
        nested = Counter(row["root"] for row in rows if row["root"] is not None)
        write(
            BaseComment,
            (
                {
                    "id": row["pk"],
                    "content_type_id": kind,
                    "object_pk": str(row["topic"]),
                    "site_id": 1,
                    "comment": said[number % 2_000][0],
                    "submit_date": row["at"],
                }
                for number, row in enumerate(rows)
            ),
        )
        write(
            XtdComment,
            (
                {
                    "comment_ptr_id": row["pk"],
                    "thread_id": row["root"] or row["pk"],
                    "parent_id": row["root"] or row["pk"],
                    "level": 0 if row["root"] is None else 1,
                    "order": row["pk"],
                    "nested_count": nested[row["pk"]],
                }
                for row in rows
            ),
        )
        write(
            Comment,
            (
                {
                    "base_id": row["pk"],
                    "topic_id": row["topic"],
                    "root_id": row["root"],
                    "author_id": self.person(row["pk"] * 3),
                    "posted_at": row["at"],
                }
                for row in rows
            ),
        )
        write(
            EntryWords,
            (
                {
                    "entry_id": row["pk"],
                    "municipality_id": self.municipality.pk,
                    "at": row["at"],
                    "stems": said[number % 2_000][1],
                }
                for number, row in enumerate(rows)
            ),
        )

    def entry(self, number: int) -> dict[str, Any]:
        topic = self.talk_of(number)
        root = number - number % 3
        answers = root != number and self.talk_of(root) == topic
        return {
            "pk": self.first_entry + number,
            "topic": self.first_topic + topic,
            "root": self.first_entry + root if answers else None,
            "at": self.at(number, self.size.comments),
        }


def _next(model: Any) -> int:
    newest = model.objects.order_by("-pk").values_list("pk", flat=True).first()
    return (newest or 0) + 1
