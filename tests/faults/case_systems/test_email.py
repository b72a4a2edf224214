"""A mail with the photo, and a link that is good for one answer."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from participation.faults.models import CaseLink, CaseSystem
from participation.notifications.models import OutgoingMail

from .conftest import as_if_killed, now, sent_in, work

if TYPE_CHECKING:
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


def test_the_token_itself_is_not_kept(e_system: CaseSystem, sundsvall: Municipality) -> None:
    sent_in(sundsvall)
    work(e_system)

    token = link_in(mails()[0]).split("/")[-2]

    assert CaseLink.objects.get().token_hash == CaseLink.hashed(token) != token
