from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from participation.discussion.models import Comment
from participation.ideas.importing.errors import ImportRefused
from participation.ideas.models import Idea, ImportedEntry, ImportRun
from participation.notifications.models import Notification, OutgoingMail
from participation.places.models import Municipality, ReferenceSeries
from participation.topics.models import Topic
from participation.topics.search import search

from .files import counted, csv_file, entries_file, ideas_file, imported, thread_of

DEEP = thread_of(("a", ""), ("b", "a"), ("c", "b"), ("d", "c"), ("e", "d"))


@pytest.fixture
def ideas(tmp_path: Path) -> Path:
    return ideas_file(tmp_path)


class TestIdeas:
    def test_are_a_closed_record_with_their_own_dates(self, sundsvall: Municipality, ideas: Path) -> None:
        imported(sundsvall, ideas)

        idea = Idea.objects.select_related("topic").get()
        assert (idea.status, idea.topic.visibility) == ("published", "public")
        assert (idea.topic.can_support, idea.topic.can_discuss) == (False, False)
        assert timezone.localdate(idea.topic.published_at) == date(2015, 9, 15)
        assert (idea.imported_on, idea.imported_from, idea.imported_id) == (date(2015, 9, 15), "Decide Madrid", "7")
        assert (idea.reference, idea.topic.path) == ("2281-2015-0001", "/ideer/2281-2015-0001/")
        assert idea.imported_supports == 6560
        assert idea.topic.supports == 0

    def test_can_be_opened(self, sundsvall: Municipality, ideas: Path) -> None:
        imported(sundsvall, ideas, is_open=True)

        topic = Topic.objects.get()
        assert (topic.can_support, topic.can_discuss) == (True, True)

    def test_hold_no_name(self, sundsvall: Municipality, ideas: Path) -> None:
        imported(sundsvall, ideas)

        idea = Idea.objects.select_related("topic").get()
        assert (idea.topic.author, idea.imported_author) == (None, "")
        assert idea.author_name == "en invånare på Decide Madrid"

    def test_are_found_by_their_words(self, sundsvall: Municipality, ideas: Path) -> None:
        imported(sundsvall, ideas)

        assert [topic.title for topic in search(Topic.objects.public(), "limpiar")] == ["Limpiar las calles"]

    def test_are_searched_by_what_a_saved_topic_would_be(self, sundsvall: Municipality, tmp_path: Path) -> None:
        imported(sundsvall, ideas_file(tmp_path, {"text": "Skolorna och_vägen,  cyklar! Åäö é ü 12-3 " * 700}))
        topic = Topic.objects.get()
        brought = (topic.title_stems, topic.stems)

        topic.save()

        assert (topic.title_stems, topic.stems) == brought

    def test_leave_the_numbers_of_this_year_alone(self, sundsvall: Municipality, tmp_path: Path) -> None:
        year = timezone.localdate().year
        first = ReferenceSeries.take(municipality=sundsvall, year=year)

        imported(sundsvall, ideas_file(tmp_path, {"id": "1"}, {"id": "2"}))

        assert ReferenceSeries.take(municipality=sundsvall, year=year) == f"{first[:-1]}2"
        assert ReferenceSeries.take(municipality=sundsvall, year=2015) == "2281-2015-0003"

    def test_without_a_date_have_the_day_that_was_given(self, sundsvall: Municipality, tmp_path: Path) -> None:
        day = timezone.make_aware(datetime(2018, 1, 1))

        report, _run = imported(sundsvall, ideas_file(tmp_path, {"date": ""}), undated=day)

        idea = Idea.objects.select_related("topic").get()
        assert (idea.topic.published_at, idea.imported_on) == (day, None)
        assert counted(report["ideas"], "remarks") == {"no_date": 1}

    def test_of_one_number_are_one(self, sundsvall: Municipality, tmp_path: Path) -> None:
        path = ideas_file(tmp_path, {"title": "Första"}, {"title": "Första"}, {"title": "Andra"})

        report, _run = imported(sundsvall, path)

        assert Idea.objects.get().title == "Första"
        assert counted(report["ideas"], "dropped") == {"repeated": 2}
        assert counted(report["ideas"], "remarks") == {"repeated_otherwise": 1}

    def test_come_to_each_municipality_that_asks(
        self, sundsvall: Municipality, timra: Municipality, ideas: Path
    ) -> None:
        imported(sundsvall, ideas)
        imported(timra, ideas)

        assert [idea.topic.municipality for idea in Idea.objects.order_by("pk")] == [sundsvall, timra]

    def test_the_database_keeps_one_of_each(self, sundsvall: Municipality, ideas: Path) -> None:
        imported(sundsvall, ideas)
        idea = Idea.objects.get()
        twin = Idea(
            topic=Topic.objects.create(municipality=sundsvall, kind="idea", title="Två"), status_since=timezone.now()
        )
        twin.imported_from, twin.imported_id, twin.imported_to = idea.imported_from, idea.imported_id, sundsvall

        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save()

    def test_every_row_is_accounted_for(self, sundsvall: Municipality, tmp_path: Path) -> None:
        path = ideas_file(tmp_path, {"id": "1"}, {"id": "1"}, {"id": ""}, {"id": "2", "title": "", "summary": ""})
        path.write_text(path.read_text() + "trasig\n")

        report, _run = imported(sundsvall, path)

        part = report["ideas"]
        assert counted(part, "dropped") == {"repeated": 1, "no_id": 1, "empty": 1, "broken_row": 1}
        assert part["rows"] == part["new"] + part["known"] + 4
        assert part["dropped"]["broken_row"]["rows"] == [6]


