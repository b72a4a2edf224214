"""Look at every page as everybody, and write down which hidden thing stood where."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlsplit

from django.urls import Resolver404, resolve

from .addresses import addresses
from .links import links_in
from .roles import EVERYBODY, VISITOR
from .unpacking import unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from participation.accounts.models import User

    from .fetching import Answer, Browser
    from .planted import Planted

# Drawings, colours and pictures of a municipality, which hold nothing of a person.
THE_SAME_FOR_ALL = (
    "/karta/",
    "/tema/",
    "/media/",
    "/sw.js",
    "/felanmalan/manifest.webmanifest",
    "/en/felanmalan/manifest.webmanifest",
)
MAY_BE_UNREADY = "/readyz"  # says 503 where no worker runs
FRAGMENT = {"HX-Request": "true"}
MOST_ALIKE = 2  # pages of one kind that are found by links alone
MOST_FOUND = 15  # of them all, for each person
SKIPPED = ("/static/", "/cms/logout/", "/konto/logout/")  # files of the program itself, and signing out
# One citizen asks for all of the admin and is turned away; the others are no different there.
NOT_IN_ADMIN = ("author", "stranger")
# Their own news lead the reporter to their own report: its address is in the header that sends them there.
SENT_THERE = {"author": {"secret address of the fault"}}


@dataclass(frozen=True)
class Sighting:
    """The hidden thing `thing` stood in the answer to `role` at `where`."""

    role: str
    thing: str
    where: str


@dataclass
class Seen:
    sightings: list[Sighting] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)  # what is wrong besides: broken pages, headers
    pages: dict[str, int] = field(default_factory=lambda: defaultdict(int))  # answers, by role
    # Status and Location, by role and path.
    answers: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)

    def things(self, role: str) -> set[str]:
        return {sighting.thing for sighting in self.sightings if sighting.role == role}


class Walk:
    """One person's walk through the portal."""

    def __init__(self, role: str, browser: Browser, planted: Planted, seen: Seen, *, host: str = "") -> None:
        self.role, self.browser, self.planted, self.seen, self.host = role, browser, planted, seen, host
        self.found: dict[str, None] = {}

    def go(self, paths: Iterable[str]) -> None:
        known = list(dict.fromkeys(paths))
        for path in known:
            self.look(path)
        been, kinds = set(known), defaultdict[str, int](int)
        for path in list(self.found):
            kind = kind_of(path)
            if path in been or kinds[kind] >= MOST_ALIKE or sum(kinds.values()) >= MOST_FOUND:
                continue
            kinds[kind] += 1
            been.add(path)
            self.look(path)

    def look(self, path: str) -> None:
        answer = self.browser.get(path)
        self.seen.pages[self.role] += 1
        self.seen.answers[self.role, path] = (answer.status, answer.header("Location"))
        self.note(answer, path)
        if "text/html" in answer.header("Content-Type"):
            for link in links_in(answer.body, at=path, host=self.host):
                if not link.startswith(SKIPPED):
                    self.found.setdefault(link)
        if "HX-Request" in answer.header("Vary"):
            self.note(self.browser.get(path, FRAGMENT), f"{path} (fragment)")

    def note(self, answer: Answer, where: str) -> None:
        asked = self.planted.marks.found_in(where.encode())
        for thing in self.planted.marks.found_in(unpacked(answer.body)) - asked:
            self.seen.sightings.append(Sighting(self.role, thing, where))
        asked |= SENT_THERE.get(self.role, set())
        for complaint in complaints(answer, self.planted, asked, where=where, signed_in=self.role != VISITOR):
            self.seen.complaints.append(f"{self.role} {where}: {complaint}")


def complaints(answer: Answer, planted: Planted, asked: set[str], *, where: str, signed_in: bool) -> list[str]:
    broken = answer.status == 429 or (answer.status >= 500 and where != MAY_BE_UNREADY)
    found = [f"answered {answer.status}"] if broken else []
    for name, value in answer.headers:
        if name.lower() == "content-disposition":
            continue  # the name of a file that the person may read
        for thing in planted.marks.found_in(value.encode()) - asked:
            found.append(f"header {name} holds: {thing}")
    caching = answer.header("Cache-Control")
    shared = signed_in and not where.startswith(THE_SAME_FOR_ALL)
    if shared and not ({"private", "no-store"} & set(caching.replace(" ", "").split(","))):
        found.append(f"a page of a person may be kept by a shared cache: Cache-Control: {caching!r}")
    return found


