from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress

from home.actions.roles import LastAdministrator, take_role
from participation.accounts.models import Role
from participation.accounts.permissions import has_role
from participation.notifications.models import Notification
from tests.factories import UserFactory
from tests.ideas.factories import NOW

from .conftest import employed

STAFF = "/cms/kommun/2281/personal/"
REMOVE = f"{STAFF}ta-bort/"


def holds(person, municipality, role) -> bool:
    return has_role(type(person).objects.get(pk=person.pk), municipality, role)


@pytest.fixture
def neighbour_chief(next_door):
    return employed(next_door, Role.ADMINISTRATOR, Role.MODERATOR, email="theirs@example.com")


def test_an_account_gets_a_role_and_is_told(client, here, chief):
    person = UserFactory(email="ny@example.com")
    client.force_login(chief)

    html = client.post(STAFF, {"email": " NY@example.com ", "role": "moderator"}, follow=True).content.decode()

    assert holds(person, here, Role.MODERATOR)
    assert not holds(person, here, Role.PUBLISHER)
    assert "ny@example.com" in html
    assert Notification.objects.get(person=person).sentence == "Du är nu Granskare i Sundsvall"
    assert "Någon fick en roll" in client.get("/cms/kommun/2281/").content.decode()


def test_all_who_run_the_place_are_told_of_a_new_publisher(client, here, chief, neighbour_chief):
    """Else one person gives the second pair of eyes to an account of their own, and nobody hears of it."""
    colleague = employed(here, Role.PUBLISHER, email="kollega@example.com")
    second = employed(here, Role.ADMINISTRATOR, Role.PUBLISHER, email="chef@example.com")
    administrator = UserFactory(email="admin@example.com", is_superuser=True)
    UserFactory(email="ny@example.com")
    client.force_login(chief)

    client.post(STAFF, {"email": "ny@example.com", "role": "publisher"})

    told = Notification.objects.filter(sentence__contains="till Publicist i Sundsvall")
    assert {(one.person, one.path) for one in told} == {(colleague, "/cms/"), (second, STAFF), (administrator, STAFF)}


def test_whoever_has_no_name_is_a_colleague_and_no_resident(client, here):
    root = UserFactory(email="rot@example.com", is_superuser=True, display_name="")
    employed(here, Role.ADMINISTRATOR, email="chef@example.com")
    UserFactory(email="ny@example.com", display_name="")
    client.force_login(root)

    client.post(STAFF, {"email": "ny@example.com", "role": "publisher"})

    told = Notification.objects.filter(sentence__contains="till Publicist i Sundsvall")
    assert {one.sentence for one in told} == {"En kollega har gjort En kollega till Publicist i Sundsvall"}


def unconfirmed():
    person = UserFactory(email="ny@example.com")
    EmailAddress.objects.filter(user=person).update(verified=False)


@pytest.mark.parametrize(
    "make",
    [
        lambda: None,
        unconfirmed,
        lambda: UserFactory(email="ny@example.com", is_active=False),
        lambda: UserFactory(email="ny@example.com", is_superuser=True),
    ],
)
def test_who_cannot_be_added_is_not_told_apart(client, here, chief, make):
    make()
    client.force_login(chief)

    response = client.post(STAFF, {"email": "ny@example.com", "role": "publisher"})

    assert response.context["form"].errors == {"email": ["Det finns inget konto med den adressen som kan läggas till."]}
    assert not chief.groups.get().user_set.filter(email="ny@example.com").exists()


@pytest.mark.parametrize("role", ["superuser", "", "moderator,publisher", "Wagtail: admin"])
def test_there_are_no_other_roles(client, here, chief, role):
    person = UserFactory(email="ny@example.com")
    client.force_login(chief)

    client.post(STAFF, {"email": person.email, "role": role})

    assert not person.groups.exists()


def test_a_role_is_taken_back(client, here, chief):
    person = employed(here, Role.MODERATOR, Role.EDITOR, email="kvar@example.com")
    client.force_login(chief)

    client.post(REMOVE, {"person": person.pk, "role": "moderator"})

    assert not holds(person, here, Role.MODERATOR)
    assert holds(person, here, Role.EDITOR)
    assert Notification.objects.get(person=person).sentence == "Du är inte längre Granskare i Sundsvall"


def test_nothing_happens_by_a_link(client, here, chief):
    client.force_login(chief)

    assert client.get(REMOVE, {"person": chief.pk, "role": "local_administrator"}).status_code == 405


def test_roles_next_door_are_out_of_reach(client, here, next_door, chief, neighbour_chief):
    client.force_login(chief)

    for page in ("/cms/kommun/2262/personal/", "/cms/kommun/2262/personal/ta-bort/"):
        assert client.post(page, {"email": chief.email, "role": "moderator"}).status_code == 404
    assert client.post(REMOVE, {"person": neighbour_chief.pk, "role": "moderator"}).status_code == 404
    assert holds(neighbour_chief, next_door, Role.MODERATOR)
    assert neighbour_chief.email not in client.get(STAFF).content.decode()


def test_somebody_who_works_in_both_keeps_the_role_next_door(client, here, next_door, chief, neighbour_chief):
    for group in employed(here, Role.MODERATOR, email="tmp@example.com").groups.all():
        neighbour_chief.groups.add(group)
    client.force_login(chief)

    client.post(REMOVE, {"person": neighbour_chief.pk, "role": "moderator"})

    assert not holds(neighbour_chief, here, Role.MODERATOR)
    assert holds(neighbour_chief, next_door, Role.MODERATOR)


def test_an_administrator_of_the_portal_cannot_be_touched(client, here, chief, administrator):
    administrator.groups.add(*employed(here, Role.MODERATOR, email="tmp@example.com").groups.all())
    client.force_login(chief)

    assert client.post(REMOVE, {"person": administrator.pk, "role": "moderator"}).status_code == 404
    assert administrator.groups.exists()


@pytest.mark.parametrize("number", ["", "abc", "-1", "9" * 30, "²"])
def test_a_person_that_is_none_is_not_found(client, here, chief, number):
    client.force_login(chief)

    assert client.post(REMOVE, {"person": number, "role": "local_administrator"}).status_code == 404


def test_the_last_administrator_stays(client, here, chief):
    client.force_login(chief)

    html = client.post(REMOVE, {"person": chief.pk, "role": "local_administrator"}, follow=True).content.decode()

    assert "minst en administratör" in html
    assert holds(chief, here, Role.ADMINISTRATOR)


def test_a_closed_account_does_not_count_as_another_administrator(here, chief):
    gone = employed(here, Role.ADMINISTRATOR, email="borta@example.com")
    gone.is_active = False
    gone.save()

    with pytest.raises(LastAdministrator):
        take_role(municipality=here, person=chief, role=Role.ADMINISTRATOR, by=chief, now=NOW)


def test_an_administrator_steps_down_when_there_is_another(client, here, chief):
    employed(here, Role.ADMINISTRATOR, email="annan@example.com")
    client.force_login(chief)

    assert client.post(REMOVE, {"person": chief.pk, "role": "local_administrator"}).url == "/cms/"
    assert not holds(chief, here, Role.ADMINISTRATOR)
    assert client.get(STAFF).status_code == 302
