from __future__ import annotations

import re
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.sites.models import Site as ContribSite
from django.core.management import CommandError, call_command
from wagtail.images import get_image_model
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site, WorkflowPage

from home.actions import UnknownMunicipality, add_municipality
from home.models import MunicipalityHomePage, RegionHomePage
from participation.accounts.models import Role, StaffGroup
from participation.ideas.models import IdeaIndexPage
from participation.places.models import Border, Department, Municipality
from participation.topics.models import Category, Topic

from .conftest import REGION, member

PUBLISHED = ["", "ideer/", "e-tjanster/", "felanmalan/", "nyheter/", "om/", "personuppgifter/"]
COUNTED = [
    Municipality, Page, Group, StaffGroup, GroupPagePermission, GroupCollectionPermission, Collection, Category,
    Department, WorkflowPage, Topic, Site,
]  # fmt: skip


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("page", PUBLISHED)
def test_its_pages_answer_at_the_promised_addresses_in_both_languages(client, place, language, page):
    response = client.get(f"{language}/sundsvall/{page}")

    assert response.status_code == 200
    assert f'<html lang="{language[1:] or "sv"}">' in response.content.decode()


def test_the_english_pages_speak_english(client, place):
    response = client.get("/en/sundsvall/")

    content = response.content.decode()
    assert "What would you change in Sundsvall?" in content
    assert 'href="/en/sundsvall/ideer/"' in content
    assert ">Report a fault<" in content.replace("\n", "")


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_accessibility_statement_waits_until_somebody_vouches_for_it(client, place, language):
    assert client.get(f"{language}/sundsvall/tillganglighet/").status_code == 404

    content = client.get(f"{language}/sundsvall/").content.decode()

    assert "/sundsvall/tillganglighet/" not in content


def test_twice_is_once(place):
    before = {model: model.objects.count() for model in COUNTED}
    topics = list(Topic.objects.order_by("pk").values())

    added = add_municipality(code="2281")

    assert added.is_new is False
    assert {model: model.objects.count() for model in COUNTED} == before
    assert list(Topic.objects.order_by("pk").values()) == topics


def test_what_an_editor_changed_stays(place):
    ideas = IdeaIndexPage.objects.get(municipality=place, locale__language_code="sv")
    ideas.title = "Era idéer"
    ideas.save_revision().publish()
    home = MunicipalityHomePage.objects.get(municipality=place, locale__language_code="en")
    home.question = "What now?"
    home.save_revision().publish()
    place.categories.filter(slug="trygghet").delete()
    place.departments.filter(name="Servicecenter").delete()
    Municipality.objects.filter(pk=place.pk).update(name="Stenstan")

    add_municipality(code="2281")

    ideas.refresh_from_db()
    home.refresh_from_db()
    place.refresh_from_db()
    assert (ideas.title, home.question, place.name) == ("Era idéer", "What now?", "Stenstan")
    assert not place.categories.filter(slug="trygghet").exists()
    assert not place.departments.filter(name="Servicecenter").exists()


def test_what_was_lost_is_made_again(place):
    Page.objects.get(url_path="/region/sundsvall/nyheter/").delete()
    StaffGroup.objects.get(municipality=place, role=Role.EDITOR).group.delete()

    add_municipality(code="2281")

    assert Page.objects.filter(url_path="/region/sundsvall/nyheter/", live=True).exists()
    group = StaffGroup.objects.get(municipality=place, role=Role.EDITOR).group
    assert GroupPagePermission.objects.filter(group=group).count() == 4


def test_it_stands_at_the_address_in_the_settings(place):
    site = Site.objects.get(is_default_site=True)

    assert (site.hostname, site.port) == ("testserver", 80)
    assert isinstance(site.root_page.specific, RegionHomePage)
    assert site.root_page.title == REGION
    assert ContribSite.objects.get(pk=settings.SITE_ID).domain == "testserver"


def test_nothing_is_left_that_would_reach_into_every_municipality(place):
    assert not Group.objects.filter(name__in=["Moderators", "Editors"]).exists()
    assert not Page.objects.filter(slug="home", depth=2).exists()
    root = Page.get_first_root_node()
    assert not WorkflowPage.objects.filter(page=root, workflow__active=True).exists()


