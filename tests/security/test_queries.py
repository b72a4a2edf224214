"""2, 13, 14, 31: every parameter of every address, with whatever one can write in an address."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from participation.accounts.models import Role
from participation.places.models import Municipality
from tests.factories import UserFactory, staff
from tests.ideas.factories import published

from .reading import content_of
from .strings import Page

pytestmark = pytest.mark.django_db
MARK = "zqx7"
# As they stand in an address, already quoted.
HOSTILE = {
    "script": quote(f"\"'><script>{MARK}</script><img src=x onerror={MARK}>"),
    "attribute": quote(f'" autofocus onfocus={MARK} x="'),
    "quote": quote(f"' OR 1=1) UNION SELECT password FROM accounts_user -- {MARK}"),
    "template": "%7B%7B7*7%7D%7D%7B%25%20debug%20%25%7D",
    "broken": "%ff%fe%c0%80%ed%a0%80",
    "NUL": "a%00b",
    "huge": "9" * 400,
    "beyond": "99999999999999999999",
    "negative": "-1",
    "nan": "nan",
    "infinite": "1e999",
    "digits": "%D9%A3%C2%B2",
    "empty": "",
    "percent": "%25%25%25",
    "direction": "%E2%80%AEx%E2%80%8B",
    "lookup": "title__icontains",
    "date": "0000-00-00",
    "year": "99999-12-31",
    "scheme": quote(f"javascript:{MARK}()//"),
    "host": "//evil.example/%5C%5Cevil.example",
    "long": "a" * 3000,
    "stars": quote('*:*" NEAR(a b) OR ( NOT ^{} \\ & | ! <-> '),
}
FURTHER = {"id__gte", "topic__author__email__icontains", "order_by", "ordering", "format", "page", "search", "fields"}
ASKED = re.compile(r"""(?:GET|asked|query|request\.GET)(?:\.get(?:list)?\(|\[)\s*["']([\w-]+)["']""")
FORM_FIELD = re.compile(r"^    (\w+) = forms\.\w+\(", re.MULTILINE)


def known_parameters() -> list[str]:
    """Read from the code, so that a new one is tried as well."""
    found: set[str] = set(FURTHER)
    root = Path(settings.BASE_DIR)
    for folder in ("home", "participation", "portal"):
        for file in (root / folder).rglob("*.py"):
            text = file.read_text()
            found |= set(ASKED.findall(text))
            if "filter" in file.name.lower() or "Filter(forms.Form)" in text:
                found |= set(FORM_FIELD.findall(text))
    return sorted(found)


PUBLIC = [
    "/", "/sundsvall/", "/en/sundsvall/", "/sundsvall/ideer/", "/sundsvall/e-tjanster/", "/sundsvall/felanmalan/",
    "/sundsvall/nyheter/", "/sok/", "/ideer/liknande/", "/ideer/ny/2281/", "/ideer/floden/2281.xml", "/felanmalan/ny/",
    "/felanmalan/ny/2281/", "/karta/2281.svg", "/konto/login/", "/konto/signup/", "/konto/login/code/",
    "/konto/password/reset/", "/sitemap.xml", "/finns-inte/", "IDEA", "IDEAversioner/", "SUPPORT",
]  # fmt: skip
OWN = [
    "/mina/",
    "/mina/installningar/",
    "/nyheter-till-dig/",
    "/nyheter-till-dig/foljer/",
    "/nyheter-till-dig/foljer/2281/",
    "/ideer/mina/",
    "/felanmalan/mina/",
]
STAFF = [
    "/cms/",
    "/cms/ideer/",
    "/cms/ideer/tabell.csv",
    "/cms/anmalt/",
    "/cms/felanmalningar/",
    "/cms/felanmalningar/tabell.csv",
]


def test_the_parameters_are_found():
    found = known_parameters()

    assert {
        "q",
        "kommun",
        "slag",
        "sida",
        "efter",
        "sortera",
        "kategori",
        "visa",
        "ordna",
        "bredd",
        "lon",
        "lat",
        "om",
    } <= set(found)


@pytest.fixture(scope="module")
def world(built, django_db_blocker):
    with django_db_blocker.unblock():
        place = Municipality.objects.get(code="2281")
        idea = published(place)
        yield {
            "idea": f"/ideer/{idea.reference}/",
            "support": f"/stod/{idea.topic_id}/",
            "person": UserFactory(home=place),
            "staff": staff(place, Role.MODERATOR, Role.CASE_OFFICER),
        }


def address(world, path: str) -> str:
    return path.replace("IDEA", world["idea"]).replace("SUPPORT", world["support"])


def ask(client: Client, path: str, query: str) -> str:
    response = client.get(path, QUERY_STRING=query)
    body = content_of(response).decode(errors="replace")
    assert response.status_code < 500, (path, query[:200], response.status_code)
    return body


def assert_nothing_acts(body: str, where: object) -> None:
    if "<html" not in body or not (MARK in body or "evil" in body):
        return  # nothing of what was asked stands there
    page = Page(body)
    names = {name for _tag, names in page.elements for name in names}
    assert not {name for name in names if name.startswith("on")}, where
    assert f"<script>{MARK}" not in body, where
    assert not [scheme for scheme in page.schemes if scheme in ("javascript", "data", "vbscript")], where
    assert not re.search(r'(?:href|action|src)="(?://|\\\\|https?:)[^"]*evil', body), where


@pytest.mark.parametrize("turn", range(0, len(HOSTILE), 3))
def test_no_address_breaks_or_reflects_whatever_its_parameters_hold(world, turn, settings):
    """All known parameters at once, each with another value, on every page; and round."""
    settings.LIMITS = dict.fromkeys(settings.LIMITS, ())
    values = [value[:150] for value in HOSTILE.values()]  # the whole address has room for only so much
    query = "&".join(f"{name}={values[(turn + n) % len(values)]}" for n, name in enumerate(known_parameters()))
    person, member, anybody = Client(), Client(), Client()
    person.force_login(world["person"])
    member.force_login(world["staff"])

    for client, paths in ((anybody, PUBLIC), (person, OWN), (member, STAFF)):
        for path in paths:
            where = address(world, path)
            assert_nothing_acts(ask(client, where, query), (where, query))


KINDS = ["broken", "huge", "script", "NUL", "beyond", "quote", "stars", "infinite", "digits"]
SEARCHED = ["/sok/", "/sundsvall/ideer/", "/sundsvall/e-tjanster/", "/ideer/liknande/", "/karta/2281.svg"]


@pytest.mark.parametrize("path", [*SEARCHED, "IDEA", "/cms/ideer/", "/cms/felanmalningar/", "/cms/anmalt/"])
def test_each_parameter_by_itself_is_harmless(world, path, settings):
    settings.LIMITS = dict.fromkeys(settings.LIMITS, ())
    client = Client()
    if path.startswith("/cms/"):
        client.force_login(world["staff"])
    where = address(world, path)
    read = {"/sok/": "q kommun slag sida", "/sundsvall/ideer/": "visa kategori sortera efter", "IDEA": "ordna efter",
            "/sundsvall/e-tjanster/": "kategori q efter", "/ideer/liknande/": "q title text kommun",
            "/karta/2281.svg": "bredd lon lat"}  # fmt: skip
    for_staff = "q visa kategori fran sortera state since p"
    for name in read.get(path, for_staff).split():
        for kind in KINDS[:3] if path.startswith("/cms/") else KINDS:
            assert_nothing_acts(ask(client, where, f"{name}={HOSTILE[kind]}"), (where, name, kind))


def test_lists_repetitions_and_names_nobody_knows_are_harmless(world, settings):
    """13: no column of the database can be asked for."""
    settings.LIMITS = dict.fromkeys(settings.LIMITS, ())
    client = Client()
    queries = [
        "q[]=a&q[]=b&efter[]=c", "q=a&q=b&sida=1&sida=x", "author__email__icontains=a&topic__author__password=b",
        "%ff=1&%00=2&=3&&&", "q", "efter=&efter", "a=" + "b" * 7000, "&".join(f"a{number}=1" for number in range(900)),
        "sortera=-author__email", "ordna=author__password", "sortera=title;DROP", "next=https://evil.example/",
    ]  # fmt: skip
    for path in (*SEARCHED, world["idea"], "/sundsvall/", "/konto/login/"):
        for query in queries:
            assert_nothing_acts(ask(client, path, query), (path, query[:80]))


def test_more_parameters_than_anybody_needs_are_refused_and_not_worked_through():
    """31"""
    client = Client(raise_request_exception=False)

    assert client.get("/sok/", QUERY_STRING="&".join(f"a{number}=1" for number in range(4000))).status_code == 400
    assert client.post("/konto/login/", {f"a{number}": "1" for number in range(4000)}).status_code == 400


@pytest.mark.parametrize("where", ["/sok/?sida=99999", "/sundsvall/ideer/?efter=zzz", "/sok/?q=" + "a%20" * 900])
def test_a_page_far_away_and_a_long_question_cost_no_more(built, client, django_assert_max_num_queries, where):
    """31"""
    with django_assert_max_num_queries(24):
        assert client.get(where).status_code == 200
