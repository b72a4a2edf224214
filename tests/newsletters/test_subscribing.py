from __future__ import annotations

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from participation.accounts import personal_data
from participation.accounts.address_keys import keys_of
from participation.accounts.signals import address_proved
from participation.newsletters import asking, subscribing
from participation.newsletters.models import Letter, Question, Subscription
from participation.newsletters.tokens import leave_url
from participation.notifications import outbox
from participation.notifications.models import OutgoingMail
from participation.notifications.stops.actions import stop, stop_of
from participation.notifications.stops.reading import Read, read_one
from participation.notifications.stops.tokens import halves_of
from tests.accounts.test_settings import MAIL
from tests.factories import CategoryFactory, UserFactory
from tests.notifications.stops.returned import complaint

from .factories import LetterFactory, SubscriptionFactory

pytestmark = pytest.mark.django_db
PAGE = "/nyhetsbrev/2281/"
OFFER = "offer@example.org"
SAID = {"language": "sv", **MAIL}


def addresses_in(mail: OutgoingMail) -> list[str]:
    return [re.sub(r"^https?://[^/]+", "", found) for found in re.findall(r"https?://\S+", mail.text)]


def path_of(address: str) -> str:
    return re.sub(r"^https?://[^/]+", "", address)


def test_a_stranger_gets_a_mail_that_asks_and_nothing_before_a_yes(client, sundsvall):
    roads = CategoryFactory(municipality=sundsvall, name="Gator")

    response = client.post(PAGE, {"email": "Lisa@Example.com", "categories": [roads.pk]})

    assert response.status_code == 302
    confirm, _leave = addresses_in(OutgoingMail.objects.get())
    assert "Bekräfta" in client.get(confirm).content.decode()
    assert Subscription.objects.standing().count() == 0

    client.post(confirm)

    subscription = Subscription.objects.standing().get()
    assert subscription.email == "lisa@example.com"
    assert list(subscription.categories.all()) == [roads]


def test_whoever_has_it_is_not_told_apart_from_whoever_has_not(client, sundsvall):
    SubscriptionFactory(municipality=sundsvall, email="lisa@example.com")

    known = client.post(PAGE, {"email": "lisa@example.com"}, follow=True).content.decode()
    unknown = client.post(PAGE, {"email": "olle@example.com"}, follow=True).content.decode()

    assert (
        re.search(r'role="status".*?</div>', known, re.S).group()
        == re.search(r'role="status".*?</div>', unknown, re.S).group()
    )
    assert [mail.to for mail in OutgoingMail.objects.all()] == ["olle@example.com"]


def test_a_stranger_cannot_change_what_the_owner_chose(client, sundsvall):
    had = SubscriptionFactory(municipality=sundsvall, email="lisa@example.com")
    roads = CategoryFactory(municipality=sundsvall)

    client.post(PAGE, {"email": "lisa@example.com", "categories": [roads.pk]})

    assert list(had.categories.all()) == []


def test_a_letterbox_is_not_filled(client, sundsvall, timra):
    for number in range(6):
        client.post(PAGE, {"email": f"lisa+{number}@example.com"})
    client.post("/nyhetsbrev/2262/", {"email": "lisa@example.com"})

    assert OutgoingMail.objects.count() == asking.MOST_A_DAY


def test_a_person_is_mailed_at_the_proved_address_of_the_account(client, citizen, sundsvall):
    client.force_login(citizen)

    page = client.get(PAGE).content.decode()
    client.post(PAGE, {"email": "nagon-annan@example.com"})

    assert 'name="email"' not in page
    assert Subscription.objects.standing().get().address == citizen.email
    assert OutgoingMail.objects.count() == 0
    assert "Du får nyhetsbrevet" in client.get(PAGE).content.decode()


def test_an_account_whose_address_is_not_proved_is_asked_like_a_stranger(client, sundsvall):
    person = UserFactory()
    person.emailaddress_set.update(verified=False)
    client.force_login(person)

    assert 'name="email"' in client.get(PAGE).content.decode()


def test_a_yes_from_the_address_of_an_account_follows_the_account(client, citizen, sundsvall):
    client.post(PAGE, {"email": citizen.email})
    confirm, _leave = addresses_in(OutgoingMail.objects.get())

    client.post(confirm)

    subscription = Subscription.objects.get()
    assert (subscription.person, subscription.email) == (citizen, "")


def test_a_subscription_follows_whoever_proves_its_address_later(sundsvall):
    SubscriptionFactory(municipality=sundsvall, email="lisa@example.com")
    lisa = UserFactory(email="lisa@example.com")

    address_proved.send(sender=type(lisa), person=lisa, keys=keys_of(lisa.email))

    assert Subscription.objects.get().person == lisa


