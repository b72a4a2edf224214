from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser

from participation.notifications.models import OutgoingMail
from portal import development

ROOT = Path(__file__).resolve().parent.parent.parent

pytestmark = pytest.mark.django_db


@pytest.fixture
def mails(rf):
    """The view itself: its address exists only where DEBUG is on."""
    request = rf.get("/utveckling/mejl/")
    request.user = AnonymousUser()
    return lambda: development.mails(request).content.decode()


def test_it_has_an_address_in_development_and_in_the_demonstration_only():
    told = "import portal.urls as u; print([str(p.pattern) for p in u.urlpatterns if 'utveckling' in str(p.pattern)])"
    secret = {
        "SECRET_KEY": "0123456789" * 6,
        "BASE_URL": "https://samskapa.example",
        "ALLOWED_HOSTS": "samskapa.example",
    }

    def addresses(**asked: str) -> str:
        program = f"import django; django.setup(); {told}"
        environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "portal.settings", **asked}
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    assert addresses(DEMO="true") == "['utveckling/mejl/']"
    assert addresses(EMAIL_URL="smtp://127.0.0.1", **secret) == "[]"


PUBLIC = {"BASE_URL": "https://delta.example.se", "ALLOWED_HOSTS": "delta.example.se", "EMAIL_URL": "demo://"}
KEY = {"SECRET_KEY": "0123456789" * 6}


def settings_load(**asked: str) -> bool:
    environment = {"PATH": os.environ["PATH"], **asked}
    done = subprocess.run([sys.executable, "-c", "import portal.settings"], cwd=ROOT, env=environment, check=False)
    return done.returncode == 0


@pytest.mark.parametrize(
    ("asked", "loads"),
    [
        ({"DEMO": "true"}, True),
        ({"DEMO": "true", "BASE_URL": "http://[::1]:8000", "ALLOWED_HOSTS": "[::1],demo.localhost"}, True),
        ({"DEMO": "true", **PUBLIC}, False),
        ({"DEBUG": "true", "ALLOWED_HOSTS": "*"}, False),
        ({"DEMO": "true", "BASE_URL": "http://192.168.1.4:8000"}, False),
        ({"DEMO": "true", **PUBLIC, **KEY}, True),
        ({**PUBLIC, **KEY}, True),
        ({**PUBLIC, **KEY, "ALLOWED_HOSTS": "*"}, False),
        ({**PUBLIC, "SECRET_KEY": "x" * 60}, False),
    ],
)
def test_what_everybody_knows_guards_nothing_but_ones_own_machine(asked, loads):
    assert settings_load(**asked) is loads


def test_the_demonstrations_mails_are_shown_newest_first_with_links_to_follow(mails):
    for number, text in enumerate(["Hej\n\nhttp://testserver/ideer/1/", "<script>alert(1)</script>"]):
        OutgoingMail.objects.create(
            to="x@demo.example", subject=f"Ämne {number}", text=text, message_id=f"<{number}@x>"
        )

    content = mails()

    assert 'href="http://testserver/ideer/1/"' in content
    assert "<script>alert" not in content
    assert content.index("Ämne 1") < content.index("Ämne 0")


def test_without_mails_it_says_so(mails):
    assert "inga mejl än" in mails()


def test_a_command_beside_a_demonstration_writes_links_to_where_it_runs(tmp_path):
    def address(**asked: str) -> str:
        environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **asked}
        told = [sys.executable, "-c", "import portal.settings as s; print(s.BASE_URL)"]
        return subprocess.run(
            told, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        ).stdout.strip()

    assert address(DEMO="true") == "http://127.0.0.1:8000"

    (tmp_path / "running").write_text("http://127.0.0.1:8102")

    assert address(DEMO="true") == "http://127.0.0.1:8102"
    assert address(DEMO="true", BASE_URL="http://127.0.0.1:9000/") == "http://127.0.0.1:9000"
    assert address(DEBUG="true") == "http://127.0.0.1:8000"  # a demonstration is none of a developer's tests