def test_an_unknown_code_changes_nothing(db):
    with pytest.raises(UnknownMunicipality):
        add_municipality(code="9999")

    assert not Municipality.objects.filter(code="9999").exists()
    with pytest.raises(CommandError, match="9999"):
        call_command("add_municipality", "9999")


def test_a_border_comes_with_it(place, tmp_path):
    file = tmp_path / "border.geojson"
    file.write_text('{"type": "Polygon", "coordinates": [[[17, 62], [18, 62], [18, 63], [17, 62]]]}')

    call_command("add_municipality", "2281", "--border", str(file), stdout=StringIO())

    assert Border.objects.get(code="2281").source == "border.geojson"


def test_a_broken_border_changes_nothing(region, db, tmp_path):
    file = tmp_path / "border.geojson"
    file.write_text('{"type": "Polygon", "coordinates": ')

    with pytest.raises(CommandError, match="Inget har ändrats"):
        call_command("add_municipality", "2260", "--border", str(file))

    assert not Municipality.objects.filter(code="2260").exists()


def test_the_command_says_what_to_do_next(place):
    out = StringIO()

    call_command("add_municipality", "2281", stdout=out)

    told = out.getvalue()
    assert "http://testserver/sundsvall/" in told
    assert "import_eservices" in told
    assert "tillgänglighetsredogörelsen" in told


# --- who may do what ---------------------------------------------------------------------


def home_of(municipality, language="sv"):
    return MunicipalityHomePage.objects.get(municipality=municipality, locale__language_code=language)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    ("role", "opens"),
    [(role, role in (Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR)) for role in Role],
)
def test_editors_and_publishers_open_the_pages_of_their_municipality(client, place, language, role, opens):
    client.force_login(member(place, role))

    response = client.get(f"/cms/pages/{home_of(place, language).pk}/edit/")

    assert (response.status_code == 200) is opens


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PUBLISHER])
@pytest.mark.parametrize("action", ["edit", "move", "copy", "unpublish", "delete", "history"])
def test_the_pages_of_another_municipality_are_closed(client, place, neighbour, role, action):
    client.force_login(member(neighbour, role))

    response = client.get(f"/cms/pages/{home_of(place).pk}/{action}/")

    assert response.status_code in (302, 403, 404)


def test_a_posted_change_of_another_municipalitys_page_changes_nothing(client, place, neighbour):
    client.force_login(member(neighbour, Role.EDITOR, Role.PUBLISHER))
    page = IdeaIndexPage.objects.get(municipality=place, locale__language_code="sv")
    form = {"title": "Kapad", "slug": "ideer", "introduction": "null", "action-publish": "1"}

    client.post(f"/cms/pages/{page.pk}/edit/", form)

    page.refresh_from_db()
    assert page.title == "Idéer"
    assert page.get_latest_revision().content["title"] == "Idéer"


def test_only_publishers_publish(place):
    home = home_of(place)

    assert not home.permissions_for_user(member(place, Role.EDITOR)).can_publish()
    assert home.permissions_for_user(member(place, Role.PUBLISHER)).can_publish()


def test_no_member_of_staff_deletes_a_front_page(place):
    user = member(place, Role.PUBLISHER)

    assert not home_of(place).permissions_for_user(user).can_delete()


def test_pictures_belong_to_the_municipality(place, neighbour):
    editor, outsider = member(place, Role.EDITOR), member(neighbour, Role.EDITOR)
    collection = Collection.objects.get(name="Sundsvall")
    picture = get_image_model()(title="x", collection=collection)

    assert image_policy.user_has_permission_for_instance(editor, "change", picture)
    assert not image_policy.user_has_permission_for_instance(outsider, "change", picture)


def test_the_next_steps_lead_to_pages_that_an_administrator_reaches(client, place):
    out = StringIO()
    call_command("add_municipality", place.code, stdout=out)
    client.force_login(member(place, Role.ADMINISTRATOR))

    paths = re.findall(r"https?://[^/\s]+(/cms/\S*)", out.getvalue())

    assert paths == [f"/cms/kommun/{place.code}/", f"/cms/kommun/{place.code}/personal/"]
    assert [client.get(path).status_code for path in paths] == [200, 200]


def test_an_address_that_changed_is_the_one_that_wagtails_mails_lead_to(place, settings):
    settings.BASE_URL = "https://ny.example:8443"

    add_municipality(code=place.code)

    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port) == ("ny.example", 8443)
