from __future__ import annotations

import pytest

from participation.accounts.actions import close_account
from participation.discussion import actions as discussion
from participation.moderation import actions
from participation.moderation.errors import AlreadyFlagged, NothingToDecide
from participation.moderation.integrity import unheard
from participation.moderation.models import Decision, Flag, Item
from participation.notifications.models import Notification
from tests.factories import TopicFactory, UserFactory

from .conftest import NOW

LIST = "/cms/anmalt/"


@pytest.fixture
def elsewhere(sundsvall, writer):
    """Another entry of the same person, on another topic."""
    return discussion.post(
        topic=TopicFactory(municipality=sundsvall, title="Fler bänkar"), author=writer, text="Hej", now=NOW
    )


@pytest.fixture
def second(sundsvall):
    return UserFactory(home=sundsvall)


def flag(entry, by=None, reason="hate"):
    about = {"topic": entry.topic, "entry": entry, "about": "name"}
    return actions.flag(**about, reporter=by, reason=reason, text="", now=NOW)


def hide(entry, moderator):
    said = {"rule": "hate", "facts": "Kränker", "now": NOW}
    return actions.hide_name(topic=entry.topic, entry=entry, moderator=moderator, **said)


def told(person):
    return list(
        Notification.objects.filter(person=person, kind="moderation_decision").values_list("sentence", flat=True)
    )


@pytest.fixture
def flagged_twice(entry, elsewhere, citizen, second):
    flag(entry, citizen)
    flag(elsewhere, second)


def test_a_name_that_was_flagged_in_two_places_is_one_thing_that_is_decided_once(
    flagged_twice, entry, elsewhere, citizen, second, moderator
):
    assert Item.objects.waiting().get().flags == 2

    decision = hide(entry, moderator)

    assert {row.decision for row in Flag.objects.all()} == {decision}
    assert told(citizen) == ["Det du anmälde om ”Belys spåret” är dolt. Tack för att du sa till."]
    assert told(second) == ["Det du anmälde om ”Fler bänkar” är dolt. Tack för att du sa till."]
    assert not list(unheard())


def test_a_name_that_is_shown_again_and_flagged_again_waits_again(
    flagged_twice, entry, elsewhere, second, writer, moderator
):
    hide(entry, moderator)
    writer.display_name = "Värre"
    writer.save()
    elsewhere.author.display_name = "Värre"

    flag(elsewhere, second)

    assert Item.objects.waiting().get().kind == "name"


def test_a_name_that_stays_is_decided_for_all_who_flagged_it(
    flagged_twice, entry, elsewhere, citizen, second, moderator
):
    actions.keep(topic=elsewhere.topic, entry=elsewhere, about="name", moderator=moderator, now=NOW)

    assert "får vara kvar" in told(citizen)[0]
    assert "får vara kvar" in told(second)[0]
    assert not Flag.objects.waiting().exists()
    with pytest.raises(NothingToDecide):
        actions.keep(topic=entry.topic, entry=entry, about="name", moderator=moderator, now=NOW)


def test_one_flag_of_a_person_waits_on_a_name_wherever_it_is_seen(entry, elsewhere, citizen):
    flag(entry, citizen)
    flag(entry)

    for by in (citizen, None):
        with pytest.raises(AlreadyFlagged):
            flag(elsewhere, by)
    assert Item.objects.get().flags == 2


def test_a_flag_that_nothing_led_to_is_led_to_when_it_is_sent_again(entry, citizen, moderator):
    flag(entry, citizen)
    Item.objects.update(settled_at=NOW)
    assert len(list(unheard())) == 1

    flag(entry, citizen)

    assert (Flag.objects.count(), Item.objects.waiting().count()) == (1, 1)
    with pytest.raises(AlreadyFlagged):
        flag(entry, citizen)


