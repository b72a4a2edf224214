"""An idea becomes part of an e-service proposal: the one place where e-services know of ideas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.topics.models import Topic

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User

    from .models import ServiceProposalPage


def join(*, page: ServiceProposalPage, by: User | None, now: datetime) -> list[Topic]:
    """Tell each source idea that it became this proposal. Returns those that had not before."""
    from participation.ideas.actions import become_proposal
    from participation.ideas.models import Idea

    assert page.topic is not None
    source_topics = [source.idea_id for source in page.sources.all()]
    ideas = Idea.objects.filter(topic__in=source_topics).exclude(status=Idea.Status.PROPOSAL).select_related("topic")
    joined = []
    for idea in ideas:
        become_proposal(idea=idea, proposal_topic=page.topic, by=by, now=now)
        joined.append(idea.topic)
    return joined
