from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from participation.accounts import overview
from participation.accounts.overview import Line, Section
from tests.factories import TopicFactory

from .pages import assert_is_ours

if TYPE_CHECKING:
    from django.test import Client

    from participation.accounts.models import User

pytestmark = pytest.mark.django_db
OWN_PAGES = ["mine", "settings", "my_data", "my_data_file", "close"]


@pytest.mark.parametrize("name", OWN_PAGES)
def test_strangers_are_asked_to_sign_in(client: Client, name: str) -> None:
    address = reverse(f"accounts:{name}")

    assert client.get(address).headers["Location"] == f"/konto/login/?next={address}"


@pytest.mark.parametrize("name", OWN_PAGES)
def test_own_pages_are_kept_by_no_cache(client: Client, citizen: User, name: str) -> None:
    client.force_login(citizen)

    response = client.get(reverse(f"accounts:{name}"))

    assert "no-store" in response.headers["Cache-Control"]


def test_the_page_of_somebody_new_offers_a_first_step(client: Client, citizen: User) -> None:
    client.force_login(citizen)

    page = assert_is_ours(client.get(reverse("accounts:mine")))

    assert "Invånare i Sundsvall" in page.main.get_text()
    assert "Inget nytt just nu" in page.main.get_text()


def test_drafts_and_what_waits_are_the_persons_own(client: Client, citizen: User, author: User) -> None:
    TopicFactory(title="Mitt utkast", kind="proposal", draft=True, author=author)
    TopicFactory(title="Min idé som granskas", kind="proposal", hidden=True, author=author)
    client.force_login(author)
    own = client.get(reverse("accounts:mine")).content.decode()
    client.force_login(citizen)
    other = client.get(reverse("accounts:mine")).content.decode()

    assert "Mitt utkast" in own
    assert "Min idé som granskas" in own
    assert "Mitt utkast" not in other
    assert "Min idé som granskas" not in other


def test_names_and_titles_cannot_script(client: Client, author: User) -> None:
    author.display_name = "<script>alert(1)</script>"
    author.save()
    TopicFactory(title="<img src=x onerror=alert(2)>", author=author)
    client.force_login(author)

    page = assert_is_ours(client.get(reverse("accounts:mine")))

    assert not page.main.find("script")
    assert not page.main.find("img")
    assert "<script>alert(1)</script>" in page.main.get_text()


def test_the_page_costs_the_same_however_much_there_is(
    client: Client, author: User, django_assert_max_num_queries: object
) -> None:
    client.force_login(author)
    for _number in range(8):
        TopicFactory(author=author)

    with django_assert_max_num_queries(14):
        client.get(reverse("accounts:mine"))


def test_an_app_adds_its_section_in_order(citizen: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview, "_sections", {})
    overview.register("b", order=2, section=lambda person: Section(title="Två"))
    overview.register("a", order=1, section=lambda person: Section(title="Ett", lines=[Line(title=person.email)]))
    overview.register("c", order=3, section=lambda person: None)

    sections = overview.sections_of(citizen)

    assert [section.title for section in sections] == ["Ett", "Två"]


def test_registering_again_replaces(citizen: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview, "_sections", {})
    overview.register("a", order=1, section=lambda person: Section(title="Förut"))
    overview.register("a", order=1, section=lambda person: Section(title="Nu"))

    assert [section.title for section in overview.sections_of(citizen)] == ["Nu"]
