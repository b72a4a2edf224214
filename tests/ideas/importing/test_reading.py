from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from participation.ideas.importing.mapping import SHIPPED, load
from participation.ideas.importing.moments import moment_of
from participation.ideas.importing.reading import Dropped, ReadEntry, Reader, ReadIdea
from participation.ideas.importing.table import Row
from participation.ideas.importing.words import clean, from_html, shortened

from .files import ENTRY, IDEA

NOW = datetime(2026, 9, 14, 12, tzinfo=UTC)
HELSINKI = {
    "id": "1",
    "round": "2",
    "title": "Talviuintipaikka",
    "texts": "Text",
    "latitude": "60.1",
    "longitude": "25",
    "state": "accepted",
    "district": "Laajasalo",
}


def reader(name: str = "decide_madrid", *, inside: bool = True) -> Reader:
    return Reader(load(SHIPPED / f"{name}.toml"), NOW, lambda lon, lat: inside)


def idea(cells: dict[str, str], name: str = "decide_madrid", **options: Any) -> ReadIdea:
    read = reader(name, **options).idea(Row(2, cells))
    assert isinstance(read, ReadIdea)
    return read


def entry(**changes: str) -> ReadEntry:
    read = reader().entry(Row(2, ENTRY | changes))
    assert isinstance(read, ReadEntry)
    return read


class TestAnIdea:
    def test_has_its_summary_before_its_text(self) -> None:
        read = idea(IDEA | {"text": "Más."})

        assert read.text == "Algo tan básico.\n\nMás."
        assert (read.supports, read.language, read.remarks) == (6560, "es", ())

    def test_keeps_the_whole_of_a_long_title_first_in_the_text(self) -> None:
        long = "ord " * 40

        read = idea(IDEA | {"title": long})

        assert len(read.title) <= 120
        assert read.title.endswith("ord…")
        assert read.text.startswith(long.strip())
        assert read.remarks == ("shortened_title",)

    def test_with_a_title_alone_is_enough(self) -> None:
        assert idea(IDEA | {"summary": ""}).remarks == ("no_text",)

    def test_without_a_title_takes_the_first_words_of_its_text(self) -> None:
        assert idea(IDEA | {"title": " "}).title == "Algo tan básico."

    def test_without_any_words_is_dropped(self) -> None:
        assert reader().idea(Row(9, IDEA | {"title": "", "summary": ""})) == Dropped(9, "empty")

    def test_of_a_state_that_nobody_described_is_not_shown(self) -> None:
        read = idea(IDEA | {"status": "secret"})

        assert (read.visibility, read.remarks) == ("staff", ("unknown_state",))

    @pytest.mark.parametrize(("state", "status"), [("accepted", "published"), ("rejected", "refused"),
                                                   ("withdrawn", "withdrawn")])  # fmt: skip
    def test_has_the_status_that_the_mapping_says(self, state: str, status: str) -> None:
        assert idea(HELSINKI | {"state": state}, "omastadi").status == status

    def test_is_known_by_round_and_number(self) -> None:
        assert idea(HELSINKI, "omastadi").key == "2/1"

    def test_outside_the_municipality_has_no_position(self) -> None:
        read = idea(HELSINKI, "omastadi", inside=False)

        assert (read.lat, read.lon) == (None, None)
        assert "outside" in read.remarks

    def test_inside_keeps_it(self) -> None:
        read = idea(HELSINKI, "omastadi")

        assert (read.lat, read.lon, read.place) == (60.1, 25.0, "Laajasalo")

    @pytest.mark.parametrize("latitude", ["", "nan", "95", "norr", "inf"])
    def test_with_an_impossible_position_has_none(self, latitude: str) -> None:
        read = idea(HELSINKI | {"latitude": latitude}, "omastadi")

        assert read.lat is None
        assert "bad_position" in read.remarks

    def test_of_a_district_that_says_nothing_has_no_place(self) -> None:
        assert idea(HELSINKI | {"district": "location_not_specified"}, "omastadi").place == ""

    @pytest.mark.parametrize("supports", ["-3", "många", "1.5", "99999999999", "nan"])
    def test_with_an_impossible_number_of_supports_has_none(self, supports: str) -> None:
        read = idea(IDEA | {"numSupports": supports})

        assert (read.supports, read.remarks) == (None, ("bad_supports",))

    def test_reads_a_decidim_export_in_the_language_it_is_written_in(self) -> None:
        cells = {"id": "3", "title/ca": "", "title/es": "Más <b>luz</b>", "body/es": "<p>Uno</p><p>Dos</p>"}
        cells |= {"published_at": "2020-10-01 09:03:12 UTC", "state": ""}

        read = idea(cells, "decidim")

        assert (read.title, read.text, read.language) == ("Más luz", "Uno\n\nDos", "es")
        assert read.at == datetime(2020, 10, 1, 9, 3, 12, tzinfo=UTC)
        assert read.status == "published"

    def test_reads_our_own_language_first_where_it_is_there(self) -> None:
        cells = {
            "id": "3",
            "title/en": "More light",
            "title/sv": "Mer ljus",
            "body/en": "<p>A</p>",
            "body/sv": "<p>B</p>",
        }

        read = idea(cells | {"published_at": "2020-10-01 09:03:12 UTC", "state": ""}, "decidim")

        assert (read.title, read.text, read.language) == ("Mer ljus", "B", "sv")

    def test_with_an_endless_number_is_known_by_a_digest(self) -> None:
        assert len(idea(IDEA | {"id": "x" * 500}).key) == 64


