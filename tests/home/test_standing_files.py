"""Another file under an approved number: what stands on a page is neither exchanged nor deleted."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import Collection

from participation.accounts.models import Role
from participation.eservices.models import ServiceProposalPage
from tests.eservices.proposals import approve

from .conftest import member
from .test_neighbours_in_the_admin import document_of, picture_of
from .test_proposals_by_staff import draft_of

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from participation.accounts.models import User
    from participation.places.models import Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(place: Municipality, client: Client) -> User:
    person = member(place, Role.EDITOR)
    client.force_login(person)
    return person


def jpeg() -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (8, 8), "red").save(file, "JPEG")
    return SimpleUploadedFile("ny.jpg", file.getvalue(), "image/jpeg")


def exchange(client: Client, kind: str, file: Any, new: SimpleUploadedFile) -> HttpResponse:
    fields = {"title": "Ny", "tags": "", "collection": Collection.objects.get(pk=file.collection_id).pk, "file": new}
    return client.post(f"/cms/{kind}/{file.pk}/" if kind == "images" else f"/cms/{kind}/edit/{file.pk}/", fields)


def with_picture(place: Municipality, editor: User, picture: Any) -> ServiceProposalPage:
    body = [("picture", {"image": picture, "alt": "x", "caption": ""})]
    return draft_of(place, editor, body=body)


def is_as_before(file: Any) -> bool:
    return type(file).objects.filter(pk=file.pk, file=file.file.name).exists()


def test_a_picture_on_an_approved_proposal_stays(client, place, editor):
    picture = picture_of(place, "Godkänd")
    page = with_picture(place, editor, picture)
    approve(page, writer=editor, approver=member(place, Role.PUBLISHER))

    response = exchange(client, "images", picture, jpeg())

    assert "välj den på sidan i stället" in response.content.decode()
    assert is_as_before(picture)


def test_a_picture_that_somebody_is_about_to_approve_stays(client, place, editor):
    picture = picture_of(place, "Inskickad")
    page = with_picture(place, editor, picture)
    page.get_workflow().start(page, editor)

    exchange(client, "images", picture, jpeg())

    assert is_as_before(picture)


def test_a_picture_of_a_draft_is_exchanged(client, place, editor):
    picture = picture_of(place, "Utkast")
    with_picture(place, editor, picture)

    exchange(client, "images", picture, jpeg())

    assert not is_as_before(picture)


def test_a_document_on_a_page_stays_and_its_name_may_change(client, place, editor):
    document = document_of(place, "Godkänt")
    text = {"heading": "", "text": f'<p><a linktype="document" id="{document.pk}">x</a></p>'}
    page = draft_of(place, editor, body=[("text", text)])
    approve(page, writer=editor, approver=member(place, Role.PUBLISHER))

    exchange(client, "documents", document, SimpleUploadedFile("ny.txt", b"andra ord"))
    assert is_as_before(document)

    client.post(
        f"/cms/documents/edit/{document.pk}/", {"title": "Ny", "tags": "", "collection": document.collection_id}
    )
    document.refresh_from_db()
    assert document.title == "Ny"


def test_what_stands_on_a_page_is_not_deleted(client, place, editor):
    shown, free = picture_of(place, "Godkänd"), picture_of(place, "Ledig")
    approve(with_picture(place, editor, shown), writer=editor, approver=member(place, Role.PUBLISHER))

    for picture in (shown, free):
        client.post(f"/cms/images/{picture.pk}/delete/")
    client.post(f"/cms/bulk/wagtailimages/image/delete/?id={shown.pk}")

    assert [type(shown).objects.filter(pk=picture.pk).exists() for picture in (shown, free)] == [True, False]


def test_a_picture_of_an_approved_page_stays_while_the_page_is_down(client, place, editor):
    picture, document = picture_of(place, "Godkänd"), document_of(place, "Godkänt")
    text = {"heading": "", "text": f'<p><a linktype="document" id="{document.pk}">x</a></p>'}
    body = [("picture", {"image": picture, "alt": "x", "caption": ""}), ("text", text)]
    page = draft_of(place, editor, body=body)
    page = approve(page, writer=editor, approver=member(place, Role.PUBLISHER))
    page.unpublish()
    other = page.get_latest_revision_as_object()
    other.body = []
    other.save_revision(user=editor)

    exchange(client, "images", picture, jpeg())
    exchange(client, "documents", document, SimpleUploadedFile("ny.txt", b"andra ord"))

    assert is_as_before(picture)
    assert is_as_before(document)


def test_a_picture_that_was_saved_after_the_page_was_sent_in_stays(client, place, editor):
    """The second person reads the latest words, not those that the task was started with."""
    picture = picture_of(place, "Efteråt")
    page = draft_of(place, editor)
    page.get_workflow().start(page, editor)
    page.body = [("picture", {"image": picture, "alt": "x", "caption": ""})]
    page.save_revision(user=editor)

    exchange(client, "images", picture, jpeg())
    assert is_as_before(picture)

    page.current_workflow_state.cancel(user=editor)
    exchange(client, "images", picture, jpeg())
    assert is_as_before(picture)


def test_a_picture_of_a_text_that_was_never_sent_in_is_exchanged_though_another_has_its_number(client, place, editor):
    """A number in the words is no picture."""
    picture = picture_of(place, "Ledig")
    page = draft_of(place, editor, need=f"Vi behöver {picture.pk} bilder")
    approve(page, writer=editor, approver=member(place, Role.PUBLISHER))

    exchange(client, "images", picture, jpeg())

    assert not is_as_before(picture)
