"""Kommunen › Svarens väg: steps, who decides at them, and that nobody changes it unseen."""

from __future__ import annotations

import pytest
from django.utils import timezone

from home.actions import answer_ways
from participation.accounts.models import Role
from participation.answers.models import AnswerTask, AnswerWay
from participation.answers.ways import steps_of, workflow_of
from participation.notifications.models import Notification
from participation.places.models import Department
from tests.answers.factories import drafted, sent
from tests.factories import UserFactory
from tests.ideas.factories import NOW, published

from .conftest import employed

WAY = "/cms/kommun/2281/svarens-vag/"


def step(municipality, chief, name="Jurist"):
    return answer_ways.add_step(municipality=municipality, name=name, working_days=5, by=chief, now=NOW)


def names(municipality):
    return [task.name for task in steps_of(workflow_of(municipality.pk))]


def post(client, task, **what):
    return client.post(f"{WAY}{task.pk}/", what, follow=True).content.decode()


def test_steps_are_added_moved_and_removed(client, here, chief):
    client.force_login(chief)
    for name in ("Jurist", "Nämnd"):
        client.post(WAY, {"name": name, "working_days": 5})
    assert names(here) == ["Jurist", "Nämnd"]
    first, second = AnswerTask.objects.order_by("pk")

    post(client, second, gor="upp")
    assert names(here) == ["Nämnd", "Jurist"]
    post(client, second, gor="upp")  # it is first already
    assert names(here) == ["Nämnd", "Jurist"]

    assert "Steget är borttaget" in post(client, first, gor="ta-bort")
    assert names(here) == ["Nämnd"]
    assert AnswerWay.objects.count() == 1


def test_a_step_where_an_answer_waits_stays(client, here, chief, case_officer):
    task = step(here, chief)
    department = Department.objects.filter(municipality=here)[0]
    sent(drafted(published(here), case_officer, department), case_officer)
    client.force_login(chief)

    assert "Ett svar väntar på det steget" in post(client, task, gor="ta-bort")

    assert names(here) == ["Jurist"]


def test_a_person_joins_is_told_and_leaves(client, here, chief):
    task, person = step(here, chief), UserFactory(email="jurist@example.com")
    client.force_login(chief)

    assert "Personen är med i steget" in post(client, task, gor="lagg-till", email=" JURIST@example.com ")
    assert list(task.groups.get().user_set.all()) == [person]
    assert "i steget Jurist" in Notification.objects.get(person=person).sentence

    post(client, task, gor="ta-bort-person", person=person.pk)
    assert not task.groups.get().user_set.exists()


def test_an_address_without_account_is_refused_in_words(client, here, chief):
    task = step(here, chief)
    client.force_login(chief)

    assert "Det finns inget konto" in post(client, task, gor="lagg-till", email="ingen@example.com")


def test_the_others_who_run_the_place_are_told(here, chief):
    other = employed(here, Role.ADMINISTRATOR, email="other@example.com")

    step(here, chief)

    assert "har ändrat vägen för svar" in Notification.objects.get(person=other).sentence
    assert not Notification.objects.filter(person=chief).exists()


@pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.MODERATOR, Role.EDITOR, Role.EVALUATOR])
def test_nobody_else_changes_it(client, here, chief, role):
    task = step(here, chief)
    client.force_login(employed(here, role, email="annan@example.com"))

    client.post(WAY, {"name": "Egen", "working_days": 1})
    client.post(f"{WAY}{task.pk}/", {"gor": "ta-bort"})

    assert names(here) == ["Jurist"]


def test_a_step_of_the_neighbours_is_not_there(client, here, next_door, chief):
    theirs = answer_ways.add_step(municipality=next_door, name="Deras", working_days=5, by=chief, now=timezone.now())
    client.force_login(chief)

    assert client.post(f"{WAY}{theirs.pk}/", {"gor": "ta-bort"}).status_code == 404
    assert names(next_door) == ["Deras"]
