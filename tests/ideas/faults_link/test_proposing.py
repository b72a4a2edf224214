"""Many fault reports of one kind at one place become a draft e-service proposal, and their reporters hear of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from participation.accounts.models import Role
from participation.answers import actions as answers
from participation.eservices.models import EServiceIndexPage, ServiceProposalPage
from participation.faults.models import FaultEvent, FaultReport
from participation.ideas.models import FaultCluster, Idea
from participation.notifications.actions import follow
from participation.notifications.models import Notification, OutgoingMail
from tests.eservices.proposals import approve
from tests.factories import DepartmentFactory, UserFactory, staff
from tests.faults.factories import IN_SUNDSVALL, placed, reported
from tests.ideas.conftest import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]
LON, LAT = IN_SUNDSVALL
NOW = timezone.now()
WORDS = {"title": "Anmäl lampor på nytt sätt", "text": "Lamporna behöver ett nytt sätt."}


@pytest.fixture
def writer(sundsvall):
    """Handles reports, and writes proposals."""
    return staff(sundsvall, Role.CASE_OFFICER, Role.EDITOR)


@pytest.fixture
def lights(sundsvall):
    sundsvall.fault_categories.update(publicity="shown")
    return sundsvall.fault_categories.get(code="gatubelysning")


@pytest.fixture
def five(sundsvall, lights) -> list[FaultReport]:
    return [near(sundsvall, lights, step) for step in range(5)]


def near(sundsvall, lights, steps: float = 0, **said) -> FaultReport:
    place = placed((LON, LAT + steps * 0.0001), "Hemlig plats")
    return reported(sundsvall, place=place, text="Hemliga ord", category=lights, now=NOW - timedelta(days=3), **said)


def pressed(report: FaultReport, person, **more):
    key = str(report.client_key)
    address = reverse("ideas_admin:begin", args=[report.pk])
    return signed_in(person).post(address, {"key": key, **WORDS, "forslag": "1", **more})


def drafted(report: FaultReport, person) -> ServiceProposalPage:
    pressed(report, person)
    return ServiceProposalPage.objects.get()


def news_of(report: FaultReport) -> list[str]:
    return list(report.events.filter(kind=FaultEvent.Kind.NEWS).values_list("message", flat=True))


def test_the_draft_is_of_the_department_that_has_faults_of_that_kind(sundsvall, five, lights, writer):
    DepartmentFactory(municipality=sundsvall, name="Alla andra")
    lights.department = DepartmentFactory(municipality=sundsvall, name="Ö för gator")
    lights.save()

    assert drafted(five[0], writer).department == lights.department


def test_the_draft_is_a_proposal_that_nobody_else_sees_until_two_stand_behind_it(client, five, writer, publisher):
    page = signed_in(writer).get(reverse("ideas_admin:begin", args=[five[0].pk])).content.decode()
    answer = pressed(five[0], writer)
    pressed(five[0], writer)  # a second press

    proposal = ServiceProposalPage.objects.get()
    assert "Gör ett förslagsutkast" in page
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[proposal.pk])
    assert (proposal.title, proposal.need, proposal.live) == (*WORDS.values(), False)
    assert not proposal.topic.is_public
    assert set(FaultCluster.objects.get(topic=proposal.topic).reports.all()) == set(five)
    assert not Idea.objects.exists()
    assert signed_in(writer).get(answer.url).status_code == 200
    assert [news_of(report) for report in five] == [[]] * 5
    assert proposal.topic.title not in client.get("/sundsvall/").content.decode()


def test_the_page_of_the_report_and_of_the_draft_name_each_other(five, writer, case_officer):
    proposal = drafted(five[0], writer)
    desk, begin = reverse("fault_reports:report", args=[five[1].pk]), reverse("ideas_admin:begin", args=[five[1].pk])

    assert f"E-tjänsteförslaget ”{proposal.title}”" in signed_in(writer).get(desk).content.decode()
    assert "Det finns redan ett e-tjänsteförslag" in signed_in(writer).get(begin).content.decode()
    assert proposal.title not in signed_in(case_officer).get(desk).content.decode()


def test_who_writes_no_proposals_makes_none(five, case_officer):
    page = signed_in(case_officer).get(reverse("ideas_admin:begin", args=[five[0].pk])).content.decode()

    assert "Gör ett idéutkast" in page
    assert "Gör ett förslagsutkast" not in page
    assert pressed(five[0], case_officer).status_code == 302
    assert not ServiceProposalPage.objects.exists()


def test_who_writes_proposals_but_handles_no_reports_makes_none(five, editor):
    pressed(five[0], editor)

    assert not ServiceProposalPage.objects.exists()


def test_fewer_make_none_and_neither_does_a_place_without_the_page(sundsvall, five, writer):
    FaultReport.objects.filter(pk=five[4].pk).update(lat=LAT + 1)
    pressed(five[0], writer)
    FaultReport.objects.filter(pk=five[4].pk).update(lat=LAT)
    EServiceIndexPage.objects.filter(municipality=sundsvall).update(municipality=None)
    page = signed_in(writer).get(reverse("ideas_admin:begin", args=[five[0].pk])).content.decode()
    pressed(five[0], writer)

    assert "Gör ett förslagsutkast" not in page
    assert not ServiceProposalPage.objects.exists()


def test_the_page_shows_the_count_as_it_is(client, sundsvall, lights, five, writer, publisher):
    page = approve(drafted(five[0], writer), writer=writer, approver=publisher)
    near(sundsvall, lights, 2)

    shown = client.get(page.url).content.decode()
    FaultReport.objects.filter(pk__in=[report.pk for report in five[:2]]).delete()
    few = client.get(page.url).content.decode()

    assert "6 felanmälningar om samma sak, Gatubelysning, sedan" in shown
    assert "Hemlig" not in shown
    assert "Förslaget bygger på felanmälningar om Gatubelysning." in few


def test_the_reporters_hear_when_it_is_decided_and_once(sundsvall, lights, citizen, writer, publisher):
    follower = UserFactory()
    five = [
        near(sundsvall, lights, 0, reporter=citizen),
        near(sundsvall, lights, 1, reporter=citizen),
        near(sundsvall, lights, 2, contact_email="a@example.com"),
        near(sundsvall, lights, 3, reporter=follower),
        near(sundsvall, lights, 4),
    ]
    page = approve(drafted(five[0], writer), writer=writer, approver=publisher)
    follow(topic=page.topic, person=follower)
    Notification.objects.all().delete()
    OutgoingMail.objects.all().delete()
    assert news_of(five[0]) == []  # a need that is published is not decided

    page.stage = "development"
    page = approve(page, writer=writer, approver=publisher)
    approve(page, writer=writer, approver=publisher)  # in the same stage

    for report in five:
        (message,) = news_of(report)
        assert f"”{WORDS['title']}” är nu i steget Utveckling" in message
        assert page.url in message
    assert Notification.objects.filter(person=citizen, kind="fault_news").count() == 1
    assert not Notification.objects.filter(person=follower, kind="fault_news").exists()
    assert OutgoingMail.objects.filter(kind__startswith="fault:").values_list("to", flat=True).get() == "a@example.com"

    page.stage, page.stopped_reason = "stopped", "För dyrt."
    approve(page, writer=writer, approver=publisher)
    assert "är nu i steget Stoppat" in news_of(five[0])[1]


def test_the_reporters_hear_of_an_answer(sundsvall, five, writer, publisher):
    page = approve(drafted(five[0], writer), writer=writer, approver=publisher)

    said = {"outcome": "will_do", "sentence": "Vi gör det.", "text": "", "department": page.department}
    answers.answer(topic=page.topic, by=publisher, now=NOW, **said)

    (message,) = news_of(five[0])
    assert message.startswith(f"Kommunen har svarat på förslaget ”{WORDS['title']}”.")


def test_it_is_of_an_idea_or_of_a_proposal(five, writer):
    drafted(five[0], writer)

    with pytest.raises(IntegrityError), transaction.atomic():
        FaultCluster.objects.update(topic=None)


def test_the_page_of_what_comes_back_leads_to_the_draft(five, writer):
    FaultReport.objects.filter(pk=five[0].pk).update(status="fixed", ended_at=five[0].created_at)
    page = drafted(five[0], writer)

    shown = signed_in(writer).get(reverse("fault_reports:repeats")).content.decode()

    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in shown
    assert "av-felanmalan" not in shown
