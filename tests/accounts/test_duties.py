"""Where staff need a second factor, a session that has not shown it is a citizen's, on every page."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page

from participation.accounts.models import Role, User
from participation.accounts.permissions import WITH_PEOPLE, has_role, is_administrator, is_staff, municipalities_of
from participation.discussion.models import Comment
from participation.faults.telling import FOR_STAFF
from participation.notifications.actions import notify
from participation.notifications.models import Notification, Reason
from tests.factories import DepartmentFactory, TopicFactory, UserFactory, staff
from tests.faults.factories import filled_in

from .pages import PASSWORD

if TYPE_CHECKING:
    from participation.places.models import Municipality
    from participation.topics.models import Topic

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
ACCESS = {"content_type__app_label": "wagtailadmin", "codename": "access_admin"}


@pytest.fixture(autouse=True)
def required(settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = True


@pytest.fixture
def topic(sundsvall: Municipality) -> Topic:
    return TopicFactory(municipality=sundsvall)


def by_password(person: User) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(person.pk)
    return client


def with_factor(person: User) -> Client:
    client = by_password(person)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] += [{"method": "mfa", "at": time.time(), "type": "totp"}]
    session.save()
    return client


def administrator() -> User:
    return UserFactory(email="chef@example.com", is_superuser=True, is_staff=True)


def by_groups_of_wagtail_alone() -> User:
    person, group = UserFactory(email="webb@example.com"), Group.objects.create(name="Webbredaktörer")
    group.permissions.add(Permission.objects.get(**ACCESS))
    page = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission=page)
    person.groups.add(group)
    return person


def by_permission_of_their_own() -> User:
    person = UserFactory(email="ensam@example.com")
    person.user_permissions.add(Permission.objects.get(**ACCESS))
    return person


def answer_as_municipality(client: Client, topic: Topic) -> list[Comment]:
    office = DepartmentFactory(municipality=topic.municipality)
    client.post(f"/samtal/skriv/{topic.pk}/", {"comment": f"Svar {office.pk}", "department": office.pk})
    return list(Comment.objects.filter(department=office))


@pytest.mark.parametrize("role", sorted(WITH_PEOPLE))
def test_nobody_answers_as_the_municipality_by_the_password_alone(
    sundsvall: Municipality, topic: Topic, role: str
) -> None:
    person = staff(sundsvall, role)

    assert not answer_as_municipality(by_password(person), topic)
    assert len(answer_as_municipality(with_factor(person), topic)) == 1


def test_an_administrator_is_nobody_by_the_password_alone(topic: Topic) -> None:
    person = administrator()

    assert not answer_as_municipality(by_password(person), topic)
    assert len(answer_as_municipality(with_factor(person), topic)) == 1


@pytest.mark.parametrize("make", [lambda place: staff(place, Role.MODERATOR), lambda _place: administrator()])
def test_what_only_staff_see_is_not_there_by_the_password_alone(sundsvall: Municipality, make: Any) -> None:
    person = make(sundsvall)
    hidden = TopicFactory(municipality=sundsvall, hidden=True)
    path = f"/samtal/skriv/{hidden.pk}/"

    assert by_password(person).get(path).status_code == 404
    assert with_factor(person).get(path).status_code != 404


@pytest.mark.parametrize("make", [administrator, by_groups_of_wagtail_alone, by_permission_of_their_own])
@pytest.mark.parametrize("path", ["/cms/", "/cms/pages/", "/cms/api/main/pages/"])
def test_whoever_may_enter_the_admin_by_any_way_is_asked(make: Any, path: str) -> None:
    person = make()

    asked = by_password(person).get(path)

    assert (asked.status_code, asked.headers.get("Location")) == (302, reverse("mfa_index"))
    assert with_factor(person).get("/cms/").status_code == 200


def test_a_citizen_is_turned_away_from_the_admin_as_before(citizen: User) -> None:
    assert by_password(citizen).get("/cms/").headers["Location"].startswith(reverse("account_login"))


def test_a_session_from_before_counts_for_nothing(sundsvall: Municipality, topic: Topic) -> None:
    client = Client()
    client.force_login(staff(sundsvall, Role.MODERATOR))  # no record of how

    assert not answer_as_municipality(client, topic)


def test_where_it_is_not_required_the_password_is_enough(sundsvall: Municipality, topic: Topic, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = False

    assert answer_as_municipality(by_password(staff(sundsvall, Role.MODERATOR)), topic)


def test_whoever_is_in_no_session_keeps_the_roles(sundsvall: Municipality) -> None:
    """The worker, and who is told of something while somebody else asks for a page."""
    moderator, chief = staff(sundsvall, Role.MODERATOR), administrator()
    by_password(moderator)

    moderator, chief = User.objects.get(pk=moderator.pk), User.objects.get(pk=chief.pk)

    assert has_role(moderator, sundsvall, Role.MODERATOR)
    assert municipalities_of(moderator) == [sundsvall.pk]
    assert is_staff(moderator)
    assert is_administrator(chief)
    assert moderator.has_perm("wagtailadmin.access_admin")


def test_case_officers_are_told_of_what_they_report_themselves(sundsvall: Municipality) -> None:
    officer = staff(sundsvall, Role.CASE_OFFICER)

    by_password(officer).post("/felanmalan/ny/2281/", filled_in())

    assert Notification.objects.filter(person=officer, kind=FOR_STAFF).exists()


def test_what_is_stored_of_an_administrator_stays(client: Client) -> None:
    """Being less in a session is nothing that a form of theirs saves."""
    person = administrator()
    client = by_password(person)

    client.post("/mina/installningar/", {"display_name": "Nytt namn", "home": ""})

    person.refresh_from_db()
    assert person.is_superuser


def test_nobody_asks_a_person_past_the_session() -> None:
    """`is_superuser` and Wagtail's groups know nothing of how somebody signed in: ask `permissions`."""
    past = re.compile(r"\b(user|person|moderator|author|reader)\.(is_superuser|is_staff)\b")
    own = ROOT / "participation" / "accounts"
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for wing in ("portal", "home", "participation")
        for path in (ROOT / wing).rglob("*.py")
        if own not in path.parents
        for line in path.read_text().splitlines()
        if past.search(line)
    ]

    assert not found, "\n".join(found)


def test_news_of_duties_are_read_with_the_factor_alone(sundsvall: Municipality, topic: Topic) -> None:
    person = staff(sundsvall, Role.PUBLISHER)
    for sentence, reason, path in (
        ("Nyhetsbrevet väntar", Reason.STAFF, "/cms/nyhetsbrev/1/"),
        ("Brådskande granskning", Reason.OTHER, "/cms/anmalt/1/"),
        ("Din idé fick svar", Reason.OWN, topic.path),
    ):
        notify(people=[person], kind="x", reason=reason, sentence=sentence, path=path, now=timezone.now())
    client, colleague = by_password(person), with_factor(person)

    for address in ("/mina/", "/nyheter-till-dig/"):
        seen, all_of_it = client.get(address).content.decode(), colleague.get(address).content.decode()
        assert "Din idé fick svar" in seen
        assert "Nyhetsbrevet väntar" not in seen
        assert "Brådskande" not in seen
        assert "Nyhetsbrevet väntar" in all_of_it
    file = reverse("accounts:my_data_file")
    assert client.get(file)["Location"] == reverse("mfa_index")
    assert "Nyhetsbrevet väntar" in colleague.get(file).content.decode()
