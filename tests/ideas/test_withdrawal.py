from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from participation.ideas import actions, integrity, own_data
from participation.ideas.states import InvalidTransition
from participation.notifications.models import Notification
from participation.topics.models import Topic
from tests import answering

from .conftest import signed_in
from .factories import NOW, TEXT, a_draft, add_supports, in_review, published

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.ideas.models import Idea
    from participation.places.models import Municipality


def test_a_withdrawn_idea_is_out_of_sight_with_all_it_had(three_needed: Municipality, author: User) -> None:
    idea = published(three_needed, author)
    add_supports(idea, 2)

    idea = actions.withdraw(idea=idea, by=author, now=NOW)

    assert (idea.status, idea.topic.visibility, idea.topic.supports) == ("withdrawn", "staff", 2)
    assert not idea.topic.can_support


def test_it_comes_back_to_where_it_was(three_needed: Municipality, author: User) -> None:
    idea = actions.withdraw(idea=published(three_needed, author), by=author, now=NOW)

    idea = actions.restore(idea=idea, by=author, now=NOW + timedelta(days=5))

    assert (idea.status, idea.topic.visibility, idea.status_before_withdrawal) == ("gathering", "public", "")
    assert idea.topic.can_support
    assert idea.topic.published_at == NOW


def told(kind: str) -> dict[int, str]:
    return {row.person_id: row.sentence for row in Notification.objects.filter(kind=kind)}


def test_whoever_supports_it_hears_that_it_went_and_that_it_is_back(three_needed: Municipality, author: User) -> None:
    idea = published(three_needed, author)
    (supporter,) = add_supports(idea, 1)

    actions.withdraw(idea=idea, by=author, now=NOW)

    sentence = told("idea_withdrawn").pop(supporter.pk)
    assert idea.reference in sentence
    assert idea.title not in sentence
    assert told("idea_withdrawn").keys() <= {supporter.pk}
    actions.restore(idea=idea, by=author, now=NOW + timedelta(hours=2))
    assert idea.title in told("idea_back")[supporter.pk]


def test_an_author_who_goes_and_comes_all_day_fills_no_letterbox(three_needed: Municipality, author: User) -> None:
    idea = published(three_needed, author)
    add_supports(idea, 1)

    for hour in range(0, 20, 4):
        actions.withdraw(idea=idea, by=author, now=NOW + timedelta(hours=hour))
        actions.restore(idea=idea, by=author, now=NOW + timedelta(hours=hour + 2))

    assert Notification.objects.filter(kind__in=["idea_withdrawn", "idea_back"]).count() == 2


def test_what_was_never_public_goes_in_silence(sundsvall: Municipality, author: User) -> None:
    idea = actions.withdraw(idea=in_review(sundsvall, author), by=author, now=NOW)
    actions.restore(idea=idea, by=author, now=NOW + timedelta(days=3))

    assert not Notification.objects.filter(kind__in=["idea_withdrawn", "idea_back"]).exists()


def test_the_question_says_what_comes_back(sundsvall: Municipality, author: User, moderator: User) -> None:
    waited = actions.withdraw(idea=in_review(sundsvall, author), by=author, now=NOW)
    returned = actions.return_for_changes(idea=in_review(sundsvall, author), by=moderator, reason="Kort.", now=NOW)
    returned = actions.withdraw(idea=returned, by=author, now=NOW)
    shown = actions.withdraw(idea=published(sundsvall, author), by=author, now=NOW)
    client = signed_in(author)

    said = [client.get(f"/ideer/{idea.reference}/aterstall/").content.decode() for idea in (waited, returned, shown)]

    assert "Den väntar på granskning igen" in said[0]
    assert "Den blir ditt utkast igen" in said[1]
    assert "med sina stöd och sitt samtal" in said[2]
    assert not any("sina stöd" in page for page in said[:2])


def test_time_went_on_while_it_was_away(three_needed: Municipality, author: User) -> None:
    idea = actions.withdraw(idea=published(three_needed, author), by=author, now=NOW)

    idea = actions.restore(idea=idea, by=author, now=NOW + timedelta(days=91))

    assert idea.status == "expired"


def test_whoever_takes_back_what_ran_out_is_told_and_so_are_supporters(
    three_needed: Municipality, author: User
) -> None:
    idea = published(three_needed, author)
    (supporter,) = add_supports(idea, 1)
    actions.withdraw(idea=idea, by=author, now=NOW)
    type(idea).objects.filter(pk=idea.pk).update(gathering_until=timezone.now() - timedelta(days=1))
    client, address = signed_in(author), f"/ideer/{idea.reference}/aterstall/"
    assert "Tiden för att samla stöd tog slut" in client.get(address).content.decode()

    page = client.post(address, follow=True).content.decode()

    assert "Tiden för att samla stöd är ute" in page
    told = Notification.objects.filter(kind="idea_expired").values_list("person", flat=True)
    assert set(told) == {author.pk, supporter.pk}


