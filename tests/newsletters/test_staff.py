"""The desk: whose letters one sees, how one writes, looks, hands in and sends."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from participation.newsletters import feeding
from participation.newsletters.models import Letter
from participation.notifications import outbox
from participation.notifications.models import Notification, OutgoingMail
from participation.notifications.stops.actions import stop
from participation.notifications.stops.tokens import halves_of
from tests.factories import CategoryFactory, TopicFactory

from .factories import LetterFactory, SubscriptionFactory, approved

pytestmark = pytest.mark.django_db
DESK = "/cms/nyhetsbrev/"


def body(words: str = "Hej", address: str = "") -> dict[str, str]:
    """As the editor's browser posts it."""
    state = {"blocks": [{"key": "a", "text": words, "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
                         "entityRanges": [], "data": {}}], "entityMap": {}}  # fmt: skip
    posted = {
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "text",
        "body-0-id": "",
        "body-0-value-heading": "Rubrik",
        "body-0-value-text": json.dumps(state),
    }
    if address:
        posted |= {
            "body-count": "2",
            "body-1-deleted": "",
            "body-1-order": "1",
            "body-1-type": "card",
            "body-1-id": "",
            "body-1-value-address": address,
            "body-1-value-words": "",
        }
    return posted


def said(municipality, **more):
    return {"municipality": municipality.pk, "language": "sv", "subject": "Ett brev", "preview_text": "", **more}


def test_an_editor_writes_and_stands_as_the_writer(client, editor, sundsvall):
    idea = TopicFactory(municipality=sundsvall)
    client.force_login(editor)
    assert client.get(f"{DESK}nytt/").status_code == 200

    response = client.post(f"{DESK}nytt/", {**said(sundsvall), **body(address=idea.path)})

    letter = Letter.objects.get()
    assert response["Location"] == f"{DESK}{letter.pk}/"
    assert (letter.written_by, letter.status) == (editor, "draft")
    assert letter.words
    page = client.get(response["Location"]).content.decode()
    assert "Lämna till en publicist" in page
    assert "Godkänn och skicka" not in page


def test_a_change_makes_its_maker_the_writer(client, publisher, editor, sundsvall):
    letter = LetterFactory(municipality=sundsvall, written_by=editor, handed_in_at=timezone.now())
    client.force_login(publisher)

    client.post(f"{DESK}{letter.pk}/andra/", {**said(sundsvall, subject="Annat", seen=letter.words), **body()})

    letter.refresh_from_db()
    assert (letter.written_by, letter.handed_in_at, letter.subject) == (publisher, None, "Annat")
    assert "Någon annan än du" in client.get(f"{DESK}{letter.pk}/").content.decode()


def test_whoever_writes_second_keeps_the_words_hears_who_came_first_and_may_save_over_them(
    client, editor, publisher, sundsvall
):
    letter = LetterFactory(municipality=sundsvall, written_by=editor, subject="Först")
    publisher.display_name = "Anna"
    publisher.save()
    address = f"{DESK}{letter.pk}/andra/"
    client.force_login(publisher)
    client.post(address, {**said(sundsvall, subject="Annas rad", seen=letter.words), **body()})
    client.force_login(editor)

    second = client.post(address, {**said(sundsvall, subject="Min rad", seen=letter.words), **body("Mina ord")})

    page = second.content.decode()
    assert second.status_code == 409
    assert "Anna har ändrat brevet sedan du öppnade det." in page
    assert f'<a href="{DESK}{letter.pk}/">Läs det som är sparat</a>' in page
    assert "Min rad" in page
    assert "Mina ord" in page
    letter.refresh_from_db()
    assert (letter.subject, letter.written_by) == ("Annas rad", publisher)

    seen = BeautifulSoup(page, "html.parser").find("input", {"name": "seen"})["value"]
    client.post(address, {**said(sundsvall, subject="Min rad", seen=seen), **body("Mina ord")})
    letter.refresh_from_db()
    assert (letter.subject, letter.written_by) == ("Min rad", editor)


