"""What stops an address, what does not, and how it goes on."""

from __future__ import annotations

import io
import mailbox
import sys
from datetime import timedelta
from email import message_from_string

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from participation.accounts import personal_data
from participation.accounts.address_keys import keys_of
from participation.accounts.signals import address_proved
from participation.notifications import outbox
from participation.notifications.models import OutgoingMail, ReturnedMail, StoppedAddress
from participation.notifications.stops import actions
from participation.notifications.stops.models import Reason
from participation.notifications.stops.reading import read_imap, read_maildir
from participation.notifications.stops.refusals import Means, meaning_of
from participation.notifications.stops.reports import read_report
from participation.notifications.stops.tokens import envelope_of, halves_of, read_token, token_of
from tests.accounts.test_settings import MAIL

from ..factories import MailFactory
from .imap_double import ImapDouble
from .returned import complaint, delivery_report, ordinary

pytestmark = pytest.mark.django_db
Status = OutgoingMail.Status
LISA = "lisa@example.com"
SAID = {"language": "sv", **MAIL}
NOW = timezone.now()


def stopped(address: str = LISA) -> bool:
    return actions.stop_of(address) is not None


def stop(address: str = LISA, reason: str = Reason.REFUSED) -> None:
    actions.stop(key=halves_of(address)[0], reason=reason, now=NOW)


class TestWhatTheServerSaysAtOnce:
    @pytest.mark.parametrize("answer", ["550 no such user", "550 5.1.1 unknown", "551 not here", "550 5.2.1 disabled"])
    def test_a_receiver_that_is_not_there_counts_at_once(self, postbox, answer):
        mail = MailFactory(kind="news")
        postbox.refusals[mail.to] = answer

        outbox.send_due()

        assert actions.stop_of(mail.to).reason == Reason.REFUSED

    @pytest.mark.parametrize("answer", ["550 5.7.1 blocked by a list", "450 4.2.0 later", "421 busy"])
    def test_a_no_that_is_about_us_or_about_now_stops_nobody(self, postbox, answer):
        mail = MailFactory(kind="news")
        postbox.refusals[mail.to] = answer

        outbox.send_due()

        assert not stopped(mail.to)

    def test_a_full_letterbox_stops_on_the_fourth_day(self):
        for day in range(4):
            assert not stopped()
            for _mail in range(5):
                actions.came_back(key=halves_of(LISA)[0], now=NOW + timedelta(days=day))

        assert actions.stop_of(LISA).reason == Reason.AGAIN_AND_AGAIN

    def test_days_that_lie_far_apart_stop_nobody(self):
        for week in range(6):
            actions.came_back(key=halves_of(LISA)[0], now=NOW + timedelta(days=7 * week))

        assert not stopped()

    def test_a_content_that_is_refused_stops_nobody(self, postbox):
        mail = MailFactory(kind="news")
        postbox.after_data = lambda: "554 5.6.0 we do not like the words"

        outbox.send_due()

        assert not stopped(mail.to)


class TestWhatIsNotSent:
    def test_news_do_not_go_and_codes_do(self, postbox):
        news, code = MailFactory(to=LISA, kind="news"), MailFactory(to=LISA)
        stop("LISA@example.com")

        outbox.send_due()

        news.refresh_from_db()
        assert (news.status, news.error) == (Status.WITHHELD, "StoppedAddress")
        assert [message_from_string(mail)["Message-ID"] for _to, mail in postbox.taken] == [code.message_id]

    @pytest.mark.parametrize(("days", "goes"), [(0, False), (29, False), (31, True)])
    def test_a_question_whether_one_wants_mail_waits_a_month(self, postbox, days, goes):
        """It went at once before, and so anybody could have any stopped address asked for ever."""
        MailFactory(to=LISA, kind="newsletter_confirm")
        actions.stop(key=halves_of(LISA)[0], reason=Reason.COMPLAINT, now=timezone.now() - timedelta(days=days))

        outbox.send_due()

        assert bool(postbox.taken) is goes

    def test_others_are_not_touched(self, postbox):
        stop()
        MailFactory(to="olle@example.com", kind="news")

        outbox.send_due()

        assert postbox.receivers == ["olle@example.com"]


