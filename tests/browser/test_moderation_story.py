"""What is flagged, end to end: a moderator decides and says why, the author appeals, somebody else decides that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from .conftest import Portal, ask, sign_in, text_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

FACTS = "Du kallar grannen lat."
WHY, ANSWER = "Jag menade hunden.", "Vi läser det som om hunden. Inlägget visas igen."
AUTHOR = "medborgare@demo.example"


@pytest.fixture(scope="module")
def ideas(portal: Portal) -> list[dict[str, Any]]:
    """One for each way of browsing."""
    return list(ask(portal, "ideas", *(f"Fler lekplatser {uuid4().hex[:6]}" for _way in range(2))))


def write(author: Page, path: str, words: str) -> None:
    author.goto(path)
    author.locator("#trad textarea").first.fill(words)
    author.get_by_role("button", name="Skicka inlägget").click()
    expect(author.locator("#trad ol")).to_contain_text(words)


def flag(neighbour: Page, path: str, words: str) -> None:
    neighbour.goto(path)
    neighbour.locator("article.post", has_text=words).get_by_role("link", name="Anmäl").click()
    neighbour.get_by_label("Hot, hat eller kränkning").check()
    neighbour.locator("[name=text]").fill("Det går ut över någon.")
    neighbour.get_by_role("button", name="Skicka anmälan").click()
    expect(neighbour.get_by_role("heading", level=1)).to_have_text("Tack för din anmälan")


def hide(moderator: Page, words: str) -> None:
    """In the queue, where it waits with what was said of it."""
    moderator.goto("/cms/anmalt/")
    row = moderator.locator("[data-row]", has_text=words)
    expect(row).to_contain_text("1 anmälan")
    row.get_by_role("link", name="Läs och besluta").click()
    expect(moderator.get_by_role("main")).to_contain_text("Det går ut över någon.")
    moderator.locator("[name=outcome][value=hidden]").check()
    moderator.get_by_role("button", name="Besluta").click()
    expect(moderator.get_by_role("main")).to_contain_text("Skriv varför")  # nothing is hidden without a reason
    moderator.locator("[name=facts]").fill(FACTS)
    moderator.get_by_role("button", name="Besluta").click()
    expect(moderator.locator(".messages")).to_contain_text("Beslutet är sparat")


def appeal(portal: Portal, author: Page, title: str) -> None:
    """From the mail, which says rule and facts, to the page of the decision."""
    said = text_of(portal.mailed_to(AUTHOR, f"Ditt inlägg om ”{title}” är dolt"))
    assert "Regel: " in said
    assert f"Skäl: {FACTS}" in said
    author.goto(re.search(r"http\S+/(?:nyheter-till-dig|mina/beslut)/\S+", said).group())  # type: ignore[union-attr]
    expect(author.get_by_role("main")).to_contain_text(FACTS)
    author.locator("[name=words]").fill(WHY)
    author.get_by_role("button", name="Överklaga beslutet").click()
    expect(author.get_by_role("main")).to_contain_text("Någon annan än den som beslutade prövar det")


def grant(other: Page) -> None:
    other.goto("/cms/anmalt/?sort=appeal")
    other.locator("[data-row]", has_text=WHY).first.get_by_role("link", name="Läs och besluta").click()
    expect(other.get_by_role("main")).to_contain_text(FACTS)
    other.locator("[name=outcome][value=changed]").check()
    other.locator("[name=answer]").fill(ANSWER)
    other.get_by_role("button", name="Svara och besluta").click()
    expect(other.locator(".messages")).to_contain_text("Överklagandet är prövat")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_what_is_hidden_for_a_reason_comes_back_by_an_appeal(
    portal: Portal, new_visitor: Any, ideas: list[dict[str, Any]], javascript: bool
) -> None:
    title, path = ideas[javascript]["title"], ideas[javascript]["path"]
    words = f"Den late jäveln {uuid4().hex[:6]} ligger bara där."
    people = [new_visitor(javascript=javascript) for _person in range(5)]
    author, neighbour, moderator, publisher, visitor = people
    for person, name in zip(people, ("medborgare", "granne", "granskare", "publicist"), strict=False):
        sign_in(person, name)

    write(author, path, words)
    flag(neighbour, path, words)
    hide(moderator, words)
    visitor.goto(path)
    expect(visitor.locator("#trad")).to_contain_text("Dolt av granskare")
    expect(visitor.locator("#trad")).not_to_contain_text(words)

    appeal(portal, author, title)
    moderator.goto("/cms/anmalt/?sort=appeal")
    expect(moderator.get_by_role("main")).not_to_contain_text(WHY)  # nobody judges a decision of their own
    grant(publisher)

    assert ANSWER in text_of(portal.mailed_to(AUTHOR, f"Du fick rätt: beslutet om ”{title}” är ändrat"))
    author.goto("/mina/beslut/")
    author.get_by_role("link", name=title).last.click()
    expect(author.get_by_role("main")).to_contain_text(ANSWER)
    visitor.goto(path)
    expect(visitor.locator("#trad")).to_contain_text(words)


def edit(author: Page, path: str, words: str, other: str) -> None:
    author.goto(path)
    author.locator("article.post", has_text=words).get_by_role("link", name="Ändra").click()
    author.locator("main textarea").fill(other)
    author.get_by_role("button", name="Spara ändringen").click()
    expect(author.locator("#trad")).to_contain_text(other.splitlines()[-1])


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_nobody_hides_words_that_changed_while_they_were_read(
    new_visitor: Any, ideas: list[dict[str, Any]], javascript: bool
) -> None:
    path, mark = ideas[javascript]["path"], uuid4().hex[:6]
    words, other = f"Den late jäveln {mark}\n\nligger bara där.", f"Den fina hunden {mark}\n\nsover bara där."
    author, neighbour, moderator = (new_visitor(javascript=javascript) for _person in range(3))
    for person, name in ((author, "medborgare"), (neighbour, "granne"), (moderator, "granskare")):
        sign_in(person, name)
    author.goto(path)
    author.locator("#trad textarea").first.fill(words)
    author.get_by_role("button", name="Skicka inlägget").click()
    flag(neighbour, path, mark)

    moderator.goto("/cms/anmalt/")
    moderator.locator("[data-row]", has_text=mark).get_by_role("link", name="Läs och besluta").click()
    moderator.locator("[name=outcome][value=hidden]").check()
    moderator.locator("[name=rule]").select_option("hate")
    moderator.locator("[name=facts]").fill(FACTS)
    edit(author, path, mark, other)
    moderator.get_by_role("button", name="Besluta").click()

    said = moderator.get_by_role("alert")
    expect(said).to_contain_text("Texten har ändrats sedan du öppnade sidan.")
    expect(said.locator("del").first).to_contain_text("late jäveln")
    expect(said.locator("ins").first).to_contain_text("fina hunden")
    expect(moderator.locator(".flag .words")).to_contain_text("Den late jäveln")
    expect(moderator.locator("[name=facts]")).to_have_value(FACTS)
    expect(moderator.locator("[name=outcome][value=hidden]")).to_be_checked()
    moderator.get_by_role("button", name="Besluta").click()
    expect(moderator.locator(".messages")).to_contain_text("Beslutet är sparat")


@pytest.mark.parametrize("width", [1280, 900])
def test_what_shows_the_chosen_part_of_the_queue_stands_in_line_with_the_choices(new_visitor: Any, width: int) -> None:
    moderator = new_visitor(width=width)
    sign_in(moderator, "granskare")
    moderator.goto("/cms/anmalt/")

    edges = moderator.locator(".sift").evaluate(
        """form => {
          const edge = element => element.getBoundingClientRect()
          const button = edge(form.querySelector('button'))
          const choices = [...form.querySelectorAll('select')].map(edge)
          const beside = choices.filter(box => Math.abs(box.top - button.top) < 60)
          return [button.bottom, ...beside.map(box => box.bottom)].map(Math.round)
        }"""
    )

    assert len(edges) > 1, "the button stands beside no choice"
    assert max(edges) - min(edges) <= 1
