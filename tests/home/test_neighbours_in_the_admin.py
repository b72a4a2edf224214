"""What the addresses that Wagtail leaves open would tell of the neighbours. See also staff/test_hiding.py."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from home.models import MunicipalityHomePage, StandardPage
from participation.accounts.models import Role, User

from .conftest import member

if TYPE_CHECKING:
    from django.test import Client

    from participation.places.models import Municipality

pytestmark = pytest.mark.django_db

SECRET, NAME = "Hemlig plan", "Tina Timrå"


def home_of(municipality: Municipality) -> MunicipalityHomePage:
    return MunicipalityHomePage.objects.get(municipality=municipality, locale__language_code="sv")


def picture_of(municipality: Municipality, title: str) -> Any:
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    collection = Collection.objects.get(name=municipality.name)
    return get_image_model().objects.create(
        title=title, collection=collection, file=ContentFile(file.getvalue(), name="x.png")
    )


def document_of(municipality: Municipality, title: str) -> Any:
    collection = Collection.objects.get(name=municipality.name)
    return get_document_model().objects.create(title=title, collection=collection, file=ContentFile(b"x", name="x.txt"))


@pytest.fixture
def draft(neighbour: Municipality) -> StandardPage:
    tina = member(neighbour, Role.EDITOR)
    User.objects.filter(pk=tina.pk).update(display_name=NAME)
    page = StandardPage(title=SECRET, slug="hemlig", municipality=neighbour, live=False, owner=tina)
    home_of(neighbour).add_child(instance=page)
    page.save_revision(user=tina, log_action=True)
    return page


def answer(client: Client, address: str) -> tuple[int, str]:
    response = client.get(address)
    return response.status_code, response.content.decode()


@pytest.mark.parametrize("role", Role.values)
def test_asking_to_move_the_neighbours_page_tells_nothing(client, place, draft, role):
    client.force_login(member(place, role))

    for address in (
        f"/cms/pages/{draft.pk}/move/{home_of(place).pk}/confirm/",
        f"/cms/pages/{home_of(place).get_children().first().pk}/move/{draft.pk}/confirm/",
    ):
        status, html = answer(client, address)
        assert (status, SECRET in html) == (302, False), address


def test_a_publisher_is_still_asked_before_a_page_of_their_own_is_moved(client, place):
    client.force_login(member(place, Role.EDITOR, Role.PUBLISHER))
    home = home_of(place)
    page = home.add_child(instance=StandardPage(title="Vår egen", slug="egen", municipality=place))

    status, html = answer(client, f"/cms/pages/{page.pk}/move/{home.pk}/confirm/")

    assert status == 200
    assert "Vår egen" in html


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize(("kind", "made"), [("images", picture_of), ("documents", document_of)])
def test_the_programming_interface_hands_out_ones_own_files_only(client, place, neighbour, role, kind, made):
    own, theirs = made(place, "Egen fil"), made(neighbour, SECRET)
    client.force_login(member(place, role))
    reads = role in (Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR)

    status, listed = answer(client, f"/cms/api/main/{kind}/")

    assert status == 200
    assert SECRET not in listed
    assert ("Egen fil" in listed) is reads
    assert answer(client, f"/cms/api/main/{kind}/{theirs.pk}/")[0] == 404
    assert answer(client, f"/cms/api/main/{kind}/{own.pk}/")[0] == (200 if reads else 404)


@pytest.mark.parametrize("role", Role.values)
def test_the_choosers_hand_out_ones_own_files_only(client, place, neighbour, role):
    pictures = picture_of(place, "Egen fil"), picture_of(neighbour, SECRET)
    documents = document_of(place, "Egen fil"), document_of(neighbour, SECRET)
    client.force_login(member(place, role))
    reads = role in (Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR)

    for pattern, (own, theirs) in (
        ("images/chooser/{}/select_format/", pictures),
        ("images/chooser/chosen/{}/", pictures),
        ("images/chooser/chosen-multiple/?id={}", pictures),
        ("documents/chooser/chosen/{}/", documents),
        ("documents/chooser/chosen-multiple/?id={}", documents),
    ):
        assert SECRET not in answer(client, "/cms/" + pattern.format(theirs.pk))[1], pattern
        assert ("Egen fil" in answer(client, "/cms/" + pattern.format(own.pk))[1]) is reads, pattern


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PUBLISHER])
def test_the_filters_of_the_page_lists_name_nobody_next_door(client, place, draft, role):
    person = member(place, role)
    User.objects.filter(pk=person.pk).update(display_name="Sven Sundsvall")
    home_of(place).add_child(
        instance=StandardPage(title="Vår", slug="var", municipality=place, owner_id=person.pk, live=False)
    )
    client.force_login(person)
    home = home_of(place)

    for address in ("/cms/pages/", "/cms/pages/1/", f"/cms/pages/{home.get_parent().pk}/", f"/cms/pages/{home.pk}/"):
        html = client.get(address, follow=True).content.decode()
        assert NAME not in html, address
    assert "Sven Sundsvall" in html


def test_an_address_that_breaks_on_purpose_is_not_there(client, place):
    client.force_login(member(place, Role.MODERATOR))

    assert answer(client, "/cms/failwhale/")[0] == 404


def test_the_title_of_a_page_without_an_address_field_fills_in_no_address(client, place):
    client.force_login(member(place, Role.PUBLISHER))

    _status, html = answer(client, f"/cms/pages/{home_of(place).pk}/edit/")

    assert 'data-w-sync-target-value=""' not in html