@pytest.mark.parametrize(("became", "status"), [("sent", 409), ("thrown away", 404)])
def test_words_for_a_letter_that_is_no_draft_any_more_become_a_new_one(
    client, editor, publisher, sundsvall, became, status
):
    letter = LetterFactory(municipality=sundsvall, written_by=editor)
    address = f"{DESK}{letter.pk}/andra/"
    if became == "sent":
        approved(letter, publisher)
    else:
        letter.delete()
    client.force_login(editor)

    late = client.post(address, {**said(sundsvall, subject="Min rad"), **body("Mina ord")})

    page = BeautifulSoup(late.content, "html.parser")
    assert late.status_code == status
    assert "spara det som ett nytt brev" in page.get_text()
    assert page.find("input", {"name": "subject"})["value"] == "Min rad"
    assert "Mina ord" in late.content.decode()
    action = page.find("form", {"method": "POST"})["action"]
    assert action == f"{DESK}nytt/"
    before = Letter.objects.count()
    client.post(action, {**said(sundsvall, subject="Min rad"), **body("Mina ord")})
    assert Letter.objects.count() == before + 1
    assert Letter.objects.get(subject="Min rad").is_draft


def test_a_publisher_sees_how_many_get_it_reads_and_sends(client, publisher, editor, sundsvall):
    SubscriptionFactory.create_batch(3, municipality=sundsvall)
    letter = LetterFactory(municipality=sundsvall, written_by=editor)
    client.force_login(publisher)

    page = client.get(f"{DESK}{letter.pk}/").content.decode()
    assert "Brevet går till 3 mottagare" in page

    client.post(f"{DESK}{letter.pk}/gor/", {"gor": "skicka", "ord": letter.words, "at": ""})

    letter.refresh_from_db()
    assert (letter.status, letter.approved_by) == ("scheduled", publisher)


def test_it_goes_to_those_who_read_its_language_and_says_how_many_read_another(
    client, publisher, editor, sundsvall, postbox
):
    roads = CategoryFactory(municipality=sundsvall)
    SubscriptionFactory.create_batch(2, municipality=sundsvall)
    english = SubscriptionFactory.create_batch(3, municipality=sundsvall, language="en")
    SubscriptionFactory(municipality=sundsvall, language="sv").categories.add(CategoryFactory(municipality=sundsvall))
    letter = LetterFactory(municipality=sundsvall, written_by=editor, language="en", signed=[roads])
    client.force_login(publisher)

    page = client.get(f"{DESK}{letter.pk}/").content.decode()
    assert "Brevet går till 3 mottagare." in page
    assert "2 till läser breven på ett annat språk (Svenska) och får inget" in page

    approved(letter, publisher)
    while outbox.send_due():
        pass
    letter.refresh_from_db()
    assert (letter.audience, letter.sent) == (3, 3)
    assert sorted(postbox.receivers) == sorted(subscription.email for subscription in english)


def test_nothing_is_said_of_other_languages_that_nobody_reads(client, editor, sundsvall):
    SubscriptionFactory(municipality=sundsvall)
    letter = LetterFactory(municipality=sundsvall, written_by=editor)
    client.force_login(editor)

    assert "ett annat språk" not in client.get(f"{DESK}{letter.pk}/").content.decode()


def test_a_time_can_be_chosen_and_taken_back(client, publisher, sundsvall):
    letter = LetterFactory(municipality=sundsvall)
    client.force_login(publisher)
    at = timezone.localtime() + timedelta(days=1)

    client.post(f"{DESK}{letter.pk}/gor/", {"gor": "skicka", "ord": letter.words, "at": at.strftime("%Y-%m-%dT%H:%M")})
    letter.refresh_from_db()
    assert letter.send_at == at.replace(second=0, microsecond=0)
    assert client.get(f"{DESK}{letter.pk}/andra/").status_code == 302

    client.post(f"{DESK}{letter.pk}/gor/", {"gor": "ta-tillbaka"})
    letter.refresh_from_db()
    assert letter.status == "draft"


def test_the_publisher_who_approved_it_hears_that_it_was_taken_back(client, editor, publisher, sundsvall):
    at = timezone.now() + timedelta(days=1)
    letter = approved(LetterFactory(municipality=sundsvall, written_by=editor, subject="Våren"), publisher, at=at)
    client.force_login(editor)

    client.post(f"{DESK}{letter.pk}/gor/", {"gor": "ta-tillbaka"})

    news = Notification.objects.get(kind="newsletter_taken_back")
    assert (news.person, news.sentence) == (publisher, "Nyhetsbrevet ”Våren” som du godkände är taget tillbaka")
    assert news.path == f"{DESK}{letter.pk}/"
    mail = OutgoingMail.objects.get()
    assert mail.to == publisher.email
    assert "Våren" in mail.subject


