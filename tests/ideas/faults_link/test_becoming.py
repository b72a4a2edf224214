"""An idea that is really a fault."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from PIL import Image

from participation.accounts.models import Role
from participation.faults.models import FaultReport
from participation.ideas import actions, own_data
from participation.ideas.faults_link.becoming import become_fault
from participation.ideas.models import Idea
from participation.ideas.states import InvalidTransition
from participation.moderation.actions import hide_topic
from participation.notifications.models import Notification, OutgoingMail
from tests import answering
from tests.factories import UserFactory, staff
from tests.faults.factories import IN_SUNDSVALL, IN_TIMRA, category_of
from tests.ideas.conftest import signed_in
from tests.ideas.factories import NOW, TEXT, a_draft, add_supports, in_review, published
from tests.ideas.staff.conftest import seen, url

PLACED = {"place": "Vid sjön", "lon": IN_SUNDSVALL[0], "lat": IN_SUNDSVALL[1]}

TO_THE_DESK = "/cms/"  # where whoever may not is sent


@pytest.fixture
def broken(sundsvall, author) -> Idea:
    return published(sundsvall, author, title="Lyktan är trasig", **PLACED)


def pressed(client, idea: Idea, **fields):
    return client.post(url("fault", idea), {"seen": seen(idea), "category": "", **fields})


def test_one_action_makes_a_report_of_the_authors_words(broken, author, case_officer, lights):
    client = signed_in(case_officer)

    page = client.get(url("fault", broken))
    answer = pressed(client, broken, category=str(lights.pk))

    assert page.context["form"].initial["category"] == lights  # what the form for reports would guess
    assert answer.status_code == 302
    broken.refresh_from_db()
    report = broken.became_report
    assert report.text == f"Lyktan är trasig\n\n{TEXT}"
    assert (report.place, report.position, report.category, report.reporter) == (
        "Vid sjön", IN_SUNDSVALL, lights, author,
    )  # fmt: skip
    assert (broken.text, broken.status) == (TEXT, Idea.Status.REFUSED)
    assert report.number in broken.review_note


def test_the_author_is_told_once_with_number_and_link_and_their_page_leads_there(broken, author, case_officer):
    Notification.objects.all().delete()
    OutgoingMail.objects.all().delete()

    report = become_fault(idea=broken, category=None, by=case_officer, now=NOW)

    (news,) = Notification.objects.filter(person=author)
    assert report.number in news.sentence
    assert broken.reference in news.body
    assert news.path == report.get_absolute_url()
    (mail,) = OutgoingMail.objects.filter(person=author)
    assert "Lyktan" not in mail.text
    page = signed_in(author).get(broken.get_absolute_url()).content.decode()
    assert report.get_absolute_url() in page
    assert "Blev en felanmälan" in page
    assert "Kommunen skrev in anmälan åt dig" in signed_in(author).get(report.get_absolute_url()).content.decode()
    assert "Därför kunde vi inte publicera den" not in page
    told = next(row for row in own_data.export(author) if row["nummer"] == broken.reference)
    assert (told["blev felanmälan"], told["läge"]) == (report.number, "Blev en felanmälan")


@pytest.mark.parametrize("publicity", ["shown", "hidden"])
def test_supporters_hear_where_it_went_and_get_a_link_only_to_what_all_may_see(
    sundsvall, broken, author, case_officer, publicity
):
    (supporter,) = add_supports(broken, 1)
    kind = category_of(sundsvall, publicity=publicity)

    report = become_fault(idea=broken, category=kind, by=case_officer, now=NOW)

    (news,) = Notification.objects.filter(person=supporter)
    assert report.number in news.body
    assert news.path == (reverse("faults:public", args=[report.number]) if publicity == "shown" else "")
    assert report.token not in news.body + news.path
    assert news.topic is None  # the idea is out of their sight
    assert signed_in(supporter).get(broken.get_absolute_url()).status_code == 404


def test_photos_are_copied_and_one_that_is_gone_stops_nobody(sundsvall, author, both):
    idea = a_draft(sundsvall, author, **PLACED)
    for colour in ("navy", "red"):
        written = BytesIO()
        Image.new("RGB", (64, 48), colour).save(written, "JPEG")
        written.seek(0)
        actions.add_photo(idea=idea, upload=written)
    idea = actions.submit(idea=idea, now=NOW)
    first, second = idea.attachments.all()
    second.file.storage.delete(second.file.name)

    report = become_fault(idea=idea, category=None, by=both, now=NOW)

    (photo,) = report.photos.all()
    assert photo.sha256 == first.sha256
    assert photo.file.name != first.file.name


def test_additions_go_along(broken, author, case_officer, reviewing_after):
    actions.add_addition(idea=broken, by=author, text="Nu är två trasiga.", now=NOW)

    report = become_fault(idea=broken, category=None, by=case_officer, now=NOW)

    assert report.text.endswith("\n\nNu är två trasiga.")


def test_pressed_twice_is_once(broken, author, case_officer):
    client, stamp = signed_in(case_officer), seen(broken)

    answers = [client.post(url("fault", broken), {"seen": stamp, "category": ""}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 409]
    assert FaultReport.objects.count() == 1
    assert Notification.objects.filter(person=author, kind="fault_news").count() == 1
    report = FaultReport.objects.get()
    assert become_fault(idea=broken, category=None, by=case_officer, now=NOW) == report


@pytest.mark.parametrize("role", Role.values)
def test_who_may_for_what_is_public(sundsvall, broken, role):
    client = signed_in(staff(sundsvall, Role(role)))

    answer = pressed(client, broken)

    may = role in (Role.MODERATOR, Role.CASE_OFFICER, Role.ADMINISTRATOR)
    assert (answer.url == TO_THE_DESK) is not may
    assert FaultReport.objects.count() == may


def test_what_is_in_review_is_for_whoever_reviews(sundsvall, author, case_officer, moderator):
    idea = in_review(sundsvall, author, **PLACED)

    refused = pressed(signed_in(case_officer), idea)
    done = pressed(signed_in(moderator), idea)

    assert refused.url == TO_THE_DESK
    assert done.url == url("inspect", idea)
    report = FaultReport.objects.get()
    assert (report.reporter, report.municipality) == (author, sundsvall)
    assert signed_in(moderator).get(f"/cms/felanmalningar/{report.pk}/").status_code == 200


def test_staff_of_another_municipality_and_the_author_do_not(sundsvall, timra, broken, case_officer):
    neighbour = staff(timra, Role.CASE_OFFICER)
    own = published(sundsvall, case_officer, **PLACED)

    assert pressed(signed_in(neighbour), broken).status_code == 404
    assert pressed(signed_in(case_officer), own).url == TO_THE_DESK
    with pytest.raises(PermissionDenied):
        become_fault(idea=own, category=None, by=case_officer, now=NOW)
    assert not FaultReport.objects.exists()


def test_a_category_of_another_municipality_is_no_choice(timra, broken, case_officer):
    answer = pressed(signed_in(case_officer), broken, category=str(category_of(timra).pk))

    assert answer.status_code == 200
    assert answer.context["form"].errors["category"]
    assert not FaultReport.objects.exists()


def test_an_idea_without_a_place_is_asked_for_one(sundsvall, author, case_officer):
    idea = published(sundsvall, author)
    client = signed_in(case_officer)

    asked = pressed(client, idea)
    done = pressed(client, idea, place="Storgatan 12")

    assert asked.context["form"].errors["place"]
    assert done.status_code == 302
    assert FaultReport.objects.get().place == "Storgatan 12"


def test_one_beyond_the_border_stays_and_staff_are_told(sundsvall, timra, author, case_officer):
    idea = published(sundsvall, author, lon=IN_TIMRA[0], lat=IN_TIMRA[1])
    client = signed_in(case_officer)

    page = client.get(url("fault", idea)).content.decode()
    pressed(client, idea)

    assert "Platsen ligger i Timrå kommun" in page
    assert FaultReport.objects.get().municipality == sundsvall


def test_what_a_moderator_hid_is_not_shown_as_a_report(broken, moderator, case_officer, lights):
    (supporter,) = add_supports(broken, 1)
    hide_topic(topic=broken.topic, moderator=moderator, facts="Namn.", now=NOW)

    report = become_fault(idea=broken, category=lights, by=case_officer, now=NOW)

    assert report.publicity == "hidden"
    assert not FaultReport.objects.public().exists()
    assert not Notification.objects.filter(person=supporter, kind="idea_became_fault").exists()


def test_an_answered_idea_and_a_draft_are_no_faults(sundsvall, author, case_officer, department):
    answered = published(sundsvall, author, **PLACED)
    answered = answering.answer(
        idea=answered, by=case_officer, outcome="will_not", sentence="Nej.", text="", department=department, now=NOW
    )

    for idea in (answered, a_draft(sundsvall, author)):
        with pytest.raises(InvalidTransition):
            become_fault(idea=idea, category=None, by=case_officer, now=NOW)


def test_it_counts_against_nobody(sundsvall, broken, author, case_officer):
    become_fault(idea=broken, category=None, by=case_officer, now=NOW)
    other = published(sundsvall, author)

    record = signed_in(case_officer).get(url("inspect", other)).context["record"]

    assert (record.ideas, record.refused, record.hidden) == (1, 0, 0)


def test_the_pages_ask_no_more_for_it(
    broken, author, case_officer, django_assert_num_queries, django_assert_max_num_queries
):
    become_fault(idea=broken, category=None, by=case_officer, now=NOW)
    reader, officer = signed_in(author), signed_in(case_officer)
    for client, address in ((reader, broken.get_absolute_url()), (officer, url("inspect", broken))):
        client.get(address)

    with django_assert_max_num_queries(12):
        reader.get(broken.get_absolute_url())
    with django_assert_max_num_queries(25):
        page = officer.get(url("inspect", broken)).content.decode()
    assert reverse("fault_reports:report", args=[broken.became_report_id or FaultReport.objects.get().pk]) in page


def test_an_author_who_is_gone_leaves_a_report_without_a_reporter(broken, author, case_officer):
    broken.topic.author = None
    broken.topic.save()
    UserFactory()

    report = become_fault(idea=broken, category=None, by=case_officer, now=NOW)

    assert report.reporter is None
