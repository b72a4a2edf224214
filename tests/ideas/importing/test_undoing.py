from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from participation.accounts.models import User
from participation.discussion import actions as discussion
from participation.discussion.models import Comment
from participation.ideas.importing.errors import ImportRefused
from participation.ideas.importing.undoing import InUse, undo_import
from participation.ideas.models import Idea, IdeaEvent, IdeaVersion, ImportedEntry, ImportRun
from participation.notifications.actions import follow
from participation.places.models import Municipality
from participation.topics.models import Topic
from participation.topics.search import search
from participation.voting import actions as voting
from tests.factories import TopicFactory

from .files import entries_file, ideas_file, imported, thread_of

THREAD = thread_of(("a", ""), ("b", "a"), ("c", "b"), ("d", "c"))


@pytest.fixture
def run(sundsvall: Municipality, tmp_path: Path) -> ImportRun:
    ideas = ideas_file(tmp_path, {"id": "7"}, {"id": "8", "title": "Otra idea"})
    _report, run = imported(sundsvall, ideas, entries_file(tmp_path, *THREAD), is_open=True)
    assert run is not None
    return run


def the_idea(key: str = "7") -> Idea:
    return Idea.objects.select_related("topic").get(imported_id=key)


def rows() -> tuple[int, ...]:
    tables = (Idea, Topic, IdeaEvent, IdeaVersion, Comment, ImportedEntry)
    return tuple(table._base_manager.count() for table in tables)


def test_all_that_came_goes_and_what_was_there_stays(sundsvall: Municipality, run: ImportRun) -> None:
    mine = TopicFactory(municipality=sundsvall)

    undone = undo_import(run=run, now=timezone.now())

    assert (undone.ideas, undone.entries, undone.kept) == (2, 4, [])
    assert rows() == (0, 1, 0, 0, 0, 0)
    assert Topic.objects.get() == mine
    assert search(Topic.objects.all(), "limpiar") == []
    assert ImportRun.objects.get().undone_at is not None
    call_command("verify_integrity", verbosity=0)


def test_it_can_come_again(sundsvall: Municipality, run: ImportRun, tmp_path: Path) -> None:
    undo_import(run=run, now=timezone.now())

    _report, again = imported(sundsvall, tmp_path / "ideas.csv", tmp_path / "entries.csv")

    assert again is not None
    assert (Idea.objects.count(), Comment.objects.count()) == (2, 4)


def test_it_is_undone_once(run: ImportRun) -> None:
    undo_import(run=run, now=timezone.now())

    with pytest.raises(ImportRefused, match="redan ångrad"):
        undo_import(run=run, now=timezone.now())


def supported(person: User) -> None:
    voting.support(topic=the_idea().topic, person=person, now=timezone.now())


def answered(person: User) -> None:
    first = Comment.objects.filter(topic=the_idea().topic).order_by("pk").first()
    discussion.post(topic=the_idea().topic, author=person, text="Här också", now=timezone.now(), answering=first)


def spoken(person: User) -> None:
    discussion.post(topic=the_idea().topic, author=person, text="Här också", now=timezone.now())


def followed(person: User) -> None:
    follow(topic=the_idea().topic, person=person)


def appreciated(person: User) -> None:
    entry = Comment.objects.filter(topic=the_idea().topic).order_by("pk").last()
    assert entry is not None
    discussion.appreciate(entry=entry, person=person, now=timezone.now())


def moved(person: User) -> None:
    idea = the_idea()
    IdeaEvent.objects.create(idea=idea, status=idea.status, before=idea.status, at=timezone.now(), by=person)


@pytest.mark.parametrize("use", [supported, answered, spoken, followed, appreciated, moved])
class TestWhatIsInUse:
    def test_stops_the_undoing(self, run: ImportRun, citizen: User, use: Callable[[User], None]) -> None:
        use(citizen)
        before = rows()

        with pytest.raises(InUse) as refused:
            undo_import(run=run, now=timezone.now())

        assert str(the_idea().reference) in str(refused.value)
        assert rows() == before
        assert ImportRun.objects.get().undone_at is None

    def test_stays_with_its_thread_where_the_rest_shall_go(
        self, run: ImportRun, citizen: User, use: Callable[[User], None]
    ) -> None:
        use(citizen)
        entries = Comment.objects.count()

        undone = undo_import(run=run, now=timezone.now(), keep_used=True)

        assert (undone.ideas, undone.kept_ideas, undone.kept) == (1, 1, [the_idea().reference])
        assert Idea.objects.get() == the_idea()
        assert Comment.objects.count() == entries
        call_command("verify_integrity", verbosity=0)


class TestOnlyEntries:
    @pytest.fixture
    def later(self, sundsvall: Municipality, run: ImportRun, tmp_path: Path) -> ImportRun:
        rows = [*THREAD, {"id": "x", "parentId": "a"}, {"id": "y", "parentId": "x"}, {"id": "z", "date": "2019-01-01"}]
        _report, later = imported(sundsvall, tmp_path / "ideas.csv", entries_file(tmp_path, *rows, name="later.csv"))
        assert later is not None
        return later

    def test_go_from_ideas_that_stay(self, later: ImportRun) -> None:
        before = the_idea().topic

        undone = undo_import(run=later, now=timezone.now())

        topic = the_idea().topic
        assert (undone.ideas, undone.entries) == (0, 3)
        assert (before.comments, topic.comments) == (7, 4)
        assert before.last_activity_at
        assert topic.last_activity_at
        assert (before.last_activity_at.year, topic.last_activity_at.year) == (2019, 2015)
        call_command("verify_integrity", verbosity=0)

    def test_stay_where_somebody_answered_one(self, later: ImportRun, citizen: User) -> None:
        entry = ImportedEntry.objects.get(imported_id="y").entry
        assert entry is not None
        topic = the_idea().topic
        discussion.post(topic=topic, author=citizen, text="Ja", now=timezone.now(), answering=entry)

        with pytest.raises(InUse):
            undo_import(run=later, now=timezone.now())

    def test_hold_the_run_before_them(self, run: ImportRun, later: ImportRun) -> None:
        with pytest.raises(InUse):
            undo_import(run=run, now=timezone.now())

        undo_import(run=later, now=timezone.now())
        undo_import(run=run, now=timezone.now())

        assert not Comment.objects.exists()


def test_an_entry_that_a_moderator_hid_is_not_swept_away(run: ImportRun) -> None:
    entry = Comment.objects.filter(topic=the_idea().topic).order_by("pk").first()
    assert entry is not None
    discussion.hide(entry=entry, reason="hot", now=timezone.now())

    with pytest.raises(InUse):
        undo_import(run=run, now=timezone.now())
