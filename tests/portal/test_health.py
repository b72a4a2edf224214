from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from participation.notifications.models import Heartbeat, OutgoingMail, PeriodicRun
from participation.notifications.pulse import Pulse
from portal import health, migrated
from tests.notifications.factories import MailFactory

NOW = timezone.now()
LONG_AGO = timedelta(hours=2)


@pytest.fixture
def worker(db: None) -> Pulse:
    pulse = Pulse(now=timezone.now())
    pulse.beat(now=timezone.now())
    return pulse


def asked(client: Client) -> tuple[int, dict[str, Any]]:
    caches["local"].clear()
    response = client.get("/readyz")
    assert response.headers["Cache-Control"] == "no-store"
    return response.status_code, response.json()["checks"]


def refused(client: Client) -> list[str]:
    status, checks = asked(client)
    assert status == 503
    return [name for name, answer in checks.items() if not answer["ok"]]


def test_livez_needs_nothing(client: Client) -> None:
    # Without the mark django_db, any question to the database fails.
    client.cookies["sessionid"] = "a" * 32

    response = client.get("/livez")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
@pytest.mark.django_db
def test_probes_come_without_tls_and_only_read(path: str, client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True

    assert client.get(path).status_code in (200, 503)
    assert client.post(path).status_code == 405
    assert client.get("/sok/").status_code == 301


def test_readyz_is_200_when_all_is_well(client: Client, worker: Pulse) -> None:
    status, checks = asked(client)

    assert status == 200, checks
    assert set(checks) == {"disk", "database", "migrations", "worker", "mail", "jobs", "cache"}


def test_readyz_costs_few_questions_and_only_one_round_in_two_seconds(
    client: Client, worker: Pulse, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(13):
        client.get("/readyz")
    with django_assert_max_num_queries(0):
        client.get("/readyz")


@pytest.mark.django_db
def test_no_worker_is_told(client: Client) -> None:
    assert refused(client) == ["worker"]


def test_a_worker_that_is_silent_is_told(client: Client, worker: Pulse, settings: Any) -> None:
    Heartbeat.objects.update(beat_at=timezone.now() - timedelta(seconds=121))
    assert refused(client) == ["worker"]

    settings.READY_WORKER_SILENCE = 900  # cron comes every ten minutes
    assert asked(client)[0] == 200


def test_one_of_two_workers_is_enough(client: Client, worker: Pulse) -> None:
    Heartbeat.objects.create(worker="elsewhere:1", started_at=NOW - LONG_AGO, beat_at=NOW - LONG_AGO)

    assert asked(client)[0] == 200


def test_mail_that_nobody_sends_is_told(client: Client, worker: Pulse) -> None:
    MailFactory(created_at=timezone.now() - LONG_AGO)

    assert refused(client) == ["mail"]


@pytest.mark.parametrize(
    "fields",
    [
        {"error": "SMTPRecipientsRefused"},
        {"status": OutgoingMail.Status.SENT, "sent_at": NOW},
        {"status": OutgoingMail.Status.FAILED},
    ],
)
def test_a_full_letter_box_and_mail_that_is_done_with_are_no_alarm(
    client: Client, worker: Pulse, fields: dict[str, Any]
) -> None:
    MailFactory(created_at=timezone.now() - LONG_AGO, **fields)

    assert asked(client)[0] == 200


@pytest.mark.parametrize(
    ("fields", "late"),
    [
        ({"started_at": NOW - timedelta(minutes=30)}, False),
        ({"started_at": NOW - LONG_AGO}, True),
        ({"started_at": NOW, "failing_since": NOW - LONG_AGO}, True),
        ({"started_at": NOW, "failing_since": NOW - timedelta(minutes=30)}, False),
    ],
)
def test_a_job_that_does_not_run_or_always_fails_is_told(
    client: Client, worker: Pulse, fields: dict[str, Any], late: bool
) -> None:
    PeriodicRun.objects.create(name="wagtail.publish_scheduled", **fields)

    status, checks = asked(client)

    assert checks["jobs"]["late"] == (["wagtail.publish_scheduled"] if late else [])
    assert status == (503 if late else 200)


def test_a_migration_that_is_missing_is_told(client: Client, worker: Pulse) -> None:
    MigrationRecorder(connection).record_unapplied("notifications", "0003_heartbeat")

    assert refused(client) == ["migrations"]


@pytest.mark.django_db
def test_the_files_say_the_same_of_migrations_as_django_does() -> None:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())

    assert not plan
    assert not migrated.missing_migrations()
    squashed = {key for key in executor.loader.disk_migrations if "_squashed_" in key[1]}
    assert migrated.known_migrations() == set(executor.loader.disk_migrations) - squashed


def test_a_full_disk_is_told(client: Client, worker: Pulse, settings: Any) -> None:
    settings.READY_DISK_FREE = 10**9

    assert refused(client) == ["disk"]


def test_a_cache_without_its_table_is_told(client: Client, worker: Pulse) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cache_entry RENAME TO away")

    assert "cache" in refused(client)


@pytest.mark.django_db
def test_a_database_that_is_away_is_told_without_its_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("connection to secret-host failed for user secret")

    monkeypatch.setattr(health, "try_to_write", away)

    status, checks = asked(client)

    assert status == 503
    assert checks["database"] == {"ok": False, "why": "OperationalError"}
    assert checks["worker"] == {"ok": False, "why": "database"}
    assert "secret" not in json.dumps(checks)


@pytest.mark.django_db
def test_the_question_whether_one_can_write_leaves_nothing() -> None:
    health.try_to_write()

    assert not PeriodicRun.objects.filter(name="readyz").exists()


@pytest.mark.django_db
def test_a_database_that_cannot_be_written_is_told(client: Client) -> None:
    statement = "PRAGMA query_only={}" if connection.vendor == "sqlite" else "SET transaction_read_only={}"
    with connection.cursor() as cursor:
        cursor.execute(statement.format("on"))
    try:
        with pytest.raises(DatabaseError):
            health.try_to_write()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only=off" if connection.vendor == "sqlite" else "SELECT 1")


@pytest.mark.django_db
def test_a_no_is_told_in_one_line_with_its_number(client: Client, caplog: Any) -> None:
    with caplog.at_level("INFO"):
        assert refused(client) == ["worker"]

    assert [(line.name, line.status) for line in caplog.records if line.levelname in ("INFO", "ERROR")] == [  # type: ignore[attr-defined]
        ("portal.tracing", 503)
    ]
