from __future__ import annotations

from participation.accounts import overview as pages
from participation.accounts.actions import close_account
from participation.faults import integrity, overview, own_data
from participation.faults.actions import add_words, set_publicity
from participation.faults.models import AreaWatch, FaultReport
from participation.notifications.models import OutgoingMail

from .factories import NOW, reported


def test_the_export_holds_the_own_reports_and_nobody_elses(sundsvall, citizen, author):
    mine = reported(sundsvall, reporter=citizen, contact_phone="060-123456")
    add_words(report=mine, text="Mer ord", now=NOW)
    reported(sundsvall, reporter=author)

    [exported] = own_data.export(citizen)

    assert exported["nummer"] == mine.number
    assert exported["telefon"] == "060-123456"
    assert [event["meddelande"] for event in exported["händelser"]] == ["", "Mer ord"]


def test_a_closed_account_leaves_the_fault_and_takes_the_addresses(sundsvall, citizen):
    report = reported(sundsvall, reporter=citizen, contact_email="lisa@example.com", contact_phone="060-123456")

    close_account(person=citizen, now=NOW)

    report.refresh_from_db()
    assert (report.reporter, report.contact_email, report.contact_phone) == (None, "", "")
    assert report.text == "Lyktan hänger i kabeln."
    assert not OutgoingMail.objects.filter(to="lisa@example.com").exists()


def test_the_own_page_shows_the_newest_and_leads_to_all(sundsvall, citizen):
    assert overview.section(citizen) is None

    reports = [reported(sundsvall, reporter=citizen) for _ in range(5)]
    section = overview.section(citizen)

    assert [line.title for line in section.lines] == [report.number for report in reports[:1:-1]]
    assert section.more_url == "/felanmalan/mina/"
    assert any(section.title == "Dina felanmälningar" for section in pages.sections_of(citizen))


def test_a_report_that_strayed_from_its_events_is_found(sundsvall):
    report = reported(sundsvall)
    assert list(integrity.strayed()) == []

    FaultReport.objects.filter(pk=report.pk).update(status="in_progress")
    assert [report.number in finding for finding in integrity.strayed()] == [True]


def test_a_report_without_events_is_found_once(sundsvall):
    report = reported(sundsvall)
    report.events.all()._raw_delete(report.events.db)

    assert list(integrity.strayed()) == [f"{report.number} has no events"]


def test_what_staff_write_to_each_other_is_not_handed_out(sundsvall, citizen, case_officer):
    report = reported(sundsvall, reporter=citizen)
    set_publicity(report=report, by=case_officer, publicity="shown", note="Grannen ringde också.", now=NOW)

    assert "Grannen" not in str(own_data.export(citizen))


def test_a_closed_account_watches_nothing_more(sundsvall, citizen):
    for person in (citizen, None):
        AreaWatch.objects.create(
            email=citizen.email.upper(), person=person, municipality=sundsvall, created_at=NOW, told_until=NOW
        )
    assert len(own_data.export_watches(citizen)) == 2

    own_data.erase(citizen)

    assert not AreaWatch.objects.exists()
