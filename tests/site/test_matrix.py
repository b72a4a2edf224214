"""Every address × everybody × every method, as matrix_table.py says. THREATS 9, 10, 12, 13, 21, 24; 8 by `next=`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver

from participation.accounts.models import User
from portal.leaks.addresses import DEVELOPMENT, addresses_of
from portal.leaks.fetching import InProcess, session_for
from portal.leaks.patterns import patterns
from portal.leaks.roles import STAFF
from portal.leaks.walking import SEARCHES

from .leaks_world import UNCLOSED, is_wagtails, planted_world
from .matrix import BROKEN, DENIED, THROUGH, Watch, ask
from .matrix_table import (
    BREAKS_ON_EMPTY_POST,
    HARMLESS_WRITES,
    MAY_BE_UNREADY,
    ROLES,
    WRITES_ON_DELETE,
    WRITES_ON_GET,
    WRITES_ON_THE_WAY_OUT,
    allowed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.leaks.planted import Planted

ROOT = Path(__file__).resolve().parent.parent.parent
PATTERNS = [pattern for pattern in patterns() if pattern.name not in DEVELOPMENT]
ODD = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")
EVIL = "https://ond.example/"
# Any citizen, outside the admin.
OF_THE_ADMIN = set(STAFF) - {"moderator"}

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings(UNCLOSED)]


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Planted]:
    with django_db_blocker.unblock(), planted_world(tmp_path_factory.mktemp("planted")) as world:
        yield world


@pytest.fixture(scope="module")
def paths(planted: Planted) -> dict[str, str]:
    """One address of each name: the first, which is a hidden thing where there is one."""
    return {pattern.name: addresses_of(pattern, planted)[0].path for pattern in PATTERNS}


@pytest.fixture(scope="module")
def ours(paths: dict[str, str]) -> dict[str, str]:
    return {name: path for name, path in paths.items() if not is_wagtails(name, path)}


@pytest.fixture(scope="module")
def clients(planted: Planted) -> dict[str, Client]:
    return {role: InProcess(planted.people.get(role)).client for role in ROLES}


def test_every_address_stands_in_the_table() -> None:
    unlisted = {pattern.name for pattern in PATTERNS if allowed(pattern.name, "GET") is None}

    assert not unlisted, f"say in tests/site/matrix_table.py who may use {sorted(unlisted)}"


@pytest.mark.parametrize("role", ROLES)
def test_a_post_gets_through_only_where_the_table_says(
    role: str, clients: dict[str, Client], paths: dict[str, str]
) -> None:
    """Of Wagtail's addresses a moderator, who may least, asks for all; the others for what they get through."""
    wrong = []
    for name, path in paths.items():
        if is_wagtails(name, path) and role != "moderator" and role not in (allowed(name, "POST") or ()):
            continue
        if role in OF_THE_ADMIN and not path.startswith("/cms/"):
            continue  # any citizen, there
        answer, written = ask(clients[role], "POST", path, Watch())
        expected = role in (allowed(name, "POST") or ())
        if answer == BROKEN and name in BREAKS_ON_EMPTY_POST:
            answer = THROUGH if expected else "denied"
        if (answer == THROUGH) != expected or answer == BROKEN:
            wrong.append(f"{name} {path}: {answer}, expected {'through' if expected else 'no'}")
        if answer != THROUGH and written - HARMLESS_WRITES - WRITES_ON_THE_WAY_OUT.get(name, set()):
            wrong.append(f"{name} {path}: {answer}, and yet it wrote to {sorted(written)}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_other_methods_change_nothing_and_show_no_more_than_get(
    role: str, clients: dict[str, Client], paths: dict[str, str], ours: dict[str, str]
) -> None:
    """Of Wagtail's addresses the visitor asks for all."""
    wrong = []
    for name, path in (paths if role == "visitor" else ours).items():
        for method in (ODD if role == "visitor" else ODD[1:]) if name in ours else ("PUT",):
            answer, written = ask(clients[role], method, path, Watch())
            may = role in (allowed(name, "GET") or ()) or role in (allowed(name, "POST") or ())
            unready = name in MAY_BE_UNREADY or name in BREAKS_ON_EMPTY_POST
            spared = WRITES_ON_GET if method == "HEAD" else WRITES_ON_DELETE if method == "DELETE" else {}
            if (answer == BROKEN and not unready) or (answer == THROUGH and not may and method != "OPTIONS"):
                wrong.append(f"{method} {name} {path}: {answer}")
            if written - HARMLESS_WRITES - spared.get(name, set()):
                wrong.append(f"{method} {name} {path}: wrote to {sorted(written)}")

    assert not wrong, "\n".join(wrong)


