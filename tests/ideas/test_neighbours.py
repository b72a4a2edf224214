"""Where other parts of the portal meet ideas: moderation, a person's own page, a closed account, the daily check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from participation.accounts import personal_data
from participation.accounts.overview import sections_of
from participation.ideas import actions, integrity
from participation.ideas.models import Idea
from participation.moderation import actions as moderation
from participation.moderation.errors import NothingToDecide
from participation.moderation.models import Decision
from participation.topics.models import Topic

from .factories import NOW, a_draft, in_review, published

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.places.models import Municipality


class TestModeration:
    def test_a_hidden_idea_is_shown_again_as_it_stands_then(self, sundsvall: Municipality, moderator: User) -> None:
        idea = published(sundsvall)
        moderation.hide_topic(topic=idea.topic, moderator=moderator, facts="Hat.", now=NOW)
        hidden = Topic.objects.public().filter(pk=idea.topic_id).exists()
        assert idea.gathering_until is not None
        actions.close_windows(idea.gathering_until.replace(year=2027))

        moderation.restore_topic(topic=idea.topic, moderator=moderator, facts="Fel av oss.", now=NOW)

        topic = Topic.objects.get(pk=idea.topic_id)
        assert (hidden, topic.visibility, topic.can_support) == (False, "public", False)

    def test_what_was_refused_is_not_shown_again(self, sundsvall: Municipality, moderator: User) -> None:
        idea = published(sundsvall)
        actions.refuse(idea=idea, by=moderator, reason="Reklam.", now=NOW)

        with pytest.raises(NothingToDecide):
            moderation.restore_topic(topic=idea.topic, moderator=moderator, facts="Ändå.", now=NOW)
        assert not Topic.objects.get(pk=idea.topic_id).is_public

    def test_to_refuse_is_a_decision_with_its_rule_before_publication_too(
        self, sundsvall: Municipality, moderator: User
    ) -> None:
        for idea in (in_review(sundsvall), published(sundsvall)):
            actions.refuse(idea=idea, by=moderator, rule="spam", reason="Reklam.", now=NOW)

            decision = Decision.objects.filter(topic=idea.topic, outcome="hidden").get()
            assert (decision.rule, decision.facts, decision.concerns) == ("spam", "Reklam.", idea.topic.author)


class TestOwnPage:
    def test_shows_ones_ideas_in_every_state(self, sundsvall: Municipality, author: User) -> None:
        a_draft(sundsvall, author, title="Utkastet")
        published(sundsvall, author, title="Den publicerade")
        a_draft(sundsvall, title="Någon annans")

        section = next(one for one in sections_of(author) if one.title == "Dina idéer")

        assert {line.title for line in section.lines} == {"Utkastet", "Den publicerade"}
        assert {line.status_word for line in section.lines} == {"Utkast", "Samlar stöd"}


class TestClosedAccount:
    def test_what_others_have_seen_stays_without_a_name_and_drafts_go(
        self, sundsvall: Municipality, author: User, moderator: User
    ) -> None:
        seen = published(sundsvall, author)
        draft = a_draft(sundsvall, author)
        returned = actions.return_for_changes(idea=in_review(sundsvall, author), by=moderator, reason="Nej.", now=NOW)

        personal_data.erase(author)
        author.delete()

        seen.refresh_from_db()
        returned.refresh_from_db()
        assert not Idea.objects.filter(pk=draft.pk).exists()
        assert (seen.status, seen.topic.author, seen.author_name) == ("gathering", None, "Invånare")
        assert returned.status == "withdrawn"

    def test_everything_one_wrote_is_handed_out_and_nothing_else(self, sundsvall: Municipality, author: User) -> None:
        a_draft(sundsvall, author, title="Mitt utkast", place="Sidsjön")
        a_draft(sundsvall, title="Någon annans")

        export = personal_data.export_of(author)["idéer"]

        assert [row["rubrik"] for row in export] == ["Mitt utkast"]
        assert export[0]["plats"] == "Sidsjön"


class TestDailyCheck:
    def found(self) -> list[str]:
        return [*integrity.shown_too_widely(), *integrity.strayed()]

    def test_is_content_with_what_the_actions_do(self, sundsvall: Municipality, moderator: User) -> None:
        a_draft(sundsvall)
        published(sundsvall)
        actions.return_for_changes(idea=in_review(sundsvall), by=moderator, reason="Nej.", now=NOW)

        assert self.found() == []

    @pytest.mark.parametrize("visibility", ["public", "staff"])
    def test_finds_a_draft_that_somebody_sees(self, sundsvall: Municipality, visibility: str) -> None:
        idea = a_draft(sundsvall)
        Topic.objects.filter(pk=idea.topic_id).update(visibility=visibility, published_at=NOW)

        assert len(self.found()) == 1

    def test_finds_an_idea_that_left_its_way(self, sundsvall: Municipality) -> None:
        idea = published(sundsvall)
        Idea.objects.filter(pk=idea.pk).update(status="published")

        assert len(self.found()) == 1
