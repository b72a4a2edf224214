"""What waits for a digest, when it goes, what it says, and what it leaves out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from participation.notifications import digest
from participation.notifications.actions import mark_read, notify, set_mail
from participation.notifications.digest import queue_digests
from participation.notifications.models import Cadence, Notification, OutgoingMail, Reason
from participation.notifications.outbox import send_due
from participation.notifications.unsubscribing import read_token
from participation.topics.models import Topic
from tests.factories import TopicFactory, UserFactory

if TYPE_CHECKING:
    from participation.accounts.models import User

    from .postbox import Postbox

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
SATURDAY, MONDAY = datetime(2026, 11, 28, 6, 0, tzinfo=UTC), datetime(2026, 11, 30, 6, 0, tzinfo=UTC)
Status = OutgoingMail.Status


def wants(person: User, cadence: str, *reasons: str) -> None:
    set_mail(person_id=person.pk, cadences=dict.fromkeys(reasons or Reason.values, cadence), now=FRIDAY)


def tell(person: User, sentence: str = "Något hände", **more: Any) -> None:
    notify(people=[person], kind="x", sentence=sentence, **{"reason": Reason.FOLLOWED, "now": FRIDAY, **more})


def written() -> OutgoingMail:
    mail = OutgoingMail.objects.get()
    assert digest.write(mail)
    return mail


@pytest.mark.parametrize(("cadence", "at"), [(Cadence.DAILY, SATURDAY), (Cadence.WEEKLY, MONDAY)])
def test_one_mail_goes_when_the_hour_has_come_and_not_again(citizen: User, cadence: str, at: datetime) -> None:
    wants(citizen, cadence)
    for number in range(3):
        tell(citizen, f"Nyhet {number}")
    assert not OutgoingMail.objects.exists()

    assert queue_digests(now=at - timedelta(seconds=1)) == 0
    assert queue_digests(now=at) == 1
    assert queue_digests(now=at + timedelta(days=30)) == 0

    mail = written()
    assert mail.subject == "3 nyheter till dig"
    for number in range(3):
        assert f"Nyhet {number}" in mail.text
        assert f"Nyhet {number}" in mail.html


def test_without_news_there_is_no_mail_and_no_writing(citizen: User, django_assert_num_queries: Any) -> None:
    wants(citizen, Cadence.DAILY)

    with django_assert_num_queries(1):
        assert queue_digests(now=MONDAY) == 0


def test_what_is_wanted_at_once_does_not_wait(citizen: User) -> None:
    wants(citizen, Cadence.DAILY, Reason.FOLLOWED)
    tell(citizen)
    tell(citizen, "Du har fått svar", reason=Reason.REPLIES)

    assert OutgoingMail.objects.get().subject == "Du har fått svar"
    assert Notification.objects.filter(digest_at__isnull=False).count() == 1


def test_on_a_monday_the_day_and_the_week_come_in_one_mail(citizen: User) -> None:
    wants(citizen, Cadence.WEEKLY, Reason.INTERESTS)
    wants(citizen, Cadence.DAILY, Reason.FOLLOWED)
    tell(citizen, "Från veckan", reason=Reason.INTERESTS)
    tell(citizen, "Från dagen", now=MONDAY - timedelta(hours=2))

    queue_digests(now=MONDAY)

    mail = written()
    assert "Från veckan" in mail.text
    assert "Från dagen" in mail.text
    person_id, reasons = read_token(mail.headers["List-Unsubscribe"].strip("<>").rstrip("/").rsplit("/", 1)[1]) or ()
    assert (person_id, reasons) == (citizen.pk, [Reason.FOLLOWED, Reason.INTERESTS])
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_news_are_grouped_by_what_they_are_about(citizen: User) -> None:
    bench, park = TopicFactory(title="Fler bänkar", path="/ideer/1/"), TopicFactory(title="Ny park", path="/ideer/2/")
    wants(citizen, Cadence.DAILY)
    for topic, sentence in (
        (bench, "Den är publicerad"),
        (park, "Parken har nått målet"),
        (bench, "Den har fått svar"),
    ):
        tell(citizen, sentence, topic=topic)
    queue_digests(now=SATURDAY)

    page = BeautifulSoup(written().html, "html.parser")

    assert [heading.get_text() for heading in page.find_all("h2")] == ["Fler bänkar", "Parken har nått målet"]
    assert page.get_text().index("Den är publicerad") < page.get_text().index("Den har fått svar")
    assert [link["href"] for link in page.find_all("a")][:2] == [
        "http://testserver/ideer/1/",
        "http://testserver/ideer/2/",
    ]
    assert not page.find_all(["img", "script", "style", "link", "iframe", "table"])


def test_it_is_written_in_the_language_of_the_person() -> None:
    english = UserFactory(language="en")
    wants(english, Cadence.DAILY)
    tell(english, "One")
    tell(english, "Two")
    queue_digests(now=SATURDAY)

    mail = written()

    assert mail.subject == "2 news items for you"
    assert '<html lang="en">' in mail.html
    assert "Hej" not in mail.text


def test_what_was_hidden_meanwhile_is_left_out_and_nothing_tells_of_it(citizen: User, postbox: Postbox) -> None:
    hidden, shown = TopicFactory(title="Det hemliga"), TopicFactory(title="Det öppna")
    wants(citizen, Cadence.DAILY)
    tell(citizen, "Det hemliga har hänt", topic=hidden)
    tell(citizen, "Det öppna har hänt", topic=shown)
    queue_digests(now=SATURDAY)
    Topic.objects.filter(pk=hidden.pk).update(visibility="nobody")

    send_due(now=SATURDAY)

    assert postbox.receivers == [citizen.email]
    mail = OutgoingMail.objects.get()
    assert mail.status == Status.SENT
    assert mail.subject == "Det öppna har hänt"
    assert "hemliga" not in mail.text + mail.html + postbox.taken[0][1]


@pytest.mark.parametrize("what", ["hidden", "read", "not wanted", "closed"])
def test_a_digest_of_which_nothing_is_left_is_not_sent(citizen: User, postbox: Postbox, what: str) -> None:
    topic = TopicFactory()
    wants(citizen, Cadence.DAILY)
    tell(citizen, topic=topic)
    queue_digests(now=SATURDAY)
    if what == "hidden":
        Topic.objects.filter(pk=topic.pk).update(visibility="nobody")
    elif what == "read":
        mark_read(person=citizen)
    elif what == "not wanted":
        wants(citizen, Cadence.NEVER, Reason.FOLLOWED)
    else:
        citizen.is_active = False
        citizen.save()

    send_due(now=SATURDAY)

    assert postbox.taken == []
    assert OutgoingMail.objects.get().status == Status.WITHHELD


def test_nothing_is_queued_for_a_closed_account(citizen: User) -> None:
    wants(citizen, Cadence.DAILY)
    tell(citizen)
    citizen.is_active = False
    citizen.save()

    queue_digests(now=SATURDAY)

    assert not OutgoingMail.objects.exists()
    assert not Notification.objects.filter(digest_at__isnull=False).exists()


@pytest.mark.parametrize(("cadence", "at"), [("weekly", MONDAY), ("never", None), ("at_once", SATURDAY)])
def test_what_waits_follows_another_choice(citizen: User, cadence: str, at: datetime | None) -> None:
    wants(citizen, Cadence.DAILY)
    tell(citizen)

    wants(citizen, cadence)

    assert Notification.objects.get().digest_at == at


def test_a_long_digest_says_how_much_more_there_is(citizen: User) -> None:
    wants(citizen, Cadence.DAILY)
    for number in range(digest.MOST_LINES + 2):
        tell(citizen, f"Nyhet {number}.")
    queue_digests(now=SATURDAY)

    mail = written()

    assert "Det finns 2 nyheter till" in mail.text
    assert f"Nyhet {digest.MOST_LINES}." not in mail.text


def test_words_of_others_cannot_script(citizen: User) -> None:
    hostile = "<script>alert(1)</script> & co"
    wants(citizen, Cadence.DAILY)
    for _number in range(2):
        tell(citizen, hostile, body=hostile, topic=Topic.objects.first() or TopicFactory(title=hostile))
    queue_digests(now=SATURDAY)

    mail = written()

    assert not BeautifulSoup(mail.html, "html.parser").find("script")
    assert hostile in mail.text


def test_many_people_cost_no_more_queries_than_few(django_assert_max_num_queries: Any) -> None:
    for _number in range(12):
        person = UserFactory()
        wants(person, Cadence.DAILY)
        tell(person)
        tell(person)

    with django_assert_max_num_queries(9):
        assert queue_digests(now=SATURDAY) == 12
    assert OutgoingMail.objects.count() == 12
    assert not Notification.objects.filter(digest__isnull=True).exists()


def test_a_worker_that_is_killed_in_the_middle_has_queued_nothing(
    citizen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    wants(citizen, Cadence.DAILY)
    tell(citizen)

    def killed(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(digest, "Subquery", killed)
        with pytest.raises(KeyboardInterrupt):
            queue_digests(now=SATURDAY)
    assert not OutgoingMail.objects.exists()

    assert queue_digests(now=SATURDAY) == 1
    assert OutgoingMail.objects.count() == 1
