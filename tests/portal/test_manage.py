from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings

UNSET = ("SECRET_KEY", "DEMO", "DEBUG", "DJANGO_SETTINGS_MODULE")


@pytest.mark.process
def test_a_command_without_settings_says_what_is_missing_and_how_the_demonstration_is_reached() -> None:
    without = {name: value for name, value in os.environ.items() if name not in UNSET}
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "verify_integrity"]

    ran = subprocess.run(command, env=without, capture_output=True, text=True, check=False)  # our own

    assert ran.returncode == 1
    assert "SECRET_KEY must be set" in ran.stderr
    assert "DEMO=true" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.process
@pytest.mark.parametrize("port", ["abc", "0", "65536", "", "²"])
def test_the_demonstration_says_which_ports_there_are(port: str) -> None:
    command = [sys.executable, str(settings.BASE_DIR / "scripts" / "demo.py")]

    ran = subprocess.run(command, env={**os.environ, "PORT": port}, capture_output=True, text=True, check=False)

    assert ran.returncode == 1
    assert f"PORT={port} is no port" in ran.stderr
    assert "Traceback" not in ran.stderr
