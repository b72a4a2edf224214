from __future__ import annotations

from pathlib import Path

import pytest

from tests.parallel import CROWD, play

pytestmark = [pytest.mark.process, pytest.mark.django_db]


def test_fifty_replies_at_once_are_fifty_rows_in_their_places(tmp_path: Path):
    came_of_it = play("many_answer_one", tmp_path)

    assert set(came_of_it["answers"]) == {302}
    assert came_of_it["placed"] == came_of_it["said"] == CROWD
    assert came_of_it["rows"] == came_of_it["comments"] == CROWD + 1