def kind_of(path: str) -> str:
    """Pages of one view that are asked the same questions."""
    parts = urlsplit(path)
    try:
        view = resolve(parts.path)
        name = view.view_name if view.view_name != "wagtail_serve" else parts.path
    except Resolver404:
        name = parts.path.rsplit("/", 1)[0]
    return f"{name}?{','.join(sorted({key for key, _value in parse_qsl(parts.query)}))}"


SEARCHES = (
    "/sok/?q={word}",
    "/en/sok/?q={word}",
    "/ideer/liknande/?kommun={code}&q={word}",
    "/{slug}/ideer/?q={word}",
    "/{slug}/e-tjanster/?q={word}",
    "/cms/pages/search/?q={word}",
    "/cms/choose-page/search/?q={word}",
    "/cms/images/?q={word}",
    "/cms/images/chooser/results/?q={word}",
    "/cms/documents/?q={word}",
    "/cms/documents/chooser/results/?q={word}",
    "/cms/users/?q={run}",  # it looks at addresses, and at real names
    "/cms/ideer/?q={word}",
    "/cms/felanmalningar/?q={word}",
    "/cms/choose-idea/results/?q={word}",
    "/cms/choose-eservice/results/?q={word}",
    "/cms/api/main/pages/?search={word}",
    "/cms/api/main/pages/?fields=*",
    "/cms/api/main/images/?fields=*&search={word}",
    "/cms/api/main/documents/?fields=*&search={word}",
)
BULK = ("delete", "publish", "unpublish", "move")
ALSO = (
    "/cms/choose-page/chosen-multiple/?id={draft}",
    "/cms/images/chooser/chosen-multiple/?id={image}",
    "/cms/documents/chooser/chosen-multiple/?id={document}",
    "/cms/reports/site-history/?export=csv",
    "/cms/reports/page-types-usage/?export=xlsx",
    "/cms/bulk/wagtailimages/image/delete/?id={image}",
    "/cms/bulk/wagtaildocs/document/delete/?id={document}",
    "/cms/bulk/accounts/user/delete/?id={person}",
    "/cms/bulk/accounts/user/assign_role/?id={person}",
    "/cms/anmalt/?beslutat=1",
    "/cms/felanmalningar/?status=in_progress",
    *(f"/cms/bulk/wagtailcore/page/{action}/?id={{draft}}" for action in BULK),
)
IN_ENGLISH = ("/en/", "/en/{slug}/", "/en/{slug}/ideer/", "/en/ideer/{number}/", "/en/mina/", "/en/nyheter-till-dig/")


def places(planted: Planted) -> list[str]:
    """Every address, and every question that finds things: for what all planted things have in common."""
    rows = planted.rows
    values = {
        "word": quote("läckageprov"),
        "run": planted.marks.run,
        "code": planted.here.code,
        "slug": planted.here.slug,
        "draft": rows["draft page"].pk,
        "image": rows["image"].pk,
        "document": rows["wagtail document"].pk,
        "person": planted.people["author"].pk,
        "number": rows["hidden"].reference,
    }
    asked = [question.format(**values) for question in (*SEARCHES, *ALSO, *IN_ENGLISH)]
    return [address.path for address in addresses(planted)] + asked


def is_for(role: str, path: str, planted: Planted) -> bool:
    if path.startswith(SKIPPED) or (role in NOT_IN_ADMIN and path.startswith("/cms/")):
        return False
    return role == "author" or not secret(path, planted)


def secret(path: str, planted: Planted) -> bool:
    """Whoever has this address is the reporter, or the one the mail was sent to: nobody else is sent there."""
    reports = [planted.rows[name].token for name in ("report", "hidden report", "waiting report")]
    held = (*reports, planted.rows["unsubscribe token"], planted.rows["link"])
    return any(token in path for token in held)


def walk_as_everybody(
    planted: Planted,
    browser_for: Callable[[User | None], Browser],
    *,
    roles: Iterable[str] = EVERYBODY,
    host: str = "",
    only: Iterable[str] = (),
    told: Callable[[str], None] = lambda role: None,
) -> Seen:
    """`only` are the paths to begin with, instead of all that there are."""
    seen, paths = Seen(), list(only) or places(planted)
    for role in roles:
        told(role)
        own = [path for path in paths if is_for(role, path, planted)]
        Walk(role, browser_for(planted.people.get(role)), planted, seen, host=host).go(own)
    return seen
