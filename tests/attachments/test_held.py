from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from participation.attachments.held import MOST_FORMS, SESSION_KEY, HeldPhotos, as_received, token_hashes
from participation.attachments.models import HeldUpload

from .conftest import files_in


@pytest.fixture
def held(session, private, real_now):
    return HeldPhotos(session, "faults", now=real_now)


@pytest.fixture
def real_now():
    return timezone.now()


def test_a_held_photo_comes_back_as_it_was(held, red):
    held.keep([red])

    assert [as_received(row) for row in held.rows()] == [red]


def test_nothing_held_touches_neither_session_nor_database(held, session, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert held.rows() == []
        held.release()

    assert not session.modified


def test_the_database_does_not_know_the_token(held, session, red):
    held.keep([red])

    row = HeldUpload.objects.get()
    assert session[SESSION_KEY]["faults"] != row.token_hash
    assert token_hashes(session) == [row.token_hash]


def test_another_session_has_nothing(held, session, red, real_now):
    held.keep([red])

    assert HeldPhotos(type(session)(), "faults", now=real_now).rows() == []


def test_each_form_holds_its_own(held, session, red, blue, real_now):
    ideas = HeldPhotos(session, "ideas", now=real_now)

    held.keep([red])
    ideas.keep([blue])

    assert [row.sha256 for row in held.rows()] == [red.sha256]
    assert [row.sha256 for row in ideas.rows()] == [blue.sha256]


def test_the_same_picture_is_held_once(held, red):
    held.keep([red])
    held.keep([red, red])

    assert len(held.rows()) == 1


def test_no_more_are_held_than_the_form_takes(session, private, red, blue, real_now):
    held = HeldPhotos(session, "faults", now=real_now, most=1)

    held.keep([red, blue])

    assert [row.sha256 for row in held.rows()] == [red.sha256]


def test_a_person_can_take_a_photo_away(held, red, blue, private, django_capture_on_commit_callbacks):
    held.keep([red, blue])
    first, second = held.rows()

    with django_capture_on_commit_callbacks(execute=True):
        held.remove([first.pk, uuid4()])

    assert held.rows() == [second]
    assert len(files_in(private)) == 2


def test_nobody_can_take_away_the_photo_of_another(held, session, red, real_now):
    held.keep([red])

    HeldPhotos(type(session)(), "faults", now=real_now).remove([held.rows()[0].pk])

    assert len(held.rows()) == 1


def test_when_the_form_has_arrived_nothing_is_held(held, session, red, private, django_capture_on_commit_callbacks):
    held.keep([red])

    with django_capture_on_commit_callbacks(execute=True):
        held.release()

    assert held.rows() == []
    assert session[SESSION_KEY] == {}
    assert files_in(private) == []


def test_after_a_day_a_photo_is_not_offered_even_before_it_is_purged(held, session, red, real_now):
    held.keep([red])

    later = HeldPhotos(session, "faults", now=real_now + timedelta(hours=24, minutes=1))

    assert later.rows() == []


def test_photos_follow_a_person_who_signs_in_midway(held, session, red, real_now):
    held.keep([red])

    session.cycle_key()

    assert len(HeldPhotos(session, "faults", now=real_now).rows()) == 1


def test_a_session_holds_photos_of_twenty_forms_and_lets_the_first_go(session, private, red, real_now):
    for number in range(MOST_FORMS + 1):
        HeldPhotos(session, f"faults-{number}", now=real_now).keep([red])

    assert len(token_hashes(session)) == MOST_FORMS
    assert HeldPhotos(session, "faults-0", now=real_now).rows() == []
    assert len(HeldPhotos(session, f"faults-{MOST_FORMS}", now=real_now).rows()) == 1
