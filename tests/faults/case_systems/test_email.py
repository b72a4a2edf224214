"""A mail with the photo, and a link that is good for one answer."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from participation.faults.actions import add_words, mark_double
from participation.faults.models import CaseLink, CaseSystem, FaultReport, StatusMapping
from participation.notifications.models import OutgoingMail
from tests.faults.factories import reported

from .conftest import as_if_killed, now, sent_in, work

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.attachments.intake import ReceivedPhoto
    from participation.places.models import Municipality

pytestmark = pytest.mark.django_db


def mails() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(to="parken@example.se").order_by("pk"))


def link_in(mail: OutgoingMail) -> str:
    found = re.search(r"http://testserver(/felanmalan/lank/[^/\s]+/)", mail.text)
    assert found
    return found[1]


def test_the_mail_holds_words_place_and_photo_but_not_the_reporter(
    e_system: CaseSystem, sundsvall: Municipality, developed: ReceivedPhoto
) -> None:
    report = sent_in(sundsvall, photos=[developed], contact_email="anna@example.se")

    row = work(e_system)
    as_if_killed(e_system)
    work(e_system)

    assert row is not None
    assert (row.state, row.external_id) == ("done", report.number)
    [mail] = mails()
    assert "Lyktan hänger i kabeln." in mail.text
    assert "62.390800" in mail.text
    assert "anna@example.se" not in mail.text + mail.html
    assert [part["type"] for part in mail.attachments] == ["image/jpeg"]
    assert report.token not in mail.text + mail.html


@pytest.mark.parametrize("shares", [False, True])
def test_what_the_reporter_wrote_of_how_to_reach_them_goes_only_to_one_that_may_know(
    e_system: CaseSystem, sundsvall: Municipality, shares: bool
) -> None:
    CaseSystem.objects.update(shares_contact=shares)
    words = "Ring 070-123 45 67 eller anna@example.se"
    answers = [
        {"code": "hur", "question": "Hur?", "values": ["Ring 070-123 45 68"], "names": ["Ring 070-123 45 68"]},
        {"code": "stolpe", "question": "Stolpe?", "values": ["0701234569"], "names": ["0701234569"]},
    ]
    report = sent_in(sundsvall, text=words, answers=answers)
    add_words(report=report, text="Eller 070-123 45 60.", now=now())

    work(e_system)

    said = "".join(mail.text + mail.html for mail in mails())
    for told in ("070-123 45 67", "anna@example.se", "070-123 45 68", "070-123 45 60"):
        assert (told in said) == shares
    assert ("[telefonnummer borttaget]" in said) != shares
    assert "0701234569" in said


def test_looking_changes_nothing_and_one_answer_spends_the_link(
    e_system: CaseSystem, sundsvall: Municipality, client: Any
) -> None:
    report = sent_in(sundsvall)
    work(e_system)
    address = link_in(mails()[0])

    looked = [client.get(address), client.head(address), client.get(address)]
    answered = client.post(address, {"status": "in_progress", "words": "Vi åker dit i dag."})
    again = client.post(address, {"status": "fixed"})

    assert [response.status_code for response in looked] == [200, 200, 200]
    assert answered.status_code == 200
    assert again.status_code == 410
    report.refresh_from_db()
    assert report.status == "in_progress"
    assert "no-store" in answered.headers["Cache-Control"]
    later = client.post(link_in(mails()[1]), {"status": "fixed"})
    report.refresh_from_db()
    assert later.status_code == 200
    assert report.status == "fixed"
    assert len(mails()) == 2


def test_an_old_link_a_foreign_word_and_a_no_without_a_why_change_nothing(
    e_system: CaseSystem, sundsvall: Municipality, client: Any
) -> None:
    report = sent_in(sundsvall)
    work(e_system)
    address = link_in(mails()[0])

    foreign = client.post(address, {"status": "duplicate"})
    wordless = client.post(address, {"status": "not_ours"})
    CaseLink.objects.update(expires_at=now() - timedelta(minutes=1))
    old = client.post(address, {"status": "fixed"})
    unknown = client.get("/felanmalan/lank/hittepa/")

    assert [foreign.status_code, wordless.status_code, old.status_code, unknown.status_code] == [200, 200, 410, 404]
    assert "Skriv varför" in wordless.text
    report.refresh_from_db()
    assert report.status == "received"


def test_what_is_answered_of_a_double_is_read_by_staff_and_decides_nothing(
    e_system: CaseSystem, sundsvall: Municipality, client: Any, case_officer: User
) -> None:
    first, report = reported(sundsvall), sent_in(sundsvall)
    work(e_system)
    mark_double(report=report, original=first, by=case_officer, message="", now=now())

    client.post(link_in(mails()[0]), {"status": "fixed", "words": "Lampan är bytt."})

    report.refresh_from_db()
    assert (report.status, report.duplicate_of) == ("duplicate", first)
    assert "Lampan är bytt." in report.events.get(kind="system_note").message


@pytest.mark.parametrize(("shown", "readers"), [(False, "så att kommunen förstår"), (True, "den som anmälde förstår")])
def test_whoever_says_no_is_told_who_reads_why(
    shown: bool, readers: str, e_system: CaseSystem, sundsvall: Municipality, client: Any
) -> None:
    StatusMapping.objects.create(
        system=e_system, theirs="not_ours", ours="not_ours", words="Någon annans.", shows_their_words=shown, is_on=True
    )
    report = sent_in(sundsvall)
    work(e_system)
    address = link_in(mails()[0])

    page = client.get(address).text
    refused = client.post(address, {"status": "not_ours", "words": ""}).text
    client.post(address, {"status": "not_ours", "words": "Vägen är Trafikverkets."})

    assert readers in refused
    assert ("ibland den som anmälde" in page) is shown
    assert ("Trafikverkets" in client.get(report.get_absolute_url()).text) is shown


def test_the_token_itself_is_not_kept(e_system: CaseSystem, sundsvall: Municipality) -> None:
    sent_in(sundsvall)
    work(e_system)

    token = link_in(mails()[0]).split("/")[-2]

    assert CaseLink.objects.get().token_hash == CaseLink.hashed(token) != token


@pytest.mark.parametrize("shares", [False, True])
def test_the_page_behind_the_link_tells_no_more_of_the_reporter_than_the_mail(
    shares: bool, e_system: CaseSystem, sundsvall: Municipality, client: Any
) -> None:
    CaseSystem.objects.update(shares_contact=shares)
    e_system.refresh_from_db()
    text = "Lampan är trasig. Ring 070-123 45 67 eller skriv till anna@example.se."
    earlier = [{"name": "Hål i vägen", "answers": [{"code": "a", "question": "Vem?", "names": ["Bo, 060-12 34 56"]}]}]
    report = sent_in(sundsvall, text=text)
    FaultReport.objects.filter(pk=report.pk).update(place="Hos Anna, 070-765 43 21", earlier_answers=earlier)
    work(e_system)
    mail = mails()[0]

    page = client.get(link_in(mail)).text
    refused = client.post(link_in(mail), {"status": "not_ours", "words": ""}).text

    for secret in ("070-123 45 67", "anna@example.se", "070-765 43 21", "060-12 34 56"):
        assert [secret in shown for shown in (mail.text, page, refused)] == [shares] * 3
    assert "Lampan är trasig." in page
    assert "Hål i vägen" in page
