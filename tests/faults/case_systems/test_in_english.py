"""A status of theirs in words of ours: Swedish, and English to whoever reads that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from participation.faults.actions import set_publicity
from participation.faults.case_systems.kinds import KINDS
from participation.faults.models import FaultReport, StatusMapping
from participation.notifications.models import OutgoingMail

from .conftest import ask, now, sent_in, work
from .open311_double import told

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.faults.case_systems.protocol import Kind
    from participation.faults.models import CaseSystem
    from participation.places.models import Municipality

    from .open311_double import Open311Double

pytestmark = pytest.mark.django_db

SWEDISH, ENGLISH = "Arbetet har börjat.", "We are at it."
ANNA = "anna@example.se"


@pytest.fixture
def in_english(o_system: CaseSystem) -> CaseSystem:
    StatusMapping.objects.filter(theirs="in_progress").update(words_en=ENGLISH, shows_their_words=True)
    StatusMapping.objects.filter(theirs="contractor").update(words_en="Left to the contractor.")
    return o_system


@pytest.mark.parametrize(("language", "words", "other"), [("en", ENGLISH, SWEDISH), ("sv", SWEDISH, ENGLISH)])
def test_mails_and_pages_say_it_in_the_language_of_whoever_reads(
    language: str,
    words: str,
    other: str,
    client: Any,
    in_english: CaseSystem,
    open311: Open311Double,
    sundsvall: Municipality,
) -> None:
    report = sent_in(sundsvall, contact_email=ANNA, language=language)
    work(in_english)
    open311.updates = [told("u1", "1", "in_progress", now(), "Lampa 14.")]
    ask(in_english)
    FaultReport.objects.filter(pk=report.pk).update(publicity="waiting")
    set_publicity(report=report, by=None, publicity="shown", now=now())

    mail = OutgoingMail.objects.filter(to=ANNA).latest("pk")
    front = "/en" if language == "en" else ""
    pages = [client.get(front + path).text for path in (bare(report.get_absolute_url()), bare(public_of(report)))]

    assert (words in mail.text, other in mail.text, "Lampa 14." in mail.text) == (True, False, True)
    assert [(words in page, other in page) for page in pages] == [(True, False)] * 2


def test_news_without_a_status_of_ours_are_in_english_too(
    client: Any, in_english: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall, contact_email=ANNA, language="en")
    work(in_english)
    open311.updates = [told("u1", "1", "contractor", now())]
    ask(in_english)

    assert "Left to the contractor." in OutgoingMail.objects.filter(to=ANNA).latest("pk").text
    assert report.events.get(kind="news").message == "Lämnat till entreprenören."


def test_without_english_words_the_swedish_are_shown(
    client: Any, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    sent_in(sundsvall, contact_email=ANNA, language="en")
    work(o_system)
    open311.updates = [told("u1", "1", "in_progress", now())]
    ask(o_system)

    assert SWEDISH in OutgoingMail.objects.filter(to=ANNA).latest("pk").text


def test_staff_write_both_and_see_both(client: Any, case_officer: User, o_system: CaseSystem) -> None:
    client.force_login(case_officer)
    row = o_system.mappings.get(theirs="contractor")
    base = f"/cms/arendesystem/{o_system.pk}/"
    address = f"{base}lage/{row.pk}/"
    said = {"theirs": "contractor", "ours": "", "words": "Lämnat vidare.", "words_en": "Left on.", "notify": "on"}

    refused = client.post(address, {**said, "words": ""}).text
    saved = client.post(address, said)
    page = client.get(base, {"status": "contractor"}).text

    assert "Skriv texten på svenska också." in refused
    assert saved.status_code == 302
    assert page.count("Left on.") == 2  # in the table, and in what would be read


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_a_new_system_begins_with_words_in_both_languages(
    client: Any, case_officer: User, sundsvall: Municipality, kind: Kind
) -> None:
    client.force_login(case_officer)
    form = {"name": "Ny", "municipalities": [sundsvall.pk], "url": "https://system.example.se/v2", "is_on": "on"}
    form |= {one.name: one.choices[0][0] if one.choices else "https://system.example.se/x" for one in kind.settings}
    form |= {one.name: "en@example.se" for one in kind.settings if one.is_email}

    client.post(f"/cms/arendesystem/nytt/{kind.code}/", form)

    words = list(StatusMapping.objects.values_list("theirs", "words", "words_en"))
    assert {theirs for theirs, *_words in words} == {row[0] for row in kind.mappings}
    assert [theirs for theirs, swedish, english in words if bool(swedish) != bool(english)] == []


def bare(path: str) -> str:
    return path.removeprefix("/en")


def public_of(report: FaultReport) -> str:
    from django.urls import reverse

    return reverse("faults:public", args=[report.number])