def test_nobody_is_told_what_they_took_back_themselves_or_cannot_open_any_more(client, editor, publisher, sundsvall):
    at = timezone.now() + timedelta(days=1)
    own, other = (
        approved(LetterFactory(municipality=sundsvall, written_by=editor), publisher, at=at) for _number in range(2)
    )
    client.force_login(publisher)
    client.post(f"{DESK}{own.pk}/gor/", {"gor": "ta-tillbaka"})
    publisher.groups.clear()
    client.force_login(editor)
    client.post(f"{DESK}{other.pk}/gor/", {"gor": "ta-tillbaka"})

    assert list(Letter.objects.values_list("status", flat=True)) == ["draft", "draft"]
    assert not Notification.objects.filter(kind="newsletter_taken_back").exists()


def test_what_has_happened_is_said_as_it_happened(client, editor, publisher, sundsvall):
    client.force_login(editor)
    page = client.post(f"{DESK}nytt/", {**said(sundsvall), **body()}, follow=True).content.decode()
    assert "Nyhetsbrevet ”Ett brev” är sparat." in page
    letter = Letter.objects.get()
    again = {**said(sundsvall, subject="Annat", seen=letter.words), **body()}
    page = client.post(f"{DESK}{letter.pk}/andra/", again, follow=True).content.decode()
    assert "Nyhetsbrevet ”Annat” är sparat." in page
    letter.refresh_from_db()
    approved(letter, publisher)

    page = BeautifulSoup(client.get(f"{DESK}{letter.pk}/").content, "html.parser")

    happened = [row.div.get_text().partition(",")[0] for row in page.select("ol.history li")]
    assert happened == ["Godkänt för att skickas", "Ändrat", "Skrivet"]


def test_a_time_that_was_is_said_to_be_wrong(client, publisher, sundsvall):
    letter = LetterFactory(municipality=sundsvall)
    client.force_login(publisher)

    page = client.post(f"{DESK}{letter.pk}/gor/", {"gor": "skicka", "ord": letter.words, "at": "2020-01-01T10:00"})

    assert "Tiden har redan varit" in page.content.decode()
    letter.refresh_from_db()
    assert letter.status == "draft"


def test_what_changed_while_it_was_read_is_not_sent(client, publisher, sundsvall):
    letter = LetterFactory(municipality=sundsvall)
    client.force_login(publisher)

    page = client.post(f"{DESK}{letter.pk}/gor/", {"gor": "skicka", "ord": "0" * 64, "at": ""}, follow=True)

    assert "Texten ändrades medan du läste den" in page.content.decode()


def test_the_same_press_twice_says_that_somebody_was_quicker(client, publisher, sundsvall):
    letter = approved(LetterFactory(municipality=sundsvall), publisher)
    client.force_login(publisher)

    page = client.post(f"{DESK}{letter.pk}/gor/", {"gor": "skicka", "ord": letter.words, "at": ""}, follow=True)

    assert "hann före" in page.content.decode()


def test_a_test_goes_to_oneself_and_nobody_else(client, editor, sundsvall):
    SubscriptionFactory(municipality=sundsvall)
    letter = LetterFactory(municipality=sundsvall, subject="Våren")
    client.force_login(editor)

    client.post(f"{DESK}{letter.pk}/gor/", {"gor": "prova", "to": "nagon@example.com"})

    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == (editor.email, "Prov: Våren")
    assert "leave.invalid" not in mail.html + mail.text


def test_the_preview_is_a_mail_in_which_nothing_acts(client, editor, sundsvall):
    letter = LetterFactory(municipality=sundsvall)
    client.force_login(editor)

    response = client.get(f"{DESK}{letter.pk}/se/")

    assert "sandbox" in response["Content-Security-Policy"]
    assert "Hej, det här händer." in response.content.decode()
    text = client.get(f"{DESK}{letter.pk}/se/text/")
    assert text["Content-Type"] == "text/plain; charset=utf-8"
    assert "Sluta få nyhetsbrevet, eller byt språk: [här står varje mottagares egen länk]" in text.content.decode()
    assert "leave.invalid" not in response.content.decode() + text.content.decode()


def test_the_publishers_desk_says_that_it_waits(client, publisher, editor, outsider, sundsvall):
    letter = LetterFactory(municipality=sundsvall, written_by=editor, subject="Väntar på dig")
    client.force_login(editor)
    client.post(f"{DESK}{letter.pk}/gor/", {"gor": "lamna"})

    assert Notification.objects.get().person == publisher
    assert Notification.objects.get().reason == "staff"
    for person, sees in ((publisher, True), (editor, False), (outsider, False)):
        client.force_login(person)
        assert ("Nyhetsbrev: Väntar på dig" in client.get("/cms/").content.decode()) is sees


