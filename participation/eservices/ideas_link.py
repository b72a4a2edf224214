"""An idea becomes part of an e-service proposal: the one place where e-services know of ideas."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Locale

from participation.accounts.permissions import has_role
from participation.places.models import Department
from participation.topics.models import Topic

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.utils.functional import Promise

    from participation.accounts.models import User
    from participation.places.models import Municipality
    from participation.topics.querysets import TopicQuerySet

    from .models import ServiceProposalPage


def join(*, page: ServiceProposalPage, by: User | None, now: datetime) -> list[Topic]:
    """Tell each source idea that it became this proposal. Returns those that had not before."""
    from participation.ideas.actions import become_proposal
    from participation.ideas.models import Idea
    from participation.ideas.states import InvalidTransition

    assert page.topic is not None
    source_topics = [source.idea_id for source in page.sources.all()]
    # Only the municipality's own, whatever the page came to name: nobody else closes their residents' idea.
    own = Topic.objects.filter(or_kept(source_topics), municipality=page.topic.municipality_id)
    chosen = Idea.objects.filter(topic__in=own)
    # In the order of their topics, as all do who lock several.
    ideas = chosen.exclude(status=Idea.Status.PROPOSAL).select_related("topic").order_by("topic_id")
    joined = []
    for idea in ideas:
        with suppress(InvalidTransition):  # withdrawn since it was chosen: the proposal goes on without it
            become_proposal(idea=idea, proposal_topic=page.topic, by=by, now=now)
            joined.append(idea.topic)
    return joined


def part(*, topic: Topic, leaving: ServiceProposalPage | None = None, by: User | None, now: datetime) -> None:
    """Let go of the ideas that no live page of the proposal names any longer; `leaving` is one that is going down."""
    from participation.ideas.actions import leave_proposal
    from participation.ideas.models import Idea

    from .models import ProposalSource

    named = ProposalSource.objects.filter(page__topic=topic, page__live=True)
    if leaving is not None:
        named = named.exclude(page=leaving)
    kept = Topic.objects.filter(or_kept(named.values("idea")))
    joined = Idea.objects.filter(became=topic, status=Idea.Status.PROPOSAL)
    for idea in joined.exclude(topic__in=kept).order_by("topic_id"):
        leave_proposal(idea=idea, by=by, now=now)


def or_kept(topics: Sequence[int] | QuerySet[Any, Any]) -> Q:
    """Those of `topics`, and the ones that an idea among them was merged with: it goes on there until it is parted."""
    from participation.ideas.models import Idea

    kept = Idea.objects.filter(merged_ideas__topic__in=topics)
    return Q(pk__in=topics) | Q(pk__in=kept.values("topic"))


def kept_about(service_topic: OuterRef, seen: TopicQuerySet) -> QuerySet[Any, Any]:
    """How many of `seen` concern a service only by an idea that was merged with them, for a subquery."""
    merged_about = "idea__merged_ideas__topic__about"
    kept = seen.filter(**{merged_about: service_topic}).exclude(about=service_topic)
    return kept.order_by().values(merged_about).annotate(number=Count("pk", distinct=True)).values("number")


@transaction.atomic
def draft_from_idea(*, idea_topic: Topic, by: User) -> ServiceProposalPage:
    """A draft proposal below the municipality's index page, with the idea as its source and the need in its words.

    Raises EServiceIndexPage.DoesNotExist where the municipality has no such page.
    """
    from participation.ideas.models import Idea

    from .models import ProposalSource

    idea = Idea.objects.select_related("topic").get(topic=idea_topic)
    eservice = getattr(idea_topic.about, "eservice", None) if idea_topic.about_id else None
    page = _draft(idea_topic.municipality, idea.title, idea.text, by, department=idea.owner, eservice=eservice)
    page.sources.add(ProposalSource(idea=idea_topic))
    return _saved(page, by)


def offer_to_faults() -> None:
    """Many fault reports of one thing become a draft proposal, too: see participation/ideas/faults_link/."""
    from participation.ideas.faults_link.proposing import Drafts, register

    register(Drafts(may=_may_draft, draft=_draft_of_faults, address=_address_of))


def behind(topic: Topic) -> Any:
    """The fault reports that a proposal is about, as its page shows them."""
    from participation.ideas.faults_link.shown import behind

    return behind(topic)


def tell_reporters(topic: Topic, decision: str, words: str | Promise, *, now: datetime) -> None:
    """Those of the fault reports that a proposal was drafted of, of what was decided."""
    from participation.ideas.faults_link.deciding import tell_of_proposal

    tell_of_proposal(topic, decision, words, now=now)


def _may_draft(user: User, place: Municipality) -> bool:
    from .models import EServiceIndexPage

    here = EServiceIndexPage.objects.filter(municipality=place, locale=Locale.get_default())
    return has_role(user, place, "editor", "publisher") and here.exists()


def _draft_of_faults(place: Municipality, title: str, text: str, by: User, department: Department | None) -> Topic:
    page = _saved(_draft(place, title, text, by, department=department), by)
    assert page.topic is not None
    return page.topic


def _address_of(topic: Topic) -> str:
    from .models import ServiceProposalPage

    page = ServiceProposalPage.objects.filter(topic=topic).order_by("pk").first()
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) if page else reverse("casework:topic", args=[topic.pk])


def _draft(
    place: Municipality, title: str, text: str, by: User, *, department: Department | None = None, eservice: Any = None
) -> ServiceProposalPage:
    from .models import ServiceProposalPage

    return ServiceProposalPage(
        title=title,
        summary=title,  # the need holds the words: the editor says it shorter here
        need=text[:1000],
        audience=_("Invånare"),
        department=department or _own_department(by, place),  # else the editor chooses before it can be sent
        eservice=eservice,
        municipality=place,
        live=False,
        owner=by,
    )


def _own_department(by: User, place: Municipality) -> Department | None:
    return by.department if by.department and by.department.municipality_id == place.pk else None


def _saved(page: ServiceProposalPage, by: User) -> ServiceProposalPage:
    from .models import EServiceIndexPage

    index = EServiceIndexPage.objects.get(municipality=page.municipality, locale=Locale.get_default())
    index.add_child(instance=page)
    page.save_revision(user=by, log_action=True, clean=False)  # what it lacks is asked for before it is sent
    return page