class TestEntries:
    def test_are_folded_to_three_levels(self, sundsvall: Municipality, ideas: Path, tmp_path: Path) -> None:
        report, _run = imported(sundsvall, ideas, entries_file(tmp_path, *DEEP))

        a, b, c, d, e = Comment.objects.order_by("pk")
        assert [entry.level for entry in (a, b, c, d, e)] == [0, 1, 2, 2, 2]
        assert {entry.parent_id for entry in (c, d, e)} == {b.pk}
        assert (c.answers, d.answers, e.answers) == (None, c, d)
        assert (a.nested_count, a.topic.comments) == (4, 5)
        assert counted(report["comments"], "remarks") == {"folded": 2}

    def test_hold_what_the_library_and_the_integrity_check_ask(
        self, sundsvall: Municipality, ideas: Path, tmp_path: Path
    ) -> None:
        imported(sundsvall, ideas, entries_file(tmp_path, *DEEP))

        call_command("verify_integrity", verbosity=0)
        entry = Comment.objects.order_by("pk").last()
        assert entry is not None
        assert entry.submit_date == entry.posted_at == datetime(2015, 9, 15, 10, 0, 4, tzinfo=ZoneInfo("Europe/Madrid"))
        assert entry.content_object == entry.topic
        assert entry.topic.last_activity_at == entry.posted_at

    def test_say_who_answers_whom_and_never_who_it_was(
        self, sundsvall: Municipality, ideas: Path, tmp_path: Path
    ) -> None:
        people = ["2780", "9884", "2780", "55", ""]
        rows = [row | {"userId": person} for row, person in zip(DEEP, people, strict=True)]

        imported(sundsvall, ideas, entries_file(tmp_path, *rows))

        assert [entry.byline for entry in Comment.objects.order_by("pk")] == [
            "Invånare 1 (Decide Madrid)",
            "Den som skrev idén (Decide Madrid)",
            "Invånare 1 (Decide Madrid)",
            "Invånare 2 (Decide Madrid)",
            "Invånare (Decide Madrid)",
        ]

    def test_of_public_servants_there_do_not_look_official(
        self, sundsvall: Municipality, ideas: Path, tmp_path: Path
    ) -> None:
        imported(sundsvall, ideas, entries_file(tmp_path, {"userType": "Empleados públicos"}))

        assert not Comment.objects.get().is_official

    def test_tell_nobody(self, sundsvall: Municipality, ideas: Path, tmp_path: Path) -> None:
        imported(sundsvall, ideas, entries_file(tmp_path, *DEEP))

        assert not Notification.objects.exists()
        assert not OutgoingMail.objects.exists()

    def test_that_are_odd_are_kept_or_dropped_with_a_reason(
        self, sundsvall: Municipality, ideas: Path, tmp_path: Path
    ) -> None:
        path = entries_file(
            tmp_path,
            {"id": "1"},
            {"id": "1"},
            {"id": "2", "parentId": "1", "text": " "},
            {"id": "3", "parentId": "2"},
            {"id": "4", "parentId": "404"},
            {"id": "5", "proposalId": "404"},
            {"id": "6", "parentId": "7"},
            {"id": "7", "parentId": "6"},
            {"id": "8", "date": "igår"},
        )

        report, _run = imported(sundsvall, ideas, path)

        part = report["comments"]
        assert counted(part, "dropped") == {"repeated": 1, "empty": 1, "unknown_idea": 1}
        assert counted(part, "remarks") == {"orphan": 1, "moved_up": 1, "cycle": 1, "no_date": 1}
        assert part["remarks"]["orphan"]["rows"] == [6]
        assert part["rows"] == part["new"] + part["known"] + 3
        assert Comment.objects.count() == part["new"] == 6
        call_command("verify_integrity", verbosity=0)


