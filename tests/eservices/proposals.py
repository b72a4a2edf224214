"""A municipality's pages with a proposal on them, and the two people that publishing takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from wagtail.models import TaskState

from participation.eservices.models import EServiceIndexPage, ServiceProposalPage
from participation.topics.models import Topic
from tests.factories import DepartmentFactory

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.places.models import Municipality


def index_page(municipality: Municipality) -> EServiceIndexPage:
    """The e-service index of Sundsvall, as the fixture `built` made it, with its staff groups and workflow."""
    page: EServiceIndexPage = EServiceIndexPage.objects.get(municipality=municipality, locale__language_code="sv")
    return page


def proposal(index: EServiceIndexPage, **fields: Any) -> ServiceProposalPage:
    """A draft proposal below `index`."""
    values: dict[str, Any] = {
        "title": "Byt skola på ett ställe",
        "slug": f"forslag-{index.numchild + 1}",
        "summary": "I dag behövs två e-tjänster. Vi vill att en räcker.",
        "need": "Föräldrar ska slippa fylla i samma sak två gånger.",
        "audience": "Föräldrar",
        "department": DepartmentFactory(municipality=index.municipality),
        "live": False,
        **fields,
    }
    page: ServiceProposalPage = index.add_child(instance=ServiceProposalPage(**values))
    return page


def approve(page: ServiceProposalPage, *, writer: User, approver: User) -> ServiceProposalPage:
    """What the two of them do in the admin: submit, then approve. Returns the page as it then is."""
    page.save_revision(user=writer)
    page.get_workflow().start(page, writer)
    state: TaskState = page.current_workflow_task_state
    state.task.specific.on_action(state, approver, "approve")
    return ServiceProposalPage.objects.get(pk=page.pk)


def up(page: ServiceProposalPage, **fields: Any) -> ServiceProposalPage:
    """As it is after two people published it, with `fields`: past the workflow, where that is not what is tested."""
    ServiceProposalPage.objects.filter(pk=page.pk).update(live=True, **fields)
    Topic.objects.filter(pk=page.topic_id).update(
        visibility="public", published_at=timezone.now(), path=page.get_url_parts()[2]
    )
    return ServiceProposalPage.objects.get(pk=page.pk)
