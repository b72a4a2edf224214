from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import F
from wagtail.models import Collection, Page

from participation.eservices.models import EServiceIndexPage
from tests.factories import MunicipalityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]


def verify(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("verify_integrity", *arguments, stdout=out, stderr=out)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_whole_trees_are_as_they_should_be():
    code, said = verify()

    assert code == 0, said
    assert {"wagtail.pages", "wagtail.collections", "places.page_municipality"} <= {
        line.split(":")[0] for line in said.splitlines()
    }


@pytest.mark.parametrize("field", ["numchild", "depth"])
@pytest.mark.parametrize("model", [Page, Collection])
def test_a_tree_that_does_not_hold_is_told_and_mended(model, field):
    node = model.objects.filter(depth__gte=2).order_by("path").first()
    model.objects.filter(pk=node.pk).update(**{field: F(field) + 3})

    code, said = verify()
    assert code == 1
    assert f" {node.pk} " in said

    code, said = verify("--repair")
    assert code == 0, said


def test_a_page_that_says_another_municipality_than_it_lies_in_is_told_and_mended():
    page = EServiceIndexPage.objects.filter(locale__language_code="sv").get()
    own = page.municipality_id
    EServiceIndexPage.objects.filter(pk=page.pk).update(municipality=MunicipalityFactory())

    code, said = verify()
    assert code == 1
    assert f" {page.pk} " in said

    assert verify("--repair")[0] == 0
    page.refresh_from_db()
    assert page.municipality_id == own


def test_a_node_whose_parent_is_gone_is_told_and_left_to_a_person():
    page = EServiceIndexPage.objects.filter(locale__language_code="sv").get()
    Page.objects.filter(pk=page.pk).update(path=page.path[:-8] + "ZZZZ" + page.path[-4:])

    code, said = verify("--repair")

    assert code == 1
    assert f" {page.pk} " in said
