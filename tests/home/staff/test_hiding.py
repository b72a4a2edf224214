"""What the staff of one municipality learn of another from Wagtail itself: what the public can read, and no more."""

from __future__ import annotations

import re

import pytest
from wagtail.log_actions import log

from home.models import MunicipalityHomePage, StandardPage
from participation.accounts.models import Role

from .conftest import employed

SECRET, NAME, ADDRESS = "Hemlig plan", "Tina Timrå", "tina@example.com"
REPORTS = [
    "reports/workflow/",
    "reports/workflow_tasks/",
    "reports/site-history/",
    "reports/page-types-usage/",
]
CLOSED = [
    *REPORTS,
    *(f"{report}results/" for report in REPORTS),
    "reports/site-history/?export=csv",
    "reports/page-types-usage/?export=xlsx",
    "pages/usage/home/standardpage/",
    "pages/usage/home/standardpage/results/",
]


@pytest.fixture
def here(place):
    return place


@pytest.fixture
def next_door(neighbour):
    return neighbour


@pytest.fixture
def draft(next_door):
    """A draft of the neighbours, written, locked and sent to approval by one of theirs."""
    tina = employed(next_door, *Role.values, email=ADDRESS, name=NAME)
    home = MunicipalityHomePage.objects.get(municipality=next_door, locale__language_code="sv")
    page = StandardPage(title=SECRET, slug="hemlig", municipality=next_door, live=False, owner=tina)
    home.add_child(instance=page)
    page.save_revision(user=tina, log_action=True)
    page.get_workflow().start(page, tina)
    page.locked, page.locked_by = True, tina
    page.save()
    log(instance=next_door, action="wagtail.edit", user=tina, data={"title": SECRET})
    return page


def test_reports_on_the_whole_site_are_closed_to_staff(client, here, draft):
    for role in Role.values:
        client.force_login(employed(here, role, email=f"{role}@example.com"))
        for address in CLOSED:
            response = client.get(f"/cms/{address}")
            assert (address, response.status_code) == (address, 302)


def test_an_administrator_reads_them(client, draft, administrator):
    client.force_login(administrator)

    for address in CLOSED:
        response = client.get(f"/cms/{address}")
        assert (address, response.status_code) == (address, 200)
        if response.streaming:
            b"".join(response.streaming_content)


@pytest.mark.parametrize("roles", [[Role.MODERATOR, Role.CASE_OFFICER], [Role.EDITOR, Role.PUBLISHER]])
def test_no_page_of_the_admin_shows_the_neighbours_draft_or_addresses(client, here, draft, roles):
    client.force_login(employed(here, *roles, email="ours@example.com"))
    parent, own = draft.get_parent(), MunicipalityHomePage.objects.filter(municipality=here)

    for address in (
        *(f"pages/{home.pk}/" for home in own),
        "",
        "pages/",
        f"pages/{parent.pk}/",
        f"pages/{draft.pk}/",
        f"pages/{draft.pk}/results/",
        f"pages/{draft.pk}/edit/",
        f"pages/{draft.pk}/copy/",
        f"pages/{draft.pk}/move/",
        f"pages/{draft.pk}/usage/",
        f"pages/{draft.pk}/delete/",
        f"pages/{draft.pk}/unpublish/",
        f"pages/{draft.pk}/privacy/",
        f"pages/{draft.pk}/add_subpage/",
        f"pages/add/home/standardpage/{draft.pk}/",
        f"bulk/wagtailcore/page/delete/?id={draft.pk}",
        f"bulk/wagtailcore/page/publish/?id={draft.pk}",
        f"bulk/wagtailcore/page/move/?id={draft.pk}",
        f"bulk/wagtailcore/page/unpublish/?id=all&childOf={parent.pk}",
        f"bulk/accounts/user/delete/?id={draft.owner_id}",
        f"bulk/accounts/user/assign_role/?id={draft.owner_id}",
        f"pages/{draft.pk}/history/",
        f"pages/{draft.pk}/view_draft/",
        "pages/search/?q=hemlig",
        "choose-page/",
        f"choose-page/{parent.pk}/",
        f"choose-page/{draft.pk}/",
        "choose-page/search/?q=hemlig",
        f"choose-page/chosen-multiple/?id={draft.pk}",
        f"api/main/pages/{draft.pk}/",
        "api/main/pages/?fields=*",
    ):
        html = client.get(f"/cms/{address}").content.decode()
        assert SECRET not in html, address
        assert ADDRESS not in html, address
        if address.startswith("bulk"):
            assert NAME not in html, address


def test_public_pages_of_the_neighbours_can_still_be_linked_to(client, here, draft):
    client.force_login(employed(here, Role.EDITOR, email="ours@example.com"))
    parent = draft.get_parent()

    page = client.get(f"/cms/choose-page/{parent.pk}/")

    assert page.status_code == 200
    assert client.get(f"/cms/choose-page/chosen-multiple/?id={parent.pk}").status_code == 200


def test_ones_own_drafts_can_be_chosen(client, next_door, draft):
    client.force_login(employed(next_door, Role.EDITOR, email="theirs@example.com"))

    assert SECRET in client.get(f"/cms/choose-page/{draft.get_parent().pk}/").content.decode()
    assert SECRET in client.get(f"/cms/choose-page/chosen-multiple/?id={draft.pk}").content.decode()


def test_a_number_that_is_no_page_is_refused(client, here, chief):
    client.force_login(chief)

    for number in ("0", "abc", "-1", "99999999999999999999"):
        assert client.get(f"/cms/choose-page/chosen-multiple/?id={number}").status_code == 302


def test_the_first_page_counts_nobody_elses_pages_and_leads_to_reports_on_ones_own_alone(client, chief):
    client.force_login(chief)

    html = client.get("/cms/").content.decode()

    assert set(re.findall(r"/cms/reports/[a-z-]+/", html)) == {"/cms/reports/locked/", "/cms/reports/aging-pages/"}
    assert "w-summary" not in html


def test_an_editor_still_walks_their_own_tree(client, here):
    client.force_login(employed(here, Role.EDITOR, email="ours@example.com"))

    for home in MunicipalityHomePage.objects.filter(municipality=here):
        response = client.get(f"/cms/pages/{home.pk}/")
        assert response.status_code == 200
        assert client.get(f"/cms/pages/{home.get_parent().pk}/").status_code == 200
