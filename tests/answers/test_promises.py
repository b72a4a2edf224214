"""A promise whose day has passed: it says so where it stands, whoever has to keep it sees it, and is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from home.rows import rows_of
from participation.answers import actions
from participation.answers.models import Answer, OverdueDigest
from participation.answers.reminding import look
from participation.core.dates import at_latest
from participation.ideas import actions as of_ideas
from participation.ideas.faces import face_of
from participation.ideas.models import Idea
from participation.notifications.models import Notification
from participation.topics.models import Topic
from tests.ideas.factories import published

from .factories import words

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
SAID = "/du-sa-vi-gjorde/2281/"
CAME_AND_WENT = date(2026, 2, 20)


@pytest.fixture
def promised(idea, case_officer, department):
    actions.answer(topic=idea.topic, by=case_officer, now=timezone.now(), **words(department))
    return idea


@pytest.fixture
def broken(promised):
    Answer.objects.filter(topic=promised.topic).update(next_step_on=CAME_AND_WENT)
    return promised


def of(client, path):
    return client.get(path).content.decode()


def test_the_page_of_the_idea_says_that_the_promise_is_late(client, promised):
    assert "försenat" not in of(client, promised.get_absolute_url()).lower()

    Answer.objects.update(next_step_on=CAME_AND_WENT)

    page = of(client, promised.get_absolute_url())
    assert "Löftet är försenat" in page
    assert "skulle ha varit klart 20\u00a0februari" in page
    assert "Nu, försenat:" in page


def test_no_promise_is_late_that_is_kept_or_was_never_made(client, broken, case_officer, department):
    of_ideas.mark_done(idea=broken, by=case_officer, done_on=date(2026, 3, 1), sentence="De lyser.", now=timezone.now())
    assert "försenat" not in of(client, broken.get_absolute_url()).lower()

    Answer.objects.update(done_on=None, outcome="will_not")

    assert "försenat" not in of(client, broken.get_absolute_url()).lower()
    assert client.get(SAID).context["figures"]["overdue"] == 0


def test_an_idea_that_became_a_proposal_is_promised_there(client, broken):
    Idea.objects.filter(pk=broken.pk).update(status="proposal")

    assert "Löftet är försenat" not in of(client, broken.get_absolute_url())
    assert client.get(SAID).context["figures"]["overdue"] == 0


def test_lists_say_so_too(client, broken, sundsvall):
    topic = Topic.objects.select_related("idea", "answer").get(pk=broken.topic_id)

    assert (rows_of([topic])[0].status_shape, rows_of([topic])[0].status_word) == ("late", "Löftet är försenat")


def test_said_and_done_counts_and_lists_what_is_late(client, broken, sundsvall, case_officer, department):
    kept = published(sundsvall, title="Fler bänkar")
    actions.answer(topic=kept.topic, by=case_officer, now=timezone.now(), **words(department))

    page = client.get(SAID)
    assert page.context["figures"]["overdue"] == 1
    assert page.context["figures"]["promised"] == 2
    assert "1 löfte är försenat" in page.content.decode()
    late = of(client, f"{SAID}?visa=forsenat")
    assert broken.title in late
    assert "Skulle ha varit klart 20 februari 2026" in late
    assert kept.title not in late


def test_open_data_and_the_feed_say_it(client, broken):
    before = of(client, f"{SAID}flode/")
    table = b"".join(client.get(f"{SAID}svar.csv").streaming_content).decode("utf-8-sig")
    head, row = table.splitlines()

    assert head.endswith(",Försenat löfte")
    assert row.endswith(",ja")
    assert "Löftet är försenat" in before
    Answer.objects.update(next_step_on=date(2099, 1, 1))
    assert b"".join(client.get(f"{SAID}svar.csv").streaming_content).decode("utf-8-sig").splitlines()[1].endswith(",")
    after = of(client, f"{SAID}flode/")
    assert "Löftet är försenat" not in after
    assert ids(before) != ids(after)


def ids(feed):
    return [line for line in feed.replace("><", ">\n<").splitlines() if line.startswith("<id>samskapa")]


def test_an_old_promise_that_becomes_late_is_news_in_the_feed(client, broken, sundsvall, case_officer, department):
    Answer.objects.update(answered_at=timezone.now() - timedelta(days=700), next_step_on=timezone.localdate())
    for number in range(30):
        other = published(sundsvall, title=f"Annan {number}")
        actions.answer(topic=other.topic, by=case_officer, now=timezone.now() - timedelta(days=9), **words(department))
    assert broken.title not in of(client, f"{SAID}flode/")

    Answer.objects.filter(topic=broken.topic_id).update(next_step_on=timezone.localdate() - timedelta(days=2))

    assert broken.title in of(client, f"{SAID}flode/")


def test_it_waits_on_the_desk_of_the_case_officer_and_of_nobody_else(client, broken, case_officer, moderator, outsider):
    client.force_login(case_officer)
    desk = of(client, "/cms/")
    assert f"Löfte: {broken.title}" in desk
    assert "Vi beställer lyktor" in desk
    assert reverse("ideas_admin:done", args=[broken.pk]) in desk
    assert broken.title in of(client, "/cms/ideer/?visa=loften")
    for other in (moderator, outsider):
        client.force_login(other)
        assert "Löfte:" not in of(client, "/cms/")


@pytest.mark.parametrize("written", ["Vi beställer lyktor", "Vi beställer lyktor."])
def test_what_happens_next_reads_as_one_sentence_wherever_its_day_stands(
    client, broken, case_officer, department, written
):
    Answer.objects.update(next_step=written)
    client.force_login(case_officer)
    late = of(client, broken.get_absolute_url())
    assert 'Vi beställer lyktor</span> <span class="nowrap">(skulle ha varit klart 20\u00a0februari).</span>' in late
    why = f"Vi beställer lyktor ({department.name}). Det skulle ha varit klart 20\u00a0februari."
    assert why in of(client, "/cms/")
    assert "Vi beställer lyktor (20\u00a0februari)." in of(client, f"/cms/ideer/{broken.pk}/")

    soon = timezone.localdate() + timedelta(days=30)
    Answer.objects.update(next_step_on=soon)
    calendar = of(client, reverse("calendars:topic", args=[broken.topic_id])).replace("\r\n ", "")
    assert f"DESCRIPTION:Vi beställer lyktor ({department.name})." in calendar
    topic = Topic.objects.select_related("idea", "answer").get(pk=broken.topic_id)
    face = face_of(topic.idea, today=timezone.localdate())
    assert face.date == f"Vi beställer lyktor {at_latest(soon, today=timezone.localdate())}"

    Answer.objects.update(next_step_on=None)
    assert f'Vi beställer lyktor.</span> <span class="soft">Ansvarig: {department.name}.' in of(
        client, broken.get_absolute_url()
    )


def told(person, kind):
    return Notification.objects.filter(person=person, kind=kind).count()


def test_it_is_told_of_once_and_then_once_a_week(broken, case_officer, publisher, author, outsider):
    Answer.objects.update(next_step_on=date(2026, 11, 20))

    for hours in range(3):
        look(MONDAY + timedelta(hours=hours))
    assert told(case_officer, "promise_late") == told(publisher, "promise_late") == 1
    assert told(case_officer, "answer_late") == told(author, "promise_late") == told(outsider, "promise_late") == 0
    assert told(case_officer, "promises_late") == 0

    for days in (7, 8, 14):
        look(MONDAY + timedelta(days=days))
    assert told(case_officer, "promise_late") == 1
    assert told(case_officer, "promises_late") == 2
    assert told(case_officer, "answers_late") == 0
    assert OverdueDigest.objects.filter(about="promises").count() == 2


def test_nobody_is_told_of_one_that_is_kept(broken, case_officer):
    of_ideas.mark_done(idea=broken, by=case_officer, done_on=date(2026, 3, 1), sentence="De lyser.", now=timezone.now())

    look(MONDAY)

    assert told(case_officer, "promise_late") == 0
