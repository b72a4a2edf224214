from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale

from participation.discussion.actions import post
from participation.eservices.models import EServiceIndexPage, Milestone, ProposalSource, ServiceProposalPage, StageEntry
from participation.eservices.models.proposal import ProposalUpdate
from participation.eservices.proposal_page import context_of, milestone_row
from participation.ideas import actions as ideas
from participation.ideas.models import Idea
from participation.notifications.actions import notify
from participation.notifications.models import Notification
from participation.voting.actions import support
from tests.factories import TopicFactory, UserFactory
from tests.ideas.factories import published

from .conftest import text_of
from .proposals import approve, index_page, proposal

if TYPE_CHECKING:
    from django.test import RequestFactory

    from participation.accounts.models import User
    from participation.places.models import Municipality

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]


@pytest.fixture
def index(sundsvall: Municipality, editor: User, publisher: User) -> EServiceIndexPage:
    return index_page(sundsvall)


@pytest.fixture
def idea(sundsvall: Municipality, author: User, moderator: User) -> Idea:
    draft = ideas.start_draft(
        author=author,
        municipality=sundsvall,
        title="En blankett räcker",
        text="Låt mig slippa två.",
        now=timezone.now(),
    )
    waiting = ideas.submit(idea=draft, now=timezone.now())
    return ideas.approve(idea=waiting, by=moderator, now=timezone.now())


def full_proposal(index: EServiceIndexPage, *, editor: User, publisher: User, many: int) -> ServiceProposalPage:
    """An approved proposal with `many` of all that a page can have."""
    page = proposal(index)
    for number in range(many):
        page.sources.add(ProposalSource(idea=TopicFactory(municipality=page.municipality)))
        page.milestones.add(Milestone(title=f"Del {number}", promised_on=date(2026, 12, 1)))
        page.updates.add(ProposalUpdate(on=date(2026, 11, 1), heading=f"Nytt {number}", text="Så här långt."))
    picture = get_image_model().objects.create(title="Skiss", file=get_test_image_file("skiss.png"))
    page.body = [("picture", {"image": picture, "alt": "Skiss", "caption": ""})] * many
    page = approve(page, writer=editor, approver=publisher)
    assert page.topic is not None
    for number in range(many):
        entry = post(topic=page.topic, author=UserFactory(), text=f"Inlägg {number}", now=timezone.now())
        post(topic=page.topic, author=UserFactory(), text=f"Svar {number}", now=timezone.now(), answering=entry)
    return page


def questions(address: str, person: User | None) -> list[str]:
    client = Client()
    if person is not None:
        client.force_login(person)
    client.get(address)  # what a process keeps for itself is kept from now on
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return [question["sql"] for question in asked.captured_queries]


def kinds_told(person: User) -> list[str]:
    return list(Notification.objects.filter(person=person).values_list("kind", flat=True))


def test_the_author_and_a_supporter_are_told_that_the_idea_became_a_proposal(
    index: EServiceIndexPage, idea: Idea, author: User, citizen: User, editor: User, publisher: User
) -> None:
    support(topic=idea.topic, person=citizen, now=timezone.now())
    page = proposal(index)
    page.sources.add(ProposalSource(idea=idea.topic))

    approve(page, writer=editor, approver=publisher)

    idea.refresh_from_db()
    assert idea.status == Idea.Status.PROPOSAL
    for person in (author, citizen):
        told = Notification.objects.filter(person=person, sentence__contains="förslag")
        assert told.count() == 1


@pytest.mark.parametrize("deed", ["unpublished", "deleted", "no longer named"])
def test_an_idea_goes_on_when_its_proposal_no_longer_has_it(
    index: EServiceIndexPage, idea: Idea, author: User, editor: User, publisher: User, deed: str
) -> None:
    before, until = idea.status, idea.gathering_until
    page = proposal(index)
    page.sources.add(ProposalSource(idea=idea.topic))
    page = approve(page, writer=editor, approver=publisher)

    if deed == "unpublished":
        page.unpublish()
    elif deed == "deleted":
        page.delete()
    else:
        page.sources.clear()
        approve(page, writer=editor, approver=publisher)

    idea = Idea.objects.select_related("topic").get(pk=idea.pk)
    assert (idea.status, idea.became_id, idea.topic.can_support) == (before, None, True)
    assert idea.gathering_until is None or idea.gathering_until >= until
    assert "idea_left_proposal" in kinds_told(author)