class TestTokens:
    def test_they_name_an_address_that_nobody_reads_out_of_them(self, settings):
        settings.BOUNCE_ADDRESS = "studsar@example.se"
        token = token_of("Lisa@Example.com")

        assert read_token(token) == halves_of(LISA)[0]
        assert "lisa" not in token
        assert envelope_of(LISA) == f"studsar+{token}@example.se"
        assert len(envelope_of(LISA).partition("@")[0]) <= 64

    def test_they_bear_another_case_and_an_old_secret(self, settings):
        token = token_of(LISA).upper()
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "n" * 60

        assert read_token(token) in halves_of(LISA)

    @given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz234567", min_size=42, max_size=42))
    def test_a_guess_is_no_token(self, guess):
        assert read_token(guess) is None

    def test_the_receiver_sees_the_sender_and_the_mail_server_the_way_back(self, postbox, settings):
        settings.BOUNCE_ADDRESS = "studsar@example.se"
        senders = []
        postbox.handle_MAIL = _noting(senders)
        mail = MailFactory()

        outbox.send_due()

        assert senders == [f"studsar+{token_of(mail.to)}@example.se"]
        assert "From: Samskapa <samskapa@example.se>" in postbox.taken[0][1]


def _noting(senders):
    async def handle_MAIL(server, session, envelope, address, options):
        envelope.mail_from = address
        senders.append(address)
        return "250 OK"

    return handle_MAIL


class TestReports:
    @pytest.mark.parametrize("whole", [True, False])
    def test_a_delivery_report_stops_whom_the_returned_mail_was_for(self, whole):
        report = read_report(delivery_report(MailFactory(to=LISA), whole=whole))

        assert (report.key, report.means) == (halves_of(LISA)[0], Means.GONE)

    def test_the_address_it_comes_to_is_enough(self, settings):
        settings.BOUNCE_ADDRESS = "studsar@example.se"
        raw = delivery_report(MailFactory(to=LISA), to=envelope_of(LISA))
        raw = b"\r\n".join(line for line in raw.split(b"\r\n") if b"X-Samskapa" not in line)

        assert read_report(raw).key == halves_of(LISA)[0]

    @pytest.mark.parametrize(
        ("status", "action", "means"),
        [
            ("5.2.2", "failed", Means.NOT_NOW),
            ("4.4.7", "failed", Means.NOT_NOW),
            ("5.7.1", "failed", None),
            ("4.4.1", "delayed", None),
            ("2.1.5", "delivered", None),
        ],
    )
    def test_what_it_says_decides(self, status, action, means):
        report = read_report(delivery_report(MailFactory(to=LISA), status=status, action=action))

        assert (report.means if report else None) == means

    def test_a_complaint_is_one(self):
        assert read_report(complaint(MailFactory(to=LISA))).is_complaint
        assert read_report(complaint(MailFactory(to=LISA), kind="not-spam")) is None

    def test_a_forged_one_stops_nobody(self):
        """Somebody knows Lisa's address, and has had a mail of ours at another."""
        mail = MailFactory(to=LISA)
        token = token_of(LISA)
        for other in (
            b"a" * 42,
            token[:26].encode() + b"a" * 16,
            token_of("mallory@example.com").encode()[:26] + token[26:].encode(),
        ):
            report = read_report(delivery_report(mail).replace(token.encode(), other))
            assert report is None

        own = read_report(delivery_report(mail).replace(token.encode(), token_of("mallory@example.com").encode()))
        assert own.key == halves_of("mallory@example.com")[0]  # only their own

    def test_what_is_no_report_is_none(self):
        assert read_report(ordinary()) is None
        assert read_report(b"") is None
        assert read_report(b"x" * 3_000_000) is None

    @given(st.binary(max_size=400), st.integers(0, 3000))
    def test_no_broken_mail_breaks_the_reader(self, rubbish, at):
        raw = delivery_report(OutgoingMail(to=LISA, subject="x", text="y", message_id="<a@b>"))

        read_report(raw[:at] + rubbish + raw[at:])
        read_report(rubbish)