# One press in a mail program ends its mails (RFC 8058).
OUT_OF_MAIL = {"notifications:unsubscribe", "newsletters:leave", "faults:stop_watch", "faults:unfollow"}
# Other systems post with a key, and no session is looked at.
BY_KEY = {"open311:requests", "open311:updates", "faults:case_push"}


# --- THREATS 24 ---------------------------------------------------------------------------


def test_nothing_is_changed_without_a_csrf_token(planted: Planted, ours: dict[str, str]) -> None:
    """THREATS 24. As the administrator, who may do most. Wagtail's views: see the next test."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = session_for(planted.people["administrator"])
    by_token = OUT_OF_MAIL  # the token in the address is the right, and the mail program has no other

    let_by = {
        name: (answer, written)
        for name, path in ours.items()
        for answer, written in [ask(client, "POST", path, Watch())]
        if name not in by_token and (answer not in (DENIED, "refused") or written - HARMLESS_WRITES)
    }

    assert let_by == {}


def test_the_only_views_without_csrf_protection_are_the_ways_out_of_mail_and_those_with_a_key() -> None:
    """THREATS 24."""
    exempt = {
        pattern.name
        for pattern in PATTERNS
        if getattr(pattern.view, "csrf_exempt", False)
        # The REST framework says so of all its views, and asks for the token itself: the test above posts to them.
        and not pattern.name.startswith("wagtailadmin_api:")
    }
    sources = [path for folder in ("portal", "home", "participation") for path in (ROOT / folder).rglob("*.py")]
    written = sum(path.read_text(encoding="utf-8").count("@csrf_exempt") for path in sources)

    assert exempt == OUT_OF_MAIL | BY_KEY
    assert written == len(exempt)


# --- THREATS 12, 13: a row of another municipality below an address of one's own ------------------


def test_below_ones_own_address_nothing_of_the_neighbours_is_reached(
    planted: Planted, clients: dict[str, Client]
) -> None:
    """The address is one's own, and the last number, or what is posted, is not. Each way round."""
    rows, here, there = planted.rows, planted.here.code, planted.next_door.code
    systems, desk = "/cms/arendesystem", "/cms/felanmalningar"
    theirs, ours_too = rows["system next door"], rows["case system"]
    category, question = rows["fault category"].pk, rows["fault question"].pk
    asked = [
        ("neighbour", f"{systems}/{theirs.pk}/lage/{rows['mapping'].pk}/", {}),
        ("neighbour", f"{systems}/{theirs.pk}/kategori/", {"ta_bort": ours_too.categories.get().pk}),
        ("neighbour", f"{systems}/{ours_too.pk}/kategori/", {"ta_bort": theirs.categories.get().pk}),
        ("case_officer", f"{systems}/{ours_too.pk}/lage/{theirs.mappings.get().pk}/", {}),
        ("case_officer", f"{systems}/{ours_too.pk}/kategori/", {"ta_bort": theirs.categories.get().pk}),
        ("neighbour", f"{desk}/kategorier/{there}/{category}/", {}),
        ("neighbour", f"{desk}/kategorier/{there}/{category}/fraga/", {}),
        ("neighbour", f"{desk}/kategorier/{there}/{category}/fraga/{question}/", {}),
        ("case_officer", f"{desk}/kategorier/{here}/{theirs.categories.get().category_id}/fraga/{question}/", {}),
        ("neighbour", f"{desk}/svarsmallar/{there}/{rows['response template'].pk}/", {"gor": "ta-bort"}),
        ("neighbour", f"{desk}/regler/{there}/{rows['routing rule'].pk}/", {"gor": "ta-bort"}),
    ]
    for role, path, posted in asked:
        for method, data in (("GET", {}), ("POST", posted)):
            answer, written = ask(clients[role], method, path, Watch(), data=data)
            assert answer in (DENIED, "refused"), (role, method, path)
            assert written - HARMLESS_WRITES == set(), (role, method, path)


