"""`make reset` throws all away or nothing, and says what stands in the way."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPTS = Path(__file__).resolve().parent.parent.parent / "scripts"
HOLDS = """
import sys, demo
demo.mark_as_running()
print("holds", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "scripts").mkdir()
    for name in ("demo.py", "reset.py"):
        shutil.copy(SCRIPTS / name, tmp_path / "scripts")
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "db.sqlite3").write_text("rows")
    return tmp_path


@pytest.fixture
def running(tree: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-c", HOLDS]
    environment = {"PORT": "8123", "PYTHONPATH": str(tree / "scripts"), "DATA_DIR": str(tree / "var")}
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"holds\n"
        yield process
        process.kill()


def reset(tree: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, tree / "scripts" / "reset.py"], capture_output=True, text=True, check=False)


def test_what_runs_keeps_its_data_and_is_named(tree: Path, running: subprocess.Popen[bytes]) -> None:
    done = reset(tree)

    assert done.returncode == 1
    assert "running on http://127.0.0.1:8123. Nothing was thrown away." in done.stderr
    assert (tree / "var" / "db.sqlite3").read_text() == "rows"


def test_once_it_has_stopped_all_of_it_goes(tree: Path, running: subprocess.Popen[bytes]) -> None:
    running.kill()
    running.wait()

    assert reset(tree).returncode == 0
    assert sorted(path.name for path in tree.iterdir()) == ["scripts"]


def test_what_a_reset_left_that_was_cut_off_goes_too(tree: Path) -> None:
    (tree / "var").rename(tree / "var.thrown-away")

    done = reset(tree)

    assert (done.returncode, done.stdout.split(".")[0]) == (0, "There is nothing to throw away")
    assert not (tree / "var.thrown-away").exists()
