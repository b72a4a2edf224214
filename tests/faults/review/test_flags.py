"""Anybody says what is wrong with a report that they can read, by the same form as of any text."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.management import call_command

from participation.faults.actions import hand_over, set_publicity
from participation.faults.models import FaultAnchor, FaultReport
from participation.faults.review.anchors import anchor_of
from participation.moderation import actions as moderation
from participation.moderation.models import Decision, Flag, HeldSignal, Item
from participation.notifications.models import Notification, OutgoingMail
from participation.topics.models import Topic
from tests.factories import UserFactory

from ..factories import NOW, category_of, reported, shown
from .conftest import flag_address


@pytest.mark.parametrize("signed_in", [True, False])
def test_the_way_of_a_flag(client, citizen, public, moderator, case_officer, signed_in):
    if signed_in:
        client.force_login(citizen)
    page = client.get(f"/felanmalan/anmalan/{public.number}/").content.decode()
    assert flag_address(public) in page

    form = client.get(flag_address(public)).content.decode()
    assert "Grannen har byggt på vägen." in form
    assert ("Du behöver inte logga in." in form) != signed_in
    assert not FaultAnchor.objects.exists()
    thanks = client.post(flag_address(public), {"reason": "personal", "text": "Mitt hus"}, follow=True)

    assert "Tack för din anmälan" in thanks.content.decode()
    row = Flag.objects.get()
    assert (row.reason, row.text, row.about) == ("personal", "Mitt hus", "words")
    assert row.reporter == (citizen if signed_in else None)
    item = Item.objects.waiting().get()
    assert (item.kind, item.municipality, item.flags, item.is_held) == ("fault", public.municipality, 1, False)
    told = Notification.objects.filter(kind="moderation_flag")
    assert {one.person for one in told} == {moderator, case_officer}
    assert {one.path for one in told} == {f"/cms/anmalt/amne/{row.topic_id}/"}
    assert public.number in told[0].sentence
    for mail in OutgoingMail.objects.all():
        assert "Grannen" not in mail.subject + mail.text + mail.html
        assert "Mitt hus" not in mail.subject + mail.text + mail.html
    call_command("verify_integrity")


def test_the_law_on_notice_boards_has_its_shorter_clock(client, public, sundsvall):
    client.post(flag_address(public), {"reason": "hate_crime"})

    item = Item.objects.get()
    assert item.is_board_law
    assert (item.due_at - item.since).total_seconds() == sundsvall.board_law_within_hours * 3600


def test_a_photo_is_flagged_by_itself(client, public):
    photo = public.photos.get()
    page = client.get(flag_address(public)).content.decode()
    assert "Vad gäller det?" in page
    assert f"/felanmalan/anmalan/{public.number}/bild/{photo.pk}/" in page
    assert public.token not in page

    client.post(flag_address(public), {"reason": "personal", "about": str(photo.pk)})

    assert Flag.objects.get().picture == photo.pk
    assert Item.objects.get().kind == "photo"


def test_the_anchor_is_read_by_nobody(client, flagged, citizen, moderator, case_officer, administrator_of_all):
    topic = anchor_of(flagged)

    assert (topic.kind, topic.visibility, topic.title) == ("fault", "nobody", flagged.number)
    for person in (citizen, moderator, case_officer, administrator_of_all):
        assert topic not in Topic.objects.visible_to(person)
    for path in (f"/anmal/{topic.pk}/", f"/anmal/tack/{topic.pk}/"):
        assert client.get(path).status_code == 404
    assert (
        flagged.number
        not in client.get(f"/sok/?q={flagged.number}").content.decode().split("<main")[1].split("value")[0]
    )
    assert 'value="fault"' not in client.get("/sok/?q=bro").content.decode()


@pytest.fixture
def administrator_of_all(db):
    return UserFactory(is_superuser=True)


def test_twice_is_once_and_the_twenty_first_waits_an_hour(client, public, citizen, sundsvall):
    client.force_login(citizen)
    for _press in range(2):
        assert client.post(flag_address(public), {"reason": "spam"}).status_code == 302
    assert Flag.objects.count() == 1
    for number in range(moderation.MOST_FLAGS):
        other = shown(sundsvall, None, text=f"Hål {number}")
        last = client.post(flag_address(other), {"reason": "spam"})

    assert last.status_code == 429


@pytest.mark.parametrize("publicity", ["hidden", "waiting"])
def test_what_one_may_not_read_cannot_be_flagged(client, public, case_officer, publicity):
    set_publicity(report=public, by=case_officer, publicity=publicity, now=NOW)
    Flag.objects.all().delete()

    for path in (flag_address(public), f"{flag_address(public)}tack/"):
        assert client.get(path).status_code == 404
    assert client.post(flag_address(public), {"reason": "spam"}).status_code == 404
    assert not Flag.objects.exists()


def test_nobody_flags_their_own(client, sundsvall, citizen):
    report = shown(sundsvall, reporter=citizen)
    client.force_login(citizen)

    assert flag_address(report) not in client.get(f"/felanmalan/anmalan/{report.number}/").content.decode()
    assert "Det är din egen felanmälan." in client.get(flag_address(report)).content.decode()
    client.post(flag_address(report), {"reason": "spam"})
    assert not Flag.objects.exists()


def test_what_waits_to_be_shown_stands_in_the_queue_at_once(waiting, moderator):
    item = Item.objects.waiting().get()

    assert (item.kind, item.is_held, item.flags) == ("fault", True, 0)
    assert item.topic.fault_anchor.report == waiting
    call_command("verify_integrity")


def test_a_report_that_is_not_shown_makes_no_topic(sundsvall):
    reported(sundsvall)
    shown(sundsvall)

    assert not Topic.objects.exists()


def test_a_signal_asks_to_be_read_and_holds_where_the_municipality_wants(sundsvall, moderator):
    lights = category_of(sundsvall, publicity="shown")
    bad = "Grannen är en idiot och borde hängas."

    first = reported(sundsvall, category=lights, text=bad)
    HeldSignal.objects.create(municipality=sundsvall, kind="threat")
    second = reported(sundsvall, category=lights, text=bad)
    quiet = reported(sundsvall, category=lights, text="Lampan är trasig.")
    private = reported(sundsvall, text=bad)

    assert (first.publicity, second.publicity, quiet.publicity) == ("shown", "waiting", "shown")
    assert {item.topic.title for item in Item.objects.waiting()} == {first.number, second.number}
    assert "Kan vara ett hot" in str(Item.objects.get(topic__title=first.number).said)
    assert Item.objects.get(topic__title=second.number).is_held
    assert anchor_of(private) is None
    call_command("verify_integrity")


def test_a_signal_that_breaks_loses_no_report(sundsvall, monkeypatch):
    monkeypatch.setattr("participation.moderation.noticing.looking.in_text", lambda *_args: 1 / 0)

    report = reported(sundsvall, category=category_of(sundsvall, publicity="shown"))

    assert report.is_public


def test_handed_over_its_flags_are_answered_and_nothing_is_seen_next_door(
    flagged, timra, case_officer, outsider, citizen
):
    here = anchor_of(flagged)
    hand_over(report=flagged, by=case_officer, to=timra, message="", now=NOW)
    flagged.refresh_from_db()

    assert not Flag.objects.waiting().exists()
    assert not Item.objects.waiting().exists()
    decision = Decision.objects.get()
    assert (decision.topic, decision.is_against, decision.may_be_appealed) == (here, False, False)
    assert Notification.objects.filter(person=citizen, kind="moderation_decision").count() == 1
    assert anchor_of(flagged) is None
    call_command("verify_integrity")


def test_what_was_flagged_is_read_before_it_is_shown_next_door(client, sundsvall, timra, citizen, case_officer):
    report = reported(sundsvall, category=category_of(sundsvall, publicity="shown"))
    category_of(timra, report.category.code, publicity="shown")
    client.force_login(citizen)
    assert client.post(flag_address(report), {"reason": "personal", "text": "Mitt hus"}).status_code == 302

    hand_over(report=report, by=case_officer, to=timra, message="", now=NOW)

    report.refresh_from_db()
    assert report.publicity == "waiting"
    assert Item.objects.waiting().get().municipality == timra


def test_what_waits_and_is_handed_over_waits_no_more(waiting, timra, case_officer):
    hand_over(report=waiting, by=case_officer, to=timra, message="", now=NOW)

    assert not Item.objects.waiting().exists()
    assert not Decision.objects.exists()


def test_the_same_form_twice_waits_once(sundsvall):
    said = {
        "client_key": uuid4(),
        "category": category_of(sundsvall, publicity="waiting"),
    }
    first, again = (reported(sundsvall, **said) for _ in range(2))

    assert first == again
    assert Item.objects.count() == FaultAnchor.objects.count() == FaultReport.objects.count() == 1
