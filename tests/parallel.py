"""Fifty people at once, on a database of their own: `python -m tests.parallel <scene>` prints what came of it.

A test's own database is inside a transaction that nobody else sees, so these run in a process of their own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CROWD = 50


@contextmanager
def own_database(directory: Path) -> Iterator[str]:
    """The address of a migrated database that nobody else uses, on the kind of database the tests run on."""
    from django.conf import settings
    from django.db import connection

    from . import database

    template = database.template_key()
    if connection.vendor == "sqlite":
        file = directory / "parallel.sqlite3"
        shutil.copy(database.CACHE / f"template-{template}.sqlite3", file)
        yield f"sqlite:///{file}"
        return
    name = f"samskapa_parallel_{os.getpid()}"
    database._maintain(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    database._maintain(f'CREATE DATABASE "{name}" TEMPLATE "samskapa_{template}"')
    address = settings.DATABASES["default"]
    user, password = address["USER"], address["PASSWORD"]
    place = f"{address['HOST']}:{address['PORT']}" if address["PORT"] else address["HOST"]
    try:
        yield f"postgres://{user}{':' + password if password else ''}@{place}/{name}"
    finally:
        database._maintain(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def play(scene: str, directory: Path) -> dict[str, Any]:
    with own_database(directory) as address:
        environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        done = subprocess.run(
            [sys.executable, "-m", "tests.parallel", scene],
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.strip().splitlines()[-1])


def at_once(deeds: list[Callable[[], Any]]) -> list[Any]:
    """Do all of `deeds`, each in a thread with its own connection, from the same moment on."""
    from django.db import connections

    start = threading.Barrier(len(deeds))

    def do(deed: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return deed()
        except Exception as error:
            return repr(error)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def pressing(person: Any, address: str, **fields: str) -> Callable[[], Any]:
    """A browser in which `person` is signed in, ready to post."""
    from django.test import Client

    browser = Client()
    browser.force_login(person)
    return lambda: browser.post(address, fields).status_code


def crowd() -> list[Any]:
    from .factories import UserFactory

    return [UserFactory() for _ in range(CROWD)]


def many_support_one() -> dict[str, Any]:
    from participation.voting.models import Support

    from .factories import TopicFactory

    topic = TopicFactory()
    answers = at_once([pressing(person, f"/stod/{topic.pk}/") for person in crowd()])
    topic.refresh_from_db()
    rows = Support.objects.filter(topic=topic).count()
    return {"answers": answers, "supports": topic.supports, "rows": rows, "followers": topic.followers}


def one_presses_often() -> dict[str, Any]:
    from participation.voting.models import Support

    from .factories import TopicFactory, UserFactory

    topic, person = TopicFactory(), UserFactory()
    answers = at_once([pressing(person, f"/stod/{topic.pk}/") for _ in range(CROWD)])
    topic.refresh_from_db()
    return {"answers": answers, "supports": topic.supports, "rows": Support.objects.filter(topic=topic).count()}


def one_cannot_decide() -> dict[str, Any]:
    from participation.voting.models import Support

    from .factories import TopicFactory, UserFactory

    topic, person = TopicFactory(kind="proposal"), UserFactory()
    ways = [("", {}), ("ta-tillbaka/", {}), ("emot/", {"reason": "Nej"})]
    chosen = [ways[turn % 3] for turn in range(CROWD)]
    answers = at_once([pressing(person, f"/stod/{topic.pk}/{way}", **fields) for way, fields in chosen])
    topic.refresh_from_db()
    rows = Support.objects.filter(topic=topic)
    return {
        "answers": answers,
        "stored": [topic.supports, topic.objections],
        "rows": [rows.supporting().count(), rows.objecting().count()],
    }


def many_answer_one() -> dict[str, Any]:
    from django.utils import timezone

    from participation.discussion import actions
    from participation.discussion.models import Comment

    from .factories import TopicFactory, UserFactory

    topic = TopicFactory()
    first = actions.post(topic=topic, author=UserFactory(), text="Först", now=timezone.now())
    address = f"/samtal/inlagg/{first.pk}/svara/"
    answers = at_once([pressing(person, address, comment=f"Svar {n}") for n, person in enumerate(crowd())])
    topic.refresh_from_db()
    first.refresh_from_db()
    placed = Comment.objects.filter(root=first, parent_id=first.pk, thread_id=first.pk, level=1)
    return {
        "answers": answers,
        "rows": Comment.objects.filter(topic=topic).count(),
        "placed": placed.count(),
        "said": first.nested_count,
        "comments": topic.comments,
    }


def one_address_knocks() -> dict[str, Any]:
    from django.test import Client

    return {"answers": at_once([lambda: Client().get("/sok/?q=skola").status_code] * 15)}


SCENES = {
    scene.__name__: scene
    for scene in (many_support_one, one_presses_often, one_cannot_decide, many_answer_one, one_address_knocks)
}


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from .ideas import scenes as of_ideas
    from .ideas.merging import scenes as of_merging
    from .moderation import scenes as of_moderation

    others = {scene.__name__: scene for scene in (*of_ideas.SCENES, *of_merging.SCENES, *of_moderation.SCENES)}
    result = {**SCENES, **others}[sys.argv[1]]()
    call_command("verify_integrity", stdout=sys.stderr)
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