@pytest.mark.parametrize("path", ["", "andra/", "ta-bort/", "se/", "se/text/"])
def test_nobody_next_door_finds_it(client, outsider, sundsvall, path):
    letter = LetterFactory(municipality=sundsvall, subject="Sundsvalls hemlighet")
    client.force_login(outsider)

    response = client.get(f"{DESK}{letter.pk}/{path}", follow=True)

    assert response.status_code == 404
    assert "hemlighet" not in client.get(DESK).content.decode()


def test_nobody_next_door_does_anything_with_it(client, outsider, sundsvall):
    letter = LetterFactory(municipality=sundsvall)
    client.force_login(outsider)
    for deed in ("prova", "lamna", "skicka", "stoppa", "fortsatt", "ta-tillbaka"):
        assert client.post(f"{DESK}{letter.pk}/gor/", {"gor": deed, "ord": letter.words}).status_code == 404

    client.post(f"{DESK}nytt/", {**said(sundsvall), **body()})

    letter.refresh_from_db()
    assert letter.status == "draft"
    assert Letter.objects.count() == 1


def test_who_does_not_write_does_not_come_in(client, moderator, citizen, sundsvall):
    letter = LetterFactory(municipality=sundsvall)
    for person in (moderator, citizen):
        client.force_login(person)
        for path in ("", "nytt/", f"{letter.pk}/"):
            assert client.get(f"{DESK}{path}").status_code in (302, 403), path


def test_categories_of_two_municipalities_do_not_mix(client, sundsvall, timra):
    from participation.accounts.models import Role
    from tests.factories import staff

    both = staff(sundsvall, Role.EDITOR)
    both.groups.add(*staff(timra, Role.EDITOR).groups.all())
    theirs = CategoryFactory(municipality=timra)
    client.force_login(both)

    page = client.post(f"{DESK}nytt/", {**said(sundsvall), **body(), "categories": [theirs.pk]})

    assert "Välj bara ämnen i kommunen" in page.content.decode()


def test_a_draft_can_be_thrown_away_and_a_letter_that_was_sent_not(client, publisher, sundsvall):
    draft = LetterFactory(municipality=sundsvall)
    going = approved(LetterFactory(municipality=sundsvall), publisher)
    client.force_login(publisher)

    for letter in (draft, going):
        client.post(f"{DESK}{letter.pk}/ta-bort/")

    assert list(Letter.objects.all()) == [going]


class TestAddressesThatTakeNoMail:
    @pytest.fixture
    def receivers(self, sundsvall):
        return [SubscriptionFactory(municipality=sundsvall) for _number in range(3)]

    def stop(self, subscription, **ago):
        key = halves_of(subscription.email)[0]
        stop(key=key, reason="complaint", now=timezone.now() - timedelta(**ago))

    def test_are_not_counted_among_the_receivers(self, client, sundsvall, publisher, receivers):
        letter = LetterFactory(municipality=sundsvall)
        self.stop(receivers[0], minutes=1)
        client.force_login(publisher)

        page = client.get(f"{DESK}{letter.pk}/").content.decode()

        assert "Brevet går till 2 mottagare." in page
        assert "1 adress till tar inte emot mejl och är inte räknad." in page

    def test_are_in_no_figure(self, sundsvall, publisher, receivers, postbox):
        self.stop(receivers[0], minutes=1)
        letter = approved(LetterFactory(municipality=sundsvall), publisher)

        while outbox.send_due():
            pass

        letter.refresh_from_db()
        assert (letter.audience, letter.sent, letter.withheld, letter.status) == (2, 2, 0, Letter.Status.SENT)

    def test_one_that_is_stopped_while_it_is_sent_is_withheld_and_called_so(
        self, client, sundsvall, publisher, receivers, postbox
    ):
        letter = approved(LetterFactory(municipality=sundsvall), publisher)
        feeding.refill(timezone.now())
        self.stop(receivers[0])
        while outbox.send_due():
            pass
        client.force_login(publisher)

        page = BeautifulSoup(client.get(f"{DESK}{letter.pk}/").content, "html.parser")

        letter.refresh_from_db()
        assert (letter.audience, letter.sent, letter.withheld) == (3, 2, 1)
        row = page.find("th", string="Skickades inte, för att mottagaren hade slutat eller inte tar emot mejl")
        assert row.find_next("td").get_text() == "1"
