from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from participation.accounts.models import Role
from participation.notifications.models import Notification
from participation.places.models import Department, Municipality
from participation.topics.models import Category
from tests.factories import UserFactory
from tests.ideas.factories import in_review

from .conftest import employed

SETTINGS, DEPARTMENTS, CATEGORIES, STAFF = (
    f"/cms/kommun/2281/{end}" for end in ("", "forvaltningar/", "kategorier/", "personal/")
)
PAGES = [SETTINGS, DEPARTMENTS, CATEGORIES, STAFF]


def settings_of(municipality: Municipality, **changes: object) -> dict[str, object]:
    names = [
        "contact_email",
        "contact_phone",
        "contact_hours",
        "accent",
        "idea_review",
        "support_threshold",
        "support_window_days",
        "answer_within_days",
        "review_within_hours",
        "board_law_within_hours",
        "fault_cluster_reports",
        "fault_cluster_metres",
        "fault_cluster_days",
    ]
    return {name: getattr(municipality, name) for name in names} | changes


def listed(rows, new=(), *, deleted=(), names=("name",)) -> dict[str, object]:
    """A formset as a browser sends it."""
    rows = list(rows)
    data: dict[str, object] = {
        "form-TOTAL_FORMS": len(rows) + len(new),
        "form-INITIAL_FORMS": len(rows),
        "form-MIN_NUM_FORMS": 0,
        "form-MAX_NUM_FORMS": 200,
    }
    for number, row in enumerate(rows):
        data[f"form-{number}-id"] = row.pk
        for name in names:
            data[f"form-{number}-{name}"] = getattr(row, name)
        if row in deleted:
            data[f"form-{number}-DELETE"] = "on"
    for number, values in enumerate(new, start=len(rows)):
        for name, value in values.items():
            data[f"form-{number}-{name}"] = value
    return data


@pytest.mark.parametrize("page", PAGES)
def test_only_those_who_run_the_municipality_come_in(client, here, next_door, chief, administrator, page):
    for person in (chief, administrator):
        client.force_login(person)
        assert client.get(page).status_code == 200
    for role in set(Role.values) - {Role.ADMINISTRATOR}:
        client.force_login(employed(here, role, email=f"{role}@example.com"))
        assert client.get(page).status_code == client.post(page).status_code == 302
    client.force_login(employed(next_door, *Role.values, email="theirs@example.com"))
    assert client.get(page).status_code == client.post(page).status_code == 404
    client.force_login(UserFactory())
    assert client.get(page).status_code == client.post(page).status_code == 302
    client.logout()
    assert client.get(page).status_code == client.post(page).status_code == 302


def test_the_menu_leads_a_publisher_to_their_own_place(client, here, next_door, chief):
    client.force_login(chief)

    assert "/cms/kommun/" in client.get("/cms/").content.decode()
    assert client.get("/cms/kommun/").url == SETTINGS
    client.force_login(employed(here, Role.MODERATOR, email="m@example.com"))
    assert "/cms/kommun/" not in client.get("/cms/").content.decode()


def test_who_runs_several_chooses(client, here, next_door, administrator):
    client.force_login(administrator)

    html = client.get("/cms/kommun/").content.decode()

    assert "/cms/kommun/2281/" in html
    assert "/cms/kommun/2262/" in html


def test_settings_are_changed_and_the_log_tells_who_and_what(client, here, chief):
    client.force_login(chief)

    client.post(SETTINGS, settings_of(here, contact_phone="060-19 10 00", support_threshold=50))

    here.refresh_from_db()
    assert (here.contact_phone, here.support_threshold) == ("060-19 10 00", 50)
    html = client.get(SETTINGS).content.decode()
    assert "Inställningar ändrade" in html
    assert "Petra" in html
    assert "100 → 50" in html


def test_what_is_the_portals_cannot_be_changed(client, here, chief):
    client.force_login(chief)

    client.post(SETTINGS, settings_of(here, name="Hacked", slug="hacked", code="9999", is_open="", full_name="Hacked"))

    here.refresh_from_db()
    assert (here.name, here.slug, here.code, here.is_open) == ("Sundsvall", "sundsvall", "2281", True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("accent", "#ffff00"),
        ("accent", "red"),
        ("support_window_days", 0),
        ("answer_within_days", 0),
        ("support_threshold", -1),
        ("support_threshold", 10**9),
        ("idea_review", "never"),
        ("contact_email", "inte en adress"),
        ("fault_cluster_reports", 4),
        ("fault_cluster_metres", 19),
        ("fault_cluster_metres", 401),
        ("fault_cluster_days", 0),
        ("fault_cluster_days", 1831),
    ],
)
def test_what_would_not_work_is_refused_and_nothing_is_saved(client, here, chief, name, value):
    client.force_login(chief)
    before = settings_of(here)

    response = client.post(SETTINGS, settings_of(here, contact_hours="8–17", **{name: value}))

    assert name in response.context["form"].errors
    here.refresh_from_db()
    assert settings_of(here) == before


