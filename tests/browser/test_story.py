"""The main job, end to end: idea → review → support → discussion → proposal → stage change → author told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from .conftest import Portal, sign_in, text_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

TEXT = "Jag glömmer alltid att lämna tillbaka böckerna i tid."


def code_mailed_to(portal: Portal, address: str) -> str:
    """The one-time code in the newest mail to `address`."""
    found = re.search(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", text_of(portal.mailed_to(address, "")), re.MULTILINE)
    assert found, "no code was mailed"
    return found.group(1)


def write_and_sign_up(portal: Portal, person: Page, title: str) -> str:
    """A stranger writes first and signs up after. Returns the reference of the idea they sent."""
    address = f"ny-{uuid4().hex[:8]}@example.com"
    person.goto("/sundsvall/")
    person.get_by_role("link", name="Föreslå").first.click()
    person.locator("[name=title]").fill(title)
    person.locator("[name=text]").fill(TEXT)
    person.locator("[name=category]").select_option(index=1)
    person.get_by_role("button", name="Gå vidare").click()
    person.get_by_role("link", name="Skapa konto").first.click()
    person.locator("[name=email]").fill(address)
    person.locator("[name=password1]").fill("en lång fras att minnas")
    person.get_by_role("button", name="Skapa konto").click()
    person.locator("[name=code]").fill(code_mailed_to(portal, address))
    person.locator("main form button[type=submit]").first.click()

    expect(person.get_by_role("main")).to_contain_text(TEXT)
    person.get_by_role("button", name="Skicka idén").click()
    expect(person.get_by_role("heading", level=1)).to_have_text(title)
    return person.url.rstrip("/").split("/")[-1]


def review(moderator: Page, title: str) -> None:
    moderator.goto("/cms/ideer/")
    moderator.get_by_role("link", name=title).first.click()
    moderator.get_by_text("Publicera", exact=True).first.click()
    if "/publicera/" in moderator.url:
        moderator.locator("main form button[type=submit]").first.click()
    moderator.wait_for_url(re.compile(r"/cms/ideer/\d+/$"))


def support_and_comment(neighbour: Page, reference: str) -> int:
    """Returns the number of the idea's topic, which its forms carry."""
    neighbour.goto(f"/ideer/{reference}/")
    neighbour.get_by_role("button", name="Stöd idén").first.click()
    expect(neighbour.get_by_text("Du stöder idén").first).to_be_attached()
    neighbour.goto(f"/ideer/{reference}/")
    neighbour.locator("#trad textarea").first.fill("Det skulle jag också behöva.")
    neighbour.get_by_role("button", name="Skicka inlägget").click()
    expect(neighbour.locator("#trad")).to_contain_text("Det skulle jag också behöva.")
    found = re.search(r"/stod/(\d+)/", neighbour.content())
    assert found
    return int(found.group(1))


def submit(editor: Page) -> None:
    editor.get_by_role("button", name="Fler åtgärder").click()
    editor.locator("[name=department]").select_option(index=1)  # nobody has taken the idea: the editor says who does
    editor.locator("[name=action-submit]").click()
    editor.wait_for_url(re.compile(r"/cms/pages/\d+/$"))


def approve(publisher: Page, page_pk: str) -> None:
    publisher.goto(f"/cms/pages/{page_pk}/edit/")
    publisher.get_by_role("button", name="Fler åtgärder").click()
    publisher.locator("footer button[data-workflow-action-name=approve]").first.click()
    publisher.wait_for_url(re.compile(r"/cms/pages/\d+/$"))


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_an_idea_to_a_proposal_whose_author_is_told(portal: Portal, new_visitor: Any, javascript: bool) -> None:
    title = f"Påminn mig om biblioteksboken {uuid4().hex[:4]}"
    author, neighbour = new_visitor(javascript=javascript), new_visitor(javascript=javascript, width=360)
    moderator, editor, publisher = new_visitor(javascript=javascript), new_visitor(), new_visitor()

    reference = write_and_sign_up(portal, author, title)
    assert new_visitor().goto(f"/ideer/{reference}/").status == 404, "an idea in review is not public"

    sign_in(moderator, "granskare")
    review(moderator, title)
    sign_in(neighbour, "granne")
    topic = support_and_comment(neighbour, reference)

    sign_in(editor, "redaktor")
    editor.goto(f"/cms/forslag/av-ide/{topic}/")
    editor.get_by_role("button", name="Gör utkastet").click()
    page_pk = re.search(r"/pages/(\d+)/edit", editor.url).group(1)  # type: ignore[union-attr]
    submit(editor)
    sign_in(publisher, "publicist")
    approve(publisher, page_pk)
    editor.goto(f"/cms/pages/{page_pk}/edit/")
    editor.locator("[name=stage]").select_option("codesign")
    editor.locator("[name=stage_note]").fill("Nu pratar vi med biblioteken.")
    submit(editor)
    approve(publisher, page_pk)

    author.goto("/nyheter-till-dig/")
    news = author.get_by_role("main")
    expect(news).to_contain_text(title)
    expect(news).to_contain_text("Samskapande")
    author.goto(f"/ideer/{reference}/")
    expect(author.get_by_role("main")).to_contain_text("e-tjänsteförslag")
    neighbour.goto("/nyheter-till-dig/")
    expect(neighbour.get_by_role("main")).to_contain_text("Samskapande")
    portal.manage("verify_integrity")