def test_a_name_of_somebody_else_or_elsewhere_is_left_waiting(entry, topic, timra, writer, citizen, moderator):
    neighbour = discussion.post(topic=TopicFactory(municipality=timra), author=writer, text="Hej", now=NOW)
    other = discussion.post(
        topic=topic, author=UserFactory(display_name="Bo", home=topic.municipality), text="Hej", now=NOW
    )
    left = [flag(neighbour, citizen), flag(other, citizen)]
    flag(entry, citizen)

    hide(entry, moderator)

    assert list(Flag.objects.waiting().order_by("pk")) == left
    assert not list(unheard())


def test_the_page_shows_what_is_said_of_the_name_in_other_places(client, flagged_twice, elsewhere, moderator):
    client.force_login(moderator)

    page = client.get(f"{LIST}inlagg/{elsewhere.pk}/").content.decode()

    assert page.count("gäller namnet") == 2


def test_who_flagged_a_name_is_told_when_an_appeal_shows_it_again(
    flagged_twice, entry, citizen, second, writer, moderator, colleague
):
    decision = hide(entry, moderator)
    row = actions.appeal(decision=decision, person=writer, words="Nej", now=NOW)

    actions.decide_appeal(appeal=row, moderator=colleague, outcome="changed", answer="Ja", now=NOW)

    for person, title in ((citizen, "Belys spåret"), (second, "Fler bänkar")):
        assert f"Det du anmälde om ”{title}” visas igen. En granskare har läst det en gång till." in told(person)


def test_a_name_goes_with_its_account_and_nothing_waits_for_it(flagged_twice, writer):
    close_account(person=writer)

    assert not Item.objects.waiting().exists()
    assert not Flag.objects.exists()
    assert not Decision.objects.exists()
    assert not list(unheard())


def chosen(client, name):
    mail = {f"mejl-{sort}": "at_once" for sort in ("own", "replies", "followed", "supported", "interests", "other")}
    return client.post("/mina/installningar/", {"display_name": name, "home": "", "language": "en", **mail})


@pytest.mark.parametrize("again", ["Kim", " k I m", "KIM"])
def test_a_name_that_was_taken_away_is_not_put_back_and_what_else_was_typed_stays(
    client, entry, writer, moderator, again
):
    decision = hide(entry, moderator)
    client.force_login(writer)

    answer = chosen(client, again)

    writer.refresh_from_db()
    assert (writer.display_name, writer.language) == ("", "sv")
    page = answer.content.decode()
    assert "Det namnet har en granskare tagit bort." in page
    assert f'<a href="/mina/beslut/{decision.pk}/">läs beslutet och överklaga det</a>' in page
    assert answer.context["form"]["language"].value() == "en"
    assert "överklaga" in client.get(f"/mina/beslut/{decision.pk}/").content.decode().lower()


def test_another_name_is_taken_and_so_is_that_of_somebody_else(client, entry, writer, citizen, moderator):
    hide(entry, moderator)

    for person, name in ((writer, "Kimmo"), (citizen, "Kim")):
        client.force_login(person)
        assert chosen(client, name).status_code == 302
        person.refresh_from_db()
        assert person.display_name == name


def test_a_name_that_an_appeal_gave_back_may_be_chosen(client, entry, writer, moderator, colleague):
    row = actions.appeal(decision=hide(entry, moderator), person=writer, words="Nej", now=NOW)
    actions.decide_appeal(appeal=row, moderator=colleague, outcome="changed", answer="Ja", now=NOW)
    client.force_login(writer)

    assert chosen(client, "").status_code == 302
    assert chosen(client, "Kim").status_code == 302


def test_the_list_of_decisions_says_that_it_is_about_the_name(client, entry, writer, moderator):
    hide(entry, moderator)
    client.force_login(writer)

    listed = client.get("/mina/beslut/").content.decode()

    assert "Doldes: Ditt namn" in listed
    assert entry.topic.title not in listed
    assert "Ditt namn" in client.get("/mina/").content.decode()