class TestAnEntry:
    def test_has_its_moment_in_the_time_of_the_source(self) -> None:
        assert entry().at == datetime(2015, 9, 15, 10, 50, 19, tzinfo=ZoneInfo("Europe/Madrid"))

    def test_that_answers_nothing_has_no_parent(self) -> None:
        assert (entry().parent, entry(parentId="17092").parent) == ("", "17092")

    def test_that_is_too_long_is_cut_and_says_so(self) -> None:
        read = entry(text="ord " * 2000)

        assert len(read.text) <= 3000
        assert read.remarks == ("cut_text",)

    def test_of_decidim_answers_an_entry_only_where_its_kind_says_so(self) -> None:
        cells = {"id": "5", "body": "Ja", "created_at": "2020-10-01T09:00:00Z", "author/id": "1", "commentable_id": "4",
                 "root_commentable_url": "https://x.example/processes/a/f/1/proposals/77"}  # fmt: skip
        read = [
            reader("decidim").entry(Row(2, cells | {"commentable_type": kind}))
            for kind in ("Decidim::Proposals::Proposal", "Decidim::Comments::Comment")
        ]

        assert [(one.idea, one.parent) for one in read if isinstance(one, ReadEntry)] == [("77", ""), ("77", "4")]


class TestAMoment:
    def test_a_day_is_the_same_day_here(self) -> None:
        moment = moment_of("2020-10-01", "", zone=ZoneInfo("Europe/Helsinki"), now=NOW)

        assert moment is not None
        assert timezone.localdate(moment.at) == moment.day

    @pytest.mark.parametrize("day", ["igår", "2015-13-40", "2031-01-01", "0001-01-01", "20150915x"])
    def test_what_cannot_be_read_or_has_not_been_is_none(self, day: str) -> None:
        assert moment_of(day, "", zone=ZoneInfo("UTC"), now=NOW) is None

    def test_a_clock_that_cannot_be_read_makes_none(self) -> None:
        assert moment_of("2015-09-15", "kvart över", zone=ZoneInfo("UTC"), now=NOW) is None

    def test_an_offset_as_ruby_writes_it_is_read(self) -> None:
        moment = moment_of("2020-10-01 09:03:12 +0200", "", zone=ZoneInfo("UTC"), now=NOW)

        assert moment is not None
        assert moment.at == datetime(2020, 10, 1, 7, 3, 12, tzinfo=UTC)

    def test_a_format_of_its_own_is_followed(self) -> None:
        moment = moment_of("15/09/2015", "8:05", zone=ZoneInfo("Europe/Madrid"), now=NOW, date_format="%d/%m/%Y")

        assert moment is not None
        assert moment.at == datetime(2015, 9, 15, 6, 5, tzinfo=UTC)


class TestWords:
    def test_nothing_is_left_that_a_database_or_a_feed_refuses(self) -> None:
        assert clean("a\x00b\x08c\r\nd\x1f\n\n\n\ne\ufffe") == "abc\nd\n\ne"

    def test_html_becomes_words(self) -> None:
        html = "<p>A&amp;B<script>alert(1)</script><br>C</p><ul><li>D</li></ul><style>x{}</style>"

        assert from_html(html) == "A&B\nC\n\n– D"

    def test_a_word_is_not_cut_in_two_where_there_are_words(self) -> None:
        assert shortened("ett två tre", 8) == "ett två…"
        assert shortened("x" * 20, 8) == "x" * 7 + "…"


def test_the_shipped_mappings_are_whole() -> None:
    for path in Path(SHIPPED).glob("*.toml"):
        assert load(path).ideas.title is not None