def test_one_press_of_the_mail_program_ends_it(client, sundsvall):
    """RFC 8058: no cookie, no token of a form, no page before."""
    subscription = SubscriptionFactory(municipality=sundsvall)
    strict = type(client)(enforce_csrf_checks=True)

    response = strict.post(path_of(leave_url(subscription.pk)), {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert Subscription.objects.standing().count() == 0


def test_a_program_that_follows_links_ends_nothing(client, sundsvall):
    subscription = SubscriptionFactory(municipality=sundsvall)

    page = client.get(path_of(leave_url(subscription.pk))).content.decode()

    assert "Sluta skicka nyhetsbrevet" in page
    assert Subscription.objects.standing().count() == 1


def test_another_language_is_chosen_where_each_letter_leads(client, sundsvall):
    """An address without an account has no settings."""
    subscription = SubscriptionFactory(municipality=sundsvall, language="sv")
    other = SubscriptionFactory(municipality=sundsvall, language="sv")
    out = path_of(leave_url(subscription.pk, letter_id=7))
    page = BeautifulSoup(client.get(out).content, "html.parser")
    assert page.select_one("input[name=language][checked]")["value"] == "sv"

    response = client.post(out, {"language": "en"}, follow=True)

    assert "Du får de brev som kommunen skriver på det språk du har valt: English." in response.content.decode()
    chosen = dict(Subscription.objects.standing().values_list("pk", "language"))
    assert chosen == {subscription.pk: "en", other.pk: "sv"}


@pytest.mark.parametrize("language", ["xx", ""])
def test_a_language_that_nobody_writes_in_changes_nothing_and_ends_nothing(client, sundsvall, language):
    subscription = SubscriptionFactory(municipality=sundsvall, language="sv")

    response = client.post(path_of(leave_url(subscription.pk)), {"language": language})

    assert response.status_code == 302
    assert Subscription.objects.standing().get().language == "sv"


def test_whoever_has_left_chooses_no_language(client, sundsvall):
    subscription = SubscriptionFactory(municipality=sundsvall, language="sv")
    out = path_of(leave_url(subscription.pk))
    client.post(out)

    assert "Byt språk" not in client.get(out).content.decode()
    client.post(out, {"language": "en"})
    assert Subscription.objects.get().language == "sv"


def test_leaving_can_be_undone_for_a_week(client, sundsvall):
    subscription = SubscriptionFactory(municipality=sundsvall)
    out = path_of(leave_url(subscription.pk))
    client.post(out)

    client.post(out, {"again": "1"})

    assert Subscription.objects.standing().count() == 1


def test_nobody_undoes_it_into_what_was_never_confirmed(client, sundsvall):
    subscription = SubscriptionFactory(municipality=sundsvall, confirmed_at=None)
    out = path_of(leave_url(subscription.pk))
    client.post(out)

    client.post(out, {"again": "1"})

    assert Subscription.objects.standing().count() == 0


def test_a_token_that_is_not_ours_is_no_address(client, sundsvall):
    subscription = SubscriptionFactory(municipality=sundsvall)
    out = path_of(leave_url(subscription.pk))

    assert client.post(out[:-3] + "xx/").status_code == 404
    assert client.post(out.replace("sluta", "bekrafta")).status_code == 404
    assert Subscription.objects.standing().count() == 1


def test_addresses_are_forgotten_a_week_after(sundsvall):
    now = timezone.now()
    long_ago = now - timedelta(days=8)
    SubscriptionFactory(municipality=sundsvall, confirmed_at=None, created_at=long_ago)
    SubscriptionFactory(municipality=sundsvall, left_at=long_ago)
    kept = [
        SubscriptionFactory(municipality=sundsvall, created_at=long_ago),
        SubscriptionFactory(municipality=sundsvall, left_at=now),
        SubscriptionFactory(municipality=sundsvall, confirmed_at=None),
    ]

    assert subscribing.forget_the_gone(now) == 2
    assert set(Subscription.objects.all()) == set(kept)


def test_leaving_by_a_letter_counts_for_that_letter(client, sundsvall, publisher):
    from participation.newsletters import feeding

    from .factories import approved

    subscription = SubscriptionFactory(municipality=sundsvall)
    letter = approved(LetterFactory(municipality=sundsvall), publisher)
    feeding.refill(timezone.now())
    out = path_of(leave_url(subscription.pk, letter_id=letter.pk))

    client.post(out)
    client.post(out)

    assert Letter.objects.get().left == 1


def test_one_gets_ones_own_data_out_and_it_is_erased(citizen, sundsvall):
    subscribing.subscribe_person(person=citizen, municipality=sundsvall, now=timezone.now())

    (row,) = personal_data.export_of(citizen)["nyhetsbrev"]
    assert (row["kommun"], row["e-post"]) == ("Sundsvalls kommun", citizen.email)

    personal_data.erase(citizen)
    assert Subscription.objects.count() == 0


class TestInTheSettings:
    def test_one_chooses_municipalities_and_categories(self, client, citizen, sundsvall, timra):
        roads = CategoryFactory(municipality=sundsvall, name="Gator")
        client.force_login(citizen)
        page = client.get("/mina/installningar/").content.decode()
        assert "Ämnen i nyhetsbrev från Sundsvall" in page
        assert "Ämnen i nyhetsbrev från Timrå" not in page

        said = {"brev-places": [sundsvall.pk, timra.pk], f"brev-amnen-{sundsvall.pk}": [roads.pk]}
        client.post("/mina/installningar/", {**SAID, **said})

        chosen = {row.municipality: list(row.categories.all()) for row in Subscription.objects.standing()}
        assert chosen == {sundsvall: [roads], timra: []}

    def test_what_is_unticked_ends(self, client, citizen, sundsvall):
        subscribing.subscribe_person(person=citizen, municipality=sundsvall, now=timezone.now())
        client.force_login(citizen)

        client.post("/mina/installningar/", SAID)

        assert Subscription.objects.standing().count() == 0

    def test_a_category_next_door_is_no_choice(self, client, citizen, sundsvall, timra):
        theirs = CategoryFactory(municipality=timra)
        CategoryFactory(municipality=sundsvall)
        client.force_login(citizen)

        said = {"brev-places": [sundsvall.pk], f"brev-amnen-{sundsvall.pk}": [theirs.pk]}
        client.post("/mina/installningar/", {**SAID, **said})

        assert Subscription.objects.count() == 0


class TestAStrangerWhoSaysNo:
    """Somebody else types the address, hour after hour."""

    def press(self, municipality, *, hours: int = 0, times: int = 1) -> None:
        for _time in range(times):
            subscribing.ask_address(
                email=OFFER,
                municipality=municipality,
                categories=[],
                language="sv",
                now=timezone.now() + timedelta(hours=hours),
            )

    def no_by_the_mail_program(self, client) -> None:
        way_out = OutgoingMail.objects.first().headers["List-Unsubscribe"].strip("<>")
        type(client)(enforce_csrf_checks=True).post(path_of(way_out), {"List-Unsubscribe": "One-Click"})

    def test_is_asked_by_no_municipality_for_a_month(self, client, sundsvall, timra):
        self.press(sundsvall)
        self.no_by_the_mail_program(client)

        for day in range(1, 29):
            self.press(sundsvall, hours=24 * day, times=4)
            self.press(timra, hours=24 * day)

        assert OutgoingMail.objects.count() == 1
        self.press(sundsvall, hours=24 * 31)
        assert OutgoingMail.objects.count() == 2

    def test_leaves_no_address_when_it_is_typed_again(self, client, sundsvall):
        self.press(sundsvall)
        self.no_by_the_mail_program(client)
        subscribing.forget_the_gone(timezone.now() + timedelta(days=8))

        self.press(sundsvall, hours=24 * 9)

        assert not Subscription.objects.exists()
        assert "offer" not in Question.objects.get().key

    def test_also_when_the_mail_is_read_long_after(self, client, sundsvall):
        self.press(sundsvall)
        subscribing.forget_the_gone(timezone.now() + timedelta(days=8))

        self.no_by_the_mail_program(client)
        self.press(sundsvall, hours=24 * 9)

        assert OutgoingMail.objects.count() == 1

    def test_a_complaint_is_a_no(self, sundsvall):
        self.press(sundsvall)
        mail = OutgoingMail.objects.get()
        read_one(complaint(mail), Read(), now=timezone.now())

        for hour in range(1, 24 * 7):
            self.press(sundsvall, hours=hour)

        assert OutgoingMail.objects.count() == 1

    def test_so_is_a_letterbox_that_is_not_there(self, sundsvall, postbox):
        postbox.refusals[OFFER] = "550 5.1.1 no such user"
        self.press(sundsvall)
        outbox.send_due()

        self.press(sundsvall, hours=2)

        assert OutgoingMail.objects.count() == 1

    def test_who_says_nothing_is_asked_twice_a_day_and_five_times_a_month(self, sundsvall):
        self.press(sundsvall, times=4)
        assert OutgoingMail.objects.count() == 2

        for hour in range(2, 24 * 29):
            self.press(sundsvall, hours=hour)

        assert OutgoingMail.objects.count() == 5

    def test_may_think_again_on_the_page_that_says_so(self, client, sundsvall):
        self.press(sundsvall)
        out = path_of(OutgoingMail.objects.get().headers["List-Unsubscribe"].strip("<>"))

        assert "Nej tack" in client.get(out).content.decode()
        page = client.post(out).content.decode()
        assert "Vi frågar inte igen" in page
        (again,) = re.findall(r'href="([^"]*bekrafta[^"]*)"', page)
        client.post(again)

        assert Subscription.objects.standing().get().email == OFFER
        assert not Question.objects.exists()

    def test_may_sign_in_and_have_it_at_once(self, client, citizen, sundsvall):
        self.press(sundsvall)
        self.no_by_the_mail_program(client)

        subscribing.subscribe_person(person=citizen, municipality=sundsvall, now=timezone.now())

        assert Subscription.objects.standing().get().person == citizen

    def test_questions_are_forgotten_after_a_month(self, client, sundsvall):
        self.press(sundsvall)
        now = timezone.now()
        subscribing.forget_the_gone(now + timedelta(days=29))
        assert Question.objects.exists()

        subscribing.forget_the_gone(now + timedelta(days=31))

        assert not Question.objects.exists()


def test_a_yes_from_an_address_that_was_stopped_lets_the_letters_come(client, sundsvall):
    stop(key=halves_of("lisa@example.com")[0], reason="again", now=timezone.now() - timedelta(days=40))
    client.post(PAGE, {"email": "lisa@example.com"})
    confirm, _leave = addresses_in(OutgoingMail.objects.get())

    client.post(confirm)

    assert stop_of("lisa@example.com") is None


def test_leaving_a_letter_that_one_had_is_no_answer_to_a_question(client, sundsvall):
    subscription = SubscriptionFactory(municipality=sundsvall)

    page = client.post(path_of(leave_url(subscription.pk))).content.decode()

    assert "Du får inte fler nyhetsbrev" in page
    assert "frågar" not in page


class TestTheLanguageOfTheLetters:
    @pytest.mark.parametrize(
        ("page", "posted", "language"),
        [("", {}, "sv"), ("/en", {}, "en"), ("", {"language": "en"}, "en"), ("/en", {"language": "sv"}, "sv")],
    )
    def test_is_that_of_the_page_unless_another_is_chosen(self, client, sundsvall, page, posted, language):
        shown = BeautifulSoup(client.get(f"{page}{PAGE}").content, "html.parser")
        assert shown.find("input", {"name": "language", "checked": True})["value"] == ("en" if page else "sv")

        client.post(f"{page}{PAGE}", {"email": "lisa@example.com", **posted})

        assert Subscription.objects.get().language == language

    def test_is_that_of_the_account_unless_another_is_chosen(self, client, sundsvall, citizen):
        client.force_login(citizen)
        form = BeautifulSoup(client.get(f"/en{PAGE}").content, "html.parser")
        assert form.find("input", {"name": "language", "checked": True})["value"] == citizen.language

        client.post(PAGE, {"language": "en"})

        assert Subscription.objects.get(person=citizen).language == "en"
        assert "det språk du har valt: Engelska" in client.get(PAGE).content.decode()

    def test_is_kept_by_whoever_changes_other_settings_and_changed_there(self, client, sundsvall, citizen):
        SubscriptionFactory(municipality=sundsvall, person=citizen, email="", language="en")
        client.force_login(citizen)
        form = BeautifulSoup(client.get("/mina/installningar/").content, "html.parser")
        field = f"brev-sprak-{sundsvall.pk}"
        assert form.find("input", {"name": field, "checked": True})["value"] == "en"
        said = {"display_name": "Lisa", "home": "", "brev-places": [sundsvall.pk], **SAID}

        for posted, language in (({}, "en"), ({field: "sv"}, "sv")):
            assert client.post("/mina/installningar/", {**said, **posted}).status_code == 302
            assert Subscription.objects.get().language == language

    def test_goes_with_the_subscription_to_an_account(self, sundsvall, citizen):
        SubscriptionFactory(municipality=sundsvall, email=citizen.email, language="en")

        address_proved.send(sender=type(citizen), person=citizen, keys=keys_of(citizen.email))

        assert Subscription.objects.get(person=citizen).language == "en"
