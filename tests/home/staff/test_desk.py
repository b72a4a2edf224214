from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.users.models import UserProfile

from participation.accounts.models import Role
from participation.ideas import actions
from participation.ideas.models import Idea
from participation.moderation.actions import flag
from tests.factories import UserFactory, staff
from tests.ideas.factories import in_review, published

NOW = timezone.now()


def queues(client) -> dict[str, object]:
    panel = client.get("/cms/").context["queues"]
    return {queue.key.value: queue for queue in panel}


def to_be_answered(municipality, *, days: int, **fields) -> Idea:
    idea = published(municipality, **fields)
    due = timezone.localdate() + timedelta(days=days)
    Idea.objects.filter(pk=idea.pk).update(status="to_be_answered", answer_due_on=due)
    return idea


def changed(municipality, **fields) -> Idea:
    idea = published(municipality, **fields)
    actions.edit_published(idea=idea, by=idea.topic.author, title="Ny", text="Ny text", now=NOW)
    return idea


def test_a_moderator_sees_what_to_review_oldest_first(client, moderator, sundsvall):
    young, old = in_review(sundsvall, title="Ung"), in_review(sundsvall, title="Gammal")
    Idea.objects.filter(pk=old.pk).update(status_since=NOW - timedelta(days=3))
    Idea.objects.filter(pk=young.pk).update(status_since=NOW - timedelta(hours=2))
    changed(sundsvall, title="Ändrad")
    to_be_answered(sundsvall, days=-1)
    client.force_login(moderator)

    desk = queues(client)

    assert desk.keys() == {"granska"}
    assert desk["granska"].total == 3
    assert [job.title for job in desk["granska"].jobs] == ["Ny idé: Gammal", "Ny idé: Ung", "Ändring: Ändrad"]
    assert desk["granska"].jobs[0].word == "Väntar 3\xa0dagar"


def test_a_case_officer_sees_the_late_answers_first(client, case_officer, sundsvall):
    in_review(sundsvall)
    to_be_answered(sundsvall, days=5, title="I tid")
    to_be_answered(sundsvall, days=0, title="I dag")
    to_be_answered(sundsvall, days=-4, title="Sen")
    client.force_login(case_officer)

    desk = queues(client)

    assert list(desk) == ["sen", "svara"]
    assert [(job.title, job.word) for job in desk["sen"].jobs] == [("Svar: Sen", "4 dagar för sent")]
    assert [(job.title, job.word) for job in desk["svara"].jobs] == [
        ("I dag", "Sista dagen"),
        ("I tid", "5 dagar kvar"),
    ]


def test_flags_wait_beside_ideas(client, moderator, sundsvall):
    idea = published(sundsvall)
    flag(topic=idea.topic, reason="spam", text="", now=NOW, reporter=UserFactory())
    client.force_login(moderator)

    assert queues(client)["granska"].total == 1
    assert "/cms/anmalt/" in client.get("/cms/").content.decode()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PUBLISHER])
def test_whoever_decides_nothing_has_nothing_waiting(client, sundsvall, role):
    in_review(sundsvall)
    to_be_answered(sundsvall, days=-1)
    client.force_login(staff(sundsvall, role))

    assert queues(client) == {}
    assert "Inget väntar på dig just nu." in client.get("/cms/").content.decode()


def test_the_neighbours_work_is_theirs(client, outsider, sundsvall):
    in_review(sundsvall, title="Vår egen")
    changed(sundsvall, title="Vår ändring")
    to_be_answered(sundsvall, days=-1, title="Vår sena")
    client.force_login(outsider)

    assert queues(client) == {}
    assert "Vår" not in client.get("/cms/").content.decode()


def test_ones_own_ideas_wait_for_a_colleague(client, moderator, sundsvall):
    in_review(sundsvall, moderator)
    client.force_login(moderator)

    assert queues(client) == {}


def test_an_idea_is_published_from_the_desk_and_one_stays_there(client, moderator, sundsvall):
    idea = in_review(sundsvall)
    client.force_login(moderator)
    deed = queues(client)["granska"].jobs[0].deeds[0]

    response = client.post(deed.url, dict(deed.posted))

    assert response.url == "/cms/"
    assert Idea.objects.get(pk=idea.pk).status == "gathering"
    assert "är publicerad" in client.get("/cms/").content.decode()


def test_a_long_queue_shows_its_beginning_and_leads_to_the_rest(client, moderator, sundsvall):
    for number in range(7):
        in_review(sundsvall, title=f"Idé {number}")
    client.force_login(moderator)

    queue = queues(client)["granska"]

    assert (queue.total, len(queue.jobs), queue.more[0].label) == (7, 5, "Visa 2 till")
    assert queue.more[0].url == "/cms/ideer/?visa=granska"


def test_the_desk_costs_the_same_for_one_and_for_many(client, sundsvall, django_assert_max_num_queries):
    person = staff(sundsvall, Role.MODERATOR, Role.CASE_OFFICER)
    for _number in range(4):
        in_review(sundsvall)
        changed(sundsvall)
        to_be_answered(sundsvall, days=-1)
        to_be_answered(sundsvall, days=3)
    UserProfile.get_for_user(person)  # Wagtail asks for a profile that is not there again and again
    client.force_login(person)
    client.get("/cms/")

    with django_assert_max_num_queries(29):  # a count or two of each app that has a queue
        client.get("/cms/")


def test_one_heading_in_the_language_of_the_reader(client, moderator):
    client.force_login(moderator)

    html = client.get("/cms/").content.decode()

    assert html.count("<h1") == 1
    assert "Det här väntar på dig" in html


def test_the_list_of_pages_has_a_swedish_name():
    with translation.override("sv"):
        assert str(ExplorableIndexView.page_title) == "Sidor"
