"""Two worker processes, one count: 35, and "shared between workers"."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.parallel import own_database

pytestmark = pytest.mark.django_db


def test_two_processes_count_one_address_together(tmp_path):
    with own_database(tmp_path) as address:
        environment = {
            **os.environ,
            "DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "LIMIT_SEARCH": "20/1d/address",
        }

        def knock(_number: int) -> list[int]:
            command = [sys.executable, "-m", "tests.parallel", "one_address_knocks"]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=200, check=False)
            assert done.returncode == 0, done.stderr[-3000:]
            return json.loads(done.stdout.strip().splitlines()[-1])["answers"]

        with ThreadPoolExecutor(2) as pool:
            first, second = pool.map(knock, range(2))

    assert sorted(first + second) == [200] * 20 + [429] * 10