class TestTwice:
    def test_the_same_files_bring_nothing_and_leave_no_run(
        self, sundsvall: Municipality, ideas: Path, tmp_path: Path
    ) -> None:
        entries = entries_file(tmp_path, *DEEP)
        imported(sundsvall, ideas, entries)

        report, run = imported(sundsvall, ideas, entries)

        assert run is None
        assert (report["ideas"]["new"], report["ideas"]["known"]) == (0, 1)
        assert (report["comments"]["new"], report["comments"]["known"]) == (0, 5)
        assert (Idea.objects.count(), Comment.objects.count(), ImportRun.objects.count()) == (1, 5, 1)

    def test_new_answers_come_to_ideas_that_are_known(
        self, sundsvall: Municipality, ideas: Path, tmp_path: Path
    ) -> None:
        imported(sundsvall, ideas, entries_file(tmp_path, *DEEP[:3]))
        later = [*DEEP, {"id": "f", "parentId": "a", "userId": "77", "text": "Ny röst"}]

        _report, run = imported(sundsvall, ideas, entries_file(tmp_path, *later, name="later.csv"))

        assert run is not None
        a, b, c, *new = Comment.objects.order_by("pk")
        by_text = {entry.comment: entry for entry in new}
        assert len(new) == 3
        assert (by_text["Inlägg d"].parent_id, by_text["Inlägg d"].answers) == (b.pk, c)
        assert by_text["Inlägg d"].byline == a.byline
        assert by_text["Ny röst"].byline == "Invånare 2 (Decide Madrid)"
        assert (a.nested_count, a.topic.comments) == (5, 6)
        call_command("verify_integrity", verbosity=0)

    def test_an_answer_finds_its_parent_also_when_the_new_file_lacks_it(
        self, sundsvall: Municipality, ideas: Path, tmp_path: Path
    ) -> None:
        imported(sundsvall, ideas, entries_file(tmp_path, *DEEP[:2]))

        report, _run = imported(sundsvall, ideas, entries_file(tmp_path, *DEEP[2:], name="later.csv"))

        assert [entry.level for entry in Comment.objects.order_by("pk")] == [0, 1, 2, 2, 2]
        assert counted(report["comments"], "remarks") == {"folded": 2}

    def test_what_was_removed_here_for_good_does_not_come_back(
        self, sundsvall: Municipality, ideas: Path, tmp_path: Path
    ) -> None:
        entries = entries_file(tmp_path, *DEEP[:1])
        imported(sundsvall, ideas, entries)
        entry = Comment.objects.get()
        Topic.objects.update(comments=0)
        entry.delete()

        report, _run = imported(sundsvall, ideas, entries)

        assert (report["comments"]["known"], Comment.objects.count()) == (1, 0)
        assert ImportedEntry.objects.get().entry is None


class TestATrial:
    def test_says_the_same_and_changes_nothing(self, sundsvall: Municipality, tmp_path: Path) -> None:
        ideas = ideas_file(tmp_path, {}, {"id": "8", "status": "?"}, {"id": "8"}, {"id": ""}, {"id": "9", "date": "x"})
        odd = [{"id": "x", "parentId": "404"}, {"id": "y", "text": ""}, {"id": "z", "proposalId": "404"}]
        entries = entries_file(tmp_path, *DEEP, *odd)

        trial, none = imported(sundsvall, ideas, entries, is_trial=True)
        left = (Idea.objects.count(), Topic.objects.count(), Comment.objects.count(), ImportRun.objects.count())
        numbers = ReferenceSeries.objects.count()
        real, run = imported(sundsvall, ideas, entries)

        assert none is None
        assert (left, numbers) == ((0, 0, 0, 0), 0)
        assert run is not None
        assert trial == real == run.report

    def test_says_the_same_of_a_later_file(self, sundsvall: Municipality, ideas: Path, tmp_path: Path) -> None:
        imported(sundsvall, ideas, entries_file(tmp_path, *DEEP[:3]))
        later = entries_file(tmp_path, *DEEP, name="later.csv")

        trial, _none = imported(sundsvall, ideas, later, is_trial=True)
        real, _run = imported(sundsvall, ideas, later)

        assert trial == real


@pytest.mark.parametrize("broken", ["ideas", "entries"])
def test_a_file_that_breaks_at_its_end_brings_nothing(sundsvall: Municipality, tmp_path: Path, broken: str) -> None:
    many = [{"id": str(number)} for number in range(600)]
    ideas, entries = ideas_file(tmp_path, *many), entries_file(tmp_path, *DEEP)
    path = ideas if broken == "ideas" else entries
    path.write_text(path.read_text() + '1,"aldrig slut\n')

    with pytest.raises(ImportRefused, match="trasig på rad"):
        imported(sundsvall, ideas, entries)

    assert (Idea.objects.count(), Topic.objects.count(), ImportRun.objects.count()) == (0, 0, 0)


def test_a_windows_file_with_semicolons_is_the_same(sundsvall: Municipality, tmp_path: Path) -> None:
    from .files import IDEA

    path = csv_file(tmp_path / "w.csv", [IDEA | {"title": "Más luz – ”sí”"}], encoding="cp1252", delimiter=";")

    imported(sundsvall, path)

    assert Idea.objects.get().title == "Más luz – ”sí”"
