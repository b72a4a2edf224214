"""A newsletter, end to end: a reader asks for it, an editor writes, a publisher sends, it arrives, a click ends it."""

from __future__ import annotations

import re
import urllib.request
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from playwright.sync_api import expect

from .conftest import Portal, sign_in, text_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

WORDS = "I maj öppnar vi bryggan."


def subscribe(portal: Portal, reader: Page, address: str) -> None:
    reader.goto("/nyhetsbrev/2281/")
    reader.locator("[name=email]").fill(address)
    reader.get_by_role("button", name="Skicka mig nyhetsbrevet").click()
    said = text_of(portal.mailed_to(address, "Bekräfta att du vill ha nyhetsbrevet"))
    reader.goto(re.search(r"http\S+/nyhetsbrev/bekrafta/\S+", said).group())  # type: ignore[union-attr]
    reader.get_by_role("button", name="Ja, skicka mig nyhetsbrevet").click()
    expect(reader.locator("#messages")).to_contain_text("Klart. Du får nästa nyhetsbrev.")


def write(editor: Page, subject: str) -> None:
    editor.goto("/cms/nyhetsbrev/nytt/")
    editor.locator("[name=subject]").fill(subject)
    editor.get_by_role("button", name="Lägg till ett block").click()
    editor.get_by_role("option", name="Text", exact=True).click()
    editor.locator("[name=body-0-value-heading]").fill("Det händer nu")
    editor.locator(".public-DraftEditor-content").click()
    editor.keyboard.type(WORDS)
    expect(editor.locator("[name=body-0-value-text]")).to_have_value(
        re.compile(WORDS)
    )  # Wagtail's field takes a moment
    editor.get_by_role("button", name="Skapa").click()
    expect(editor.get_by_role("heading", level=1)).to_have_text(subject)
    editor.get_by_role("button", name="Lämna till en publicist").click()
    expect(editor.get_by_role("main")).to_contain_text("Publicisterna fick veta det")


def send(publisher: Page, subject: str) -> None:
    publisher.goto("/cms/")
    publisher.get_by_role("link", name=f"Nyhetsbrev: {subject}").first.click()
    expect(publisher.get_by_role("main")).to_contain_text("mottagare")
    publisher.get_by_role("button", name="Godkänn och skicka").click()
    expect(publisher.get_by_role("main")).to_contain_text("Brevet börjar skickas nu")


def test_a_newsletter_reaches_who_asked_for_it_and_one_click_ends_it(portal: Portal, new_visitor: Any) -> None:
    subject, address = f"Våren {uuid4().hex[:6]}", f"laser-{uuid4().hex[:8]}@example.com"
    editor, publisher, reader = new_visitor(), new_visitor(javascript=False), new_visitor(javascript=False)

    subscribe(portal, reader, address)
    sign_in(editor, "redaktor")
    write(editor, subject)
    sign_in(publisher, "publicist")
    send(publisher, subject)

    letter = portal.mailed_to(address, subject)
    assert WORDS in text_of(letter)
    assert WORDS in letter.get_body(("html",)).get_content()
    reader.goto("/nyhetsbrev/2281/")
    reader.get_by_role("link", name=subject).click()
    expect(reader.get_by_role("main")).to_contain_text(WORDS)

    out = letter["List-Unsubscribe"].strip(" <>")
    one_click = letter["List-Unsubscribe-Post"].encode()
    assert one_click == b"List-Unsubscribe=One-Click"
    with urllib.request.urlopen(out, data=one_click, timeout=20) as answer:  # a mail program's own
        assert answer.status == 200
    reader.goto(out)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Du får inte fler nyhetsbrev")
