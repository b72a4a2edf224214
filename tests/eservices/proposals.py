"""A municipality's pages with a proposal on them, and the two people that publishing takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import GroupPagePermission, Locale, Page, TaskState

from home.models import MunicipalityHomePage, RegionHomePage
from participation.accounts.models import Role, StaffGroup
from participation.eservices.models import EServiceIndexPage, ServiceProposalPage
from participation.eservices.workflow import ensure_workflow
from tests.factories import DepartmentFactory

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.places.models import Municipality


def index_page(municipality: Municipality) -> EServiceIndexPage:
    """The e-service index of `municipality`, with the rights of its staff groups and its workflow."""
    root = Page.get_first_root_node()
    region = RegionHomePage.objects.first() or root.add_child(instance=RegionHomePage(title="Region", slug="region"))
    home = region.add_child(
        instance=MunicipalityHomePage(title=municipality.name, slug=municipality.slug, municipality=municipality)
    )
    index = home.add_child(instance=EServiceIndexPage(title="E-tjänster", slug="e-tjanster"))
    for role, actions in {Role.EDITOR: ["add", "change"], Role.PUBLISHER: ["add", "change", "publish"]}.items():
        allow(group_of(municipality, role), home, *actions)
    ensure_workflow(municipality, home, group_of(municipality, Role.PUBLISHER))
    return index


def group_of(municipality: Municipality, role: str) -> Group:
    group, _created = Group.objects.get_or_create(name=f"{municipality.name}: {role}")
    StaffGroup.objects.get_or_create(group=group, municipality=municipality, role=role)
    return group


def allow(group: Group, page: Page, *actions: str) -> None:
    for action in actions:
        permission = Permission.objects.get(
            content_type=ContentType.objects.get_for_model(Page), codename=f"{action}_page"
        )
        GroupPermission.objects.create(group=group, page=page, permission=permission)


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


def english() -> Locale:
    return Locale.objects.get_or_create(language_code="en")[0]
