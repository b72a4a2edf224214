from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from participation.accounts.models import Role
from participation.faults.models import FaultReport
from participation.faults.planning.staff import rows_of
from participation.faults.planning.times import waits
from tests.factories import staff
from tests.faults.factories import reported

PAGE = "/cms/felanmalningar/planering/"


def answered_after(municipality, *days: int) -> None:
    for number in days:
        report = reported(municipality, now=timezone.now() - timedelta(days=30))
        FaultReport.objects.filter(pk=report.pk).update(answered_at=report.created_at + timedelta(days=number))


def test_the_median_and_the_90th_are_waits_that_somebody_had(sundsvall, django_assert_num_queries):
    answered_after(sundsvall, 10, 1, 2, 3, 4, 5, 6, 7, 8, 9)

    with django_assert_num_queries(1):
        (found,) = waits(FaultReport.objects.all(), until="answered_at").values()

    assert found == {50: timedelta(days=5), 90: timedelta(days=9)}


def test_four_are_too_few_to_tell_about_and_five_are_enough(sundsvall):
    answered_after(sundsvall, 1, 2, 3, 4)
    reported(sundsvall)
    assert waits(FaultReport.objects.all(), until="answered_at") == {}

    answered_after(sundsvall, 5)
    assert len(waits(FaultReport.objects.all(), until="answered_at")) == 1


def test_the_table_takes_three_queries_and_keeps_municipalities_apart(sundsvall, timra, django_assert_num_queries):
    answered_after(sundsvall, 1, 2, 3, 4, 5)
    answered_after(timra, 9)

    with django_assert_num_queries(3):
        rows = rows_of(FaultReport.objects.all())

    assert [row["waits"] for row in rows] == [[3.0, 5.0, None, None], [None] * 4]


@pytest.mark.parametrize(("role", "status"), [(Role.CASE_OFFICER, 200), (Role.MODERATOR, 302), (Role.EDITOR, 302)])
def test_case_officers_alone_plan(client, sundsvall, role, status):
    client.force_login(staff(sundsvall, role))

    assert client.get(PAGE).status_code == status


def test_an_officer_sees_their_own_municipality_alone(client, sundsvall, timra):
    answered_after(sundsvall, 1)
    answered_after(timra, 1)
    client.force_login(staff(sundsvall, Role.CASE_OFFICER))

    rows = client.get(PAGE).context["rows"]

    assert [row["municipality"] for row in rows] == [sundsvall.name]
