"""Who may send, what is sent, to whom, and how it is stopped."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_string, policy

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from participation.accounts.models import Role
from participation.core.integrity import checks
from participation.newsletters import feeding, sending, subscribing
from participation.newsletters.errors import MayNot, NotNow, OtherWords
from participation.newsletters.models import Delivery, Letter, Subscription
from participation.newsletters.permissions import may_send
from participation.notifications import outbox
from participation.notifications.models import Notification, OutgoingMail
from participation.places.models import Municipality
from tests.factories import CategoryFactory, UserFactory, staff

from .factories import LetterFactory, SubscriptionFactory, approved

pytestmark = pytest.mark.django_db
Status = Letter.Status


def send_all(letter: Letter) -> Letter:
    while outbox.send_due():
        pass
    letter.refresh_from_db()
    return letter


def test_a_publisher_who_did_not_write_it_sends(sundsvall, publisher):
    letter = approved(LetterFactory(municipality=sundsvall), publisher)

    assert (letter.status, letter.approved_by) == (Status.SCHEDULED, publisher)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MODERATOR, Role.CASE_OFFICER])
def test_who_does_not_publish_does_not_send(sundsvall, role):
    letter = LetterFactory(municipality=sundsvall)
    person = staff(sundsvall, role)

    with pytest.raises(MayNot):
        approved(letter, person)


def test_the_writer_alone_does_not_send_whatever_they_are(sundsvall, publisher, outsider):
    administrator = UserFactory(is_superuser=True)
    for writer in (publisher, administrator):
        with pytest.raises(MayNot):
            approved(LetterFactory(municipality=sundsvall, written_by=writer), writer)
    with pytest.raises(MayNot):
        approved(LetterFactory(municipality=sundsvall), outsider)


def test_the_table_itself_refuses_the_writer(sundsvall, publisher):
    letter = LetterFactory(municipality=sundsvall, written_by=publisher)
    now = timezone.now()

    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(
            status=Status.SCHEDULED, approved_by=publisher, approved_at=now, send_at=now
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(status=Status.SENDING, send_at=now, started_at=now)


def test_a_letter_whose_writer_is_gone_waits_until_somebody_stands_for_it(sundsvall, publisher):
    letter = LetterFactory(municipality=sundsvall, written_by=None)

    assert may_send(publisher, letter)[0] is False

    sending.written(letter=letter, by=publisher, now=timezone.now())
    letter.refresh_from_db()
    assert letter.written_by == publisher


def test_saving_the_same_words_makes_nobody_their_writer(sundsvall, editor, publisher):
    letter = LetterFactory(municipality=sundsvall, written_by=editor)

    sending.written(letter=letter, by=publisher, now=timezone.now())
    assert Letter.objects.get().written_by == editor

    letter.subject = "Ett komma, till"
    letter.save()
    sending.written(letter=letter, by=publisher, now=timezone.now())
    assert Letter.objects.get().written_by == publisher


def test_only_the_words_that_were_read_are_sent(sundsvall, publisher):
    letter = LetterFactory(municipality=sundsvall)
    Letter.objects.filter(pk=letter.pk).update(subject="Nytt, medan publicisten läste")

    with pytest.raises(OtherWords):
        approved(letter, publisher)


def test_two_who_press_at_once_send_it_once(sundsvall, publisher):
    letter = approved(LetterFactory(municipality=sundsvall), publisher)

    with pytest.raises(NotNow):
        sending.send(letter_id=letter.pk, by=publisher, words=letter.words, at=None, now=timezone.now())


def test_the_publishers_are_told_and_nobody_next_door(sundsvall, editor, publisher, outsider):
    letter = LetterFactory(municipality=sundsvall, written_by=editor)

    sending.hand_in(letter_id=letter.pk, by=editor, now=timezone.now())

    assert [news.person for news in Notification.objects.all()] == [publisher]
    with pytest.raises(NotNow):
        sending.hand_in(letter_id=letter.pk, by=editor, now=timezone.now())
    with pytest.raises(MayNot):
        sending.hand_in(letter_id=LetterFactory(municipality=sundsvall).pk, by=outsider, now=timezone.now())


def test_it_goes_to_everybody_once_and_then_is_sent(sundsvall, publisher, citizen, postbox):
    SubscriptionFactory.create_batch(45, municipality=sundsvall)
    subscribing.subscribe_person(person=citizen, municipality=sundsvall, now=timezone.now())
    letter = send_all(approved(LetterFactory(municipality=sundsvall), publisher))

    assert letter.status == Status.SENT
    assert (letter.audience, letter.sent, letter.failed, letter.withheld) == (46, 46, 0, 0)
    assert len(set(postbox.receivers)) == len(postbox.receivers) == 46
    assert not OutgoingMail.objects.filter(kind=feeding.KIND).exists()


def test_a_demonstration_shows_its_letters_in_the_browser(client, sundsvall, publisher):
    SubscriptionFactory(municipality=sundsvall, email="lisa@example.com")

    letter = send_all(approved(LetterFactory(municipality=sundsvall), publisher))

    assert (letter.status, letter.sent) == (Status.SENT, 1)
    page = client.get("/utveckling/mejl/").content.decode()
    assert "lisa@example.com" in page
    assert letter.subject in page


def test_it_waits_for_its_time(sundsvall, publisher, postbox):
    SubscriptionFactory(municipality=sundsvall)
    letter = approved(LetterFactory(municipality=sundsvall), publisher, at=timezone.now() + timedelta(hours=1))

    send_all(letter)
    assert postbox.taken == []

    feeding.refill(timezone.now() + timedelta(hours=2))
    assert Delivery.objects.count() == 1


def test_interests_decide_who_gets_it(sundsvall, publisher, timra):
    roads, school = CategoryFactory.create_batch(2, municipality=sundsvall)
    everything, wants_roads, wants_school = SubscriptionFactory.create_batch(3, municipality=sundsvall)
    wants_roads.categories.set([roads, school])
    wants_school.categories.set([school])
    SubscriptionFactory(municipality=timra)
    SubscriptionFactory(municipality=sundsvall, confirmed_at=None)
    SubscriptionFactory(municipality=sundsvall, left_at=timezone.now())
    closed = UserFactory(is_active=False)
    SubscriptionFactory(municipality=sundsvall, person=closed, email="")

    about_roads = LetterFactory(municipality=sundsvall, signed=[roads])
    about_all = LetterFactory(municipality=sundsvall)

    assert set(Subscription.objects.receiving(about_roads)) == {everything, wants_roads}
    assert set(Subscription.objects.receiving(about_all)) == {everything, wants_roads, wants_school}


def test_every_mail_leads_out_by_one_press_and_says_nothing_of_who_reads(sundsvall, publisher, postbox):
    subscription = SubscriptionFactory(municipality=sundsvall)
    send_all(approved(LetterFactory(municipality=sundsvall), publisher))

    (_to, mail) = postbox.taken[0]
    read = message_from_string(mail)
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert read["List-Unsubscribe"].strip().startswith("<http")
    assert {part.get_content_type() for part in read.walk()} >= {"text/plain", "text/html"}
    said = "".join(str(part.get_payload(decode=True)) for part in read.walk())
    assert "leave.invalid" not in said
    assert subscription.email not in said


def test_who_leaves_while_it_is_under_way_gets_none(sundsvall, publisher, postbox):
    stays, leaves = SubscriptionFactory.create_batch(2, municipality=sundsvall)
    letter = approved(LetterFactory(municipality=sundsvall), publisher)
    feeding.refill(timezone.now())

    subscribing.leave(subscription=leaves, now=timezone.now())
    letter = send_all(letter)

    assert postbox.receivers == [stays.email]
    assert (letter.sent, letter.withheld, letter.status) == (1, 1, Status.SENT)


def test_who_leaves_after_the_lease_gets_none(sundsvall, publisher, postbox):
    """A worker has taken the mail and not begun with it."""
    leaves = SubscriptionFactory(municipality=sundsvall)
    approved(LetterFactory(municipality=sundsvall), publisher)
    feeding.refill(timezone.now())
    (mail,) = outbox.take_due(now=timezone.now(), limit=5)

    subscribing.leave(subscription=leaves, now=timezone.now())

    assert outbox._still_ours(mail) is False


def test_stopped_and_gone_on_with_nobody_gets_it_twice(sundsvall, publisher, editor, postbox, monkeypatch):
    monkeypatch.setattr(feeding, "AT_A_TIME", 10)
    monkeypatch.setattr(feeding, "ENOUGH", 5)
    SubscriptionFactory.create_batch(30, municipality=sundsvall)
    letter = approved(LetterFactory(municipality=sundsvall), publisher)
    outbox.send_due(limit=4)

    sending.stop(letter_id=letter.pk, by=editor)
    letter = send_all(letter)
    assert (letter.status, len(postbox.taken), letter.is_shown) == (Status.STOPPED, 4, False)
    with pytest.raises(MayNot):
        sending.resume(letter_id=letter.pk, by=editor)

    sending.resume(letter_id=letter.pk, by=publisher)
    letter = send_all(letter)

    assert (letter.status, letter.sent) == (Status.SENT, 30)
    assert len(set(postbox.receivers)) == len(postbox.receivers) == 30


def test_taken_back_it_needs_a_new_approval(sundsvall, publisher, editor):
    letter = approved(LetterFactory(municipality=sundsvall), publisher, at=timezone.now() + timedelta(hours=1))

    sending.take_back(letter_id=letter.pk, by=editor, now=timezone.now())

    letter.refresh_from_db()
    assert (letter.status, letter.approved_by, letter.send_at) == (Status.DRAFT, None, None)


def test_the_figures_tell_what_could_not_be_sent(sundsvall, publisher, postbox):
    good, bad, lost = SubscriptionFactory.create_batch(3, municipality=sundsvall)
    postbox.refusals[bad.email] = "550 no such mailbox"
    letter = approved(LetterFactory(municipality=sundsvall), publisher)
    postbox.after_data = lambda: None if postbox.receivers[-1] == lost.email else "250 OK"

    letter = send_all(letter)

    assert (letter.sent, letter.failed, letter.unknown) == (1, 1, 1)
    assert sorted(postbox.receivers) == sorted([good.email, lost.email])


def test_one_address_written_in_two_ways_gets_one(sundsvall, publisher, postbox):
    """An account and an address of the same letterbox, whichever way they came to be."""
    person = UserFactory(email="lisa@example.com")
    SubscriptionFactory(municipality=sundsvall, person=person, email="")
    SubscriptionFactory(municipality=sundsvall, email="lisa@example.com")

    send_all(approved(LetterFactory(municipality=sundsvall), publisher))

    assert postbox.receivers == ["lisa@example.com"]


def test_a_code_to_sign_in_never_waits_behind_thousands(sundsvall, publisher):
    SubscriptionFactory.create_batch(feeding.AT_A_TIME + 150, municipality=sundsvall)
    approved(LetterFactory(municipality=sundsvall), publisher)

    for _look in range(5):
        feeding.refill(timezone.now())

    assert OutgoingMail.objects.count() <= feeding.AT_A_TIME + feeding.ENOUGH


def test_nothing_to_send_costs_one_query(django_assert_num_queries, sundsvall, publisher):
    LetterFactory(municipality=sundsvall)
    approved(LetterFactory(municipality=sundsvall), publisher, at=timezone.now() + timedelta(hours=1))

    with django_assert_num_queries(1):
        feeding.refill(timezone.now())


def test_handing_over_many_costs_no_more_queries_than_few(django_assert_max_num_queries, sundsvall, publisher):
    SubscriptionFactory.create_batch(150, municipality=sundsvall)
    approved(LetterFactory(municipality=sundsvall), publisher)

    with django_assert_max_num_queries(30):  # two of them ask for all which addresses take no mail
        feeding.refill(timezone.now())


class TestAnAddressThatChanges:
    def change(self, person, address):
        person.email = address
        person.save()

    def test_the_letter_goes_to_the_new_one(self, sundsvall, publisher, citizen, postbox):
        subscribing.subscribe_person(person=citizen, municipality=sundsvall, now=timezone.now())
        letter = approved(LetterFactory(municipality=sundsvall), publisher)
        feeding.refill(timezone.now())
        self.change(citizen, "ny@example.com")

        send_all(letter)

        assert postbox.receivers == ["ny@example.com"]
        assert Letter.objects.get().sent == 1

    def test_and_nobody_gets_it_twice_by_that(self, sundsvall, publisher, citizen, postbox):
        SubscriptionFactory(municipality=sundsvall, email="ny@example.com")
        subscribing.subscribe_person(person=citizen, municipality=sundsvall, now=timezone.now())
        letter = approved(LetterFactory(municipality=sundsvall), publisher)
        feeding.refill(timezone.now())
        self.change(citizen, "ny@example.com")

        letter = send_all(letter)

        assert postbox.receivers == ["ny@example.com"]
        assert (letter.sent, letter.withheld) == (1, 1)


def test_the_letter_comes_from_its_municipality(sundsvall, publisher, postbox, settings):
    settings.DEFAULT_FROM_EMAIL = "Samskapa <samskapa@example.se>"
    Municipality.objects.filter(pk=sundsvall.pk).update(full_name="Råneås kommun, norra")
    sundsvall.refresh_from_db()
    SubscriptionFactory(municipality=sundsvall)

    send_all(approved(LetterFactory(municipality=sundsvall), publisher))

    (sender,) = message_from_string(postbox.taken[0][1], policy=policy.default)["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ("Råneås kommun, norra", "samskapa@example.se")


def test_the_figures_of_a_letter_are_counted_again_by_its_deliveries(sundsvall, publisher, postbox):
    SubscriptionFactory.create_batch(2, municipality=sundsvall)
    letter = send_all(approved(LetterFactory(municipality=sundsvall), publisher))
    wrong = {check.name: check for check in checks() if check.name.startswith("newsletters.letter.")}
    assert [said for check in wrong.values() for said in check.find()] == []

    sent = Letter.objects.get(pk=letter.pk).sent
    Letter.objects.filter(pk=letter.pk).update(sent=41)

    (said,) = wrong["newsletters.letter.sent"].find()
    assert said == f"newsletters.letter.sent of {letter.pk} is 41, but there are {sent}"
    check = wrong["newsletters.letter.sent"]
    assert check.repair is not None
    assert check.repair() == 1
    assert Letter.objects.get(pk=letter.pk).sent == sent == 2
