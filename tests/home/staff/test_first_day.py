from __future__ import annotations

import re

import pytest
from django.test import Client

from home.actions import answer_ways
from home.models import HowWeWork
from home.staff.first_day import THINGS
from participation.accounts.models import Role, StaffGroup
from participation.answers.models import AnswerTask
from participation.places.models import Department
from tests.answers.factories import drafted, sent
from tests.factories import UserFactory
from tests.ideas.factories import NOW, published

from ..conftest import member

PAGE, DESK, WORDS = "/cms/forsta-dagen/", "/cms/", "/cms/kommun/2281/sa-arbetar-vi/"
NEW, KEPT = "Ny här?", "Första dagen: så arbetar vi här"

pytestmark = pytest.mark.django_db


def html_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_every_role_has_something_to_do() -> None:
    assert set(THINGS) == set(Role)
    assert all(2 <= len(things) <= 3 for things in THINGS.values())


@pytest.mark.parametrize("role", list(Role))
def test_every_link_leads_to_a_page_that_the_role_opens(client, place, role):
    client.force_login(member(place, role))

    links = re.findall(r'<li><a href="([^"#]+#?[^"]*)">[^<]*</a><p', html_of(client, PAGE))

    assert len(links) == len(THINGS[role])
    assert [client.get(link).status_code for link in links] == [200] * len(links)


def test_the_desk_points_there_until_one_says_so_and_then_keeps_it_at_its_foot(client, place):
    client.force_login(member(place, Role.EDITOR))
    assert NEW in html_of(client, DESK)

    assert client.post(PAGE, {"gor": "dolj"}).url == PAGE
    desk = html_of(client, DESK)
    assert NEW not in desk
    assert KEPT in desk

    client.post(PAGE, {"gor": "visa"})
    assert NEW in html_of(client, DESK)


def test_the_municipalitys_own_words_are_its_administrators_and_its_staffs(client, place, neighbour):
    client.force_login(member(place, Role.ADMINISTRATOR))
    assert client.post(WORDS, {"words": "Vi säger du.\n\n<b>Fråga Kim</b>."}).url == WORDS
    assert "”Så arbetar vi” ändrat" in html_of(client, "/cms/kommun/2281/")

    client.force_login(member(place, Role.ANALYST))
    html = html_of(client, PAGE)
    assert "<p>Vi säger du.</p>" in html
    assert "&lt;b&gt;Fråga Kim&lt;/b&gt;" in html
    assert WORDS not in html

    client.force_login(member(neighbour, *Role))
    assert "Vi säger du" not in html_of(client, PAGE)
    assert client.post(WORDS, {"words": "Kapad"}).status_code == 404
    assert HowWeWork.objects.get(municipality=place).words.startswith("Vi säger du.")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_writes_them(client, place, role):
    client.force_login(member(place, role))

    assert client.post(WORDS, {"words": "Kapad"}).status_code == 302
    assert not HowWeWork.objects.exists()


def test_too_many_words_are_refused_and_kept_in_the_form(client, place):
    client.force_login(member(place, Role.ADMINISTRATOR))

    response = client.post(WORDS, {"words": "å" * 6001})

    assert response.status_code == 200
    assert "6000" in response.content.decode()
    assert not HowWeWork.objects.exists()


def test_a_citizen_sees_nothing_of_it(client, place):
    client.force_login(UserFactory())

    assert client.get(PAGE).status_code == client.post(PAGE).status_code == 302


class TestWhoOnlyDecidesInAStep:
    """A lawyer holds no role: only a group that a step of the answers' way names."""

    @pytest.fixture
    def lawyer(self, place):
        person = UserFactory(email="jurist@example.com")
        step = answer_ways.add_step(municipality=place, name="Jurist", working_days=5, by=person, now=NOW)
        step.groups.get().user_set.add(person)
        return person

    def test_reads_what_waits_how_to_decide_and_how_the_place_works(self, client, place, lawyer):
        HowWeWork.objects.create(municipality=place, words="Vi säger du.")
        officer = member(place, Role.CASE_OFFICER)
        department = Department.objects.filter(municipality=place)[0]
        sent(drafted(published(place), officer, department), officer)
        client.force_login(lawyer)

        html = html_of(client, PAGE)

        assert "Du har ingen roll" not in html
        assert "Så arbetar vi i Sundsvall" in html
        assert "Vi säger du." in html
        assert WORDS not in html
        assert "Du beslutar om kommunens svar, i steget Jurist" in html
        assert "Besluta om svar: 1 väntar på dig" in html
        links = re.findall(r'<li><a href="([^"#]+)">[^<]*</a><p', html)
        assert links == ["/cms/svar/?visa=mina", "/cms/svar/?visa=alla"]
        assert "Belys spåret" in html_of(client, links[0])
        assert NEW in html_of(client, DESK)

    def test_what_waits_is_nothing_before_an_answer_is_sent(self, client, lawyer):
        client.force_login(lawyer)

        assert "Besluta om svar: 0 väntar på dig" in html_of(client, PAGE)

    def test_is_no_longer_told_so_when_they_or_the_step_have_left(self, client, place, lawyer):
        step = AnswerTask.objects.get()
        answer_ways.remove_member(municipality=place, task=step, person=lawyer, by=lawyer, now=NOW)
        client.force_login(member(place, Role.EDITOR))
        assert "i steget" not in html_of(client, PAGE)

        step.groups.get().user_set.add(lawyer)
        lawyer.groups.add(StaffGroup.objects.get(municipality=place, role=Role.EDITOR).group)
        client.force_login(lawyer)
        assert "i steget Jurist" in html_of(client, PAGE)
        answer_ways.remove_step(municipality=place, task=step, by=lawyer, now=NOW)
        assert "i steget" not in html_of(client, PAGE)

    def test_nobody_else_is_told_so(self, client, place, neighbour, lawyer):
        for person in (member(place, Role.CASE_OFFICER), member(neighbour, *Role)):
            client.force_login(person)
            assert "i steget" not in html_of(client, PAGE)
