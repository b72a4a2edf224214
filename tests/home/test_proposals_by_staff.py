"""A proposal as those who write and approve it meet it in the admin."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from home.actions import add_municipality
from participation.accounts.models import Role, StaffGroup
from participation.eservices.models import EService, Milestone, ProposalUpdate, ServiceProposalPage, Signature
from participation.eservices.waiting import waiting_for
from participation.places.models import Department
from tests.eservices.conftest import bring_in, flow
from tests.eservices.proposals import approve, index_page, proposal
from tests.factories import DepartmentFactory, UserFactory
from tests.ideas.factories import published

from .conftest import member

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from participation.accounts.models import User
    from participation.places.models import Municipality

pytestmark = pytest.mark.django_db
APPROVE = {"action-workflow-action": "true", "workflow-action-name": "approve"}


@pytest.fixture
def editor(place: Municipality) -> User:
    return member(place, Role.EDITOR)


@pytest.fixture
def publisher(place: Municipality) -> User:
    return member(place, Role.PUBLISHER)


@pytest.fixture
def service(place: Municipality) -> EService:
    bring_in(place, flow(1, Name="Byta skola"))
    return EService.objects.get(municipality=place)


def draft_of(place: Municipality, writer: User, **fields: Any) -> ServiceProposalPage:
    page = proposal(index_page(place), **{"department": place.departments.first(), **fields})
    page.save_revision(user=writer)
    return page


def editor_of(page: ServiceProposalPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def form_of(page: ServiceProposalPage, **changes: Any) -> dict[str, Any]:
    """What the editor view posts."""
    names = ("title", "slug", "summary", "need", "audience", "stage", "stage_note", "stopped_reason")
    asks = ("ask_title", "ask_text", "ask_url", "ask_label")
    rows = {name: inline_formset([]) for name in ("sources", "milestones", "updates", "comments")}
    latest = page.get_latest_revision() if page.pk else None
    loaded = (
        {"loaded_revision_id": latest.pk, "loaded_revision_created_at": latest.created_at.isoformat()} if latest else {}
    )
    return nested_form_data(
        {
            **loaded,
            **{name: getattr(page, name) for name in (*names, *asks)},
            "department": page.department_id,
            "eservice": page.eservice_id or "",
            "ask_until": "",
            "body": streamfield([]),
            **rows,
            **changes,
        }
    )


def translations_of(page: ServiceProposalPage) -> list[ServiceProposalPage]:
    return list(ServiceProposalPage.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk))


def translate(client: Client, page: ServiceProposalPage) -> HttpResponse:
    address = reverse("simple_translation:submit_page_translation", args=[page.pk])
    return client.post(address, {"locales": [Locale.objects.get(language_code="en").pk]})


def translate_by_api(client: Client, page: ServiceProposalPage, **fields: Any) -> HttpResponse:
    fields = {"locale": "en", **fields}
    address = f"/cms/api/main/pages/{page.pk}/action/copy_for_translation/"
    return client.post(address, json.dumps(fields), content_type="application/json")


# --- the editor opens ---------------------------------------------------------------------


def test_a_proposal_about_an_eservice_opens_in_the_editor(client, place, editor, service):
    page = draft_of(place, editor, eservice=service)
    client.force_login(editor)

    response = client.get(editor_of(page))

    assert response.status_code == 200
    assert "Byta skola" in response.content.decode()


def test_an_error_in_the_form_shows_the_form_again_with_the_eservice(client, place, editor, service):
    page = draft_of(place, editor, eservice=service)
    client.force_login(editor)

    response = client.post(editor_of(page), form_of(page, need="", summary="x" * 301))

    assert response.status_code == 200
    assert "Byta skola" in response.content.decode()


def test_a_proposal_is_made_of_an_idea_about_an_eservice(client, place, editor, service):
    idea = published(place, about=service.topic)
    client.force_login(editor)

    response = client.post(reverse("proposal_from_idea", args=[idea.topic_id]), follow=True)

    assert response.status_code == 200
    page = ServiceProposalPage.objects.get()
    assert page.eservice == service
    assert (page.summary, page.need) == (idea.title, idea.text)  # the same words do not stand in both
    assert "Byta skola" in response.content.decode()


def test_the_department_of_a_proposal_made_of_an_idea_is_chosen_by_a_person(client, place, publisher):
    idea = published(place)
    client.force_login(publisher)
    client.post(reverse("proposal_from_idea", args=[idea.topic_id]))
    page = ServiceProposalPage.objects.get()
    assert page.department is None

    form = form_of(page, department="", **{"action-submit": "true"})
    refused = client.post(editor_of(page), form)
    assert not ServiceProposalPage.objects.get(pk=page.pk).workflow_in_progress
    saved = client.post(editor_of(page), form_of(page, department="", need="Ord"), follow=True)
    client.post(editor_of(page), form_of(page, department=place.departments.first().pk, **{"action-submit": "true"}))

    field = BeautifulSoup(refused.content, "html.parser").find(id="id_department")
    assert field["aria-invalid"] == "true"
    assert saved.status_code == 200
    page.refresh_from_db()
    assert page.workflow_in_progress


def test_a_second_draft_of_one_idea_is_made_only_when_asked_for(client, place, editor):
    idea = published(place)
    client.force_login(editor)
    address = reverse("proposal_from_idea", args=[idea.topic_id])
    client.post(address)
    first = ServiceProposalPage.objects.get()

    for response in (client.get(address), client.post(address)):
        assert editor_of(first) in response.content.decode()
    assert ServiceProposalPage.objects.count() == 1

    client.post(address, {"ett_till": "1"})

    assert ServiceProposalPage.objects.count() == 2


def test_only_the_municipalitys_own_departments_can_be_chosen(client, place, neighbour, editor):
    Department.objects.create(municipality=neighbour, name="Grannarnas förvaltning")
    Department.objects.create(municipality=place, name="Vår egen förvaltning")
    client.force_login(editor)
    index = index_page(place)
    add = reverse("wagtailadmin_pages:add", args=["eservices", "serviceproposalpage", index.pk])

    for address in (add, editor_of(draft_of(place, editor))):
        html = client.get(address).content.decode()
        assert "Vår egen förvaltning" in html
        assert "Grannarnas förvaltning" not in html


def test_a_department_of_the_neighbours_is_refused(client, place, neighbour, editor):
    page = draft_of(place, editor)
    client.force_login(editor)

    response = client.post(editor_of(page), form_of(page, department=neighbour.departments.first().pk))

    assert "department" in response.context["form"].errors


# --- the second pair of eyes --------------------------------------------------------------


def test_a_publisher_who_edits_and_approves_is_told_that_somebody_else_must(client, place, editor, publisher):
    page = draft_of(place, editor)
    page.get_workflow().start(page, editor)
    client.force_login(publisher)

    response = client.post(editor_of(page), form_of(page, need="Nya ord", **APPROVE), follow=True)

    assert not ServiceProposalPage.objects.get(pk=page.pk).live
    assert "Därför är den inte publicerad" in response.content.decode()


def test_a_publisher_who_only_approves_is_told_no_such_thing(client, place, editor, publisher):
    page = draft_of(place, editor)
    page.get_workflow().start(page, editor)
    client.force_login(publisher)

    response = client.post(editor_of(page), form_of(page, **APPROVE), follow=True)

    assert ServiceProposalPage.objects.get(pk=page.pk).live
    assert "Därför är den inte publicerad" not in response.content.decode()


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_who_decides_second_is_told_and_keeps_the_words(client, place, editor, publisher, action):
    page = approve(draft_of(place, editor), writer=editor, approver=publisher)
    client.force_login(member(place, Role.ADMINISTRATOR))
    pressed = {"action-workflow-action": "true", "workflow-action-name": action}

    same = client.post(editor_of(page), form_of(page, **pressed), follow=True)
    typed = client.post(editor_of(page), form_of(page, need="Mina nya ord", **pressed))

    assert "någon har beslutat redan" in same.content.decode()
    assert typed.status_code == 409
    assert "någon har beslutat redan" in typed.content.decode()
    assert "Mina nya ord" in typed.content.decode()
    assert page.revisions.count() == ServiceProposalPage.objects.get(pk=page.pk).revisions.count()


NEW_ROWS = {
    "milestones": inline_formset(
        [{"title": "Prov", "who": "Vi", "promised_on": "2027-03-01", "moved_to": "", "reason": "", "done_on": "",
          "stage": ""}]
    ),
    "updates": inline_formset(
        [{"on": "2026-11-30", "heading": "Vi har börjat", "text": rich_text("<p>Först ett prov.</p>")}]
    ),
}  # fmt: skip


@pytest.mark.parametrize("rows", [["milestones"], ["updates"], ["milestones", "updates"]])
def test_new_rows_on_a_page_that_is_up_are_approved_by_whoever_only_reads_them(client, place, editor, publisher, rows):
    page = approve(draft_of(place, editor), writer=editor, approver=publisher)
    added = {name: NEW_ROWS[name] for name in rows}
    client.force_login(editor)
    client.post(editor_of(page), form_of(page, **added, **{"action-submit": "true"}))
    page = ServiceProposalPage.objects.get(pk=page.pk)
    assert page.workflow_in_progress
    client.force_login(publisher)

    response = client.post(editor_of(page), form_of(page, **added, **APPROVE), follow=True)

    page = ServiceProposalPage.objects.get(pk=page.pk)
    assert "Godkänt och publicerat." in response.content.decode()
    assert [getattr(page, name).count() for name in rows] == [1] * len(rows)
    assert not page.workflow_in_progress


def test_a_new_update_that_is_shown_before_older_ones_is_approved_too(client, place, editor, publisher):
    """The form numbers its rows anew, and sorts updates by their day."""
    page = draft_of(place, editor)
    page.updates.add(ProposalUpdate(on=date(2026, 11, 26), heading="Förr", text="<p>Ord.</p>"))
    page = approve(page, writer=editor, approver=publisher)
    old = page.updates.get()
    older = {"id": old.pk, "on": "2026-11-26", "heading": "Förr", "text": rich_text("<p>Ord.</p>")}
    newer = {"id": "", "on": "2026-11-30", "heading": "Nu", "text": rich_text("<p>Nya ord.</p>")}
    sent = inline_formset([older | {"ORDER": "1"}, newer | {"ORDER": "2"}], initial=1)
    shown = inline_formset([older | {"ORDER": "2"}, newer | {"ORDER": "1"}], initial=1)
    client.force_login(editor)
    client.post(editor_of(page), form_of(page, updates=sent, **{"action-submit": "true"}))
    client.force_login(publisher)
    page = ServiceProposalPage.objects.get(pk=page.pk)

    response = client.post(editor_of(page), form_of(page, updates=shown, **APPROVE), follow=True)

    assert "Godkänt och publicerat." in response.content.decode()
    assert ServiceProposalPage.objects.get(pk=page.pk).updates.count() == 2


def test_new_rows_with_ones_own_words_in_them_are_approved_by_somebody_else(client, place, editor, publisher):
    page = approve(draft_of(place, editor), writer=editor, approver=publisher)
    added = {"updates": NEW_ROWS["updates"]}
    client.force_login(editor)
    client.post(editor_of(page), form_of(page, **added, **{"action-submit": "true"}))
    page = ServiceProposalPage.objects.get(pk=page.pk)
    client.force_login(publisher)

    response = client.post(editor_of(page), form_of(page, need="Mina ord", **added, **APPROVE), follow=True)

    assert "nu behöver någon annan än du godkänna den" in response.content.decode()
    assert not ServiceProposalPage.objects.get(pk=page.pk).updates.exists()


def late_milestone(page: ServiceProposalPage, **changes: Any) -> dict[str, Any]:
    row = page.milestones.get()
    told = {"id": row.pk, "title": row.title, "who": row.who, "promised_on": str(row.promised_on), "moved_to": "",
            "reason": "", "done_on": "", "stage": ""}  # fmt: skip
    return {"milestones": inline_formset([told | changes], initial=1)}


@pytest.mark.parametrize(
    ("changes", "is_refused"),
    [
        ({"promised_on": "2030-06-01"}, True),
        ({"DELETE": "1"}, True),
        ({"moved_to": "2030-06-01", "reason": "Nämnden sköt på det."}, False),
        ({"who": "Nämnden"}, False),
    ],
)
def test_a_promise_that_was_public_is_moved_with_a_reason_and_never_wiped(
    client, place, editor, publisher, changes, is_refused
):
    page = draft_of(place, editor)
    page.milestones.add(Milestone(title="Beslut", who="Vi", promised_on=date(2020, 11, 10)))
    page = approve(page, writer=editor, approver=publisher)
    client.force_login(editor)

    form = form_of(page, **late_milestone(page, **changes), **{"action-submit": "true"})
    answer = client.post(editor_of(page), form)

    assert (answer.status_code == 200) is is_refused
    assert ServiceProposalPage.objects.get(pk=page.pk).workflow_in_progress is not is_refused
    if is_refused:
        assert "säg varför" in answer.content.decode() or "och varför" in answer.content.decode()


@pytest.mark.parametrize("again", [1, 2])
def test_words_saved_after_they_were_sent_in_are_read_approved_and_published(client, place, publisher, again):
    page = draft_of(place, publisher)
    page.get_workflow().start(page, publisher)
    for number in range(again):
        page.need = f"Sparat en gång till, {number}"
        page.save_revision(user=publisher)
    client.force_login(member(place, Role.PUBLISHER, Role.EDITOR))

    response = client.post(editor_of(page), form_of(page, **APPROVE), follow=True)

    assert ServiceProposalPage.objects.get(live=True).need == page.need
    assert "Godkänt och publicerat." in response.content.decode()


def test_words_that_changed_while_they_were_read_are_not_signed(client, place, editor, publisher):
    page = draft_of(place, editor)
    page.get_workflow().start(page, editor)
    read = form_of(page, **APPROVE)
    page.need = "Ord som ingen har läst"
    page.save_revision(user=editor)
    client.force_login(publisher)

    response = client.post(editor_of(page), read, follow=True)

    assert "ändrades medan du läste" in response.content.decode()
    assert not Signature.objects.filter(approved_at__isnull=False).exists()
    assert not ServiceProposalPage.objects.get(pk=page.pk).live


def test_an_approval_past_the_editor_signs_no_older_words(client, place, editor, publisher):
    page = draft_of(place, editor)
    page.get_workflow().start(page, editor)
    state = page.current_workflow_task_state
    page.save_revision(user=editor)
    client.force_login(publisher)

    client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]), {"comment": ""})

    page = ServiceProposalPage.objects.get(pk=page.pk)
    assert not Signature.objects.filter(approved_at__isnull=False).exists()
    assert (page.live, page.current_workflow_task_state.revision_id) == (False, page.latest_revision_id)


def test_who_wrote_last_is_not_asked_and_who_sent_it_in_is(client, place):
    first, second = member(place, Role.PUBLISHER), UserFactory()
    second.groups.set(first.groups.all())
    page = draft_of(place, first)
    page.get_workflow().start(page, first)
    page.need = "Andra ord"
    page.save_revision(user=second)

    assert [waiting_for(person).count() for person in (first, second)] == [1, 0]


def test_the_editor_says_that_a_second_person_approves(client, place, editor):
    client.force_login(editor)

    html = client.get(editor_of(draft_of(place, editor))).content.decode()

    assert "Två personer står bakom det som publiceras" in html


def test_what_waits_for_approval_waits_at_the_publishers_desk(client, place, neighbour, editor, publisher):
    page = draft_of(place, editor, title="Väntande förslag")
    page.get_workflow().start(page, editor)

    for person, waits in ((publisher, True), (editor, False), (member(neighbour, Role.PUBLISHER), False)):
        client.force_login(person)
        queues = {queue.key.value: queue for queue in client.get("/cms/").context["queues"]}
        jobs = queues["granska"].jobs if "granska" in queues else []
        assert ([job.url for job in jobs] == [editor_of(page)]) is waits, person


def test_ones_own_words_and_what_is_approved_do_not_wait(client, place, editor, publisher):
    own = draft_of(place, publisher)
    own.get_workflow().start(own, publisher)
    approve(draft_of(place, editor), writer=editor, approver=publisher)
    client.force_login(publisher)

    assert client.get("/cms/").context["queues"] == []


# --- the English page ---------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PUBLISHER])
def test_the_english_page_shares_the_topic_and_is_a_draft(client, place, editor, publisher, role):
    page = approve(draft_of(place, editor), writer=editor, approver=publisher)
    client.force_login({"editor": editor, "publisher": publisher}[role])
    assert f"/cms/translation/submit/page/{page.pk}/" in client.get(editor_of(page)).content.decode()

    translate(client, page)

    (english,) = translations_of(page)
    assert english.locale.language_code == "en"
    assert english.topic_id == page.topic_id
    assert not english.live


def test_the_translation_too_takes_two_people(client, place, editor, publisher):
    page = approve(draft_of(place, editor), writer=editor, approver=publisher)
    client.force_login(publisher)
    translate(client, page)
    (english,) = translations_of(page)

    client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={english.pk}", {})
    client.post(f"/cms/api/main/pages/{english.pk}/action/publish/")
    assert not ServiceProposalPage.objects.get(pk=english.pk).live

    approve(english, writer=editor, approver=publisher)
    assert ServiceProposalPage.objects.get(pk=english.pk).live


@pytest.mark.parametrize("changed", [{"department": "another"}, {"stage": "prototype"}, {"milestones": "one more"}])
def test_what_changes_on_the_leading_page_meanwhile_is_nobodys_writing(client, place, editor, publisher, changed):
    """The form takes it over when the other page is saved: whoever approves that one has changed no word."""
    page = approve(draft_of(place, editor), writer=editor, approver=publisher)
    client.force_login(editor)
    translate(client, page)
    (english,) = translations_of(page)
    english = approve(english, writer=editor, approver=publisher)
    added = {"updates": NEW_ROWS["updates"]}
    client.post(editor_of(english), form_of(english, **added, **{"action-submit": "true"}))
    if "department" in changed:
        page.department = DepartmentFactory(municipality=place)
    elif "stage" in changed:
        page.stage = changed["stage"]
    else:
        page.milestones.add(Milestone(title="Prov", who="Vi", promised_on=date(2027, 3, 1)))
    approve(page, writer=editor, approver=publisher)
    client.force_login(publisher)

    english = ServiceProposalPage.objects.get(pk=english.pk)
    response = client.post(editor_of(english), form_of(english, **added, **APPROVE), follow=True)

    assert "Godkänt och publicerat." in response.content.decode()
    stored = ServiceProposalPage.objects.get(pk=english.pk)
    assert (stored.department_id, stored.stage, stored.updates.count()) == (page.department_id, page.stage, 1)


def test_the_programming_interface_translates_but_makes_no_mirror(client, place, editor, publisher):
    page = approve(draft_of(place, editor), writer=editor, approver=publisher)
    client.force_login(editor)

    assert translate_by_api(client, page, alias=True).status_code == 403
    assert translations_of(page) == []

    assert translate_by_api(client, page).status_code == 201
    (english,) = translations_of(page)
    assert (english.topic_id, english.live) == (page.topic_id, False)


def test_the_neighbours_translate_nothing(client, place, neighbour, editor, publisher):
    page = approve(draft_of(place, editor), writer=editor, approver=publisher)
    client.force_login(member(neighbour, Role.EDITOR, Role.PUBLISHER))

    assert translate(client, page).status_code in (302, 403)
    assert translate_by_api(client, page).status_code in (403, 404)

    assert translations_of(page) == []


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.CASE_OFFICER])
def test_other_roles_translate_nothing(client, place, editor, publisher, role):
    page = approve(draft_of(place, editor), writer=editor, approver=publisher)
    client.force_login(member(place, role))

    translate(client, page)
    translate_by_api(client, page)

    assert translations_of(page) == []


def test_groups_from_before_may_translate_after_the_next_run(place):
    group = StaffGroup.objects.get(municipality=place, role=Role.EDITOR).group
    group.permissions.remove(*group.permissions.filter(codename="submit_translation"))

    add_municipality(code=place.code)

    assert group.permissions.filter(codename="submit_translation").exists()
