from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from participation.accounts.models import Role, StaffGroup
from participation.accounts.permissions import has_role, is_staff, municipalities_of, works_with_people
from tests.factories import UserFactory, staff

pytestmark = pytest.mark.django_db


def test_an_administrator_of_a_municipality_has_all_roles_there_and_none_next_door(sundsvall, timra):
    person = staff(sundsvall, Role.ADMINISTRATOR)

    assert all(has_role(person, sundsvall, role) for role in Role)
    assert not any(has_role(person, timra, role) for role in Role)
    assert municipalities_of(person, Role.MODERATOR) == [sundsvall.pk]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_any_other_role_is_itself_alone(sundsvall, role):
    person = staff(sundsvall, role)

    assert {other for other in Role if has_role(person, sundsvall, other)} == {role}


def test_an_analyst_is_staff_and_works_with_nobody(sundsvall):
    analyst, evaluator = staff(sundsvall, Role.ANALYST), staff(sundsvall, Role.EVALUATOR)

    assert is_staff(analyst)
    assert not works_with_people(analyst)
    assert not has_role(analyst, sundsvall)
    assert municipalities_of(analyst) == []
    assert works_with_people(evaluator)
    assert has_role(evaluator, sundsvall)


def test_the_municipalities_from_before_get_the_new_groups_and_their_publishers_go_on_running_them(built):
    before = set(StaffGroup.objects.values_list("municipality", "role"))
    publisher = UserFactory()
    publishers = StaffGroup.objects.get(role=Role.PUBLISHER, municipality__code="2281").group
    publisher.groups.add(publishers)
    old = StaffGroup.objects.filter(role__in=(Role.EVALUATOR, Role.ANALYST, Role.ADMINISTRATOR))
    for held in old.select_related("group"):
        held.group.delete()

    for _twice in range(2):
        import_module("home.migrations.0004_more_roles").add_groups(apps, connection.schema_editor)

    administrators = StaffGroup.objects.get(role=Role.ADMINISTRATOR, municipality__code="2281").group
    assert set(StaffGroup.objects.values_list("municipality", "role")) == before
    assert publisher.groups.filter(pk=administrators.pk).exists()
    for kind in ("page_permissions", "collection_permissions"):
        assert {_without_group(row) for row in getattr(administrators, kind).all()} == {
            _without_group(row) for row in getattr(publishers, kind).all()
        }
    assert set(administrators.permissions.all()) == set(publishers.permissions.all())


def _without_group(row):
    return (getattr(row, "page_id", None), getattr(row, "collection_id", None), row.permission_id)
