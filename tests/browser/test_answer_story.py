"""What the municipality answers, end to end: officer → lawyer, and back → committee → everybody, and all are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from .conftest import Portal, ask, sign_in, text_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

SENTENCE, MENDED = "Ja, före sommaren.", "Ja, före sommaren, om marken är kommunens."
TEXT = "Cykelställen ryms vid hållplatsen. De är billiga. Vi har frågat dem som går förbi, och de vill ha tak. " * 3
RETURNED = "Skriv att marken måste vara vår."
AUTHOR, SUPPORTER = "medborgare@demo.example", "granne@demo.example"


@pytest.fixture(scope="module")
def ideas(portal: Portal) -> list[dict[str, Any]]:
    """One for each way of browsing."""
    return list(ask(portal, "ideas", *(f"Fler cykelställ {uuid4().hex[:6]}" for _way in range(2))))


def draft(officer: Page, topic: int, *, javascript: bool) -> None:
    officer.goto(f"/cms/svar/{topic}/skriv/")
    officer.get_by_label("Ja, det gör vi").check()
    officer.locator("[name=sentence]").fill(SENTENCE)
    officer.locator("[name=text]").fill(TEXT)
    if not javascript:
        officer.get_by_role("button", name="Granska språket").click()
    expect(officer.locator("[data-language-shown]")).to_contain_text("LIX")
    officer.locator("[name=next_step]").fill("Vi beställer dem.")
    officer.locator("[name=next_step_on]").fill("2099-06-01")
    officer.locator("[name=department]").select_option(index=1)
    officer.locator("button.btn[value=spara]").click()
    officer.get_by_role("link", name="Läs och förhandsvisa").click()
    officer.get_by_role("link", name="Visa som invånarna ser det").click()
    expect(officer.get_by_role("main")).to_contain_text(SENTENCE)


def send(officer: Page, topic: int, sentence: str) -> None:
    officer.goto(f"/cms/svar/{topic}/skriv/")
    officer.locator("[name=sentence]").fill(sentence)
    officer.get_by_role("button", name="Skicka för godkännande").click()
    expect(officer.get_by_role("main")).to_contain_text("Väntar: Jurist")


def decide(person: Page, idea: dict[str, Any], button: str, comment: str = "") -> None:
    """From the desk, where it waits."""
    person.goto("/cms/")
    person.get_by_role("link", name=f"Svar att godkänna: {idea['title']}").first.click()
    person.locator("[name=comment]").fill(comment)
    person.get_by_role("button", name=button).click()
    expect(person.locator(".messages")).to_contain_text("Godkänt" if button == "Godkänn" else "tillbaka")


def nothing_is_said(visitor: Page, idea: dict[str, Any]) -> None:
    visitor.goto(idea["path"])
    expect(visitor.get_by_role("main")).not_to_contain_text("före sommaren")
    visitor.goto("/du-sa-vi-gjorde/2281/")
    expect(visitor.get_by_role("main")).not_to_contain_text(idea["title"])


def told(portal: Portal, person: Page, address: str, sentence: str) -> None:
    """In the mail and in the inbox."""
    assert MENDED in text_of(portal.mailed_to(address, sentence))
    person.goto("/nyheter-till-dig/")
    expect(person.get_by_role("main")).to_contain_text(sentence)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_answer_goes_all_its_way_before_anybody_reads_it(
    portal: Portal, new_visitor: Any, ideas: list[dict[str, Any]], javascript: bool
) -> None:
    idea = ideas[javascript]
    people = [new_visitor(javascript=javascript) for _person in range(6)]
    officer, lawyer, committee, visitor, author, supporter = people
    for person, name in zip(people, ("handlaggare", "jurist", "namnd"), strict=False):
        sign_in(person, name)

    draft(officer, idea["topic"], javascript=javascript)
    send(officer, idea["topic"], SENTENCE)
    nothing_is_said(visitor, idea)
    decide(lawyer, idea, "Lämna tillbaka", RETURNED)
    assert RETURNED in text_of(portal.mailed_to("handlaggare@demo.example", f"”{idea['title']}” är tillbaka"))
    officer.goto(f"/cms/svar/{idea['topic']}/")
    expect(officer.get_by_role("main")).to_contain_text(RETURNED)
    send(officer, idea["topic"], MENDED)
    decide(lawyer, idea, "Godkänn")
    nothing_is_said(visitor, idea)
    decide(committee, idea, "Godkänn")

    visitor.goto(idea["path"])
    expect(visitor.get_by_role("main")).to_contain_text(MENDED)
    visitor.goto("/du-sa-vi-gjorde/2281/")
    expect(visitor.get_by_role("main").get_by_role("listitem").filter(has_text=idea["title"])).to_contain_text(MENDED)
    sign_in(author, "medborgare")
    told(portal, author, AUTHOR, f"Kommunen har svarat på din idé ”{idea['title']}”")
    sign_in(supporter, "granne")
    told(portal, supporter, SUPPORTER, f"Kommunen har svarat på idén ”{idea['title']}”")
