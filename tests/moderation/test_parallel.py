from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.parallel import play

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.process
@pytest.mark.django_db
def test_what_is_hidden_is_what_was_read_however_close_its_writer_changed_it(tmp_path: Path) -> None:
    came = play("rewriting_while_it_is_decided", tmp_path)["came"]

    assert {tuple(one) for one in came} <= {
        ("too late", "hidden", "Elaka ord", "Elaka ord"),
        ("rewritten", "refused", "Vänliga ord"),
    }


@pytest.mark.process
@pytest.mark.django_db
def test_a_name_that_is_flagged_while_it_is_taken_away_leaves_no_flag_that_nothing_leads_to(tmp_path: Path) -> None:
    came = play("flagging_a_name_while_it_is_taken_away", tmp_path)["came"]

    for answers, is_led_to in came:
        assert set(answers[:-2]) == {"flagged"}
        assert sorted(answers[-2:]) == ["refused", "taken away"]
        assert is_led_to
