"""Somebody else has the same fault: they are shown it, follow it, and hear of it."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from participation.accounts import personal_data
from participation.faults.actions import (
    Place,
    ask_to_follow,
    change_status,
    follow_report,
    hand_over,
    mark_double,
    unfollow_report,
)
from participation.faults.errors import NotToFollow
from participation.faults.models import FaultEvent, FaultFollower, FaultReport, FollowRequest, Priority
from participation.faults.nearby import similar_to
from participation.faults.own_data import followed_by
from participation.faults.priorities import suggested_priority
from participation.faults.unproven import forget_unproven
from participation.notifications.actions import set_mail
from participation.notifications.models import Notification, OutgoingMail
from tests.factories import UserFactory

from .factories import IN_SUNDSVALL, NOW, at, category_of, filled_in, reported, shown
from .test_form import HERE, sent, value

LON, LAT = IN_SUNDSVALL
METRE = 1 / 111_320


def public_report(municipality, metres: float = 0, **said) -> FaultReport:
    category = municipality.fault_categories.first() or category_of(municipality, keywords="lykta", publicity="shown")
    place = Place(lon=LON, lat=LAT + metres * METRE, source="map", words="Vid torget")
    return reported(municipality, **{"category": category, "place": place, **said})


@pytest.fixture
def lamp(sundsvall) -> FaultReport:
    return public_report(sundsvall)


# --- before sending --------------------------------------------------------------------------


def test_the_nearest_open_ones_of_the_kind_are_found(sundsvall, case_officer) -> None:
    far, near = public_report(sundsvall, 90), public_report(sundsvall, -20)
    public_report(sundsvall, 300)
    public_report(sundsvall, 10, category=category_of(sundsvall, "vag", publicity="shown"))
    public_report(sundsvall, 10, category=category_of(sundsvall, "dold", publicity="hidden"))
    ended = public_report(sundsvall, 5)
    change_status(report=ended, by=case_officer, status="fixed", message="", now=NOW)

    found = similar_to(near.category, IN_SUNDSVALL)

    assert [(one.report, one.metres) for one in found] == [(near, 20), (far, 90)]


def test_without_a_kind_or_a_place_nothing_is_looked_for(lamp, django_assert_num_queries) -> None:
    category = lamp.category

    with django_assert_num_queries(0):
        assert similar_to(None, IN_SUNDSVALL) == similar_to(category, None) == []


def test_it_is_one_question_however_many_there_are(sundsvall, lamp, django_assert_num_queries) -> None:
    for number in range(12):
        public_report(sundsvall, number)
    category = lamp.category

    with django_assert_num_queries(1):
        assert len(similar_to(category, IN_SUNDSVALL)) == 5


def test_who_reports_is_shown_them_once_and_may_send_anyway(client, region, lamp) -> None:
    fields = at((LON, LAT + 60 * METRE))

    page = client.post(HERE, fields).content.decode()
    assert "Redan anmält i närheten" in page
    assert f"/felanmalan/folj/{lamp.number}/" in page
    assert "60 meter bort" in page
    assert "Det här behöver rättas" not in page
    assert FaultReport.objects.count() == 1

    assert client.post(HERE, {**fields, "told": value(page, "told")}).status_code == 302
    assert FaultReport.objects.count() == 2


def test_a_hidden_one_is_never_shown(client, region, sundsvall) -> None:
    category = category_of(sundsvall, keywords="lykta", publicity="waiting")
    public_report(sundsvall, category=category, text="HEMLIG lykta")

    page = client.post(HERE, at(IN_SUNDSVALL, hint="slag")).content.decode()

    assert "HEMLIG" not in page
    assert "Redan anmält" not in page


def test_what_tells_of_a_person_is_left_out(client, region, sundsvall) -> None:
    lamp = public_report(sundsvall, text="Lyktan. Ring mig på 070-174 06 05, lisa@example.com")

    for page in (client.post(HERE, at(IN_SUNDSVALL, hint="slag")), client.get(f"/felanmalan/folj/{lamp.number}/")):
        assert "Lyktan." in page.content.decode()
        assert "lisa@" not in page.content.decode()
        assert "174 06" not in page.content.decode()


# --- to follow -------------------------------------------------------------------------------


def asked(client, lamp, email: str = "Lisa@Example.com") -> str:
    """Somebody writes an address. Returns the path that its mail holds."""
    answer = client.post(f"/felanmalan/folj/{lamp.number}/", {"email": email}, follow=True)
    assert "Vi har skickat ett mejl" in answer.content.decode()
    mail = OutgoingMail.objects.get(to=email.lower())
    assert lamp.token not in mail.text + mail.html + answer.content.decode()
    assert lamp.text not in mail.text + mail.html
    return re.search(r"http://testserver(/felanmalan/vill-folja/\S+)", mail.text)[1]


def test_an_address_follows_when_its_reader_has_said_yes(client, lamp) -> None:
    path = asked(client, lamp)
    asked(client, lamp)  # another press is no other mail

    assert "Ja, följ felet" in client.get(path).content.decode()  # as a program that looks through mail does
    assert not FaultFollower.objects.exists()

    assert "Du följer nu felet" in client.post(path, {"svar": "ja"}, follow=True).content.decode()
    assert FaultReport.objects.get().followers == 1
    assert FaultFollower.objects.get().email == "lisa@example.com"
    assert not OutgoingMail.objects.exists()
    assert client.get(path).status_code == client.post(path, {"svar": "ja"}).status_code == 404
    assert "inget att svara på" in client.get(path).content.decode()


def test_a_no_takes_the_address_away(client, lamp) -> None:
    path = asked(client, lamp)

    assert "Din adress är borttagen" in client.post(path, {"svar": "nej"}, follow=True).content.decode()

    assert not FollowRequest.objects.exists()
    assert not OutgoingMail.objects.exists()
    assert not FaultFollower.objects.exists()


def test_whoever_follows_already_is_not_asked_and_the_page_does_not_tell(client, lamp) -> None:
    follow_report(report=lamp, email="lisa@example.com", now=NOW)

    answer = client.post(f"/felanmalan/folj/{lamp.number}/", {"email": "Lisa@Example.com"}, follow=True)

    assert "Vi har skickat ett mejl" in answer.content.decode()
    assert not OutgoingMail.objects.exists()


def test_a_letterbox_is_not_filled_from_our_forms(client, sundsvall) -> None:
    for number in range(5):
        ask_to_follow(report=public_report(sundsvall, number), email="lisa@example.com", language="sv", now=NOW)
    client.post("/felanmalan/anmalda/2281/bevaka/", {"email": "lisa@example.com"})
    assert OutgoingMail.objects.filter(to="lisa@example.com").count() == 3 + 1  # the form's now is another

    later, lamp = NOW + timedelta(hours=2), FaultReport.objects.earliest("pk")
    ask_to_follow(report=lamp, email="lisa@example.com", language="sv", now=later)
    ask_to_follow(report=lamp, email="lisa@example.com", language="sv", now=later)

    assert OutgoingMail.objects.filter(kind__startswith="fault-follow-asks").count() == 4


def test_a_question_that_nobody_answered_is_forgotten_in_a_week(lamp) -> None:
    ask_to_follow(report=lamp, email="lisa@example.com", language="sv", now=NOW)

    assert forget_unproven(NOW + timedelta(days=6)) == 0
    assert forget_unproven(NOW + timedelta(days=8)) == 1


def test_a_yes_to_what_has_ended_or_is_hidden_follows_nothing(client, lamp, case_officer) -> None:
    path = asked(client, lamp)
    change_status(report=lamp, by=case_officer, status="fixed", message="", now=NOW)
    assert "avslutad" in client.post(path, {"svar": "ja"}, follow=True).content.decode()

    FaultReport.objects.update(publicity="hidden")
    assert client.post(path, {"svar": "ja"}).status_code == client.get(path).status_code == 404

    assert not FaultFollower.objects.exists()


def test_an_account_follows_with_one_press_and_stops_with_another(client, lamp, citizen) -> None:
    client.force_login(citizen)
    path = f"/felanmalan/folj/{lamp.number}/"

    assert "Du följer felet" in client.post(path, follow=True).content.decode()
    assert FaultReport.objects.get().followers == 1

    assert "Följ felet" in client.post(path, {"sluta": "1"}, follow=True).content.decode()
    assert FaultReport.objects.get().followers == 0


def test_a_look_changes_nothing(client, lamp, citizen) -> None:
    client.force_login(citizen)

    client.get(f"/felanmalan/folj/{lamp.number}/")

    assert not FaultFollower.objects.exists()


@pytest.mark.parametrize("email", ["", "lisa", "a@b", "lisa@example.com\nBcc: x@example.com"])
def test_an_address_that_is_none_is_asked_for_again(client, lamp, email) -> None:
    assert client.post(f"/felanmalan/folj/{lamp.number}/", {"email": email}).status_code == 200
    assert not FaultFollower.objects.exists()


def test_what_is_not_public_is_not_there(client, report) -> None:
    assert client.get(f"/felanmalan/folj/{report.number}/").status_code == 404
    assert client.post(f"/felanmalan/folj/{report.number}/", {"email": "a@example.com"}).status_code == 404


def test_an_ended_one_cannot_be_followed(client, lamp, case_officer) -> None:
    change_status(report=lamp, by=case_officer, status="fixed", message="", now=NOW)

    page = client.post(f"/felanmalan/folj/{lamp.number}/", {"email": "a@example.com"}, follow=True).content.decode()

    assert "avslutad" in page
    assert not FaultFollower.objects.exists()


def test_the_reporter_sees_that_others_have_the_same_fault(client, lamp) -> None:
    follow_report(report=lamp, email="a@example.com", now=NOW)

    page = client.get(lamp.get_absolute_url()).content.decode()

    assert "Någon annan följer felet" in page
    assert "Någon annan har anmält" not in page
    assert "a@example.com" not in page


def test_one_who_follows_has_not_reported_it(client, sundsvall, lamp, case_officer) -> None:
    for name in "ab":
        follow_report(report=lamp, email=f"{name}@example.com", now=NOW)
    mark_double(report=shown(sundsvall), original=lamp, by=case_officer, message="", now=NOW)

    page = client.get(lamp.get_absolute_url()).content.decode()

    assert "2 andra följer felet" in page
    assert "Någon annan har anmält samma fel" in page


def test_the_database_lets_nobody_follow_twice(lamp, citizen) -> None:
    follow_report(report=lamp, person=citizen, now=NOW)
    follow_report(report=lamp, email="a@example.com", now=NOW)

    for who in ({"person": citizen}, {"email": "a@example.com"}, {"person": citizen, "email": "b@example.com"}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FaultFollower.objects.create(report=lamp, created_at=NOW, **who)


# --- to stop ---------------------------------------------------------------------------------


def test_the_link_asks_and_the_button_stops(client, lamp) -> None:
    follower, _new = follow_report(report=lamp, email="a@example.com", now=NOW)
    path = f"/felanmalan/sluta-folja/{follower.token}/"

    assert "Sluta följa" in client.get(path).content.decode()
    assert FaultFollower.objects.exists()

    assert "följer inte felet längre" in client.post(path).content.decode()
    assert FaultReport.objects.get().followers == 0
    assert not OutgoingMail.objects.filter(to="a@example.com").exists()
    assert client.post(path).status_code == client.get(path).status_code == 200


def test_a_mail_program_stops_it_without_a_cookie(lamp) -> None:
    from django.test import Client

    follower, _new = follow_report(report=lamp, email="a@example.com", now=NOW)

    answer = Client(enforce_csrf_checks=True).post(
        f"/felanmalan/sluta-folja/{follower.token}/", {"List-Unsubscribe": "One-Click"}
    )

    assert answer.status_code == 200
    assert not FaultFollower.objects.exists()


@pytest.mark.parametrize("cadence", ["at_once", "daily"])
def test_whoever_stops_with_an_account_hears_no_more_of_what_waits(sundsvall, lamp, citizen, case_officer, cadence):
    set_mail(person_id=citizen.pk, cadences={"followed": cadence})
    other = public_report(sundsvall, 20)
    follower, _new = follow_report(report=lamp, person=citizen, now=NOW)
    for report in (lamp, other):
        follow_report(report=report, person=citizen, now=NOW)
        change_status(report=report, by=case_officer, status="planned", message="", now=NOW)

    with translation.override("en"):
        unfollow_report(follower=follower)

    on_its_way = OutgoingMail.objects.filter(person=citizen, status="waiting").values_list("subject", flat=True)
    in_a_digest = Notification.objects.filter(digest_at__isnull=False).values_list("sentence", flat=True)
    assert [*on_its_way, *in_a_digest] == [f"Åtgärden av felet du följer är planerad, {other.number}"]
    assert Notification.objects.filter(person=citizen).count() == 2


def test_what_waits_of_ones_own_report_comes_all_the_same(sundsvall, lamp, citizen, case_officer) -> None:
    FaultReport.objects.filter(pk=lamp.pk).update(reporter=citizen)
    follower, _new = follow_report(report=lamp, person=citizen, now=NOW)
    change_status(report=lamp, by=case_officer, status="planned", message="På torsdag.", now=NOW)

    unfollow_report(follower=follower)

    waits = OutgoingMail.objects.filter(person=citizen, status="waiting").values_list("subject", flat=True)
    assert list(waits) == [f"Åtgärden av felet du anmälde är planerad, {lamp.number}"]


def test_the_page_that_news_of_it_lead_to_reads_them(client, lamp, citizen, case_officer) -> None:
    follow_report(report=lamp, person=citizen, now=NOW)
    change_status(report=lamp, by=case_officer, status="planned", message="", now=NOW)
    client.force_login(citizen)

    client.get(Notification.objects.get(person=citizen).path)

    assert Notification.objects.get(person=citizen).read_at is not None


# --- what they hear --------------------------------------------------------------------------


def test_followers_hear_of_each_step_without_the_words_to_the_reporter(lamp, citizen, case_officer) -> None:
    follow_report(report=lamp, person=citizen, now=NOW)
    follow_report(report=lamp, email="a@example.com", now=NOW)
    OutgoingMail.objects.all().delete()

    change_status(report=lamp, by=case_officer, status="planned", message="Hej Lisa, på torsdag.", now=NOW)

    mail = OutgoingMail.objects.get(to="a@example.com")
    assert "Åtgärden av felet du följer är planerad" in mail.subject
    assert "Lisa" not in mail.text + mail.html
    news = Notification.objects.get(person=citizen, kind="fault_followed")
    assert (news.path, news.body) == (f"/felanmalan/folj/{lamp.number}/", "")


def test_a_question_to_the_reporter_is_nobody_elses(lamp, case_officer) -> None:
    follow_report(report=lamp, email="a@example.com", now=NOW)
    OutgoingMail.objects.all().delete()

    change_status(report=lamp, by=case_officer, status="asked", message="Vilken lampa?", now=NOW)

    assert not OutgoingMail.objects.filter(to="a@example.com").exists()


def test_others_read_that_it_waits_for_the_reporter_and_not_what_was_asked(client, lamp, case_officer) -> None:
    change_status(report=lamp, by=case_officer, status="asked", message="Vilken lampa, Lisa?", now=NOW)

    for path in (f"/felanmalan/folj/{lamp.number}/", f"/felanmalan/anmalan/{lamp.number}/", "/felanmalan/anmalda/"):
        page = client.get(path).content.decode()
        assert "Väntar på svar från den som anmälde" in page
        assert "svar från dig" not in page
        assert "Lisa" not in page


def test_who_followed_a_double_is_led_to_the_original(client, sundsvall, lamp, case_officer) -> None:
    double = public_report(sundsvall, 10)
    mark_double(report=double, original=lamp, by=case_officer, message="", now=NOW)

    assert f"/felanmalan/folj/{lamp.number}/" in client.get(f"/felanmalan/folj/{double.number}/").content.decode()

    FaultReport.objects.filter(pk=lamp.pk).update(publicity="hidden")
    assert lamp.number not in client.get(f"/felanmalan/folj/{double.number}/").content.decode()


def test_of_what_is_hidden_again_nobody_hears(lamp, case_officer, timra) -> None:
    follow_report(report=lamp, email="a@example.com", now=NOW)
    hand_over(report=lamp, by=case_officer, to=timra, message="", now=NOW)
    OutgoingMail.objects.all().delete()

    change_status(report=lamp, by=case_officer, status="fixed", message="", now=NOW)

    assert not OutgoingMail.objects.filter(to="a@example.com").exists()


@pytest.mark.parametrize("there", ["shown", "waiting", "hidden"])
def test_who_follows_is_told_that_it_was_handed_over_and_follows_on(
    client, lamp, citizen, author, case_officer, timra, there
) -> None:
    category_of(timra, lamp.category.code, publicity=there)
    follow_report(report=lamp, email="a@example.com", now=NOW)
    follow_report(report=lamp, person=citizen, now=NOW)
    hand_over(report=lamp, by=case_officer, to=timra, message="Hej Lisa.", now=NOW)
    page = f"/felanmalan/folj/{lamp.number}/"

    mail = OutgoingMail.objects.get(to="a@example.com")
    news = Notification.objects.get(person=citizen, kind="fault_followed")
    client.force_login(author)
    of_others = client.get(page).status_code
    client.force_login(citizen)
    of_followers = client.get(page)

    assert mail.subject == f"Felet du följer är lämnat till Timrå kommun, {lamp.number}"
    assert "Lisa" not in mail.text + mail.html
    assert (page in mail.text, page in mail.html) == (there == "shown", there == "shown")
    assert ("visas inte för andra just nu" in mail.text) == (there != "shown")
    assert news.path == page
    assert of_others == (200 if there == "shown" else 404)
    assert of_followers.status_code == 200
    assert "Timrå kommun" in of_followers.text
    assert (lamp.text in of_followers.text) == (there == "shown")
    assert FaultFollower.objects.filter(report=lamp).count() == 2


def test_who_follows_what_is_not_shown_can_leave_and_nobody_else_learns_of_it(
    client, lamp, citizen, case_officer, timra
) -> None:
    follow_report(report=lamp, person=citizen, now=NOW)
    hand_over(report=lamp, by=case_officer, to=timra, message="", now=NOW)
    page = f"/felanmalan/folj/{lamp.number}/"

    before = client.get(page).status_code
    client.force_login(citizen)
    client.post(page, {"sluta": "1"})

    assert (before, client.get(page).status_code) == (404, 404)
    assert not FaultFollower.objects.exists()


# --- priority, counting, forgetting ----------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "followers", "reopened", "suggested"),
    [
        (Priority.NORMAL, 0, 0, Priority.NORMAL),
        (Priority.NORMAL, 3, 0, Priority.HIGH),
        (Priority.LOW, 2, 0, Priority.LOW),
        (Priority.LOW, 3, 0, Priority.NORMAL),
        (Priority.LOW, 10, 0, Priority.HIGH),
        (Priority.LOW, 0, 1, Priority.NORMAL),
        (Priority.NORMAL, 1000, 9, Priority.HIGH),
        (Priority.URGENT, 0, 0, Priority.URGENT),
        (Priority.URGENT, 50, 0, Priority.URGENT),
    ],
)
def test_followers_raise_the_suggested_priority(lamp, base, followers, reopened, suggested) -> None:
    lamp.category.priority, lamp.followers, lamp.reopened = base, followers, reopened

    assert suggested_priority(lamp) == suggested


def test_following_changes_no_priority_by_itself(lamp) -> None:
    for number in range(4):
        follow_report(report=lamp, email=f"a{number}@example.com", now=NOW)

    assert FaultReport.objects.get().priority == Priority.NORMAL


def test_a_wrong_counter_is_found_and_mended(lamp, capsys) -> None:
    follow_report(report=lamp, email="a@example.com", now=NOW)
    FaultReport.objects.update(followers=7)

    with pytest.raises(SystemExit):
        call_command("verify_integrity")
    assert "faults.faultreport.followers" in capsys.readouterr().out


def test_an_account_that_is_closed_follows_no_more(lamp, citizen) -> None:
    follow_report(report=lamp, person=citizen, now=NOW)
    assert personal_data.export_of(citizen)["felanmälningar som du följer"][0]["nummer"] == lamp.number

    personal_data.erase(citizen)

    assert not FaultFollower.objects.exists()
    assert FaultReport.objects.get().followers == 0


def test_a_report_that_others_follow_says_no_more_than_it_did(lamp, client) -> None:
    """Neither who reports nor who follows."""
    FaultReport.objects.update(contact_email="anmalare@example.com", contact_phone="070-174 06 05")
    follow_report(report=lamp, email="foljare@example.com", now=NOW)

    page = client.get(f"/felanmalan/folj/{lamp.number}/").content.decode()

    assert "Antal som följer felet: 1" in page
    assert not {"anmalare@", "foljare@", "174 06", lamp.token} & {
        word for word in ("anmalare@", "foljare@", "174 06", lamp.token) if word in page
    }


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_are_counted_once_each(sundsvall) -> None:
    lamp = public_report(sundsvall)
    wrong: list[BaseException] = []

    def press(number: int) -> None:
        try:
            follow_report(report=lamp, email=f"a{number % 10}@example.com", now=NOW)
        except BaseException as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert FaultReport.objects.get().followers == FaultFollower.objects.count() == 10
    assert FaultEvent.objects.filter(kind="followed").count() == 10


def test_words_alone_have_no_neighbours(client, region, lamp) -> None:
    assert sent(client, filled_in()).place == "Storgatan 12"


def test_the_list_is_part_of_what_a_script_gets(client, region, lamp) -> None:
    page = client.post(HERE, at(IN_SUNDSVALL, hint="slag")).content.decode()

    assert "Redan anmält i närheten" in page
    assert "similar" in value(page, "told")


def test_unfollowing_twice_counts_once(lamp) -> None:
    follower, _new = follow_report(report=lamp, email="a@example.com", now=NOW)

    assert (unfollow_report(follower=follower), unfollow_report(follower=follower)) == (True, False)
    assert FaultReport.objects.get().followers == 0


def test_what_is_hidden_cannot_be_followed_by_any_door(report) -> None:
    with pytest.raises(NotToFollow):
        follow_report(report=report, email="a@example.com", now=NOW)


def test_an_address_is_one_however_its_domain_is_written(sundsvall, lamp) -> None:
    person = UserFactory(email="lisa@xn--rksmrgs-5wao1o.se")
    for written in ("Lisa@räksmörgås.se", "lisa@xn--rksmrgs-5wao1o.se"):
        follow_report(report=lamp, email=written, now=NOW)

    assert FaultFollower.objects.count() == 1
    assert list(followed_by(person)) == list(FaultFollower.objects.all())