def test_an_idea_that_gathers_support_again_does_so_to_the_end_of_a_day(
    sundsvall: Municipality, index: EServiceIndexPage, author: User, editor: User, publisher: User
) -> None:
    type(sundsvall).objects.filter(pk=sundsvall.pk).update(support_threshold=5, support_window_days=30)
    idea = published(type(sundsvall).objects.get(pk=sundsvall.pk), author)
    page = proposal(index)
    page.sources.add(ProposalSource(idea=idea.topic))
    page = approve(page, writer=editor, approver=publisher)
    now = timezone.now()
    away = {"status_since": now - timedelta(hours=30), "gathering_until": now + timedelta(days=3)}
    Idea.objects.filter(pk=idea.pk).update(**away)

    page.unpublish()

    idea = Idea.objects.get(pk=idea.pk)
    last = timezone.localtime(idea.gathering_until)
    assert (idea.status, last.hour, last.minute, last.second) == ("gathering", 23, 59, 59)
    assert last.date() == timezone.localdate(away["gathering_until"] + timedelta(hours=30))
    told = Notification.objects.get(person=author, kind="idea_left_proposal")
    assert told.body.startswith(f"Den samlar stöd igen, till {last.day} ")


def test_an_idea_stays_while_the_page_in_the_other_language_names_it(
    index: EServiceIndexPage, idea: Idea, editor: User, publisher: User
) -> None:
    page = proposal(index)
    page.sources.add(ProposalSource(idea=idea.topic))
    page = approve(page, writer=editor, approver=publisher)
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    english = approve(english, writer=editor, approver=publisher)

    page.unpublish()
    idea.refresh_from_db()
    assert idea.status == Idea.Status.PROPOSAL

    english.unpublish()
    idea.refresh_from_db()
    assert idea.status != Idea.Status.PROPOSAL


def test_a_change_of_stage_is_dated_and_told_once(
    index: EServiceIndexPage, idea: Idea, author: User, editor: User, publisher: User
) -> None:
    page = proposal(index)
    page.sources.add(ProposalSource(idea=idea.topic))
    page = approve(page, writer=editor, approver=publisher)
    page.stage, page.stage_note = "prototype", "Nu går den att prova."

    page = approve(page, writer=editor, approver=publisher)
    page.title = "Byt skola, ett ställe"
    page = approve(page, writer=editor, approver=publisher)

    stages = StageEntry.objects.filter(topic=page.topic).values_list("stage", "note")
    assert list(stages) == [("need", ""), ("prototype", "Nu går den att prova.")]
    assert Notification.objects.filter(person=author, kind="proposal_stage").count() == 1


def test_a_preview_shows_the_note_of_the_stage_that_it_brings(
    index: EServiceIndexPage, editor: User, publisher: User, client: Client
) -> None:
    page = approve(proposal(index), writer=editor, approver=publisher)
    page.stage, page.stage_note = "prototype", "Nu går den att prova."

    seen = page.make_preview_request().render().content.decode()

    assert "Nu går den att prova." in seen
    assert "Nu går den att prova." not in client.get(page.get_url()).content.decode()
    assert list(StageEntry.objects.filter(topic=page.topic).values_list("stage", flat=True)) == ["need"]


def test_a_stage_that_was_skipped_is_not_called_done(
    index: EServiceIndexPage, editor: User, publisher: User, client: Client
) -> None:
    page = approve(proposal(index, stage="codesign"), writer=editor, approver=publisher)
    page.stage = "decision"
    page = approve(page, writer=editor, approver=publisher)

    way = text_of(client.get(page.get_url()).content.decode())

    for words in ("Klart: Behov", "Klart: Samskapande", "Hoppades över: Prototyp", "Nu: Beslut", "Kommer: Utveckling"):
        assert words in way


def test_what_is_not_published_is_hidden_everywhere(
    index: EServiceIndexPage, editor: User, publisher: User, client: Client
) -> None:
    page = proposal(index)
    page.save_revision(user=editor)
    assert client.get(page.get_url()).status_code == 404
    assert not page.topic.is_public

    page = approve(page, writer=editor, approver=publisher)
    assert client.get(page.get_url()).status_code == 200

    page.unpublish()
    page.topic.refresh_from_db()
    assert not page.topic.is_public
    assert not page.topic.can_support


