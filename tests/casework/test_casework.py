"""Whose a topic is, what colleagues say, how it is judged: and who never gets to read it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from participation.accounts import personal_data
from participation.accounts.models import Role
from participation.casework import actions
from participation.casework.errors import AskedAlready, NotAColleague, NotReady, Published
from participation.casework.figures import judged
from participation.casework.models import CRITERIA, Assignment, Evaluation, Note, Sheet
from participation.casework.reminding import remind
from participation.core.desk import Key, queues_for
from participation.notifications.models import Notification, OutgoingMail
from participation.notifications.unsubscribing import reasons_in
from participation.topics.models import Topic
from tests.factories import UserFactory, staff
from tests.ideas.factories import NOW, a_draft, published

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.places.models import Municipality

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 20)
ALL_FOUR = dict.fromkeys(CRITERIA, 4) | {f"{name}_words": f"Därför {name}." for name in CRITERIA}


@pytest.fixture
def topic(sundsvall: Municipality) -> Topic:
    return published(sundsvall).topic


@pytest.fixture
def evaluators(sundsvall: Municipality) -> list[User]:
    one = staff(sundsvall, Role.EVALUATOR, display_name="Utvärderare 1")
    other = UserFactory(email="andra@example.com", display_name="Utvärderare 2")
    other.groups.set(one.groups.all())
    return [one, other]


@pytest.fixture
def publisher(sundsvall: Municipality) -> User:
    return staff(sundsvall, Role.PUBLISHER)


@pytest.fixture
def evaluation(topic: Topic, evaluators: list[User], case_officer: User) -> Evaluation:
    return actions.ask_evaluators(
        topic=topic, question="Är det värt pengarna?", due_on=DUE, evaluators=evaluators, by=case_officer, now=NOW
    )


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def desk(topic: Topic) -> str:
    return reverse("casework:topic", args=[topic.pk])


def told(person: User) -> list[str]:
    return list(Notification.objects.filter(person=person).order_by("pk").values_list("sentence", flat=True))


class TestWhoWorks:
    def test_colleagues_read_it(self, topic: Topic, sundsvall: Municipality) -> None:
        for role in (Role.MODERATOR, Role.CASE_OFFICER, Role.EVALUATOR, Role.EDITOR, Role.PUBLISHER):
            assert client_of(staff(sundsvall, role)).get(desk(topic)).status_code == 200, role

    def test_nobody_else(self, topic: Topic, outsider: User, sundsvall: Municipality) -> None:
        assert client_of(outsider).get(desk(topic)).status_code == 404
        assert client_of(staff(sundsvall, Role.ANALYST)).get(desk(topic)).status_code == 404
        assert client_of(UserFactory()).get(desk(topic)).status_code == 302
        assert Client().get(desk(topic)).status_code == 302

    def test_not_the_writer_although_they_work_here(self, sundsvall: Municipality, case_officer: User) -> None:
        own = published(sundsvall, case_officer).topic

        assert client_of(case_officer).get(desk(own)).status_code == 404

    def test_not_a_draft(self, sundsvall: Municipality, case_officer: User) -> None:
        assert client_of(case_officer).get(desk(a_draft(sundsvall).topic)).status_code == 404


class TestAssignment:
    def test_a_case_officer_is_given_it_and_told_and_it_stands_on_their_desk(
        self, topic: Topic, case_officer: User, moderator: User, rf: Any
    ) -> None:
        client_of(moderator).post(reverse("casework:assign", args=[topic.pk]), {"person": case_officer.pk})

        assert Assignment.objects.get().person == case_officer
        assert told(case_officer) == [f"Du handlägger ”{topic.title}”"]
        request = rf.get("/cms/")
        request.user = case_officer
        assert [queue.total for queue in queues_for(request, now=NOW) if queue.key == Key.MINE] == [1]
        listed = client_of(case_officer).get(reverse("ideas_admin:index"), {"visa": "alla", "handlaggare": "jag"})
        assert topic.title in listed.content.decode()
        listed = client_of(case_officer).get(reverse("ideas_admin:index"), {"visa": "alla", "handlaggare": "ingen"})
        assert topic.title not in listed.content.decode()

    def test_who_had_it_before_is_told(self, topic: Topic, case_officer: User, moderator: User) -> None:
        actions.assign(topic=topic, person=case_officer, by=moderator, now=NOW)
        actions.assign(topic=topic, person=None, by=moderator, now=NOW)

        assert told(case_officer)[-1] == f"Du handlägger inte längre ”{topic.title}”"
        assert not Assignment.objects.exists()

    @pytest.mark.parametrize("role", [Role.EVALUATOR, Role.EDITOR])
    def test_only_to_a_case_officer_of_the_place(
        self, topic: Topic, sundsvall: Municipality, outsider: User, moderator: User, role: str
    ) -> None:
        for person in (outsider, staff(sundsvall, role), UserFactory()):
            with pytest.raises(NotAColleague):
                actions.assign(topic=topic, person=person, by=moderator, now=NOW)

    def test_an_evaluator_does_not_assign(self, topic: Topic, evaluators: list[User], case_officer: User) -> None:
        response = client_of(evaluators[0]).post(
            reverse("casework:assign", args=[topic.pk]), {"person": case_officer.pk}
        )

        assert response.status_code in (302, 403)
        assert not Assignment.objects.exists()


def test_what_one_is_told_of_the_work_concerns_ones_duty(
    evaluation: Evaluation, evaluators: list[User], case_officer: User, moderator: User, publisher: User
) -> None:
    topic = evaluation.topic
    actions.assign(topic=topic, person=case_officer, by=moderator, now=NOW)
    actions.write_note(topic=topic, author=moderator, text="Ring.", mentioned=[case_officer], now=NOW)
    actions.assign(topic=topic, person=None, by=moderator, now=NOW)
    for person in evaluators:
        hand_in(evaluation, person)
    actions.sum_up(evaluation=evaluation, summary="Ja.", seen="", by=case_officer, now=NOW)

    news = Notification.objects.filter(kind__startswith="casework_")
    assert news.values("kind").distinct().count() == 6
    assert set(news.values_list("reason", flat=True)) == {"staff"}
    mail = OutgoingMail.objects.get(kind="casework_assigned")
    assert reasons_in(mail.headers, case_officer.pk) == ["staff"]
    assert "uppdrag" in mail.text.partition("--")[2]


class TestNotes:
    def test_who_is_mentioned_is_told_that_there_is_one_and_not_what_it_says(
        self, topic: Topic, case_officer: User, moderator: User
    ) -> None:
        form = {"text": "Ring kanslichefen först.", "mentioned": [moderator.pk]}
        response = client_of(case_officer).post(reverse("casework:note", args=[topic.pk]), form)

        note = Note.objects.get()
        assert response.url.endswith(f"#anteckning-{note.pk}")  # type: ignore[attr-defined]
        assert told(moderator) == [f"En kollega vill att du läser en anteckning om ”{topic.title}”"]
        mail = OutgoingMail.objects.get(person=moderator)
        assert "kanslichefen" not in f"{mail.subject} {mail.text} {mail.html}"
        assert "Ring kanslichefen först." in client_of(moderator).get(desk(topic)).content.decode()

    def test_what_is_wrong_comes_back_with_every_word(self, topic: Topic, case_officer: User) -> None:
        words = "x" * 4001
        page = client_of(case_officer).post(reverse("casework:note", args=[topic.pk]), {"text": words})

        assert page.status_code == 422
        assert words in page.content.decode()
        assert not Note.objects.exists()

    def test_nobody_of_another_place_is_mentioned(self, topic: Topic, case_officer: User, outsider: User) -> None:
        with pytest.raises(NotAColleague):
            actions.write_note(topic=topic, author=case_officer, text="Hej", mentioned=[outsider], now=NOW)

        assert not Note.objects.exists()

    def test_its_writer_takes_it_away_and_no_colleague(self, topic: Topic, case_officer: User, moderator: User) -> None:
        note = actions.write_note(topic=topic, author=case_officer, text="Hej", mentioned=[], now=NOW)
        address = reverse("casework:remove_note", args=[note.pk])

        assert client_of(moderator).post(address).status_code == 404
        client_of(case_officer).post(address)
        assert not Note.objects.exists()

    def test_a_hundred_notes_take_no_more_questions_than_one(
        self, topic: Topic, case_officer: User, moderator: User, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(40):
            actions.write_note(
                topic=topic, author=case_officer, text=f"Anteckning {number}.", mentioned=[moderator], now=NOW
            )
        client = client_of(case_officer)
        client.get(desk(topic))
        with django_assert_max_num_queries(26):  # Wagtail's own frame takes more than half of them
            page = client.get(desk(topic)).content.decode()

        assert page.count("Anteckning ") == 30
        assert "Äldre anteckningar" in page

    def test_words_outlive_the_account_without_a_name(self, topic: Topic, case_officer: User, moderator: User) -> None:
        actions.write_note(topic=topic, author=case_officer, text="Kvar.", mentioned=[moderator], now=NOW)
        case_officer.delete()

        page = client_of(moderator).get(desk(topic)).content.decode()
        assert "Kvar." in page
        assert "En tidigare kollega" in page


class TestEvaluation:
    def test_evaluators_are_told_and_find_it_on_their_desk(
        self, evaluation: Evaluation, evaluators: list[User], rf: Any
    ) -> None:
        for person in evaluators:
            assert told(person) == [f"Bedöm ”{evaluation.topic.title}” senast 20 december 2026"]
            request = rf.get("/cms/")
            request.user = person
            assert [queue.total for queue in queues_for(request, now=NOW) if queue.key == Key.JUDGE] == [1]

    def test_asked_by_the_form(self, topic: Topic, evaluators: list[User], case_officer: User) -> None:
        form = {"question": "Är det lagligt?", "evaluators": [evaluators[0].pk], "due_on": "2026-12-20"}
        with time_machine.travel(NOW):
            client_of(case_officer).post(reverse("casework:ask", args=[topic.pk]), form)
            past = client_of(case_officer).post(
                reverse("casework:ask", args=[topic.pk]), {"evaluators": [evaluators[1].pk], "due_on": "2020-01-01"}
            )
            client_of(case_officer).post(
                reverse("casework:ask", args=[topic.pk]), {"evaluators": [evaluators[1].pk], "due_on": "2027-01-10"}
            )

        assert past.status_code == 422
        assert Evaluation.objects.get().due_on == date(2027, 1, 10)
        assert Sheet.objects.count() == 2

    def test_once_for_each_topic_and_only_of_evaluators(
        self, evaluation: Evaluation, case_officer: User, moderator: User, outsider: User
    ) -> None:
        again: Any = {"question": "?", "due_on": DUE, "by": case_officer, "now": NOW}
        with pytest.raises(AskedAlready):
            actions.ask_evaluators(topic=evaluation.topic, evaluators=[], **again)
        for person in (moderator, outsider):
            with pytest.raises(NotAColleague):
                actions.ask_more(evaluation=evaluation, evaluators=[person], due_on=DUE, by=case_officer, now=NOW)

    def test_a_sheet_is_saved_handed_in_and_changed(self, evaluation: Evaluation, evaluators: list[User]) -> None:
        sheet = evaluation.sheets.get(evaluator=evaluators[0])
        client, address = client_of(evaluators[0]), reverse("casework:sheet", args=[sheet.pk])

        client.post(address, {"cost": 2, "cost_words": "Dyrt."})
        sheet.refresh_from_db()
        assert (sheet.cost, sheet.cost_words, sheet.handed_in_at) == (2, "Dyrt.", None)

        unready = client.post(address, {"cost": 2, "cost_words": "Dyrt, men bra.", "lamna": "1"})
        assert unready.status_code == 422
        assert "Dyrt, men bra." in unready.content.decode()

        client.post(address, {**ALL_FOUR, "lamna": "1"})
        sheet.refresh_from_db()
        assert sheet.handed_in_at is not None
        client.post(address, {**ALL_FOUR, "law": 1, "lamna": "1"})
        sheet.refresh_from_db()
        assert sheet.law == 1

    def test_nobody_opens_the_sheet_of_another(
        self, evaluation: Evaluation, evaluators: list[User], case_officer: User, outsider: User
    ) -> None:
        address = reverse("casework:sheet", args=[evaluation.sheets.get(evaluator=evaluators[0]).pk])

        for person in (evaluators[1], case_officer, outsider):
            assert client_of(person).get(address).status_code == 404

    def test_evaluators_read_each_other_and_the_summary_once_they_have_handed_in_their_own(
        self, evaluation: Evaluation, evaluators: list[User], case_officer: User
    ) -> None:
        hand_in(evaluation, evaluators[0], law=1)
        actions.sum_up(evaluation=evaluation, summary="Mest för dyrt.", seen="", by=case_officer, now=NOW)
        others = ("Därför law.", "Mest för dyrt.", "Medel")

        before = client_of(evaluators[1]).get(desk(evaluation.topic)).content.decode()
        assert not [words for words in others if words in before]
        assert "när du har lämnat in din egen bedömning" in before
        for person in (case_officer, evaluators[0]):
            page = client_of(person).get(desk(evaluation.topic)).content.decode()
            assert [words for words in others if words in page] == list(others)

        hand_in(evaluation, evaluators[1])
        after = client_of(evaluators[1]).get(desk(evaluation.topic)).content.decode()
        assert [words for words in others if words in after] == list(others)

    def test_nor_as_a_case_officer_or_publisher_before_that(
        self, evaluation: Evaluation, evaluators: list[User], case_officer: User, sundsvall: Municipality, rf: Any
    ) -> None:
        both = evaluators[1]
        both.groups.add(*staff(sundsvall, Role.CASE_OFFICER, Role.PUBLISHER).groups.all())
        hand_in(evaluation, evaluators[0])
        actions.sum_up(evaluation=evaluation, summary="Mest för dyrt.", seen="", by=case_officer, now=NOW)
        client, topic = client_of(both), evaluation.topic

        page = client.get(desk(topic)).content.decode()
        assert "Därför law." not in page
        assert "Mest för dyrt." not in page
        assert not [words for words in told(both) if "Läs och publicera" in words]
        assert review_queue(both, rf) == []

        sent = client.post(reverse("casework:sum_up", args=[topic.pk]), {"summary": "Mina egna ord."})
        assert sent.status_code == 422
        assert "Mina egna ord." in sent.content.decode()
        assert "Mest för dyrt." not in sent.content.decode()
        client.post(reverse("casework:publish", args=[topic.pk]), {"summary": "Mest för dyrt."})
        with pytest.raises(NotReady):
            actions.publish(evaluation=evaluation, summary="Mest för dyrt.", by=both, now=NOW)
        assert Evaluation.objects.get().published_at is None

        hand_in(evaluation, both)
        assert "Mest för dyrt." in client.get(desk(topic)).content.decode()
        assert review_queue(both, rf) == [f"Utvärdering: {topic.title}"]

    def test_who_was_asked_hears_when_others_are_asked_too_and_when_the_last_day_moves(
        self, evaluation: Evaluation, evaluators: list[User], case_officer: User, sundsvall: Municipality
    ) -> None:
        done, waits = evaluators
        hand_in(evaluation, done)
        third = UserFactory(email="tredje@example.com", language="en")
        third.groups.set(waits.groups.all())
        title = evaluation.topic.title
        OutgoingMail.objects.all().delete()

        actions.ask_more(evaluation=evaluation, evaluators=[third, waits], due_on=DUE, by=case_officer, now=NOW)
        assert told(waits)[-1] == told(done)[-1] == f"Fler ska bedöma ”{title}”"
        assert body(waits) == "En person till är tillfrågad. Lämna in din bedömning senast 20 december 2026."
        assert body(done) == "En person till är tillfrågad. Din bedömning är inlämnad och gäller."
        assert len(told(third)) == 1

        later = date(2027, 1, 10)
        actions.ask_more(evaluation=evaluation, evaluators=[], due_on=later, by=case_officer, now=NOW)
        assert told(waits)[-1] == told(done)[-1] == f"Ny sista dag för att bedöma ”{title}”: 10 januari 2027"
        assert body(waits) == "Lämna in din bedömning senast 10 januari 2027."
        assert body(third) == "Hand in your judgement by 10 January 2027."
        assert {mail.to for mail in OutgoingMail.objects.all()} == {waits.email, third.email}

        count = Notification.objects.count()
        actions.ask_more(evaluation=evaluation, evaluators=[waits], due_on=later, by=case_officer, now=NOW)
        assert Notification.objects.count() == count

    def test_saving_the_same_summary_again_makes_nobody_its_writer(
        self,
        evaluation: Evaluation,
        evaluators: list[User],
        case_officer: User,
        publisher: User,
        sundsvall: Municipality,
    ) -> None:
        hand_in(evaluation, evaluators[0])
        actions.sum_up(evaluation=evaluation, summary="Bra\noch billigt.", seen="", by=case_officer, now=NOW)
        other = UserFactory(email="annan@example.com")
        other.groups.set(case_officer.groups.all())

        address = reverse("casework:sum_up", args=[evaluation.topic_id])
        page = client_of(other).post(address, {"summary": " Bra\r\noch billigt. "}, follow=True)

        assert "Den som skrev sammanfattningen står kvar" in page.content.decode()
        assert Evaluation.objects.get().summed_up_by == case_officer
        assert len(told(publisher)) == 1
        client_of(other).post(address, {"summary": "Bra.", "seen": "Bra\r\noch billigt."})
        assert Evaluation.objects.get().summed_up_by == other
        assert len(told(publisher)) == 2

    def test_whoever_sums_up_second_keeps_the_words_hears_who_came_first_and_may_save_over_them(
        self, evaluation: Evaluation, evaluators: list[User], case_officer: User, sundsvall: Municipality
    ) -> None:
        actions.fill_in(sheet=evaluation.sheets.get(evaluator=evaluators[0]), judged=ALL_FOUR, hand_in=True, now=NOW)
        colleague = staff(sundsvall, Role.CASE_OFFICER, Role.EDITOR, display_name="Anna")
        address = reverse("casework:sum_up", args=[evaluation.topic_id])
        client_of(colleague).post(address, {"summary": "Annas\r\nsumma.", "seen": ""})

        client = client_of(case_officer)
        second = client.post(address, {"summary": "Min summa.", "seen": ""})

        page = second.content.decode()
        assert second.status_code == 409
        assert "Anna har ändrat sammanfattningen" in page
        assert "Annas<br>summa." in page
        assert second.context["summary_form"]["summary"].value() == "Min summa."
        assert (Evaluation.objects.get().summary, Evaluation.objects.get().summed_up_by) == ("Annas\nsumma.", colleague)

        client.post(address, {"summary": "Min summa.", "seen": second.context["seen"].replace("\n", "\r\n")})
        assert (Evaluation.objects.get().summary, Evaluation.objects.get().summed_up_by) == ("Min summa.", case_officer)

    def test_who_asked_is_told_when_all_are_in(
        self, evaluation: Evaluation, evaluators: list[User], case_officer: User
    ) -> None:
        hand_in(evaluation, evaluators[0])
        assert told(case_officer) == []
        hand_in(evaluation, evaluators[1])

        assert told(case_officer) == [f"Alla har bedömt ”{evaluation.topic.title}”. Nu kan du sammanfatta."]

    def test_summed_up_by_one_and_published_by_another(
        self, evaluation: Evaluation, evaluators: list[User], case_officer: User, publisher: User
    ) -> None:
        hand_in(evaluation, evaluators[0])
        topic, public = evaluation.topic, reverse("evaluations:shown", args=[evaluation.topic_id])
        follower = UserFactory()
        topic.follows.create(person=follower)
        client_of(case_officer).post(reverse("casework:sum_up", args=[topic.pk]), {"summary": "Bra\r\noch billigt."})
        assert Client().get(public).status_code == 404
        assert "Så har kommunen bedömt" not in Client().get(topic.get_absolute_url()).content.decode()

        stale = client_of(publisher).post(reverse("casework:publish", args=[topic.pk]), {"summary": "Annat."})
        assert stale.status_code == 302
        assert Client().get(public).status_code == 404
        summary = Evaluation.objects.get().summary
        client_of(publisher).post(reverse("casework:publish", args=[topic.pk]), {"summary": summary})

        page = Client().get(public).content.decode()
        assert "och billigt." in page
        assert "4,0" not in page
        assert "Färre än tre personer i kommunen har bedömt." in page
        assert "Betygen" not in page
        assert "Därför" not in page
        assert "Utvärderare 1" not in page
        assert "Så har kommunen bedömt" in Client().get(topic.get_absolute_url()).content.decode()
        assert told(follower) == [f"Kommunen visar hur den har bedömt ”{topic.title}”"]

        client_of(publisher).post(reverse("casework:publish", args=[topic.pk]), {"ta-bort": "1"})
        assert Client().get(public).status_code == 404

    def test_three_make_means_and_nobody_outside_sees_how_the_grades_fell(
        self, evaluation: Evaluation, evaluators: list[User], case_officer: User, publisher: User, moderator: User
    ) -> None:
        third = UserFactory(email="tredje@example.com")
        third.groups.set(evaluators[0].groups.all())
        actions.ask_more(evaluation=evaluation, evaluators=[third], due_on=DUE, by=case_officer, now=NOW)
        for person in evaluators:
            hand_in(evaluation, person)
        actions.sum_up(evaluation=evaluation, summary="Bra.", seen="", by=case_officer, now=NOW)
        address = desk(evaluation.topic)
        before = client_of(publisher).get(address).content.decode()
        assert "1 tillfrågad har inte lämnat in sin bedömning än" in before
        assert "Färre än tre har bedömt" in before
        hand_in(evaluation, third, law=1)
        after = client_of(publisher).get(address).content.decode()
        assert "inte lämnat in sin" not in after
        assert "Färre än tre" not in after

        actions.publish(evaluation=evaluation, summary="Bra.", by=publisher, now=NOW)

        public = Client().get(reverse("evaluations:shown", args=[evaluation.topic_id])).content.decode()
        for page in (public, client_of(moderator).get(address).content.decode()):
            assert "3,0" in page
            assert "Så föll betygen" not in page
            assert "oense" not in page
        assert "3 personer i kommunen har bedömt" in public
        assert "Så föll betygen" in client_of(case_officer).get(address).content.decode()

    def test_nobody_publishes_what_they_summed_up(
        self, evaluation: Evaluation, evaluators: list[User], sundsvall: Municipality
    ) -> None:
        both = staff(sundsvall, Role.CASE_OFFICER, Role.PUBLISHER)
        hand_in(evaluation, evaluators[0])
        actions.sum_up(evaluation=evaluation, summary="Bra.", seen="", by=both, now=NOW)

        response = client_of(both).post(reverse("casework:publish", args=[evaluation.topic_id]), {"summary": "Bra."})

        assert response.status_code in (302, 403)
        with pytest.raises(NotReady):
            actions.publish(evaluation=evaluation, summary="Bra.", by=both, now=NOW)
        with pytest.raises(IntegrityError), transaction.atomic():
            Evaluation.objects.update(published_at=NOW, published_by=both)

    def test_what_is_published_is_not_changed(
        self, evaluation: Evaluation, evaluators: list[User], case_officer: User, publisher: User
    ) -> None:
        hand_in(evaluation, evaluators[0])
        actions.sum_up(evaluation=evaluation, summary="Bra.", seen="", by=case_officer, now=NOW)
        actions.publish(evaluation=evaluation, summary="Bra.", by=publisher, now=NOW)

        with pytest.raises(Published):
            hand_in(evaluation, evaluators[1])
        with pytest.raises(Published):
            actions.sum_up(evaluation=evaluation, summary="Dåligt.", seen="", by=case_officer, now=NOW)

    def test_a_hidden_idea_hides_its_evaluation(
        self, evaluation: Evaluation, evaluators: list[User], case_officer: User, publisher: User
    ) -> None:
        hand_in(evaluation, evaluators[0])
        actions.sum_up(evaluation=evaluation, summary="Bra.", seen="", by=case_officer, now=NOW)
        actions.publish(evaluation=evaluation, summary="Bra.", by=publisher, now=NOW)
        Topic.objects.filter(pk=evaluation.topic_id).update(visibility="staff")

        assert Client().get(reverse("evaluations:shown", args=[evaluation.topic_id])).status_code == 404

    def test_nothing_is_summed_up_before_anybody_has_answered(self, evaluation: Evaluation, case_officer: User) -> None:
        with pytest.raises(NotReady):
            actions.sum_up(evaluation=evaluation, summary="Bra.", seen="", by=case_officer, now=NOW)

    def test_the_figures_tell_that_evaluators_disagree(self, evaluation: Evaluation, evaluators: list[User]) -> None:
        hand_in(evaluation, evaluators[0], cost=1)
        hand_in(evaluation, evaluators[1], cost=5)

        cost, feasibility, *_rest = judged(list(evaluation.sheets.all()))
        assert (cost.mean, cost.stands_apart, cost.spread) == (3.0, True, [(1, 1), (2, 0), (3, 0), (4, 0), (5, 1)])
        assert (feasibility.mean, feasibility.stands_apart) == (4.0, False)


class TestReminders:
    def test_three_days_before_and_each_week_after(
        self, evaluation: Evaluation, evaluators: list[User], case_officer: User
    ) -> None:
        hand_in(evaluation, evaluators[0])
        noon = NOW.replace(year=2026, month=12, day=16, hour=12)
        days = [remind(noon + timedelta(days=day)) for day in range(0, 16)]

        assert [day for day, count in enumerate(days) if count] == [1, 8, 15]
        assert len(told(evaluators[1])) == 4
        assert len(told(evaluators[0])) == 1
        late = f"Tiden har gått ut och alla har inte bedömt ”{evaluation.topic.title}”"
        assert told(case_officer) == [late]

    def test_nobody_is_reminded_of_what_is_published(
        self, evaluation: Evaluation, evaluators: list[User], case_officer: User, publisher: User
    ) -> None:
        hand_in(evaluation, evaluators[0])
        actions.sum_up(evaluation=evaluation, summary="Bra.", seen="", by=case_officer, now=NOW)
        actions.publish(evaluation=evaluation, summary="Bra.", by=publisher, now=NOW)

        assert remind(NOW + timedelta(days=400)) == 0


def test_what_somebody_wrote_here_is_theirs_to_take_home(
    evaluation: Evaluation, evaluators: list[User], case_officer: User
) -> None:
    hand_in(evaluation, evaluators[0])
    actions.write_note(topic=evaluation.topic, author=evaluators[0], text="Mina ord.", mentioned=[], now=NOW)

    mine = str(personal_data.export_of(evaluators[0])["handläggning"])
    assert "Mina ord." in mine
    assert "Därför law." in mine
    assert "Därför law." not in str(personal_data.export_of(evaluators[1])["handläggning"])


def body(person: User) -> str:
    return Notification.objects.filter(person=person).latest("pk").body


def review_queue(person: User, rf: Any) -> list[str]:
    request = rf.get("/cms/")
    request.user = type(person).objects.get(pk=person.pk)
    return [job.title for queue in queues_for(request, now=NOW) if queue.key == Key.REVIEW for job in queue.jobs]


def hand_in(evaluation: Evaluation, person: User, **grades: int) -> Sheet:
    sheet = evaluation.sheets.get(evaluator=person)
    return actions.fill_in(sheet=sheet, judged={**ALL_FOUR, **grades}, hand_in=True, now=NOW)
