"""Numbers posted to the editor: what the choosers would not have offered is not taken, not named and not published."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from home.models import NewsIndexPage, NewsPage
from participation.accounts.models import Role
from participation.eservices.models import EService, ProposalSource, ServiceProposalPage
from participation.ideas.models import Idea
from tests.eservices.conftest import bring_in, flow
from tests.eservices.proposals import approve, index_page
from tests.ideas.factories import a_draft, in_review, published

from .conftest import member
from .test_neighbours_in_the_admin import SECRET, document_of, draft, home_of, picture_of  # noqa: F401 - a fixture
from .test_proposals_by_staff import draft_of, editor_of, form_of

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from participation.accounts.models import User
    from participation.places.models import Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(place: Municipality, client: Client) -> User:
    person = member(place, Role.EDITOR, Role.PUBLISHER)
    client.force_login(person)
    return person


def adding(model: type[Page], parent: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])


def news_index(municipality: Municipality) -> Page:
    return NewsIndexPage.objects.get(municipality=municipality, locale__language_code="sv")


def news(blocks: list[tuple[str, Any]] = [], **fields: Any) -> dict[str, Any]:  # noqa: B006 - not changed
    values = {"title": "Nyhet", "slug": "nyhet", "lead": "Kort", "date": "2026-11-29", "picture_alt": "En bild"}
    return nested_form_data(
        {**values, "body": streamfield(blocks), "comments": inline_formset([]), "action-publish": "1", **fields}
    )


def text_with(kind: str, number: int) -> dict[str, Any]:
    entity = {"type": kind, "mutability": "MUTABLE", "data": {"id": number, "url": "x", "filename": "x"}}
    ranges = [{"offset": 0, "length": 3, "key": 0}]
    block = {"key": "a", "text": "hej", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "data": {}}
    text = {"blocks": [{**block, "entityRanges": ranges}], "entityMap": {"0": entity}}
    return {"heading": "", "text": json.dumps(text)}


def link_to(page: Page, url: str = "") -> dict[str, Any]:
    link = {"text": "Länk", "page": page.pk, "url": url}
    one = {"count": "1", "0": {"deleted": "", "order": "0", "type": "", "id": "", "value": link}}
    return {"heading": "", "links": one}


def post_news(client: Client, place: Municipality, *args: Any, **fields: Any) -> HttpResponse:
    return client.post(adding(NewsPage, news_index(place)), news(*args, **fields), follow=True)


def fetched(client: Client, document: Any) -> int:
    response = client.get(document.url)
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code


# --- ideas and e-services of a proposal ---------------------------------------------------


def new_proposal(client: Client, place: Municipality, **changes: Any) -> HttpResponse:
    page = ServiceProposalPage(
        title="Nytt", slug="nytt", summary="S", need="N", audience="A", department=place.departments.first()
    )
    return client.post(adding(ServiceProposalPage, index_page(place)), form_of(page, **changes), follow=True)


def of(idea: Idea) -> dict[str, Any]:
    return {"sources": inline_formset([{"idea": idea.topic_id}])}


@pytest.mark.parametrize("deed", [{}, {"action-submit": "1"}])
def test_an_idea_of_the_neighbours_is_not_taken_for_a_new_proposal(client, place, neighbour, writer, deed):
    response = new_proposal(client, place, **of(published(neighbour)), **deed)

    assert response.context["form"].formsets["sources"].errors[0]
    assert not ServiceProposalPage.objects.exists()


def test_nor_by_someone_who_works_for_both(client, place, neighbour, writer):
    writer.groups.add(*member(neighbour, Role.EDITOR).groups.all())

    response = new_proposal(client, place, **of(published(neighbour)), **{"action-submit": "1"})

    assert response.context["form"].formsets["sources"].errors[0]


def test_an_own_public_idea_is_taken(client, place, writer):
    idea = published(place)

    new_proposal(client, place, **of(idea))

    assert ProposalSource.objects.get().idea == idea.topic


def test_whatever_a_page_names_the_neighbours_idea_stays_theirs(place, neighbour):
    idea, editor, publisher = published(neighbour), member(place, Role.EDITOR), member(place, Role.PUBLISHER)
    page = draft_of(place, editor)
    page.sources.add(ProposalSource(idea=idea.topic))

    approve(page, writer=editor, approver=publisher)

    idea.refresh_from_db()
    assert idea.status != Idea.Status.PROPOSAL
    assert idea.topic.can_support


def test_the_title_of_a_private_idea_is_not_told(client, place, neighbour, writer):
    for idea in (a_draft(place, title=SECRET), a_draft(neighbour, title=SECRET), in_review(neighbour, title=SECRET)):
        response = new_proposal(client, place, **of(idea))

        assert response.context["form"].formsets["sources"].errors[0]
        assert SECRET not in response.content.decode()


@pytest.mark.parametrize("deed", [{}, {"action-submit": "1"}])
def test_an_eservice_of_the_neighbours_is_not_taken(client, place, neighbour, writer, deed):
    bring_in(neighbour, flow(1, Name=SECRET))
    theirs = EService.objects.get(municipality=neighbour)

    response = new_proposal(client, place, eservice=theirs.pk, **deed)
    writer.groups.add(*member(neighbour, Role.EDITOR).groups.all())
    as_one_of_both = new_proposal(client, place, eservice=theirs.pk, **deed)

    assert SECRET not in response.content.decode()
    for answer in (response, as_one_of_both):
        assert "eservice" in answer.context["form"].errors
    assert not ServiceProposalPage.objects.exists()


# --- pictures, documents and pages --------------------------------------------------------


def test_a_picture_of_the_neighbours_is_not_taken_or_named(client, place, neighbour, writer):
    theirs = picture_of(neighbour, SECRET)

    response = post_news(client, place, picture=theirs.pk)
    block = post_news(client, place, [("picture", {"image": theirs.pk, "alt": "x", "caption": ""})])

    assert "picture" in response.context["form"].errors
    assert "body" in block.context["form"].errors
    for answer in (response, block):
        assert SECRET not in answer.content.decode()
        assert theirs.file.name not in answer.content.decode()


def test_an_own_picture_is_taken(client, place, writer):
    own = picture_of(place, "Egen")

    post_news(client, place, [("picture", {"image": own.pk, "alt": "x", "caption": ""})], picture=own.pk)

    page = NewsPage.objects.get(slug="nyhet")
    assert (page.live, page.picture, page.body[0].value["image"]) == (True, own, own)


def test_a_page_block_does_not_lead_to_the_neighbours_draft(client, place, writer, draft):  # noqa: F811
    response = post_news(client, place, [("links", link_to(draft))])

    assert "body" in response.context["form"].errors
    assert SECRET not in response.content.decode()


def test_a_page_block_leads_to_what_everybody_reads(client, place, neighbour, writer):
    post_news(client, place, [("links", link_to(home_of(neighbour)))])

    assert NewsPage.objects.get(slug="nyhet").body[0].value["links"][0]["page"].pk == home_of(neighbour).pk


def test_a_stored_link_names_no_draft_and_no_title_that_is_being_changed(client, place, neighbour, writer, draft):  # noqa: F811
    post_news(client, place, [("links", link_to(home_of(neighbour)))])
    page = NewsPage.objects.get(slug="nyhet")
    home = home_of(neighbour)
    home.title = SECRET
    home.save_revision()
    assert SECRET not in client.get(editor_of(page)).content.decode()

    raw = json.loads(json.dumps(list(page.body.raw_data)))
    raw[0]["value"]["links"][0]["value"]["page"] = draft.pk
    page.body = json.dumps(raw)
    page.save_revision(clean=False)

    html = client.get(editor_of(page)).content.decode()
    assert (SECRET in html, draft.slug in html) == (False, False)


@pytest.mark.parametrize("kind", ["DOCUMENT", "LINK"])
def test_a_link_in_a_text_to_what_is_out_of_reach_is_no_link(client, place, neighbour, writer, draft, kind):  # noqa: F811
    number = draft.pk if kind == "LINK" else document_of(neighbour, SECRET).pk

    post_news(client, place, [("text", text_with(kind, number))])

    text = NewsPage.objects.get(slug="nyhet").body[0].value["text"].source
    assert ("hej" in text, "linktype" in text) == (True, False)


def test_a_link_in_a_text_to_what_is_ones_own_is_one(client, place, writer):
    own = document_of(place, "Egen")

    post_news(client, place, [("text", text_with("DOCUMENT", own.pk))])

    assert f'id="{own.pk}"' in NewsPage.objects.get(slug="nyhet").body[0].value["text"].source
    assert fetched(client, own) == 200


# --- a document becomes public by a page of its own municipality --------------------------


def test_a_page_of_others_makes_no_document_public(client, place, neighbour):
    theirs = document_of(neighbour, SECRET)
    body = json.dumps(
        [{"type": "text", "value": {"heading": "", "text": f'<a linktype="document" id="{theirs.pk}">x</a>'}}]
    )

    for municipality, status in ((place, 404), (neighbour, 200)):
        page = NewsPage(title="Nyhet", slug="nyhet", lead="Kort", body=body, municipality=municipality)
        news_index(municipality).add_child(instance=page)
        page.save_revision().publish()
        assert fetched(client, theirs) == status