class TestReading:
    @pytest.fixture
    def mails(self):
        return [
            delivery_report(MailFactory(to=LISA)),
            ordinary(),
            complaint(MailFactory(to="olle@example.com")),
            delivery_report(MailFactory(to="eva@example.com"), status="5.2.2"),
        ]

    def test_a_maildir(self, mails, tmp_path):
        box = mailbox.Maildir(tmp_path / "box")
        for mail in mails:
            box.add(mail)

        read = read_maildir(tmp_path / "box", now=NOW)

        assert (read.used, read.left, read.stopped) == (3, 1, 2)
        assert stopped()
        assert stopped("olle@example.com")
        assert len(mailbox.Maildir(tmp_path / "box")) == 1
        assert read_maildir(tmp_path / "box", now=NOW).left == 0  # it was looked at

    def test_a_letterbox_by_imap(self, mails):
        with ImapDouble(mails) as box:
            read = read_imap(f"imap://studsar:hemligt@127.0.0.1:{box.port}/INBOX", now=NOW)

        assert (read.used, read.left, read.stopped) == (3, 1, 2)
        assert list(box.mails) == [2]
        assert box.flags(2) == {"\\Seen"}

    def test_a_password_goes_over_no_open_line(self, settings):
        settings.BOUNCE_IMAP_URL = "imap://studsar:hemligt@mail.example.se/INBOX"

        with pytest.raises(CommandError) as caught:
            call_command("read_bounces")
        assert "hemligt" not in str(caught.value)

    def test_a_wrong_password_is_said_without_it(self, settings):
        with ImapDouble([]) as box:
            settings.BOUNCE_IMAP_URL = f"imap://studsar:fel@127.0.0.1:{box.port}/INBOX"
            with pytest.raises(CommandError, match="could not be read: error"):
                call_command("read_bounces")

    def test_one_on_standard_input(self, mails, monkeypatch, capsys):
        class Given:
            buffer = io.BytesIO(mails[0])

        monkeypatch.setattr(sys, "stdin", Given)

        call_command("read_bounces", stdin=True)

        assert "1 addresses stopped" in capsys.readouterr().out
        assert stopped()

    def test_nothing_is_logged_of_whom(self, mails, tmp_path, caplog, capsys):
        box = mailbox.Maildir(tmp_path / "box")
        for mail in mails:
            box.add(mail)

        call_command("read_bounces", maildir=tmp_path / "box")

        assert "@" not in caplog.text + capsys.readouterr().out

    def test_a_folder_that_is_none_is_said(self, tmp_path):
        with pytest.raises(CommandError, match="no Maildir"):
            call_command("read_bounces", maildir=tmp_path)


class TestTheOwner:
    def test_reads_it_in_the_settings_and_starts_it_again(self, client, citizen):
        stop(citizen.email)
        client.force_login(citizen)

        assert "Prova igen i inställningarna" in client.get("/mina/").content.decode()
        page = client.get("/mina/installningar/").content.decode()
        assert "Mejl till dig kommer inte fram" in page
        assert "svarade din mejlserver" in page

        client.post("/mina/installningar/", {**SAID, "studs-again": "on"})

        assert not stopped(citizen.email)
        assert "kommer inte fram" not in client.get("/mina/installningar/").content.decode()

    def test_saving_other_settings_starts_nothing(self, client, citizen):
        stop(citizen.email)
        client.force_login(citizen)

        client.post("/mina/installningar/", SAID)

        assert stopped(citizen.email)

    @pytest.mark.parametrize("reason", Reason.values)
    def test_each_reason_has_its_words(self, client, citizen, reason):
        stop(citizen.email, reason)
        client.force_login(citizen)

        assert client.get("/mina/installningar/").status_code == 200

    def test_nobody_else_sees_it(self, client, citizen):
        stop()
        client.force_login(citizen)

        assert "kommer inte fram" not in client.get("/mina/").content.decode()

    def test_proving_the_address_starts_it_again(self, citizen):
        stop(citizen.email)

        address_proved.send(sender=type(citizen), person=citizen, keys=keys_of(citizen.email))

        assert not stopped(citizen.email)

    def test_gets_it_out_and_has_it_erased(self, citizen):
        stop(citizen.email)
        assert personal_data.export_of(citizen)["mejl som inte kom fram"][0]["skäl"]

        personal_data.erase(citizen)

        assert StoppedAddress.objects.count() == 0


def test_it_is_forgotten_in_time():
    actions.came_back(key=halves_of(LISA)[0], now=NOW - timedelta(days=20))
    actions.stop(key="0" * 32, reason=Reason.REFUSED, now=NOW - timedelta(days=400))
    stop()

    actions.forget(NOW)

    assert ReturnedMail.objects.count() == 0
    assert [row.key for row in StoppedAddress.objects.all()] == [halves_of(LISA)[0]]


@given(st.integers(200, 599), st.text(max_size=60))
def test_any_answer_means_something(code, words):
    assert meaning_of(code, words) in Means