def test_a_colour_that_cannot_be_read_is_refused_with_its_contrast(client, here, chief):
    client.force_login(chief)

    html = client.post(SETTINGS, settings_of(here, accent="#8899aa")).content.decode()

    assert ":1 men måste vara minst 4,5:1" in html


def test_settings_from_elsewhere_are_refused(here, chief):
    client = Client(enforce_csrf_checks=True)
    client.force_login(chief)

    for page in (*PAGES, f"{STAFF}ta-bort/"):
        assert client.post(page, settings_of(here)).status_code == 403


def test_departments_are_added_renamed_and_removed(client, here, chief):
    client.force_login(chief)
    first, second, *_rest = rows = list(here.departments.all())
    first.name = "Nytt namn"

    client.post(DEPARTMENTS, listed(rows, [{"name": "Räddningstjänsten"}, {"name": ""}], deleted=[second]))

    names = set(here.departments.values_list("name", flat=True))
    assert {"Nytt namn", "Räddningstjänsten"} <= names
    assert second.name not in names
    assert len(names) == len(rows)


def test_those_who_run_the_place_hear_of_a_new_name(client, here, next_door, chief):
    """It stands on approved proposals and on answers from before."""
    colleague = employed(here, Role.ADMINISTRATOR, email="kollega@example.com")
    administrator = UserFactory(email="admin@example.com", is_superuser=True)
    employed(next_door, Role.ADMINISTRATOR, email="granne@example.com")
    client.force_login(chief)
    first, *_rest = rows = list(here.departments.all())
    before, first.name = first.name, "Nytt namn"

    client.post(DEPARTMENTS, listed(rows))
    client.post(DEPARTMENTS, listed(rows))  # nothing new: nobody is told

    told = Notification.objects.filter(kind="new_name")
    assert {one.person for one in told} == {colleague, administrator}
    assert all(before in one.sentence and "Nytt namn" in one.sentence and one.path == DEPARTMENTS for one in told)
    assert len(told) == 2
    assert ModelLogEntry.objects.get(action="places.departments").data["renamed"] == [[before, "Nytt namn"]]


def test_a_department_that_owns_an_idea_stays(client, here, chief):
    client.force_login(chief)
    rows = list(here.departments.all())
    idea = in_review(here)
    idea.owner = rows[0]
    idea.save()

    response = client.post(DEPARTMENTS, listed(rows, deleted=[rows[0]]), follow=True)

    assert "går inte att ta bort" in response.content.decode()
    assert Department.objects.filter(pk=rows[0].pk).exists()


def test_a_name_stands_once(client, here, chief):
    client.force_login(chief)
    rows = list(here.departments.all())

    for sent in (rows, []):  # also beside rows that were not sent
        response = client.post(DEPARTMENTS, listed(sent, [{"name": rows[0].name.upper()}]))
        assert "Namnet finns redan." in response.content.decode()
    assert here.departments.count() == len(rows)


@pytest.mark.parametrize(("page", "model"), [(DEPARTMENTS, Department), (CATEGORIES, Category)])
def test_the_neighbours_rows_are_out_of_reach(client, here, next_door, chief, page, model):
    client.force_login(chief)
    theirs = model.objects.filter(municipality=next_door)
    before = list(theirs.values())

    names = ("name",) if model is Department else ("name", "name_en", "order")
    for row in (first := list(theirs))[:1]:
        row.name = "Hacked"
    client.post(page, listed(first, deleted=first[1:], names=names))

    assert list(theirs.values()) == before


def test_categories_get_an_address_and_keep_it(client, here, chief):
    client.force_login(chief)
    rows, names = list(here.categories.all()), ("name", "name_en", "order")
    address = rows[0].slug
    rows[0].name = "Helt annat"

    client.post(CATEGORIES, listed(rows, [{"name": "Idrott på höjden", "name_en": "Sports", "order": 9}], names=names))

    assert Category.objects.get(pk=rows[0].pk).slug == address
    assert Category.objects.get(municipality=here, name="Idrott på höjden").slug == "idrott-pa-hojden"


@pytest.mark.parametrize(("address", "model"), [(DEPARTMENTS, Department), (CATEGORIES, Category)])
def test_a_row_of_the_neighbours_is_not_taken_and_that_is_said(client, here, outsider, timra, address, model):
    theirs = model.objects.create(municipality=timra, name="Deras")
    client.force_login(employed(here, Role.ADMINISTRATOR, email="a@example.com"))
    form = listed([theirs], names=("name",) if model is Department else ("name", "name_en", "order"))
    form["form-0-name"] = "Vår"

    response = client.post(address, form, follow=True)

    assert "1 rad är inte sparad: den finns inte i kommunens lista." in response.content.decode()
    assert "Listan är sparad." not in response.content.decode()
    theirs.refresh_from_db()
    assert theirs.name == "Deras"
    assert not model.objects.filter(name="Vår").exists()
