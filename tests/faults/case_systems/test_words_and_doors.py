"""What staff and receivers read, and addresses that lead somewhere else than they say."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest

from participation.faults.actions import change_status, hand_over, set_category
from participation.faults.case_systems import addresses
from participation.faults.models import CaseSystem, FaultEvent, StatusMapping

from .conftest import ask, now, sent_in, system_of, work
from .open311_double import told
from .test_email import link_in, mails

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.places.models import Municipality

    from .open311_double import Open311Double

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", ["FIXED", "contractor"])
def test_their_words_that_the_reporter_does_not_read_stand_in_the_history_for_staff(
    status: str, client: Any, case_officer: User, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall, contact_email="anna@example.se")
    work(o_system)
    open311.updates = [told("u1", "1", status, now(), "Bytte säkring 4.")]
    client.force_login(case_officer)

    ask(o_system)

    note = report.events.get(kind=FaultEvent.Kind.SYSTEM_NOTE)
    assert note.message == f"{status.lower()}: Bytte säkring 4."
    assert note.message in client.get(f"/cms/felanmalningar/{report.pk}/").text
    assert "säkring" not in client.get(f"/felanmalan/arende/{report.token}/").text


def test_words_that_the_reporter_reads_are_not_noted_twice(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    StatusMapping.objects.filter(theirs="fixed").update(shows_their_words=True)
    report = sent_in(sundsvall)
    work(o_system)
    open311.updates = [told("u1", "1", "FIXED", now(), "Bytte säkring 4.")]

    ask(o_system)

    assert not report.events.filter(kind=FaultEvent.Kind.SYSTEM_NOTE).exists()


def test_a_link_of_a_report_that_another_municipality_has_shows_nothing_and_brings_no_new_one(
    client: Any, case_officer: User, e_system: CaseSystem, sundsvall: Municipality, timra: Municipality
) -> None:
    report = sent_in(sundsvall)
    work(e_system)
    address = link_in(mails()[0])
    hand_over(report=report, by=case_officer, to=timra, message="", now=now())
    work(e_system)

    looked = client.get(address)
    answered = client.post(address, {"status": "fixed", "words": "Klart."})

    assert (looked.status_code, answered.status_code) == (410, 410)
    assert "Timrå kommun har hand om felanmälan nu." in looked.text
    assert report.text not in looked.text
    report.refresh_from_db()
    assert report.status == "received"
    assert len(mails()) == 2  # the report, and that it went elsewhere
    assert "/felanmalan/lank/" not in mails()[1].text + mails()[1].html


def test_a_link_of_a_report_that_another_system_has_says_so_without_a_name(
    client: Any, case_officer: User, e_system: CaseSystem, sundsvall: Municipality
) -> None:
    system_of(sundsvall, kind="open311", name="Gatan", category="hal", url="http://127.0.0.1:9/v2")
    report = sent_in(sundsvall)
    work(e_system)
    holes = sundsvall.fault_categories.get(code="hal")
    set_category(report=report, by=case_officer, category=holes, now=now())

    page = client.get(link_in(mails()[0]))

    assert page.status_code == 410
    assert "Någon annan har hand om felanmälan nu." in page.text


def test_a_status_is_translated_once(client: Any, case_officer: User, o_system: CaseSystem) -> None:
    client.force_login(case_officer)
    form = {"theirs": " FIXED ", "ours": "fixed", "words": "Klart."}
    row = o_system.mappings.get(theirs="fixed")

    twice = client.post(f"/cms/arendesystem/{o_system.pk}/lage/", form)
    itself = client.post(f"/cms/arendesystem/{o_system.pk}/lage/{row.pk}/", form)

    assert "Det läget är redan översatt." in twice.text
    assert (twice.status_code, itself.status_code) == (200, 302)


def test_an_address_with_a_query_is_no_base() -> None:
    assert addresses.check_url("https://example.se?x")
    assert addresses.check_url("https://example.se/?")
    assert not addresses.check_url("https://example.se/v2")


def test_what_waits_for_a_system_out_of_use_is_seen(
    client: Any, case_officer: User, outsider: User, o_system: CaseSystem, sundsvall: Municipality
) -> None:
    sent_in(sundsvall)
    sent_in(sundsvall)
    CaseSystem.objects.update(is_on=False)
    client.force_login(case_officer)

    page, desk = client.get(f"/cms/arendesystem/{o_system.pk}/").text, client.get("/cms/").text
    client.force_login(outsider)
    theirs = client.get("/cms/").text

    assert "2 anmälningar väntar på att skickas. De skickas när systemet är i bruk igen." in page
    assert "Gatukontoret är inte i bruk" in desk
    assert "2 anmälningar väntar." in desk
    assert "Gatukontoret" not in theirs


def test_a_step_without_words_is_told_in_words_of_people(
    case_officer: User, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall)
    work(o_system)
    change_status(report=report, by=case_officer, status="in_progress", message="", now=now())
    work(o_system)

    assert [note["description"] for note in open311.received.values()] == [report.Status.IN_PROGRESS.label]


def test_a_key_that_is_said_in_the_name_of_a_service_is_not_shown(
    client: Any, case_officer: User, o_system: CaseSystem, open311: Open311Double
) -> None:
    o_system.keep_secrets(api_key="mycket-hemlig")
    o_system.save()
    open311.offered["/v2/services"] = (
        "<services><service><service_code>172</service_code>"
        "<service_name>Lampor mycket-hemlig</service_name></service></services>"
    )
    client.force_login(case_officer)

    page = client.post(f"/cms/arendesystem/{o_system.pk}/anslutning/").text

    assert "Lampor" in page
    assert "mycket-hemlig" not in page


def test_the_log_does_not_hold_what_a_case_system_is_asked(settings: Any) -> None:
    assert settings.LOGGING["loggers"]["httpx"]["level"] == "WARNING"
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