def test_both_languages_share_one_topic(
    index: EServiceIndexPage, editor: User, publisher: User, client: Client
) -> None:
    page = approve(proposal(index), writer=editor, approver=publisher)
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title, english.need = "Change school in one place", "Parents should fill in one form."

    english = approve(english, writer=editor, approver=publisher)

    assert english.topic_id == page.topic_id
    page.topic.refresh_from_db()
    assert page.topic.title == page.title
    assert client.get(english.get_url()).context["topic"] == client.get(page.get_url()).context["topic"]


def test_a_late_milestone_is_shown_as_late(
    index: EServiceIndexPage, editor: User, publisher: User, client: Client
) -> None:
    today = timezone.localdate()
    page = proposal(index)
    page.milestones.add(Milestone(title="Första testet", who="Leverantören", promised_on=today - timedelta(days=11)))

    page = approve(page, writer=editor, approver=publisher)

    assert "11 dagar försenat" in client.get(page.get_url()).content.decode()


@pytest.mark.parametrize(("days", "shape"), [(-1, "late"), (0, "open"), (1, "open")])
def test_a_milestone_is_late_from_the_day_after(days: int, shape: str) -> None:
    today = timezone.localdate()

    row = milestone_row(Milestone(title="Prov", who="Vi", promised_on=today + timedelta(days=days)), today)

    assert row["shape"] == shape


def test_a_milestone_that_was_done_late_says_so() -> None:
    made = Milestone(title="Prov", who="Vi", promised_on=date(2026, 11, 19), done_on=date(2026, 11, 25))

    row = milestone_row(made, date(2026, 11, 29))

    assert (row["shape"], row["word"]) == ("done", "Klart 25 november 2026, 6 dagar sent")


def test_a_moved_date_says_why(index: EServiceIndexPage) -> None:
    milestone = Milestone(title="Prov", who="Vi", promised_on=timezone.localdate(), moved_to=timezone.localdate())

    with pytest.raises(ValidationError, match="varför"):
        milestone.clean()


def test_a_stopped_proposal_says_why_and_closes_support(
    index: EServiceIndexPage, editor: User, publisher: User, client: Client
) -> None:
    page = approve(proposal(index, stage="codesign"), writer=editor, approver=publisher)
    page.stage, page.stopped_reason = "stopped", "Staten bygger en egen tjänst."

    page = approve(page, writer=editor, approver=publisher)

    page.topic.refresh_from_db()
    assert not page.topic.can_support
    content = client.get(page.get_url()).content.decode()
    assert "Staten bygger en egen tjänst." in content


def test_an_idea_of_another_municipality_cannot_be_a_source(
    index: EServiceIndexPage, timra: Municipality, citizen: User
) -> None:
    page = proposal(index)
    elsewhere = ProposalSource(page=page, idea=TopicFactory(municipality=timra))

    with pytest.raises(ValidationError, match="annan kommun"):
        elsewhere.clean()


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_takes_twelve_queries_at_most_however_much_it_shows(
    index: EServiceIndexPage, editor: User, publisher: User, citizen: User, moderator: User, many: int
) -> None:
    page = full_proposal(index, editor=editor, publisher=publisher, many=many)
    notify(people=[citizen], kind="idea_done", sentence="Något annat, som inte är läst", path="/mina/")

    asked = {person: questions(page.get_url(), person) for person in (None, citizen, moderator)}

    assert len(asked[None]) <= 10, "\n".join(asked[None])
    assert len(asked[citizen]) <= 12, "\n".join(asked[citizen])
    # Wagtail's bar for those who may edit pages takes eleven of its own.
    assert len(asked[moderator]) <= 23, "\n".join(asked[moderator])


def test_the_context_of_a_draft_preview_has_no_thread(
    index: EServiceIndexPage, rf: RequestFactory, editor: User
) -> None:
    request = rf.get("/")
    request.user = editor

    context = context_of(ServiceProposalPage.objects.get(pk=proposal(index).pk), request)

    assert "roots" not in context
