"""The whole loop with SupportManagement, as its contract says."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from participation.faults.actions import add_words, change_status
from participation.faults.case_systems.support_management import login

from .conftest import ask, now, sent_in, work
from .server import Asked, CutOff, Said

if TYPE_CHECKING:
    from participation.attachments.intake import ReceivedPhoto
    from participation.faults.models import CaseSystem
    from participation.places.models import Municipality

    from .support_double import SupportDouble

pytestmark = pytest.mark.django_db


def test_a_report_goes_there_with_photos_and_its_status_comes_back(
    s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality, developed: ReceivedPhoto
) -> None:
    report = sent_in(sundsvall, photos=[developed, developed])

    row = work(s_system)
    support.set("e-1", status="ONGOING")
    ask(s_system)
    ask(s_system)

    assert row is not None
    assert (row.state, row.external_id, row.photos_sent) == ("done", "e-1", 2)
    errand = support.errands["e-1"]
    assert errand["externalTags"] == [{"key": "samskapaId", "value": report.number}]
    assert errand["parameters"][0] == {"key": "coordinates", "values": ["62.390800,17.306900"]}
    assert errand["classification"]["type"] == "172"
    assert "stakeholders" not in errand
    assert len(support.attachments["e-1"]) == 2
    report.refresh_from_db()
    assert report.status == "in_progress"
    assert report.events.filter(kind="status").count() == 1


@pytest.mark.parametrize("path", ["/errands", "/attachments", "/notes"])
def test_a_line_that_breaks_after_any_success_does_nothing_twice(
    path: str, s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality, developed: ReceivedPhoto
) -> None:
    report = sent_in(sundsvall, photos=[developed])
    add_words(report=report, text="Den blinkar.", now=now())
    broken = {"left": 1}

    def cut(asked: Asked) -> Said | None:
        if asked.method == "POST" and asked.path.endswith(path) and broken["left"]:
            broken["left"] = 0
            raise CutOff
        return None

    support.after = cut
    work(s_system)
    row = work(s_system)

    assert broken["left"] == 0
    assert row is not None
    assert row.state == "done"
    assert len(support.errands) == 1
    assert len(support.attachments["e-1"]) == 1
    assert [note["body"] for note in support.notes["e-1"]] == ["Den blinkar."]


def test_trouble_with_the_photo_alone_never_loses_or_repeats_the_case(
    s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality, developed: ReceivedPhoto
) -> None:
    sent_in(sundsvall, photos=[developed])
    support.mischief = lambda asked: support.problem(500, "disk") if asked.path.endswith("/attachments") else None

    first, second = work(s_system), work(s_system)
    support.mischief = None
    third = work(s_system)

    assert first is not None
    assert second is not None
    assert (first.step, first.external_id, second.state, second.attempts) == ("created", "e-1", "waiting", 2)
    assert "svar 500" in second.error
    assert third is not None
    assert (third.state, third.photos_sent) == ("done", 1)
    assert len(support.errands) == 1


def test_a_token_that_ends_early_is_renewed_once_and_one_that_fails_sends_nothing(
    s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality
) -> None:
    sent_in(sundsvall)
    work(s_system)
    support.valid = set()
    sent_in(sundsvall)
    work(s_system)
    login._tokens.clear()
    support.mischief = lambda asked: support.problem(503, "slow") if asked.path == "/token" else None
    report = sent_in(sundsvall)

    work(s_system)

    row = report.dispatches.get()
    assert support.handed_out == 2
    assert len(support.errands) == 2
    assert (row.state, row.step) == ("waiting", "new")


def test_threads_that_need_a_token_at_once_share_one(s_system: CaseSystem, support: SupportDouble) -> None:
    """To this server each new token ends the one before."""
    support.delay = 0.1
    with ThreadPoolExecutor(6) as pool:
        tokens = set(pool.map(lambda _number: login.token_for(f"{support.url}/token", "c", "s"), range(6)))
    login.forget(f"{support.url}/token", "c", "an older one")

    assert tokens == {login.token_for(f"{support.url}/token", "c", "s")}
    assert support.handed_out == 1


def test_a_reopened_report_changes_the_errand_only_as_it_was_read(
    s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality, case_officer: Any
) -> None:
    s_system.settings["reopened_status"] = "REOPENED"
    s_system.save()
    report = sent_in(sundsvall)
    work(s_system)
    change_status(report=report, by=case_officer, status="fixed", message="", now=now())
    change_status(report=report, by=case_officer, status="received", message="Den är släckt igen.", now=now())
    meddled = {"left": 1}

    def meddle(asked: Asked) -> Said | None:
        if asked.method == "PATCH" and meddled["left"]:
            meddled["left"] = 0
            support.set("e-1", title="Ändrad av någon annan")
        return None

    support.mischief = meddle
    row = work(s_system)

    patches = [asked for asked in support.asked if asked.method == "PATCH"]
    assert row is not None
    assert row.state == "done"
    assert [asked.headers["If-Match"] for asked in patches] == ['"1"', '"2"']
    assert json.loads(patches[-1].body) == {"status": "REOPENED"}
    assert support.errands["e-1"]["title"] == "Ändrad av någon annan"


def test_secrets_rest_encrypted(s_system: CaseSystem) -> None:
    s_system.refresh_from_db()

    assert "client_secret" not in s_system.encrypted_secrets
    assert s_system.secrets == {"client_id": "c", "client_secret": "s"}
    s_system.keep_secrets(client_secret="")
    assert s_system.secrets["client_secret"] == "s"
