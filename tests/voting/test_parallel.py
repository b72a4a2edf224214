from __future__ import annotations

from pathlib import Path

import pytest

from tests.parallel import CROWD, play

pytestmark = [pytest.mark.process, pytest.mark.django_db]


def test_fifty_people_at_once_are_fifty_supports(tmp_path: Path):
    came_of_it = play("many_support_one", tmp_path)

    assert set(came_of_it["answers"]) == {302}
    assert came_of_it["supports"] == came_of_it["rows"] == came_of_it["followers"] == CROWD


def test_one_person_pressing_fifty_times_at_once_is_one_support(tmp_path: Path):
    came_of_it = play("one_presses_often", tmp_path)

    assert set(came_of_it["answers"]) == {302}
    assert came_of_it["supports"] == came_of_it["rows"] == 1


def test_support_and_taking_back_at_once_keep_the_figures_true(tmp_path: Path):
    came_of_it = play("one_cannot_decide", tmp_path)

    assert set(came_of_it["answers"]) == {302}
    assert came_of_it["stored"] == came_of_it["rows"]
    assert sum(came_of_it["rows"]) <= 1
