"""The examples of docs/open311.md are run as they stand there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from participation.faults.models import FaultReport
from tests.faults.factories import photo, shown

DOCS = Path(__file__).resolve().parents[2] / "docs" / "open311.md"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.process]


def examples() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_every_example_does_what_it_says(live_server, tmp_path, sundsvall, lamps, key, updating_key):
    report = shown(sundsvall, category=lamps, now=timezone.now())
    picture = tmp_path / "foto.jpg"
    picture.write_bytes(photo().read())
    said = {
        "BASE": live_server.url,
        "KEY": key,
        "UPDATE_KEY": updating_key,
        "NUMBER": report.number,
        "PHOTO": str(picture),
    }

    for line in examples():
        command = line.replace("curl -s", "curl -sS --fail-with-body", 1)
        done = subprocess.run(["bash", "-c", command], env=os.environ | said, capture_output=True, check=False)
        assert done.returncode == 0, (line, done.stdout, done.stderr)
        if done.stdout.startswith(b"<?xml"):
            ElementTree.fromstring(done.stdout)

    assert len(examples()) == 12
    assert FaultReport.objects.filter(channel="open311").count() == 2
    report.refresh_from_db()
    assert report.status == "in_progress"
