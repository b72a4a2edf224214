"""Who reaches what: every address, every role, reading and writing."""

from __future__ import annotations

import pytest

from participation.ideas.models import Idea, IdeaVersion
from tests.factories import DepartmentFactory

from .conftest import edited, seen, url

MODERATOR, OFFICER, EDITOR, PUBLISHER = "moderator", "case_officer", "editor", "publisher"
STAFF = {MODERATOR, OFFICER, EDITOR, PUBLISHER}
EVERYBODY = [
    "moderator",
    "case_officer",
    "editor",
    "publisher",
    "administrator",
    "outsider",
    "citizen",
    "author",
    "nobody",
]

# address, on which idea, who may open it
READING = [
    ("index", None, STAFF),
    ("export", None, STAFF),
    ("inspect", "waiting", {MODERATOR, OFFICER}),
    ("inspect", "public", STAFF),
    ("send_back", "waiting", {MODERATOR}),
    ("refuse", "waiting", {MODERATOR}),
    ("refuse", "public", {MODERATOR}),
    ("assign", "public", {MODERATOR, OFFICER}),
    ("refuse_change", "public", {MODERATOR}),
]
# address, on which idea, who changes something by posting to it
WRITING = [
    ("approve", "waiting", {MODERATOR}),
    ("send_back", "waiting", {MODERATOR}),
    ("refuse", "waiting", {MODERATOR}),
    ("refuse", "public", {MODERATOR}),
    ("assign", "public", {MODERATOR, OFFICER}),
    ("approve_change", "public", {MODERATOR}),
    ("refuse_change", "public", {MODERATOR}),
]


@pytest.fixture
def sign_in(client, request):
    def signed_in(name: str):
        if name != "nobody":
            client.force_login(request.getfixturevalue(name))
        return client

    return signed_in


def may(name: str, allowed: set[str]) -> bool:
    return name in allowed or name == "administrator"


def address(name: str, on: str | None, request) -> str:
    if on is None:
        return {"index": "/cms/ideer/", "export": "/cms/ideer/tabell.csv"}[name]
    idea = request.getfixturevalue(on)
    return url(name, edited(idea) if name.endswith("_change") else idea)


def stands(idea: Idea) -> tuple:
    versions = IdeaVersion.objects.filter(idea=idea).values_list("pk", "review")
    return Idea.objects.filter(pk=idea.pk).values_list("status", "owner", "title").get(), *versions, idea.events.count()


@pytest.mark.parametrize("person", EVERYBODY)
@pytest.mark.parametrize(("name", "on", "allowed"), READING)
def test_a_page_is_opened_by_those_it_is_for(sign_in, request, person, name, on, allowed):
    where = address(name, on, request)
    client = sign_in(person)

    response = client.get(where)

    if may(person, allowed) or (person == "outsider" and on is None):
        assert response.status_code == 200
    else:
        assert response.status_code in {302, 403, 404}
        assert b"Sidsj" not in response.content


@pytest.mark.parametrize("person", EVERYBODY)
@pytest.mark.parametrize(("name", "on", "allowed"), WRITING)
def test_something_is_changed_by_those_who_may(sign_in, request, person, name, on, allowed, sundsvall):
    where, idea = address(name, on, request), request.getfixturevalue(on)
    version = idea.versions.filter(review="waiting").first()
    department = DepartmentFactory(municipality=sundsvall)
    filled = {
        "seen": version.created_at.isoformat() if version else seen(idea),
        "reason": "Skäl",
        "rule": "spam",
        "words": "Ord",
        "department": department.pk,
        "outcome": "will_not",
        "sentence": "Nej",
        "text": "Nej, tyvärr.",
    }
    before = stands(idea)
    client = sign_in(person)

    response = client.post(where, filled)

    assert (stands(idea) != before) is may(person, allowed)
    assert response.status_code in ({302} if may(person, allowed) else {302, 403, 404})


@pytest.mark.parametrize(("name", "on"), sorted({(name, on) for name, on, _who in READING + WRITING if on}))
def test_to_the_staff_next_door_nothing_is_there(sign_in, request, outsider, name, on):
    """The same answer as for an idea that has never been."""
    here = address(name, on, request)
    nowhere = url(name, 987654)
    client = sign_in("outsider")

    assert client.get(here).status_code == client.get(nowhere).status_code in {404, 405}
    assert client.post(here).status_code == client.post(nowhere).status_code in {404, 405}


def test_the_menu_holds_ideas_for_staff(sign_in, moderator):
    assert "/cms/ideer/" in sign_in("moderator").get("/cms/").content.decode()


def test_the_key_to_the_admin_alone_opens_nothing(client, moderator, waiting):
    moderator.groups.get().staff_group.delete()
    client.force_login(moderator)

    assert client.get("/cms/ideer/").status_code == 302
    assert client.get(url("inspect", waiting)).status_code == 302
    assert "/cms/ideer/" not in client.get("/cms/").content.decode()


def test_a_closed_account_keeps_no_door_open(client, moderator, waiting):
    client.force_login(moderator)
    moderator.is_active = False
    moderator.save()

    assert client.get(url("inspect", waiting)).status_code == 302
