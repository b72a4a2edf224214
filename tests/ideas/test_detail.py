"""The page of an idea, in every state, to everybody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.discussion.actions import post
from participation.ideas import actions
from participation.moderation.actions import appeal, hide_topic
from participation.moderation.models import Decision
from participation.notifications.models import Notification
from participation.topics.models import Topic
from tests import answering
from tests.factories import DepartmentFactory, TopicFactory, UserFactory

from .conftest import signed_in
from .factories import add_supports, in_review, published

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.ideas.models import Idea
    from participation.places.models import Department, Municipality

NOW = timezone.now() - timedelta(days=1)


def page(idea: Idea, client: Client | None = None) -> str:
    return (client or Client()).get(f"/ideer/{idea.reference}/").content.decode()


def answered(idea: Idea, by: User, department: Department, **more: Any) -> Idea:
    words = {"outcome": "partly", "sentence": "Ja till halva sträckan.", "text": "Norra sidan lämnar vi mörk."}
    return answering.answer(idea=idea, by=by, department=department, now=NOW, **{**words, **more})


class TestPublicIdea:
    def test_shows_its_words_and_who_where_and_what(self, sundsvall: Municipality, author: User, category: Any) -> None:
        service = TopicFactory(municipality=sundsvall, kind="eservice", title="Felanmälan av lyktor")
        idea = published(sundsvall, author, place="Sidsjön", category=category, about=service)

        text = page(idea)

        for words in ("Belys spåret runt Sidsjön", "lyktor som släcks", "Skriven av Invånare i Sundsvall."):
            assert words in text
        for words in ("Gäller Sidsjön.", "Handlar om Fritid.", "Felanmälan av lyktor", "Idé 2281-2026-0001"):
            assert words in text
        assert author.email not in text

    def test_escapes_what_citizens_write(self, sundsvall: Municipality) -> None:
        author = UserFactory(display_name="<b>Eva</b>")
        idea = published(sundsvall, author, title="<script>alert(1)</script>", text="<img src=x>", place="<i>här</i>")

        text = page(idea)

        for hostile in ("<script>alert", "<img src=x>", "<i>här", "<b>Eva"):
            assert hostile not in text

    def test_shows_the_way_and_how_much_support_is_missing(self, sundsvall: Municipality) -> None:
        idea = published(sundsvall)
        add_supports(idea, 2)

        text = page(idea)

        assert "Inskickad" in text
        assert "100 stöd" in text
        assert "98 saknas" in text

    def test_shows_an_addition_below_the_text(self, reviewing_after: Municipality, author: User) -> None:
        idea = published(reviewing_after, author)
        actions.add_addition(idea=idea, by=author, text="Grannarna håller med.", now=NOW)

        assert "Tillägg " in page(idea)
        assert "Grannarna håller med." in page(idea)

    def test_does_not_show_a_change_that_waits(self, sundsvall: Municipality, author: User) -> None:
        idea = published(sundsvall, author)
        actions.add_addition(idea=idea, by=author, text="Hemligt än så länge.", now=NOW)

        assert "Hemligt än så länge." not in page(idea)
        assert "Det du har skickat väntar på granskning." in page(idea, signed_in(author))

    def test_shows_the_position_for_those_who_can_use_a_map(self, sundsvall: Municipality) -> None:
        text = page(published(sundsvall, lat=62.37, lon=17.27))

        assert "/karta/2281.svg?bredd=288&amp;lon=17.27&amp;lat=62.37" in text

    def test_does_not_name_an_e_service_that_is_hidden(self, sundsvall: Municipality) -> None:
        service = TopicFactory(municipality=sundsvall, kind="eservice", title="Dold tjänst", hidden=True)

        assert "Dold tjänst" not in page(published(sundsvall, about=service))

    def test_keeps_the_idea_of_a_closed_account(self, sundsvall: Municipality, author: User) -> None:
        idea = published(sundsvall, author)
        Topic.objects.filter(pk=idea.topic_id).update(author=None)

        assert "Skriven av Invånare." in page(idea)

    def test_exists_in_english(self, sundsvall: Municipality) -> None:
        idea = published(sundsvall)

        assert Client().get(f"/en/ideer/{idea.reference}/").status_code == 200


class TestAnswer:
    def test_stands_with_department_date_and_number(
        self, sundsvall: Municipality, case_officer: User, department: Department
    ) -> None:
        idea = published(sundsvall)
        answered(
            idea,
            case_officer,
            department,
            registry_number="KFN-2026-00412",
            next_step="Beslut i nämnden",
            next_step_on=date(2099, 12, 16),
        )

        text = page(idea)

        for words in ("Ja till halva sträckan.", "Kultur- och fritidsförvaltningen", "KFN-2026-00412"):
            assert words in text
        assert "Beslut i nämnden" in text
        assert "senast 16\u00a0december 2099" in text

    def test_that_is_awaited_says_by_when_and_whom(
        self, without_threshold: Municipality, case_officer: User, department: Department
    ) -> None:
        idea = published(without_threshold)
        actions.assign(idea=idea, department=department, by=case_officer, now=timezone.now())

        text = page(idea)

        assert "Inte besvarad än" in text
        assert "Kultur- och fritidsförvaltningen skriver det." in text

    def test_that_is_late_shows_as_late(
        self, without_threshold: Municipality, case_officer: User, department: Department
    ) -> None:
        idea = published(without_threshold)
        actions.assign(idea=idea, department=department, by=case_officer, now=timezone.now() - timedelta(days=100))

        assert "Svaret är försenat" in page(idea)
        assert "Försenat" in page(idea)

    def test_a_no_is_as_plain_as_a_yes(
        self, sundsvall: Municipality, case_officer: User, department: Department
    ) -> None:
        idea = published(sundsvall)
        answered(idea, case_officer, department, outcome="will_not", sentence="Nej, det blir för dyrt.")

        assert "Nej, det blir för dyrt." in page(idea)
        assert "Genomförd" not in page(idea)


class TestHidden:
    @pytest.mark.parametrize("state", ["in_review", "withdrawn", "refused", "hidden"])
    def test_only_author_and_staff_of_the_municipality_see_it(
        self,
        sundsvall: Municipality,
        author: User,
        citizen: User,
        moderator: User,
        editor: User,
        outsider: User,
        state: str,
    ) -> None:
        idea = in_review(sundsvall, author)
        if state != "in_review":
            idea = actions.approve(idea=idea, by=moderator, now=NOW)
        if state == "withdrawn":
            actions.withdraw(idea=idea, by=author, now=NOW)
        if state == "refused":
            actions.refuse(idea=idea, by=moderator, reason="Reklam.", now=NOW)
        if state == "hidden":
            Topic.objects.filter(pk=idea.topic_id).update(visibility="staff", can_support=False, can_discuss=False)
        address = f"/ideer/{idea.reference}/"

        seen = {
            name: client.get(address).status_code
            for name, client in {
                "stranger": Client(),
                "citizen": signed_in(citizen),
                "editor": signed_in(editor),
                "outsider": signed_in(outsider),
                "author": signed_in(author),
                "moderator": signed_in(moderator),
            }.items()
        }

        assert seen == {
            "stranger": 404,
            "citizen": 404,
            "editor": 404,
            "outsider": 404,
            "author": 200,
            "moderator": 200,
        }

    def test_the_author_of_a_refused_idea_reads_why(
        self, sundsvall: Municipality, author: User, moderator: User
    ) -> None:
        idea = actions.refuse(idea=in_review(sundsvall, author), by=moderator, reason="Det är reklam.", now=NOW)

        assert "Det är reklam." in page(idea, signed_in(author))

    def test_nothing_can_be_supported_or_said_there(self, sundsvall: Municipality, author: User) -> None:
        text = page(in_review(sundsvall, author), signed_in(author))

        assert "Stöd idén" not in text
        assert 'id="trad"' not in text


class TestQuestions:
    """As many for a long thread as for a short one."""

    @pytest.fixture
    def idea(self, sundsvall: Municipality, author: User, case_officer: User, department: Department) -> Idea:
        idea = published(sundsvall, author)
        add_supports(idea, 5)
        published(sundsvall, UserFactory(), title="Lyktor längs spåret vid Sidsjön")
        return answered(idea, case_officer, department)

    def questions(self, idea: Idea, client: Client) -> list[str]:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client.get(f"/ideer/{idea.reference}/")  # what a process keeps for itself is kept from now on
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/ideer/{idea.reference}/").status_code == 200
        return [question["sql"] for question in asked.captured_queries]

    @pytest.mark.parametrize("comments", [1, 50])
    def test_are_twelve_at_most(self, idea: Idea, citizen: User, comments: int) -> None:
        for number in range(comments):
            topic = Topic.objects.get(pk=idea.topic_id)
            post(topic=topic, author=UserFactory(), text=f"Inlägg {number}", now=NOW)

        signed_out, mine = self.questions(idea, Client()), self.questions(idea, signed_in(citizen))

        assert len(signed_out) <= 12, "\n".join(signed_out)
        assert len(mine) <= 12, "\n".join(mine)


class TestVersions:
    def test_show_what_changed_to_eye_and_ear(self, reviewing_after: Municipality, author: User) -> None:
        idea = published(reviewing_after, author, title="Fler gröna bänkar", text="Ställ ut dem.")
        actions.edit_published(idea=idea, by=author, title="Fler röda bänkar", text="Ställ ut dem.", now=NOW)

        text = Client().get(f"/ideer/{idea.reference}/versioner/").content.decode()

        assert '<del><span class="hide">borttaget: </span>gröna<span' in text
        assert '<ins><span class="hide">nytt: </span>röda<span' in text
        assert "Texten har ändrats." in page(idea)

    def test_leave_out_what_was_never_published(self, sundsvall: Municipality, author: User, moderator: User) -> None:
        idea = published(sundsvall, author)
        version = actions.edit_published(idea=idea, by=author, title="Nytt", text="Otillåtet ord.", now=NOW)
        waiting = Client().get(f"/ideer/{idea.reference}/versioner/").content.decode()
        actions.refuse_version(version=version, by=moderator, reason="Nej.", now=NOW)
        refused = Client().get(f"/ideer/{idea.reference}/versioner/").content.decode()

        assert "Otillåtet" not in waiting + refused

    def test_are_hidden_with_their_idea(self, sundsvall: Municipality, author: User) -> None:
        idea = in_review(sundsvall, author)

        assert Client().get(f"/ideer/{idea.reference}/versioner/").status_code == 404

    def test_escape_what_citizens_write(self, reviewing_after: Municipality, author: User) -> None:
        idea = published(reviewing_after, author)
        actions.edit_published(idea=idea, by=author, title="<script>x</script>", text="<b>fet</b>", now=NOW)

        text = Client().get(f"/ideer/{idea.reference}/versioner/").content.decode()

        assert "<script>x" not in text
        assert "<b>fet" not in text


@pytest.mark.parametrize("reference", ["2281-2026-9999", "0000-0000-0000", "2281-2026-00000000"])
def test_an_unknown_number_is_not_found(sundsvall: Municipality, reference: str) -> None:
    assert Client().get(f"/ideer/{reference}/").status_code == 404


def test_an_idea_that_became_a_proposal_leads_there(sundsvall: Municipality, editor: User) -> None:
    proposal = TopicFactory(municipality=sundsvall, kind="proposal", title="Ett kort för allt", path="/forslag/")
    idea = actions.become_proposal(idea=published(sundsvall), proposal_topic=proposal, by=editor, now=NOW)

    link = BeautifulSoup(page(idea), "html.parser").find("a", href="/forslag/", class_="more")
    assert link is not None
    assert "Ett kort för allt" in link.get_text()


def test_staff_departments_are_named_as_owner(without_threshold: Municipality, case_officer: User) -> None:
    idea = published(without_threshold)
    department = DepartmentFactory(municipality=without_threshold, name="Stadsbyggnadskontoret")
    actions.assign(idea=idea, department=department, by=case_officer, now=NOW)

    assert "<b>Stadsbyggnadskontoret</b>" in page(idea)


def test_after_a_press_the_page_says_so_aloud_and_that_one_follows(sundsvall: Municipality, citizen: User) -> None:
    idea = published(sundsvall)
    client = signed_in(citizen)
    page = BeautifulSoup(client.get(idea.get_absolute_url()).content, "html.parser")
    assert page.find(id="messages")["role"] == "status"
    assert "Följ idén" in page.find(id="folj-rad").get_text()

    pressed = client.post(f"/stod/{idea.topic_id}/", {"place": "box"}, headers={"HX-Request": "true"})

    part = BeautifulSoup(pressed.content, "html.parser")
    assert "Du följer idén" in part.find(id="folj-rad").get_text()
    assert "Ditt stöd räknas" in part.find(id="messages").get_text()
    focused = part.find(attrs={"data-focus": True})  # not the button: pressed once more it would take the support back
    assert focused.get_text(strip=True) == "Du stöder idén"


def test_an_author_may_support_their_own_idea_and_counts_once(sundsvall: Municipality, author: User) -> None:
    idea = published(sundsvall, author)
    client = signed_in(author)

    for _time in range(2):
        client.post(f"/stod/{idea.topic_id}/")

    idea.refresh_from_db()
    assert idea.topic.supports == 1
    assert not idea.is_frozen  # it is there to protect others


def test_the_words_are_frozen_by_the_first_support_of_another_than_their_author(
    sundsvall: Municipality, author: User, citizen: User
) -> None:
    idea = published(sundsvall, author)
    address = f"/ideer/{idea.reference}/redigera/"

    signed_in(author).post(f"/stod/{idea.topic_id}/")
    assert signed_in(author).get(address).status_code == 200

    signed_in(citizen).post(f"/stod/{idea.topic_id}/")
    assert signed_in(author).get(address).url == f"/ideer/{idea.reference}/tillagg/"  # type: ignore[attr-defined]


class TestWhatIsTakenAway:
    def test_leads_its_author_on(self, sundsvall: Municipality, author: User, moderator: User, citizen: User) -> None:
        sundsvall.contact_email = "ideer@example.com"
        sundsvall.save()
        idea = published(sundsvall, author, title="Min avvisade idé")
        actions.refuse(idea=idea, by=moderator, reason="Skriv inget namn.", now=NOW)
        again = f"/ideer/ny/{sundsvall.code}/?av={idea.reference}"

        text = signed_in(author).get(f"/ideer/{idea.reference}/").content.decode()

        assert again in text
        assert "mailto:ideer@example.com" in text
        assert "Min avvisade idé" in signed_in(author).get(again).content.decode()
        assert "Min avvisade idé" not in signed_in(citizen).get(again).content.decode()
        assert "Min avvisade idé" not in Client().get(again).content.decode()

    @pytest.mark.parametrize("way", ["refused", "hidden"])
    def test_leads_its_author_alone_to_the_decision_and_its_appeal(
        self, sundsvall: Municipality, author: User, moderator: User, way: str
    ) -> None:
        idea = in_review(sundsvall, author) if way == "refused" else published(sundsvall, author)
        if way == "refused":
            actions.refuse(idea=idea, by=moderator, reason="Reklam.", now=NOW)
        else:
            hide_topic(topic=idea.topic, moderator=moderator, facts="Reklam.", now=NOW)
        decision = Decision.objects.get(outcome="hidden")
        address = f"/mina/beslut/{decision.pk}/"

        assert f'href="{address}#overklaga"' in page(idea, signed_in(author))
        assert 'id="overklaga"' in signed_in(author).get(address).content.decode()
        assert address not in page(idea, signed_in(moderator))
        appeal(decision=decision, person=author, words="Det är ingen reklam.", now=NOW)
        afterwards = page(idea, signed_in(author))
        assert "Läs beslutet och ditt överklagande" in afterwards
        assert f'href="{address}"' in afterwards

    @pytest.mark.parametrize(("was_seen", "word"), [(False, "Avvisades"), (True, "Doldes")])
    def test_is_called_refused_where_nobody_had_seen_it(
        self, sundsvall: Municipality, author: User, moderator: User, *, was_seen: bool, word: str
    ) -> None:
        idea = published(sundsvall, author) if was_seen else in_review(sundsvall, author)
        actions.refuse(idea=idea, by=moderator, reason="Reklam.", now=NOW + timedelta(minutes=1))
        decision = Decision.objects.get(outcome="hidden")

        for address in (f"/mina/beslut/{decision.pk}/", "/mina/beslut/"):
            told = signed_in(author).get(address).content.decode()
            assert [one for one in ("Avvisades", "Doldes") if one in told] == [word]
        assert word in signed_in(moderator).get(reverse("flags:topic", args=[idea.topic_id])).content.decode()

    def test_by_moderation_says_why_and_asks_nobody_for_support(
        self, sundsvall: Municipality, author: User, moderator: User
    ) -> None:
        idea = published(sundsvall, author)
        hide_topic(topic=idea.topic, moderator=moderator, facts="Den nämner en granne.", now=NOW)

        text = signed_in(author).get(f"/ideer/{idea.reference}/").content.decode()

        assert "Den nämner en granne." in text
        assert "Undrar du över beslutet?" in text
        assert "Nästa steg är ert" not in text

    def test_is_told_to_those_who_supported_it_without_its_words(
        self, sundsvall: Municipality, author: User, moderator: User
    ) -> None:
        idea = published(sundsvall, author)
        supporter = add_supports(idea, 1)[0]

        actions.refuse(idea=idea, by=moderator, reason="Reklam.", now=NOW)
        actions.refuse(idea=in_review(sundsvall, author), by=moderator, reason="Reklam.", now=NOW)

        told = Notification.objects.get(kind="idea_removed")
        assert (told.person, told.topic) == (supporter, None)
        assert idea.reference in told.sentence
        assert idea.title not in told.sentence
