"""How well similar ideas are found: `python -m benchmarks.similar [most]`. docs/search.md says what is taken as true.

`most` questions of each kind are asked, spread evenly; all of them without it.

Reads ../shared/data/participation (nothing of it is stored but in a folder that is thrown away). Uses
DATABASE_URL where it is set (an empty database), else SQLite.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "participation"
AT = 5
ALIKE = 0.6  # of two titles' words
FEW_WORDS = 8  # a comment with fewer says nothing of what it is about


@dataclass(frozen=True)
class Text:
    key: str
    title: str
    text: str


@dataclass(frozen=True)
class Asked:
    """Words as somebody would type them, the idea they come from (left out), and those that ought to be shown."""

    words: str
    own: str
    right: frozenset[str]


def main() -> int:
    if not DATA.is_dir():
        sys.exit(f"{DATA} is not there")
    with tempfile.TemporaryDirectory(prefix="samskapa-similar-") as folder:
        os.environ.update(DEBUG="true", DATA_DIR=os.environ.get("DATA_DIR", folder), LOG_LEVEL="ERROR")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print(f"{'what':<58}{'asked':>7}{'precision@5':>13}{'recall@5':>10}{'p95 ms':>8}")
        rounds, repeats = omastadi()
        place = store("0001", rounds)
        measure("OmaStadi: the 375 repeated rows find their first", place, [of_repeat(text) for text in repeats])
        measure("OmaStadi: a repeat's title alone", place, [of_repeat(text, title_only=True) for text in repeats])
        measure("OmaStadi: like titles, asked with title and text", place, like_titles(rounds, with_title=True))
        measure("OmaStadi: like titles, asked with the text alone", place, like_titles(rounds, with_title=False))
        proposals, comments = decide_madrid()
        place = store("0002", proposals)
        measure("Decide Madrid: a comment finds its proposal", place, comments)
        measure("Decide Madrid: the end of a text finds its beginning", *halves(proposals))
    return 0


def omastadi() -> tuple[list[Text], list[Text]]:
    """Ideas by (round, id), and the rows that repeat one. The file repeats a row for each plan the idea went into."""
    first: dict[str, Text] = {}
    repeats = []
    with (DATA / "omastadi_decidim_proposals.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            text = Text(f"{row['round']}-{row['id']}", row["title"], row["texts"])
            if text.key in first:
                repeats.append(text)
            else:
                first[text.key] = text
    return list(first.values()), repeats


def of_repeat(text: Text, *, title_only: bool = False) -> Asked:
    return Asked(text.title if title_only else f"{text.title} {text.text}", "", frozenset([text.key]))


def like_titles(texts: list[Text], *, with_title: bool) -> list[Asked]:
    """Ideas are alike whose titles share most of their words, by their beginnings: five letters stand for a stem."""
    words = {text.key: frozenset(word[:5] for word in text.title.lower().split() if len(word) > 3) for text in texts}
    holding = defaultdict(set)
    for key, those in words.items():
        for word in those:
            holding[word].add(key)
    asked = []
    for text in texts:
        own = words[text.key]
        if len(own) < 2:
            continue
        near = set().union(*(holding[word] for word in own)) - {text.key}
        right = frozenset(key for key in near if len(own & words[key]) / len(own | words[key]) >= ALIKE)
        if right:
            asked.append(Asked(f"{text.title} {text.text}" if with_title else text.text, text.key, right))
    return asked


def decide_madrid() -> tuple[list[Text], list[Asked]]:
    with (DATA / "decide_madrid_proposals.csv").open(encoding="utf-8") as file:
        proposals = [Text(row["id"], row["title"], f"{row['summary']} {row['text']}") for row in csv.DictReader(file)]
    known = {proposal.key for proposal in proposals}
    with (DATA / "decide_madrid_comments.csv").open(encoding="utf-8") as file:
        comments = [
            Asked(row["text"], "", frozenset([row["proposalId"]]))
            for row in csv.DictReader(file)
            if row["proposalId"] in known and len(row["text"].split()) >= FEW_WORDS
        ]
    return proposals, comments


def halves(proposals: list[Text]) -> tuple[Any, list[Asked]]:
    begun, asked = [], []
    for proposal in proposals:
        words = proposal.text.split()
        middle = len(words) // 2
        begun.append(Text(proposal.key, proposal.title, " ".join(words[:middle])))
        if middle >= FEW_WORDS:
            asked.append(Asked(" ".join(words[middle:]), "", frozenset([proposal.key])))
    return store("0003", begun), asked


def store(code: str, texts: list[Text]) -> Any:
    """A municipality of its own with these as public ideas; `path` says which is which."""
    from django.utils import timezone

    from participation.places.models import Municipality
    from participation.topics.models import Topic, TopicWords
    from participation.topics.stems import stems

    place = Municipality.objects.create(code=code, name=code, full_name=code, slug=f"p{code}", county_code="00")
    now = timezone.now()
    topics = [
        Topic(
            municipality=place, kind="idea", title=text.title[:255], summary=text.text[:300], search_text=text.text,
            path=text.key, visibility="public", published_at=now, last_activity_at=now,
        )
        for text in texts
    ]  # fmt: skip
    for topic in topics:
        topic.title_stems, topic.stems = stems(topic.title), topic.stems_of_all
    Topic.objects.bulk_create(topics, batch_size=500)
    TopicWords.objects.keep([TopicWords.of(topic) for topic in topics])
    return place


def measure(what: str, place: Any, asked: list[Asked]) -> None:
    from participation.ideas.similar import similar_to
    from participation.topics.models import Topic

    if len(sys.argv) > 1:
        asked = asked[:: max(len(asked) // int(sys.argv[1]), 1)][: int(sys.argv[1])]
    keys = dict(Topic.objects.filter(municipality=place).values_list("path", "pk"))
    precision = recall = 0.0
    taken = []
    for one in asked:
        started = time.perf_counter()
        shown = similar_to(one.words, municipality=place, but=keys.get(one.own), most=AT)
        taken.append((time.perf_counter() - started) * 1000)
        right = sum(topic.path in one.right for topic in shown)
        precision += right / len(shown) if shown else 0
        recall += right / min(len(one.right), AT)
    p95 = quantiles(taken, n=20)[-1]
    print(
        f"{what:<58}{len(asked):>7}{precision / len(asked):>13.3f}{recall / len(asked):>10.3f}{p95:>8.0f}", flush=True
    )


if __name__ == "__main__":
    sys.exit(main())
