"""A word about an answer on its way that decides nothing: kept among the decisions, told to whom it is for."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from participation.accounts.models import Role
from participation.answers import actions
from participation.answers.models import AnswerComment
from participation.notifications.models import Notification, OutgoingMail
from tests.factories import UserFactory, staff

from .factories import a_way, decided, drafted, fresh, sent

pytestmark = pytest.mark.django_db
WORDS = "Stämmer lagrummet?"


@pytest.fixture
def member(sundsvall):
    return UserFactory(email="namnd@example.com", display_name="Nämnd Bo")


@pytest.fixture
def waiting(sundsvall, idea, case_officer, department, lawyer, member):
    a_way(sundsvall, Jurist=[lawyer], Nämnd=[member])
    return sent(drafted(idea, case_officer, department), case_officer)


def address(draft, name="comment"):
    return reverse(f"answers_admin:{name}", args=[draft.topic_id])


def told(person):
    return list(
        Notification.objects.filter(person=person, kind__in=["answer_comment", "answer_mention"]).order_by("pk")
    )


def test_the_writer_and_the_mentioned_hear_of_it_and_nothing_is_decided(
    client, waiting, lawyer, case_officer, publisher, moderator
):
    before = actions.stamp(waiting)
    client.force_login(lawyer)

    page = client.post(address(waiting), {"text": WORDS, "mentioned": [publisher.pk]}, follow=True)

    said = AnswerComment.objects.get()
    assert page.redirect_chain[-1][0] == f"{address(waiting, 'answer')}#kommentar-{said.pk}"
    assert "Svaret står kvar där det var" in page.content.decode()
    assert actions.stamp(fresh(waiting)) == before
    (own,), (theirs,) = told(case_officer), told(publisher)
    assert own.sentence == f"En kollega har kommenterat svaret på ”{waiting.topic.title}”"
    assert theirs.sentence == f"En kollega vill att du läser en kommentar om svaret på ”{waiting.topic.title}”"
    assert own.path == theirs.path == f"{address(waiting, 'answer')}#kommentar-{said.pk}"
    mails = OutgoingMail.objects.filter(subject__contains="komment")
    assert {mail.to for mail in mails} == {case_officer.email, publisher.email}
    assert not [mail for mail in mails if WORDS in f"{mail.subject} {mail.text} {mail.html}"]
    assert not told(lawyer)
    assert not told(moderator)


def test_it_stands_among_the_decisions_for_all_who_work_with_the_answer(client, waiting, lawyer, member, case_officer):
    actions.comment(draft=waiting, by=lawyer, text=WORDS, mentioned=[case_officer], now=timezone.now())
    decided(waiting, lawyer, comment="Det stämde.")

    for person in (case_officer, member):
        client.force_login(person)
        html = client.get(address(waiting, "answer")).content.decode()
        assert html.index("Det stämde.") < html.index(WORDS)
        assert "<b>Kommentar: Jurist</b>, Jurist Eva" in html
        assert f'id="kommentar-{AnswerComment.objects.get().pk}"' in html

    actions.comment(draft=fresh(waiting), by=case_officer, text="Tack.", mentioned=[lawyer], now=timezone.now())
    assert len(told(lawyer)) == 1
    assert not told(case_officer)[1:]


def test_what_is_wrong_comes_back_with_every_word(client, waiting, lawyer):
    client.force_login(lawyer)
    long = "å" * 2001

    page = client.post(address(waiting), {"text": long}).content.decode()

    assert long in page
    assert "Något behöver rättas" in page
    client.post(address(waiting), {"text": "  "})
    assert not AnswerComment.objects.exists()


def test_only_those_who_reach_the_answer_comment_and_are_mentioned(
    client, sundsvall, timra, waiting, lawyer, member, moderator, outsider, author
):
    client.force_login(lawyer)
    form = client.get(address(waiting, "answer")).context["comment_form"]
    listed = set(form.fields["mentioned"].queryset)
    for other in (member, moderator, outsider, author, staff(timra, Role.CASE_OFFICER)):
        assert other not in listed
        with pytest.raises(PermissionDenied):
            actions.comment(draft=waiting, by=lawyer, text=WORDS, mentioned=[other], now=timezone.now())
        client.post(address(waiting), {"text": WORDS, "mentioned": [other.pk]})
        client.force_login(other)
        client.post(address(waiting), {"text": WORDS})
        client.force_login(lawyer)
    assert not AnswerComment.objects.exists()

    decided(waiting, lawyer)  # and now it has come to the committee
    client.force_login(member)
    client.post(address(waiting), {"text": WORDS, "mentioned": [lawyer.pk]})
    assert AnswerComment.objects.get().author == member
    assert told(lawyer)


def test_no_word_of_it_is_public(client, waiting, idea, lawyer, member):
    actions.comment(draft=waiting, by=lawyer, text=WORDS, now=timezone.now())
    decided(waiting, lawyer)
    decided(waiting, member)

    client.logout()
    page = client.get(idea.get_absolute_url()).content.decode()
    assert "Ja, till halva sträckan." in page
    assert WORDS not in page


def test_words_outlive_the_account_without_a_name(client, waiting, lawyer, case_officer):
    actions.comment(draft=waiting, by=lawyer, text=WORDS, mentioned=[case_officer], now=timezone.now())
    lawyer.delete()
    client.force_login(case_officer)

    page = client.get(address(waiting, "answer")).content.decode()

    assert WORDS in page
    assert "Jurist Eva" not in page