# --- THREATS 8 ----------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_address_sends_anybody_to_another_site(
    method: str, clients: dict[str, Client], ours: dict[str, str]
) -> None:
    """THREATS 8: whatever the parameter is called, and whoever the page says it comes from."""
    names = ("next", "url", "path", "return", "return_to", "redirect", "back", "tillbaka", "till", "referer")
    away = []
    for evil in (EVIL, "//ond.example/"):
        asked = dict.fromkeys(names, evil)
        for name, path in ours.items():
            where = _location(clients["citizen"], method, path, asked)
            if urlsplit(where).netloc not in ("", "testserver"):
                away.append(f"{name} {path} → {where}")

    assert not away, "\n".join(away)


def _location(client: Client, method: str, path: str, asked: dict[str, str]) -> str:
    cookies = client.cookies.copy()
    response = getattr(client, method.lower())(path, asked, headers={"Referer": EVIL})
    for close in response._resource_closers:
        close()
    client.cookies = cookies
    return response.headers.get("Location", "") or response.headers.get("HX-Redirect", "")


# --- THREATS 13, 21 ---------------------------------------------------------------------------


MARKED = re.compile(r"zq[a-z]{6}[0-9]{3}x|Läckageprov\S*")  # a token of chance may hold "zq", too
HIDDEN_COLUMNS = ("author__email__startswith", "topic__author__password__startswith", "reporter__email__contains")
LISTS = (
    "/sok/", "/sundsvall/ideer/", "/sundsvall/e-tjanster/", "/cms/ideer/", "/cms/ideer/tabell.csv",
    "/cms/felanmalningar/", "/cms/felanmalningar/tabell.csv", "/cms/anmalt/", "/cms/eservice/",
)  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_no_list_filters_or_sorts_by_a_column_that_it_does_not_offer(path: str, clients: dict[str, Client]) -> None:
    """THREATS 13."""
    client = clients["administrator"]
    plain = _words(client, path, {})

    for column in HIDDEN_COLUMNS:
        assert _words(client, path, {column: "zz"}) == plain
    for order in ("ordering", "o", "order", "sort", "sortera", "ordning"):
        for column in ("author__password", "-topic__author__email", "id);--", "?"):
            assert _words(client, path, {order: column}) == plain, (order, column)


def _words(client: Client, path: str, asked: dict[str, str]) -> tuple[int, list[str]]:
    """The titles that a list shows, in order: addresses on the page repeat what was asked."""
    response: Any = client.get(path, asked)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, MARKED.findall(body.decode())


@pytest.mark.parametrize("number", ["0{}", "{}.0", "+{}", "{}%20", "{},", "{}%00", "'{}'", "{}%0a"])
def test_a_number_that_is_written_in_another_way_is_no_number(
    number: str, planted: Planted, clients: dict[str, Client]
) -> None:
    """THREATS 21: an export or a file is found by its own address and no other."""
    report = planted.rows["report"].pk
    for path in ("/cms/felanmalningar/{}/", "/cms/ideer/{}/", "/cms/eservice/import/{}/", "/nyheter-till-dig/{}/"):
        response = clients["administrator"].get(path.format(number.format(99000 + report)))
        assert response.status_code in (404, 302), path


# --- the second factor -----------------------------------------------------------------------


def test_staff_reach_no_page_of_the_admin_without_a_second_factor(
    planted: Planted, paths: dict[str, str], settings: Any
) -> None:
    settings.STAFF_SECOND_FACTOR = True
    inside = {name: path for name, path in paths.items() if path.startswith("/cms/")}
    reached = []
    for role in (*STAFF, "administrator"):
        client = Client(raise_request_exception=False)
        client.force_login(User.objects.get(pk=planted.people[role].pk))
        for name, path in inside.items():
            if role != "administrator" and is_wagtails(name, path):
                continue
            response = client.get(path)
            if response.status_code != 302 or not response.headers["Location"].startswith("/konto/2fa/"):
                reached.append(f"{role} {path}: {response.status_code}")

    assert len(inside) > 200
    assert not reached, "\n".join(reached)


def test_with_a_second_factor_they_do(planted: Planted, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = True

    assert InProcess(planted.people["moderator"]).get("/cms/").status == 200


def test_the_searches_of_the_walk_are_addresses_that_exist() -> None:
    for question in SEARCHES:
        path = question.format(word="x", run="x", code="2281", slug="sundsvall").split("?")[0]
        assert get_resolver().resolve(path.removeprefix("/en") if path.startswith("/en/") else path)
