"""A mail server that says no to a hand-over by e-mail: staff see it, and one press sends the same mail again."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command

from participation.faults.actions import add_words
from participation.faults.case_systems.email import refused
from participation.faults.models import CaseSystem, Dispatch
from participation.notifications import outbox
from participation.notifications.models import OutgoingMail
from participation.notifications.stops.actions import stop
from participation.notifications.stops.models import Reason
from participation.notifications.stops.tokens import halves_of

from .conftest import now, sent_in, work

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.places.models import Municipality

pytestmark = pytest.mark.django_db

TO = "parken@example.se"


class Transport:
    """A mail server that refuses an address, as smtplib tells of it."""

    def __init__(self) -> None:
        self.refuses: set[str] = {TO}
        self.took: list[Any] = []

    def open(self) -> None:
        pass

    close = open

    def send_messages(self, messages: list[Any]) -> int:
        for message in messages:
            if set(message.to) & self.refuses:
                raise smtplib.SMTPRecipientsRefused({message.to[0]: (550, b"no such user")})
            self.took.append(message)
        return len(messages)


@pytest.fixture
def transport(monkeypatch: pytest.MonkeyPatch) -> Transport:
    made = Transport()
    monkeypatch.setattr(outbox, "get_connection", lambda *args, **more: made)
    return made


def deliver() -> None:
    outbox.send_due(now=now() + timedelta(minutes=1), limit=50)


def test_a_mail_that_is_refused_is_a_hand_over_that_failed(
    client: Any, case_officer: User, transport: Transport, e_system: CaseSystem, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall)
    work(e_system)
    deliver()
    client.force_login(case_officer)

    row = Dispatch.objects.get()
    pages = [
        client.get(path).text
        for path in ("/cms/", "/cms/arendesystem/inte-skickade/", f"/cms/felanmalningar/{report.pk}/")
    ]

    assert (row.state, row.step, row.external_id) == ("dead", "new", "")
    words = "Mejlet till parken@example.se gick inte fram (mejlservern säger nej till adressen)."
    assert all(words in page for page in pages)


def test_one_press_sends_the_same_mail_to_the_address_as_it_is_now(
    client: Any, case_officer: User, transport: Transport, e_system: CaseSystem, sundsvall: Municipality
) -> None:
    sent_in(sundsvall)
    work(e_system)
    deliver()
    client.force_login(case_officer)
    first = OutgoingMail.objects.get(kind__startswith="case:")
    e_system.settings["to"] = "ratt@example.se"
    e_system.save()

    client.post(f"/cms/arendesystem/skickad/{Dispatch.objects.get().pk}/", {"gor": "igen"})
    work(e_system)
    deliver()

    row = Dispatch.objects.get()
    assert row.state == "done"
    there = [message for message in transport.took if message.to == ["ratt@example.se"]]
    assert [message.extra_headers["Message-ID"] for message in there] == [first.message_id]
    assert OutgoingMail.objects.filter(kind__startswith="case:").count() == 1
    assert list(refused.never_came()) == []


def test_refused_again_it_is_handed_to_staff_again(
    transport: Transport, e_system: CaseSystem, sundsvall: Municipality
) -> None:
    sent_in(sundsvall)
    for _time in range(2):
        Dispatch.objects.update(state="waiting", error="")
        work(e_system)
        deliver()

    assert Dispatch.objects.get().state == "dead"


def test_later_news_that_are_refused_leave_the_case_and_go_again_alone(
    transport: Transport, e_system: CaseSystem, sundsvall: Municipality
) -> None:
    transport.refuses = set()
    report = sent_in(sundsvall)
    work(e_system)
    deliver()
    transport.refuses = {TO}
    add_words(report=report, text="Nu blinkar den.", now=now())
    work(e_system)
    deliver()
    row = Dispatch.objects.get()
    assert (row.state, row.step, row.external_id) == ("dead", "created", report.number)

    transport.refuses = set()
    Dispatch.objects.update(state="waiting", error="")
    work(e_system)
    deliver()

    sent = [message.subject for message in transport.took if message.to == [TO]]
    assert [subject.split()[0] for subject in sent] == ["Ny", "Nytt"]
    assert Dispatch.objects.get().state == "done"


def test_who_is_just_writing_more_to_them_is_overtaken(
    transport: Transport, e_system: CaseSystem, sundsvall: Municipality
) -> None:
    sent_in(sundsvall)
    work(e_system)
    Dispatch.objects.update(state="sending", leased_until=now() + timedelta(minutes=3))
    deliver()

    row = Dispatch.objects.get()
    assert (row.state, row.leased_until) == ("dead", None)


def test_other_mails_and_withdrawn_hand_overs_are_let_be(
    transport: Transport, e_system: CaseSystem, sundsvall: Municipality
) -> None:
    sent_in(sundsvall)
    work(e_system)
    Dispatch.objects.all().delete()
    OutgoingMail.objects.create(to=TO, subject="a", text="b", message_id="<1@x>", kind="case:hittepa")
    deliver()

    assert OutgoingMail.objects.filter(status="failed").count() == 2


def test_the_integrity_check_sees_what_nobody_was_told_of_and_mends_it(
    e_system: CaseSystem, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall)
    work(e_system)
    OutgoingMail.objects.filter(kind__startswith="case:").update(status="failed", error="SMTPRecipientsRefused")

    found = list(refused.never_came())
    with pytest.raises((CommandError, SystemExit)):
        call_command("verify_integrity")
    mended = refused.hand_to_staff()

    assert found == [f"{report.number} is called done by e-mail, and a mail of it never came through"]
    assert mended == 1
    assert Dispatch.objects.get().state == "dead"
    assert list(refused.never_came()) == []


def test_an_address_that_took_no_mail_before_is_told_and_tried_when_staff_say_so(
    transport: Transport, e_system: CaseSystem, sundsvall: Municipality
) -> None:
    stop(key=halves_of(TO)[0], reason=Reason.REFUSED, now=now())
    transport.refuses = set()
    sent_in(sundsvall)
    work(e_system)
    deliver()
    row = Dispatch.objects.get()
    assert (row.state, "har inte tagit emot mejl tidigare" in row.error) == ("dead", True)

    Dispatch.objects.update(state="waiting", error="")
    work(e_system)
    deliver()

    assert Dispatch.objects.get().state == "done"
    assert [message.to for message in transport.took if message.to == [TO]] == [[TO]]


@pytest.mark.parametrize("to", ["inte en adress\nBcc: a@b.se", "inte en adress", "a@b.se, c@d.se"])
def test_only_an_address_is_taken(
    to: str, client: Any, case_officer: User, e_system: CaseSystem, sundsvall: Municipality
) -> None:
    client.force_login(case_officer)
    form = {"name": "Gatan", "municipalities": [sundsvall.pk], "to": to, "is_on": "on"}

    added = client.post("/cms/arendesystem/nytt/email/", form)
    e_system.settings["to"] = to  # from before it was looked at
    e_system.save()
    sent_in(sundsvall)
    row = work(e_system)
    tried = client.post(f"/cms/arendesystem/{e_system.pk}/anslutning/")

    assert added.status_code == 200
    assert CaseSystem.objects.count() == 1
    assert row is not None
    assert (row.state, row.error) == ("dead", "Det som är ifyllt är ingen e-postadress. Rätta den.")
    assert "ingen e-postadress" in tried.text
    assert not OutgoingMail.objects.filter(kind__startswith="case:").exists()


def test_an_answer_counts_although_the_next_link_cannot_be_mailed(
    client: Any, e_system: CaseSystem, sundsvall: Municipality
) -> None:
    from .test_email import link_in, mails

    report = sent_in(sundsvall)
    work(e_system)
    e_system.settings["to"] = "borta"
    e_system.save()

    answered = client.post(link_in(mails()[0]), {"status": "in_progress", "words": "Vi åker dit."})

    report.refresh_from_db()
    assert (answered.status_code, report.status) == (200, "in_progress")
