"""To tell very many without holding up the one who did it."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from participation.notifications import periodic, spreading
from participation.notifications.actions import follow, notify_followers, unfollow
from participation.notifications.models import Announcement, Notification, OutgoingMail
from participation.notifications.spreading import tell_on
from participation.topics.models import Topic
from tests.factories import TopicFactory, UserFactory

from .test_workers import start_worker, until

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from participation.accounts.models import User

__all__ = ["start_worker"]


@pytest.fixture(autouse=True)
def three_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "AT_A_TIME", 3)
    monkeypatch.setattr(periodic, "_jobs", {})


def followed_by(number: int, **more: Any) -> tuple[Topic, list[User]]:
    topic, people = TopicFactory(path="/ideer/1/"), [UserFactory(**more) for _number in range(number)]
    for person in people:
        follow(topic=topic, person=person)
    return topic, people


def tell(topic: Topic, **more: Any) -> int:
    return notify_followers(topics=[topic], kind="x", sentence=format_lazy("{}!", _("Svenska")), topic=topic, **more)


@pytest.mark.django_db
def test_few_are_told_at_once_and_nothing_is_left() -> None:
    topic, people = followed_by(2)

    assert tell(topic) == 2
    assert not Announcement.objects.exists()
    assert OutgoingMail.objects.count() == len(people)


@pytest.mark.django_db
def test_of_many_the_first_are_told_at_once_and_the_worker_tells_each_of_the_others_once() -> None:
    topic, people = followed_by(8)

    assert tell(topic) == 3
    assert Notification.objects.count() == 3
    while tell_on():
        pass

    assert not Announcement.objects.exists()
    assert sorted(Notification.objects.values_list("person", flat=True)) == sorted(person.pk for person in people)
    assert OutgoingMail.objects.count() == len(people)


@pytest.mark.django_db
def test_the_request_costs_the_same_whether_many_or_very_many_follow(django_assert_max_num_queries: Any) -> None:
    topic, _people = followed_by(10)

    with django_assert_max_num_queries(9):
        tell(topic)
    assert Notification.objects.count() == 3


@pytest.mark.django_db
def test_the_worker_tells_in_each_language() -> None:
    topic, _people = followed_by(5, language="en")
    tell(topic)
    while tell_on():
        pass

    assert {news.path for news in Notification.objects.all()} == {"/en/ideer/1/"}
    assert {news.sentence for news in Notification.objects.all()} == {f"{'Swedish'}!"}


@pytest.mark.django_db
def test_whoever_did_it_let_go_or_left_meanwhile_is_not_told() -> None:
    topic, people = followed_by(9)
    actor, let_go, left = people[4], people[6], people[7]
    tell(topic, actor=actor)
    unfollow(topic=topic, person=let_go)
    left.is_active = False
    left.save()
    while tell_on():
        pass

    told = set(Notification.objects.values_list("person", flat=True))
    assert told == {person.pk for person in people} - {actor.pk, let_go.pk, left.pk}


@pytest.mark.django_db
def test_a_topic_that_is_gone_tells_nobody_more() -> None:
    topic, _people = followed_by(5)
    tell(topic)
    topic.delete()

    assert tell_on() == 0
    assert not Announcement.objects.exists()


@pytest.mark.django_db
def test_a_batch_that_breaks_is_told_again_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    topic, people = followed_by(6)
    tell(topic)

    def killed(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("participation.notifications.telling.write_mail", killed)
        with pytest.raises(KeyboardInterrupt):
            tell_on()
    assert Notification.objects.count() == 3
    while tell_on():
        pass

    assert Notification.objects.count() == len(people) == OutgoingMail.objects.count()


@pytest.mark.usefixtures("committed")
def test_workers_that_are_killed_tell_nobody_twice(
    start_worker: Callable[..., subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The processes tell 200 at a time."""
    topic = TopicFactory()
    people = [UserFactory() for _number in range(650)]
    for person in people:
        follow(topic=topic, person=person)
    tell(topic)

    for _time in range(2):
        seen = Notification.objects.count()
        worker = start_worker()
        until(lambda seen=seen: Notification.objects.count() > seen)  # type: ignore[misc]
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    start_worker()
    start_worker()

    until(lambda: not Announcement.objects.exists(), seconds=60)
    assert Notification.objects.count() == len(people)
    assert Notification.objects.values("person").distinct().count() == len(people)