def test_an_idea_that_had_enough_support_is_to_be_answered(three_needed: Municipality, author: User) -> None:
    idea = published(three_needed, author)
    idea = actions.withdraw(idea=idea, by=author, now=NOW)
    add_supports(idea, 3)

    idea = actions.restore(idea=idea, by=author, now=NOW + timedelta(days=91))

    assert idea.status == "to_be_answered"
    assert idea.answer_due_on is not None


def test_the_days_to_answer_stand_still_meanwhile(three_needed: Municipality, author: User) -> None:
    idea = published(three_needed, author)
    add_supports(idea, 3)
    actions.reach_threshold(idea=idea, now=NOW)
    idea.refresh_from_db()
    due = idea.answer_due_on
    idea = actions.withdraw(idea=idea, by=author, now=NOW)

    idea = actions.restore(idea=idea, by=author, now=NOW + timedelta(days=10))

    assert due is not None
    assert idea.answer_due_on == due + timedelta(days=10)


def test_what_waited_for_review_waits_again(sundsvall: Municipality, author: User) -> None:
    idea = actions.withdraw(idea=in_review(sundsvall, author), by=author, now=NOW)

    idea = actions.restore(idea=idea, by=author, now=NOW)

    assert (idea.status, idea.topic.visibility) == ("in_review", "staff")


def test_a_draft_that_was_sent_once_can_be_withdrawn_but_not_deleted(
    sundsvall: Municipality, author: User, moderator: User
) -> None:
    idea = in_review(sundsvall, author)
    idea = actions.return_for_changes(idea=idea, by=moderator, reason="Kortare.", now=NOW)

    with pytest.raises(InvalidTransition):
        actions.delete_draft(idea=idea)
    assert actions.withdraw(idea=idea, by=author, now=NOW).status == "withdrawn"


def test_a_draft_of_ones_own_is_deleted_not_withdrawn(sundsvall: Municipality, author: User) -> None:
    idea = a_draft(sundsvall, author)

    with pytest.raises(InvalidTransition):
        actions.withdraw(idea=idea, by=author, now=NOW)
    actions.delete_draft(idea=idea)
    assert not Topic.objects.filter(pk=idea.topic_id).exists()


def test_what_the_municipality_has_answered_stays(sundsvall: Municipality, author: User, case_officer: User) -> None:
    from tests.factories import DepartmentFactory

    idea = answering.answer(
        idea=published(sundsvall, author),
        by=case_officer,
        outcome="will_not",
        sentence="Nej.",
        text="Det finns inte pengar.",
        department=DepartmentFactory(municipality=sundsvall),
        now=NOW,
    )

    with pytest.raises(InvalidTransition):
        actions.withdraw(idea=idea, by=author, now=NOW)


def test_what_moderation_hid_cannot_be_brought_back_by_withdrawing_it(sundsvall: Municipality, author: User) -> None:
    idea = published(sundsvall, author)
    Topic.objects.filter(pk=idea.topic_id).update(visibility="staff", can_support=False)

    with pytest.raises(InvalidTransition):
        actions.withdraw(idea=idea, by=author, now=NOW)


def test_what_moderation_hid_stays_hidden_while_time_goes_on(sundsvall: Municipality) -> None:
    idea = published(sundsvall)
    Topic.objects.filter(pk=idea.topic_id).update(visibility="staff")

    actions.close_windows(NOW + timedelta(days=100))

    idea.refresh_from_db()
    assert (idea.status, idea.topic.visibility, idea.topic.can_support) == ("expired", "staff", False)


class TestAReturnedIdeaWhoseWordsWereChangedSince:
    @pytest.fixture
    def changed(self, sundsvall: Municipality, author: User, moderator: User) -> Idea:
        idea = in_review(sundsvall, author)
        idea = actions.return_for_changes(idea=idea, by=moderator, reason="Kortare.", now=NOW)
        return actions.save_draft(idea=idea, now=NOW, title="Bara min rubrik", text="Mina hemliga ord.", place="Hemma")

    def test_is_its_authors_alone_when_it_is_withdrawn(self, changed: Idea, author: User, moderator: User) -> None:
        idea = actions.withdraw(idea=changed, by=author, now=NOW)

        address = f"/ideer/{idea.reference}/"
        assert signed_in(moderator).get(address).status_code == 404
        assert signed_in(moderator).get(f"/cms/ideer/{idea.pk}/").status_code == 404
        assert "Mina hemliga ord." in signed_in(author).get(address).content.decode()
        assert actions.restore(idea=idea, by=author, now=NOW).text == "Mina hemliga ord."

    @pytest.mark.parametrize("withdrawn_first", [False, True])
    def test_leaves_what_was_handed_in_when_the_account_is_closed(
        self, changed: Idea, author: User, moderator: User, withdrawn_first: bool
    ) -> None:
        if withdrawn_first:
            actions.withdraw(idea=changed, by=author, now=NOW)

        own_data.erase(author)

        changed.refresh_from_db()
        topic = Topic.objects.get(pk=changed.topic_id)
        assert (changed.status, changed.text, changed.place) == ("withdrawn", TEXT, "")
        assert "hemliga" not in f"{topic.title} {topic.summary} {topic.search_text}"
        assert (topic.title, topic.visibility) == ("Belys spåret runt Sidsjön", "staff")
        assert list(integrity.shown_too_widely()) == []
