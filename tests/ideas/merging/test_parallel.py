from __future__ import annotations

from pathlib import Path

import pytest

from tests.parallel import play

from .scenes import EACH

pytestmark = [pytest.mark.process, pytest.mark.django_db]


def test_nothing_is_lost_that_is_sent_while_two_ideas_are_merged(tmp_path: Path):
    came = play("merging_in_a_crowd", tmp_path)

    merged = [answer for answer in came["answers"] if answer.startswith("merged")]
    assert len(merged) == 1
    assert set(came["answers"]) - set(merged) == {"302"}
    supports, followers, comments = came["other"]
    assert supports == EACH
    assert comments == EACH
    # Supporters follow, whoever speaks does too, and so do the two who wrote.
    assert followers == EACH + EACH + EACH + 2
    assert came["one"][2] == 0


def test_two_who_merge_the_two_the_other_way_round_are_one_merger(tmp_path: Path):
    answers = play("merging_both_ways", tmp_path)["answers"]

    assert sum(answer != "refused" for answer in answers) == 5
    assert len(set(answers) - {"refused"}) == 1


def test_merging_and_parting_among_others_stops_nobody(tmp_path: Path):
    came = play("merging_and_parting", tmp_path)

    assert set(came["answers"]) == {"302"}
