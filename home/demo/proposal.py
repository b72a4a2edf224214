"""One invented e-service proposal, written by the editor and approved by the publisher, as any other."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from home.actions.tree import english
from participation.eservices.ideas_link import draft_from_idea
from participation.eservices.models import EService, ServiceProposalPage
from participation.eservices.models.proposal import Milestone, ProposalUpdate
from participation.eservices.models.stage import Stage, StageEntry
from participation.places.models import Department

if TYPE_CHECKING:
    from collections.abc import Mapping

    from participation.accounts.models import User
    from participation.ideas.models import Idea

SLUG = "byt-forskola"
SWEDISH: dict[str, Any] = {
    "title": "Demo: Byt förskola i en och samma e-tjänst",
    "summary": "I dag säger man upp en plats och söker en annan, var för sig. Vi vill att det ska gå på en gång.",
    "need": "Den som flyttar ska kunna byta förskola utan att göra samma sak två gånger, och se var i kön barnet står.",
    "audience": "Föräldrar med barn i förskola",
    "stage_note": "Nu finns en prototyp att prova.",
    "ask_title": "Prova prototypen",
    "ask_text": "Gör som om du skulle flytta och säg var det blir krångligt. Det tar tio minuter.",
    "body": [
        (
            "text",
            {
                "heading": "Vad vi bygger",
                "text": "<p>En tjänst där du väljer ny förskola först. Uppsägningen av den gamla platsen följer med av "
                "sig själv när du har fått den nya. Demo: texten är påhittad.</p>",
            },
        ),
        (
            "figure",
            {"number": "2", "label": "ansökningar gör en familj som flyttar", "source": "Demo, påhittad siffra"},
        ),
        (
            "question",
            {"question": "När vill du få veta var i kön du står?", "text": "Varje vecka, eller bara när något ändras?"},
        ),
    ],
}
ENGLISH: dict[str, Any] = {
    "title": "Demo: Change preschool in one e-service",
    "summary": "Today one gives up a place and applies for another, separately. We want it done in one go.",
    "need": "Parents who move should be able to change preschool without doing the same thing twice, and see their "
    "place in the queue.",
    "audience": "Parents with children in preschool",
    "stage_note": "There is now a prototype to try.",
    "ask_title": "Try the prototype",
    "ask_text": "Act as if you were moving, and say where it gets difficult. It takes ten minutes.",
    "body": [
        (
            "text",
            {
                "heading": "What we are building",
                "text": "<p>A service where you choose the new preschool first. Giving up the old place follows by "
                "itself once you have the new one. Demo: the text is invented.</p>",
            },
        ),
        (
            "figure",
            {"number": "2", "label": "applications a family makes when it moves", "source": "Demo, an invented figure"},
        ),
        (
            "question",
            {
                "question": "When do you want to know your place in the queue?",
                "text": "Every week, or only when something changes?",
            },
        ),
    ],
}


# In the order of the Swedish ones, whose dates they have.
ENGLISH_MILESTONES = (
    ("Talks with parents", "The department of children and education"),
    ("A prototype to try", "The service centre"),
    ("A decision in the committee", "The committee of children and education"),
)
ENGLISH_UPDATE = {
    "heading": "Demo: The prototype is ready",
    "text": "<p>Seven parents tried the first version. Now everybody can try it.</p>",
}


def publish_proposal(*, idea: Idea, people: Mapping[str, User], today: date) -> None:
    municipality = idea.topic.municipality
    if ServiceProposalPage.objects.filter(municipality=municipality, slug=SLUG).exists():
        return
    page = draft_from_idea(idea_topic=idea.topic, by=people["redaktor"])
    page.slug = SLUG
    page.department = Department.objects.filter(municipality=municipality, name__startswith="Barn").first() or (
        page.department
    )
    page.eservice = EService.objects.filter(municipality=municipality, external_id="99000101").first()
    page.ask_until = today + timedelta(days=15)
    _write(page, SWEDISH)
    page.stage = Stage.PROTOTYPE
    _milestones(page, today)
    page.updates.add(
        ProposalUpdate(
            on=today - timedelta(days=4),
            heading="Demo: Prototypen är klar",
            text="<p>Sju föräldrar provade den första versionen. Nu går den att prova för alla.</p>",
        )
    )
    _approve(page, people)
    _earlier_stages(page, people["redaktor"], today)
    _translate(page, people)


def _write(page: ServiceProposalPage | ProposalUpdate, words: dict[str, Any]) -> None:
    for name, value in words.items():
        setattr(page, name, value)


def _milestones(page: ServiceProposalPage, today: date) -> None:
    page.milestones.add(
        Milestone(
            title="Samtal med föräldrar",
            who="Barn- och utbildningsförvaltningen",
            promised_on=today - timedelta(days=45),
            done_on=today - timedelta(days=47),
            stage=Stage.CODESIGN,
        ),
        Milestone(
            title="Prototyp att prova",
            who="Servicecenter",
            promised_on=today - timedelta(days=10),
            done_on=today - timedelta(days=4),
            stage=Stage.PROTOTYPE,
        ),
        Milestone(
            title="Beslut i nämnden",
            who="Barn- och utbildningsnämnden",
            promised_on=today + timedelta(days=40),
            stage=Stage.DECISION,
        ),
    )


def _earlier_stages(page: ServiceProposalPage, by: User, today: date) -> None:
    """The demonstration's past: a proposal that has just been published has none of its own."""
    assert page.topic is not None  # publishing gave it one
    StageEntry.objects.filter(topic=page.topic).update(at=_noon(today - timedelta(days=4)))
    for stage, days, note, english_note in (
        (Stage.NEED, 90, "Demo: behovet kom från en idé.", "Demo: the need came from an idea."),
        (
            Stage.CODESIGN,
            60,
            "Demo: föräldrar bjöds in att rita tjänsten.",
            "Demo: parents were invited to draw the service.",
        ),
    ):
        StageEntry.objects.create(
            topic=page.topic,
            stage=stage,
            at=_noon(today - timedelta(days=days)),
            note=note,
            translations={"en": english_note},
            by=by,
        )


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def _approve(page: ServiceProposalPage, people: Mapping[str, User]) -> None:
    """The editor asks, the publisher approves: the only way a proposal is published."""
    page.save_revision(user=people["redaktor"], log_action=True)
    state = page.get_workflow().start(page, people["redaktor"])
    state.current_task_state.specific.approve(user=people["publicist"])
    page.refresh_from_db()


def _translate(page: ServiceProposalPage, people: Mapping[str, User]) -> None:
    copy = page.copy_for_translation(english())
    _write(copy, ENGLISH)
    for milestone, (title, who) in zip(copy.milestones.get_object_list(), ENGLISH_MILESTONES, strict=True):
        milestone.title, milestone.who = title, who
    for update in copy.updates.get_object_list():
        _write(update, ENGLISH_UPDATE)
    _approve(copy, people)
