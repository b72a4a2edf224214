"""1, 6, 33: hostile words in every field of a fault report, of its desk and of case systems, on every page and in every
mail of faults. A template that no surface renders is red, and so is a field of words that is new and shown raw.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count, cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.template import Template
from django.test import Client
from django.test.signals import template_rendered
from django.utils import timezone

from participation.faults.actions import ask_to_follow, change_status, follow_report
from participation.faults.case_systems import connecting
from participation.faults.case_systems.email.adapter import ByEmail
from participation.faults.case_systems.protocol import Found, Offer
from participation.faults.case_systems.tickets import ticket_of
from participation.faults.models import AreaWatch, CaseSystem
from participation.faults.public.watches import tell_watches
from participation.notifications.models import OutgoingMail
from tests.faults.factories import at, shown

from .faults_story import LINK, Story, rewrite, told
from .reading import content_of
from .strings import all_strings, assert_harmless, chunks, one_line

pytestmark = pytest.mark.django_db
SAFE = "Ett helt vanligt ord"
BEGINS = "&lt;b title=x&gt;"  # as it stands where it is escaped
TEMPLATES = Path(settings.BASE_DIR) / "templates"
# Templates that print something and that no surface here renders, each with its reason.
PRINT_NO_WORDS = {
    "faults/_question.html": "asks which municipality, by names that the program knows",
    "faults/desk/rules_where.html": "names of municipalities",
    "faults/follow_hidden.html": "a number, and the name of a municipality",
    "faults/review/decision.html": "is tried with such words in tests/faults/review/test_deciding.py",
}


@pytest.fixture(scope="module")
def strings(data: Path) -> list[str]:
    return list(dict.fromkeys(one_line(text) for text in all_strings(data)))


@pytest.fixture(scope="module")
def story(built: None, django_db_blocker: Any) -> Iterator[Story]:
    with django_db_blocker.unblock():
        yield told()


def hostile(strings: list[str]) -> Iterator[str]:
    """Short ones, which fit everywhere, and many at a time; each begins with an element, so that none goes unseen."""
    some = [text for text in strings[::40] if len(text) < 70] + [" ⁂ ".join(few) for few in chunks(strings[::90], 900)]
    return cycle(f"<b title=x>&lt;i&gt; {text}" for text in some)


def surfaces(story: Story, word: str) -> dict[str, tuple[str, Any, dict[str, Any] | None]]:
    """By name: the address, who asks (nobody, the citizen, the officer), and what is posted, with `word` in it."""
    rows, officer, citizen = story.rows, story.officer, story.citizen
    desk, systems, mine = "/cms/felanmalningar", "/cms/arendesystem", "/felanmalan"
    report, whole, ended = (rows[name] for name in ("report", "whole", "ended"))
    system, category = rows["system"], rows["category"]
    acts = ("samma", "dela", "fordela", "lage", "plats", "synlighet", "lamna", "forvaltning")
    tried = {"text": f"lampa {word}", "category": category.pk, "lon": "17.3069", "lat": "62.3908"}
    written = at((17.3069, 62.3908), text=f"lampa {word}", category="lyktor")
    preview = {"status": "fixed", "message": word, "gor": "visa", "response": "", "visa": "1"}
    said: dict[str, tuple[str, Any, dict[str, Any] | None]] = {
        # what everybody sees
        "front": (f"{mine}/ny/2281/", None, None),
        "page": ("/sundsvall/felanmalan/", None, None),
        "told first": (f"{mine}/ny/2281/", None, written),
        "hint of the kind": (f"{mine}/ny/2281/", None, {**written, "hint": "slag"}),
        "hint of the address": (f"{mine}/ny/2281/", None, {**written, "hint": "adress"}),
        "list": (f"{mine}/anmalda/2281/", None, None),
        "everywhere": (f"{mine}/anmalda/", None, None),
        "figures": (f"{mine}/anmalda/2281/sa-gar-det/", None, None),
        "watch": (f"{mine}/anmalda/2281/bevaka/", None, None),
        "confirm watch": (f"{mine}/bevakning/{rows['watch'].token}/", None, None),
        "stop watch": (f"{mine}/bevakning/{rows['watch'].token}/sluta/", None, None),
        "public": (f"{mine}/anmalan/{report.number}/", None, None),
        "public in English": (f"/en{mine}/anmalan/{report.number}/", None, None),
        "public of parts": (f"{mine}/anmalan/{whole.number}/", None, None),
        "follow": (f"{mine}/folj/{report.number}/", None, None),
        "follow a double": (f"{mine}/folj/{rows['double'].number}/", None, None),
        "unfollow": (f"{mine}/sluta-folja/{rows['follower'].token}/", None, None),
        "confirm follow": (f"{mine}/vill-folja/{rows['asks'].token}/", None, None),
        # the reporter
        "answer": (f"{mine}/svara/{rows['inquiry'].token}/", None, None),
        "own": (f"{mine}/mina/", citizen, None),
        "waiting": (f"{mine}/vantar/", None, None),
        **{f"status of {name}": (f"{mine}/arende/{rows[name].token}/", None, None) for name in
           ("report", "whole", "double", "asked", "ended")},
        **{f"{step} of the report": (f"{mine}/arende/{report.token}/{step}/", None, None) for step in
           ("kvitto", "tillagg", "glom")},
        "verdict": (f"{mine}/arende/{ended.token}/borta/", None, None),
        "case link": (f"{mine}/lank/{LINK}/", None, None),
        # the desk
        "desk": (f"{desk}/", officer, None),
        "map of the desk": (f"{desk}/?vy=karta", officer, None),
        "desk of a place": (f"{desk}/?ruta=17.2,62.3,17.4,62.45", officer, None),
        **{f"{name} at the desk": (f"{desk}/{rows[name].pk}/", officer, None) for name in
           ("report", "whole", "part", "double", "asked", "ended")},
        **{act: (f"{desk}/{whole.pk}/{act}/", officer, None) for act in acts},
        "preview": (f"{desk}/{whole.pk}/lage/", officer, preview),
        "not the same": (f"{desk}/{rows['double'].pk}/inte-samma/", officer, None),
        "mask": (f"{desk}/{report.pk}/bild/{rows['photo'].pk}/dolj/", officer, None),
        "many": (f"{desk}/flera/", officer, {"pk": [report.pk, whole.pk]}),
        "preview of many": (f"{desk}/flera/", officer, {"pk": [report.pk, whole.pk], **preview}),
        "rules": (f"{desk}/regler/2281/", officer, None),
        "rules tried": (f"{desk}/regler/2281/", officer, tried),
        "rule": (f"{desk}/regler/2281/{rows['rule'].pk}/", officer, None),
        "categories": (f"{desk}/kategorier/2281/", officer, None),
        "category": (f"{desk}/kategorier/2281/{category.pk}/", officer, None),
        "question": (f"{desk}/kategorier/2281/{category.pk}/fraga/{rows['question'].pk}/", officer, None),
        "responses": (f"{desk}/svarsmallar/2281/", officer, None),
        "response": (f"{desk}/svarsmallar/2281/{rows['response'].pk}/", officer, None),
        "planning": (f"{desk}/planering/", officer, None),
        "planning by category": (f"{desk}/planering/?grupp=kategori", officer, None),
        "spots": (f"{desk}/planering/rutor/", officer, None),
        "repeats": (f"{desk}/planering/samma-plats/", officer, None),
        # case systems, and what they say
        "systems": (f"{systems}/", officer, None),
        "system": (f"{systems}/{system.pk}/", officer, None),
        "meaning tried": (f"{systems}/{system.pk}/?status=klart&words={quote(word)}", officer, None),
        "unknown status": (f"{systems}/{system.pk}/?status=annat&words={quote(word)}", officer, None),
        "system edited": (f"{systems}/{system.pk}/andra/", officer, None),
        "connection": (f"{systems}/{system.pk}/anslutning/", officer, {}),
        "mapping": (f"{systems}/{system.pk}/lage/{rows['mapping'].pk}/", officer, None),
        "not sent": (f"{systems}/inte-skickade/", officer, None),
        "dispatch": (f"{systems}/skickad/{rows['dispatch'].pk}/", officer, None),
        "keys": ("/cms/open311/", officer, None),
    }  # fmt: skip
    return said


def page(path: str, person: Any, posted: dict[str, Any] | None) -> str:
    """As it is sent; nothing is kept of a POST."""
    client = Client()
    if person is not None:
        client.force_login(person)
    with transaction.atomic():
        response = client.get(path) if posted is None else client.post(path, posted)
        body = content_of(response).decode()
        transaction.set_rollback(True)
    assert response.status_code in (200, 410), (path, response.status_code)
    return body


def mails(story: Story, words: Iterator[str]) -> dict[str, str]:
    """The HTML of every kind of mail about faults, by what it is about."""
    now, report = timezone.now(), story.rows["report"]
    with transaction.atomic():
        OutgoingMail.objects.all().delete()
        report.refresh_from_db()
        change_status(report=report, by=story.officer, status="in_progress", message=next(words)[:1500], now=now)
        change_status(report=report, by=story.officer, status="asked", message=next(words)[:1500], now=now)
        ask_to_follow(report=story.rows["asked"], email="ny@example.com", language="sv", now=now)
        follow_report(report=story.rows["whole"], email="ny2@example.com", now=now)
        Client().post("/felanmalan/anmalda/2281/bevaka/", {"email": "ny3@example.com"})
        shown(story.place, text=next(words)[:900], category=story.rows["category"], now=now)
        AreaWatch.objects.update(told_until=now - timedelta(days=1))
        tell_watches(timezone.now() + timedelta(minutes=5))
        by_mail = CaseSystem(kind="email", name="Park", settings={"to": "parken@example.com"}, shares_contact=True)
        story.rows["dispatch"].refresh_from_db()
        adapter = ByEmail(by_mail)
        adapter.create(ticket_of(story.rows["dispatch"]))
        found = {
            f"{mail.to} {place}": mail.html
            for place, mail in enumerate(OutgoingMail.objects.exclude(html="").order_by("pk"))
        }
        transaction.set_rollback(True)
    return found


@contextmanager
def rendered() -> Iterator[set[str]]:
    names: set[str] = set()

    def note(sender: Any, template: Template, **_more: Any) -> None:
        names.add(str(template.name))

    template_rendered.connect(note)
    try:
        yield names
    finally:
        template_rendered.disconnect(note)


def what_it_says(words: Iterator[str]) -> Found:
    """What another system says of itself when it is asked."""
    offers = [Offer("172", next(words), ((next(words), next(words), True),))]
    return Found([next(words), next(words)], offers, (next(words),), next(words), next(words))


def everything(story: Story, words: Iterator[str], monkeypatch: Any) -> dict[str, str]:
    cache.clear()
    assert rewrite(words, count(100)) > 100
    for row in story.rows.values():
        row.refresh_from_db()
    story.officer.refresh_from_db()
    monkeypatch.setattr(connecting, "_asked", lambda *_args: what_it_says(words))
    pages = {name: page(*asked) for name, asked in surfaces(story, next(words)[:300]).items()}
    return pages | {f"mail {about}": html for about, html in mails(story, words).items()}


def test_the_same_elements_on_every_page_and_in_every_mail(
    story: Story, strings: list[str], monkeypatch: Any, settings: Any
) -> None:
    """One test, since it looks at the end whether every template was there."""
    settings.LIMITS = dict.fromkeys(settings.LIMITS, ())
    benign = everything(story, cycle([SAFE]), monkeypatch)
    with rendered() as seen:
        pages = everything(story, hostile(strings), monkeypatch)

    wrong = {}
    assert list(pages) == list(benign)
    for name, body in pages.items():
        try:
            assert_harmless(body, benign[name], [])
        except AssertionError as found:
            wrong[name] = str(found)[:400]
    assert wrong == {}
    assert sum(BEGINS in body for body in pages.values()) > 0.7 * len(pages)
    printing = {
        str(path.relative_to(TEMPLATES))
        for folder in ("faults", "emails/faults")
        for path in (TEMPLATES / folder).rglob("*.html")
        if "{{" in path.read_text(encoding="utf-8")
    }
    assert printing - seen == set(PRINT_NO_WORDS)


def test_tables_hold_no_formula_and_feeds_are_sound(story: Story, strings: list[str]) -> None:
    """33: of the desk and of planning, as CSV and as XLSX; and what other programs read."""
    formulas = cycle(["=1+1", "@SUM(A1)", "+1", "-1", "\t=1", *strings[::60]])
    rewrite(formulas, count(100))
    client = Client()
    client.force_login(story.officer)
    desk = "/cms/felanmalningar"
    tables = [f"{desk}/tabell.csv", *(f"{desk}/planering/{which}.csv" for which in ("figurer", "rutor", "samma-plats"))]

    for path in tables:
        table = list(csv.reader(io.StringIO(content_of(client.get(path)).decode()[1:], newline="")))
        assert table, path
        assert not [cell for row in table for cell in row if cell.lstrip(" \u00a0").startswith(tuple("=+-@\t\r"))], path
    for which in ("figurer", "rutor", "samma-plats"):
        with zipfile.ZipFile(io.BytesIO(content_of(client.get(f"{desk}/planering/{which}.xlsx")))) as book:
            sheet = book.read(next(name for name in book.namelist() if "sheet1" in name))
        assert b"<f>" not in sheet
        assert ElementTree.fromstring(sheet) is not None
    for path in ("/felanmalan/anmalda/flode/", "/open311/v2/requests.xml", "/open311/v2/services.xml"):
        response = Client().get(path)
        assert response.status_code == 200, path
        assert ElementTree.fromstring(content_of(response)) is not None
