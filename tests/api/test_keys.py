from __future__ import annotations

import re

import pytest

from participation.accounts.models import Role
from participation.api.actions import make_client
from participation.api.models import ApiClient, hash_of
from tests.factories import staff
from tests.faults.factories import NOW

INDEX = "/cms/open311/"


def form(municipality, **more):
    return {"municipality": municipality.pk, "name": "FixaMinGata", "may_create": "on", "rate": 60, **more}


def test_a_case_officer_makes_a_key_that_is_shown_once(client, sundsvall):
    client.force_login(staff(sundsvall, Role.CASE_OFFICER))

    response = client.post(f"{INDEX}ny/", form(sundsvall))

    key = re.search(r"<code>([\w-]{40,})</code>", response.content.decode())[1]
    row = ApiClient.objects.get()
    assert (row.key_hash, row.municipality, row.may_create, row.may_update) == (hash_of(key), sundsvall, True, False)
    assert "no-store" in response["Cache-Control"]
    listed = client.get(INDEX).content.decode()
    assert "FixaMinGata" in listed
    assert key not in listed
    assert row.key_hash not in listed


def test_a_key_is_changed_and_revoked_by_a_button_only(client, sundsvall):
    row, key = make_client(municipality=sundsvall, name="A", now=NOW)
    client.force_login(staff(sundsvall, Role.CASE_OFFICER))
    for deed in ("byt", "dra-in"):
        assert client.get(f"{INDEX}{row.pk}/{deed}/").status_code == 200
    row.refresh_from_db()
    assert (row.key_hash, row.is_active) == (hash_of(key), True)

    client.post(f"{INDEX}{row.pk}/byt/")
    row.refresh_from_db()
    assert row.key_hash != hash_of(key)

    client.post(f"{INDEX}{row.pk}/dra-in/")
    row.refresh_from_db()
    assert not row.is_active


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.CASE_OFFICER, Role.ADMINISTRATOR)])
def test_other_roles_have_nothing_to_do_with_keys(client, sundsvall, role):
    row, key = make_client(municipality=sundsvall, name="A", now=NOW)
    client.force_login(staff(sundsvall, role))

    for path in (INDEX, f"{INDEX}ny/", f"{INDEX}{row.pk}/byt/", f"{INDEX}{row.pk}/dra-in/"):
        assert client.get(path).status_code in (302, 403)
        assert client.post(path, form(sundsvall, name="B")).status_code in (302, 403, 405)
    row.refresh_from_db()
    assert (row.key_hash, row.is_active, ApiClient.objects.count()) == (hash_of(key), True, 1)
    assert INDEX not in client.get("/cms/").content.decode()


def test_the_keys_of_another_municipality_do_not_exist(client, sundsvall, timra):
    row, key = make_client(municipality=sundsvall, name="Hemlig", now=NOW)
    client.force_login(staff(timra, Role.CASE_OFFICER))

    assert "Hemlig" not in client.get(INDEX).content.decode()
    for deed in ("byt", "dra-in"):
        assert client.get(f"{INDEX}{row.pk}/{deed}/").status_code == 404
        assert client.post(f"{INDEX}{row.pk}/{deed}/").status_code == 404
    assert client.post(f"{INDEX}ny/", form(sundsvall)).status_code == 200
    row.refresh_from_db()
    assert (row.key_hash, row.is_active, ApiClient.objects.count()) == (hash_of(key), True, 1)


def test_two_of_a_name_are_told_so(client, sundsvall):
    make_client(municipality=sundsvall, name="FixaMinGata", now=NOW)
    client.force_login(staff(sundsvall, Role.CASE_OFFICER))

    assert client.post(f"{INDEX}ny/", form(sundsvall)).status_code == 200

    assert ApiClient.objects.count() == 1
