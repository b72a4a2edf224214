"""Many fault reports of one kind at one place become an idea, and their reporters hear what becomes of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.accounts.models import Role
from participation.answers.errors import CannotBeAnswered
from participation.faults.actions import hand_over, mark_double, set_category
from participation.faults.desk import further
from participation.faults.models import FaultEvent, FaultReport
from participation.ideas import actions, own_data
from participation.ideas.faults_link.beginning import begin_idea, let_go, words_for
from participation.ideas.faults_link.clusters import found_round, number_of, reports_of
from participation.ideas.merging.actions import merge
from participation.ideas.models import FaultCluster, Idea
from participation.ideas.states import InvalidTransition
from participation.moderation.actions import hide_topic
from participation.notifications.actions import follow
from participation.notifications.models import Notification, OutgoingMail
from participation.places.models import Municipality
from tests import answering
from tests.factories import UserFactory, staff
from tests.faults.factories import IN_SUNDSVALL, category_of, placed, reported
from tests.ideas.conftest import signed_in
from tests.ideas.factories import published, some_moderator
from tests.ideas.staff.conftest import url

LON, LAT = IN_SUNDSVALL
STEP = 0.0001  # degrees north: eleven metres
NOW = timezone.now()


def near(sundsvall, lights, steps: float = 0, **said) -> FaultReport:
    fields = {"text": "Hemliga ord", "category": lights, "now": NOW - timedelta(days=3), **said}
    return reported(sundsvall, place=placed((LON, LAT + steps * STEP), "Hemlig plats"), **fields)


@pytest.fixture
def five(sundsvall, lights) -> list[FaultReport]:
    return [near(sundsvall, lights, step) for step in range(5)]


def begun(five, lights, by, **said) -> Idea:
    found = found_round(five[0], since=NOW - timedelta(days=30), metres=100)
    words = {"title": "Bättre ljus", "text": "Byt stolparna.", "place": "", "key": said.pop("key", five[0].client_key)}
    return begin_idea(found=found, category=lights, by=by, now=NOW, **words, **said)


def brought_out(idea: Idea, sundsvall) -> Idea:
    return actions.approve(idea=actions.submit(idea=idea, now=NOW), by=some_moderator(sundsvall), now=NOW)


def answered(idea: Idea, department, by) -> Idea:
    return answering.answer(
        idea=idea, by=by, outcome="will_do", sentence="Vi byter dem.", text="", department=department, now=NOW
    )


def news_of(report: FaultReport) -> list[str]:
    return list(report.events.filter(kind=FaultEvent.Kind.NEWS).values_list("message", flat=True))


# --- what lies together


def test_what_lies_near_of_the_same_kind_and_time_is_found_and_nothing_else(sundsvall, lights, five, case_officer):
    near(sundsvall, lights, 20)  # 220 metres off
    near(sundsvall, lights, now=NOW - timedelta(days=200))
    near(sundsvall, category_of(sundsvall, "hal"))
    double = near(sundsvall, lights)
    mark_double(report=double, original=five[0], by=case_officer, message="", now=NOW)

    found = found_round(five[0], since=NOW - timedelta(days=183), metres=100)

    assert sorted(found.reports) == [report.pk for report in five]
    assert (found.lon, round(found.lat, 6)) == (pytest.approx(LON), round(LAT + 2 * STEP, 6))
    assert found.radius == 30  # to the next ten that reaches the outermost, 22 metres away
    assert found.since == NOW - timedelta(days=3)


def test_the_circle_is_a_circle(sundsvall, lights):
    middle = near(sundsvall, lights)
    reported(sundsvall, category=lights, place=placed((LON + 0.0017, LAT + 8 * STEP)), now=NOW)  # in the box's corner

    assert found_round(middle, since=NOW - timedelta(days=9), metres=100).reports == [middle.pk]


def test_the_count_lives_and_speaks_of_no_neighbours_report(sundsvall, timra, lights, five, case_officer, department):
    cluster = begun(five, lights, case_officer).fault_cluster
    numbers = [number_of(cluster)]
    near(sundsvall, lights, 2)
    numbers.append(number_of(cluster))
    set_category(report=five[0], by=case_officer, category=category_of(sundsvall, "hal"), now=NOW)  # known from then
    numbers.append(number_of(cluster))
    hand_over(report=five[1], by=case_officer, to=timra, message="", now=NOW)
    numbers.append(number_of(cluster))

    assert numbers == [5, 6, 6, 5]


# --- the desk


def test_the_draft_holds_facts_and_no_word_of_a_citizen(five, lights, case_officer):
    client = signed_in(case_officer)
    address = reverse("ideas_admin:begin", args=[five[0].pk])

    page = client.get(address)
    words = page.context["form"].initial
    answer = client.post(address, {"key": words["key"], "title": words["title"], "text": words["text"]})

    idea = Idea.objects.get()
    assert answer.url == idea.get_absolute_url()
    assert (idea.status, idea.topic.author) == (Idea.Status.DRAFT, case_officer)
    assert idea.text.startswith("5 felanmälningar i kategorin Gatubelysning har kommit in sedan")
    assert "Hemlig" not in page.content.decode() + idea.title + idea.text + idea.place
    assert set(idea.fault_cluster.reports.all()) == set(five)
    assert (
        client.post(address, {"key": words["key"], "title": words["title"], "text": words["text"]}).status_code == 302
    )
    assert (Idea.objects.count(), FaultCluster.objects.count()) == (1, 1)


def test_fewer_make_no_idea(five, lights, case_officer):
    FaultReport.objects.filter(pk=five[4].pk).update(lat=LAT + 1)
    client = signed_in(case_officer)
    address = reverse("ideas_admin:begin", args=[five[0].pk])

    page = client.get(address)
    client.post(address, {"key": str(five[0].client_key), "title": "Ändå", "text": "x"})

    assert "färre än 5" in page.content.decode()
    assert not Idea.objects.exists()


def test_each_municipality_says_how_many_how_near_and_within_how_long(sundsvall, lights, five, case_officer):
    client = signed_in(case_officer)
    report, address = five[0], reverse("ideas_admin:begin", args=[five[0].pk])
    desk, planning = reverse("fault_reports:report", args=[report.pk]), reverse("fault_reports:repeats")
    FaultReport.objects.filter(pk=report.pk).update(status="fixed", ended_at=report.created_at)
    near(sundsvall, lights, 20)  # 220 metres off
    near(sundsvall, lights, now=NOW - timedelta(days=200))

    def offered(**said: int) -> tuple[bool, bool, int]:
        usual = {"fault_cluster_reports": 5, "fault_cluster_metres": 100, "fault_cluster_days": 183}
        Municipality.objects.update(**usual | said)
        begin, page = client.get(address), client.get(desk).content.decode()
        found = begin.context["found"]
        return 'name="title"' in begin.content.decode(), address in page, found.number if found else 0

    assert offered() == (True, True, 5)
    assert offered(fault_cluster_reports=6) == (False, False, 5)
    assert offered(fault_cluster_reports=6, fault_cluster_metres=250) == (True, True, 6)
    assert offered(fault_cluster_reports=6, fault_cluster_days=300) == (True, True, 6)
    assert offered(fault_cluster_days=2) == (False, False, 0)
    assert "av-felanmalan" in client.get(planning).content.decode()
    offered(fault_cluster_reports=7)
    assert "av-felanmalan" not in client.get(planning).content.decode()


@pytest.mark.parametrize("role", Role.values)
def test_who_may(sundsvall, five, role):
    answer = signed_in(staff(sundsvall, Role(role))).get(reverse("ideas_admin:begin", args=[five[0].pk]))

    assert answer.status_code == (200 if role in (Role.CASE_OFFICER, Role.ADMINISTRATOR) else 302)


def test_staff_of_another_municipality_see_nothing(timra, five):
    client = signed_in(staff(timra, Role.CASE_OFFICER))

    assert client.get(reverse("ideas_admin:begin", args=[five[0].pk])).status_code == 404


@pytest.mark.parametrize("query", ["?sedan=0001-01-01&inom=99999", "?sedan=x&inom=-1", "?inom=²", "?sedan=9999-12-31"])
def test_any_address_is_answered(five, case_officer, query):
    address = reverse("ideas_admin:begin", args=[five[0].pk])

    assert signed_in(case_officer).get(address + query).status_code == 200


def test_the_pages_of_faults_offer_it_where_there_are_enough(
    sundsvall, lights, five, case_officer, moderator, django_assert_num_queries
):
    client = signed_in(case_officer)
    report, repeats = reverse("fault_reports:report", args=[five[0].pk]), reverse("fault_reports:repeats")
    begin = reverse("ideas_admin:begin", args=[five[0].pk])
    FaultReport.objects.filter(pk=five[0].pk).update(status="fixed", ended_at=five[0].created_at)  # and it came back

    offered = client.get(report).content.decode()
    link = re.search(r'href="(/cms/ideer/av-felanmalan/[^"]+)"', client.get(repeats).content.decode())

    assert begin in offered
    assert link is not None
    found = client.get(link[1].replace("&amp;", "&")).context["found"]
    assert found.number == 5
    assert begin not in signed_in(moderator).get(report).content.decode()
    near(sundsvall, lights, 60)
    assert (
        "av-felanmalan"
        not in client.get(reverse("fault_reports:report", args=[near(sundsvall, lights, 90).pk])).content.decode()
    )


def test_a_draft_that_is_not_sent_is_where_its_writer_goes_on_and_others_learn_whose_it_is(
    sundsvall, five, lights, case_officer
):
    colleague = staff(sundsvall, Role.MODERATOR)
    colleague.groups.add(*case_officer.groups.all())
    idea = begun(five, lights, case_officer)
    address = reverse("fault_reports:report", args=[five[0].pk])

    own, theirs = (signed_in(user).get(address).content.decode() for user in (case_officer, colleague))

    assert f'href="{idea.get_absolute_url()}"' in own
    assert "Fortsätt på ditt utkast av felanmälningarna" in own
    assert f"{case_officer.public_name} har ett utkast av felanmälningarna som inte är skickat." in theirs
    assert idea.get_absolute_url() not in theirs
    assert idea.title not in theirs
    assert not [page for page in (own, theirs) if "Gör ett utkast av" in page]


def test_the_page_of_what_comes_back_leads_to_what_was_made_of_it(
    sundsvall, five, lights, case_officer, django_assert_max_num_queries
):
    colleague = staff(sundsvall, Role.MODERATOR)
    colleague.groups.add(*case_officer.groups.all())
    FaultReport.objects.filter(pk=five[0].pk).update(status="fixed", ended_at=five[0].created_at)
    address = reverse("fault_reports:repeats")
    client, beside = signed_in(case_officer), signed_in(colleague)
    with django_assert_max_num_queries(60) as offered:
        assert "av-felanmalan" in client.get(address).content.decode()

    idea = begun(five, lights, case_officer)
    own, theirs = (one.get(address).content.decode() for one in (client, beside))
    assert f'href="{idea.get_absolute_url()}"' in own
    assert f"{case_officer.public_name} har ett utkast av felanmälningarna som inte är skickat." in theirs
    assert idea.get_absolute_url() not in theirs
    brought_out(idea, sundsvall)
    with django_assert_max_num_queries(60) as named:
        sent = beside.get(address).content.decode()

    assert url("inspect", idea) in sent
    assert not [page for page in (own, theirs, sent) if "av-felanmalan" in page]
    assert len(named) <= len(offered)


def test_the_desk_page_of_a_report_names_the_idea_and_asks_four_more_at_most(
    sundsvall, five, lights, case_officer, django_assert_max_num_queries, monkeypatch
):
    idea = brought_out(begun(five, lights, case_officer), sundsvall)
    client = signed_in(case_officer)
    address, other = (reverse("fault_reports:report", args=[pk]) for pk in (five[0].pk, near(sundsvall, lights).pk))
    client.get(address)

    with django_assert_max_num_queries(40) as named:
        page = client.get(address).content.decode()
    with django_assert_max_num_queries(40) as offered:
        client.get(other)
    monkeypatch.setattr(further, "_rooms", {})
    with django_assert_max_num_queries(40) as nothing:
        client.get(address)

    assert (len(named) - len(nothing), len(offered) - len(nothing)) == (2, 4)
    assert url("inspect", idea) in page
    assert "av-felanmalan" not in page  # there is one


# --- the idea's pages


def test_the_idea_shows_how_many_and_asks_one_question_more(
    client, sundsvall, five, lights, case_officer, django_assert_max_num_queries
):
    idea = brought_out(begun(five, lights, case_officer), sundsvall)
    near(sundsvall, lights, 1)
    client.get(idea.get_absolute_url())
    for_staff = signed_in(case_officer).get(url("inspect", idea)).content.decode()

    with django_assert_max_num_queries(12) as linked:
        page = client.get(idea.get_absolute_url()).content.decode()
    FaultCluster.objects.all().delete()
    with django_assert_max_num_queries(12) as alone:
        client.get(idea.get_absolute_url())

    assert len(linked) - len(alone) == 1
    assert all("6 felanmälningar om samma sak, Gatubelysning, sedan" in text for text in (page, for_staff))
    link = re.search(r'href="(/felanmalan/[^"]+ruta=[^"]+)"', page)
    shown = client.get(link[1].replace("&amp;", "&"))
    assert len(shown.context["rows"]) == 6


def test_private_reports_are_a_number_and_few_are_none(client, sundsvall, timra, five, lights, case_officer):
    lights.publicity = "hidden"
    lights.save()
    idea = brought_out(begun(five, lights, case_officer), sundsvall)

    page = client.get(idea.get_absolute_url()).content.decode()
    hand_over(report=five[0], by=case_officer, to=timra, message="", now=NOW)
    fewer = client.get(idea.get_absolute_url()).content.decode()

    assert "5 felanmälningar" in page
    assert not any(text in page for report in five for text in (report.number, report.token, "Hemlig"))
    assert "kategori=gatubelysning" not in page
    assert "4 felanmälningar" not in fewer
    assert "Idén bygger på felanmälningar om Gatubelysning." in fewer


def test_the_link_can_be_let_go_while_it_is_a_draft(sundsvall, five, lights, case_officer):
    idea = begun(five, lights, case_officer)
    client = signed_in(case_officer)
    assert "5 felanmälningar" in client.get(idea.get_absolute_url()).content.decode()

    form = {"place": "", "lat": "", "lon": "", "gor": "utan-felanmalningar"}
    client.post(idea.get_absolute_url(), form)

    assert not FaultCluster.objects.exists()
    assert Idea.objects.get().status == Idea.Status.DRAFT
    sent = actions.submit(idea=begun(five, lights, case_officer), now=NOW)
    with pytest.raises(InvalidTransition):
        let_go(idea=sent)


def test_ones_own_data_say_what_the_idea_is_about(five, lights, case_officer):
    begun(five, lights, case_officer)

    (told,) = own_data.export(case_officer)

    assert (told["om felanmälningar"]["kategori"], told["om felanmälningar"]["meter"]) == ("Gatubelysning", 30)


def test_a_draft_that_is_deleted_leaves_the_reports(five, lights, case_officer):
    actions.delete_draft(idea=begun(five, lights, case_officer))

    assert not FaultCluster.objects.exists()
    assert FaultReport.objects.count() == 5


# --- decided


def test_every_reporter_hears_of_the_answer_once(sundsvall, lights, case_officer, department, citizen, author):
    follower = UserFactory()
    five = [
        near(sundsvall, lights, 0, reporter=citizen),
        near(sundsvall, lights, 1, reporter=citizen),
        near(sundsvall, lights, 2, contact_email="a@example.com"),
        near(sundsvall, lights, 3, contact_email="A@example.com"),
        near(sundsvall, lights, 4, reporter=follower),
    ]
    idea = brought_out(begun(five, lights, case_officer), sundsvall)
    later = near(sundsvall, lights, 2, contact_email="b@example.com")
    elsewhere = near(sundsvall, lights, 50)
    follow(topic=idea.topic, person=follower)
    Notification.objects.all().delete()
    OutgoingMail.objects.all().delete()
    reporting = FaultReport.objects.get(pk=five[0].pk)

    idea = answered(idea, department, case_officer)
    answered(idea, department, case_officer)  # a new answer is no new decision

    for report in (*five, later):
        (message,) = news_of(report)
        assert "Bättre ljus" in message
        assert idea.get_absolute_url() in message
    assert news_of(elsewhere) == []
    assert Notification.objects.filter(person=citizen, kind="fault_news").count() == 1
    assert not Notification.objects.filter(person=follower, kind="fault_news").exists()
    addresses = [mail.to.lower() for mail in OutgoingMail.objects.filter(kind__startswith="fault:")]
    assert sorted(addresses) == ["a@example.com", "b@example.com"]
    reporting.refresh_from_db()
    assert reporting.has_news  # it still waits to be read


def test_a_refusal_names_nothing_and_an_end_without_support_is_told(sundsvall, five, lights, case_officer, moderator):
    idea = actions.submit(idea=begun(five, lights, case_officer), now=NOW)
    actions.refuse(idea=idea, by=moderator, reason="Hemligt skäl", now=NOW)

    (message,) = news_of(five[0])
    assert message == "Kommunen går inte vidare med en idé som byggde på den här felanmälan och andra."

    other = brought_out(begun(five, lights, case_officer, key=five[1].client_key), sundsvall)
    Idea.objects.filter(pk=other.pk).update(gathering_until=NOW - timedelta(days=1))
    actions.close_windows(NOW)

    assert "fick för lite stöd" in news_of(five[0])[1]


def test_becoming_a_proposal_is_told(sundsvall, five, lights, case_officer):
    idea = brought_out(begun(five, lights, case_officer), sundsvall)

    actions.become_proposal(idea=idea, proposal_topic=idea.topic, by=None, now=NOW)

    assert "blev ett e-tjänsteförslag" in news_of(five[0])[0]


def test_what_is_hidden_tells_nobody(sundsvall, five, lights, case_officer, department, moderator):
    idea = brought_out(begun(five, lights, case_officer), sundsvall)
    hide_topic(topic=idea.topic, moderator=moderator, facts="x", now=NOW)

    with pytest.raises(CannotBeAnswered):
        answered(idea, department, case_officer)

    assert news_of(five[0]) == []


def test_merged_with_another_they_hear_of_that_one(
    sundsvall, five, lights, case_officer, department, moderator, author
):
    idea = brought_out(begun(five, lights, case_officer), sundsvall)
    kept = published(sundsvall, author, title="Ljus överallt")
    merge(idea=idea, kept=kept, words="Samma.", by=moderator, now=NOW)

    answered(kept, department, case_officer)

    assert "Ljus överallt" in news_of(five[0])[0]


def test_others_reports_are_not_among_them(sundsvall, five, lights, case_officer):
    cluster = begun(five, lights, case_officer).fault_cluster

    assert set(reports_of(cluster)) == set(five)
    assert words_for(found_round(five[0], since=NOW - timedelta(days=9), metres=100), lights, "")["title"] == (
        "Återkommande fel: Gatubelysning"
    )
