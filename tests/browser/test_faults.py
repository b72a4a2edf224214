"""A fault reported from a phone, from an old browser and from a border, in real Chromium."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from .conftest import sign_in
from .looking import wrongs_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

FORM = "/sundsvall/felanmalan/"
SEND = "form.fault-form > button.signal"
IN_SUNDSVALL = {"longitude": 17.3069, "latitude": 62.3908, "accuracy": 8}
AT_THE_BORDER = {"longitude": 17.14, "latitude": 62.63, "accuracy": 8}


def picture() -> dict[str, Any]:
    written = BytesIO()
    Image.new("RGB", (640, 480), "teal").save(written, "JPEG")
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}


def bottom_of(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def filled(page: Page, words: str) -> None:
    page.goto(FORM)
    page.fill("textarea[name=text]", words)
    page.set_input_files("#id_photos", [picture()])


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])
def test_everything_down_to_the_button_fits_a_small_phone(new_visitor: Any, javascript: bool) -> None:
    phone = new_visitor(width=360, javascript=javascript)
    phone.set_viewport_size({"width": 360, "height": 660})

    phone.goto(FORM)
    assert bottom_of(phone, SEND) <= 660

    phone.set_input_files("#id_photos", [picture()])
    if javascript:
        phone.wait_for_selector(".shot img")
    assert bottom_of(phone, SEND) <= 660


def test_the_phone_says_where_it_is_and_shows_the_photo(new_visitor: Any) -> None:
    phone = new_visitor(width=360, geolocation=IN_SUNDSVALL, permissions=["geolocation"])
    phone.goto(FORM)
    phone.fill("textarea[name=text]", "Lyktan hänger i kabeln.")

    phone.locator("[data-locate]").click()
    phone.wait_for_function("document.querySelector('[data-spot-hint]').textContent.includes('8 meter')")
    phone.set_input_files("#id_photos", [picture()])
    phone.wait_for_selector(".shot img")
    phone.locator(SEND).click()

    phone.wait_for_url("**/kvitto/")
    assert re.search(r"F-2281-2026-\d{4}", phone.inner_text(".receipt-number"))
    assert "från mobilen" in phone.inner_text("main")


def test_a_phone_that_may_not_say_where_it_is_leads_on_to_map_and_words(new_visitor: Any) -> None:
    phone = new_visitor(width=360, geolocation=IN_SUNDSVALL, permissions=[])
    phone.goto(FORM)

    phone.locator("[data-locate]").click()

    phone.wait_for_selector("input[name=place]:visible")
    assert "Välj på kartan" in phone.inner_text("[data-spot-hint]")


def test_a_click_on_the_map_needs_no_round_trip_with_a_script(new_visitor: Any) -> None:
    page = new_visitor()
    page.goto(FORM)

    page.locator(".beside input[type=image]").click(position={"x": 300, "y": 400})

    assert page.inner_text("[data-spot-hint]") == "från kartan"
    assert page.input_value("input[name=source]") == "map"
    assert page.url.endswith(FORM)


def test_without_a_script_the_whole_way_can_be_walked(new_visitor: Any) -> None:
    page = new_visitor(javascript=False)
    filled(page, "Hål i vägen.")
    page.locator("details.contact summary").click()
    page.fill("input[name=contact_email]", "lisa@example.com")

    page.locator(".beside input[type=image]").click(position={"x": 300, "y": 400})
    assert page.input_value("textarea[name=text]") == "Hål i vägen."
    assert page.locator(".held img").count() == 1

    page.locator(SEND).click()
    page.wait_for_url("**/kvitto/")
    page.get_by_text("Följ anmälan").click()
    page.get_by_text("Lägg till något").click()
    page.fill("textarea[name=text]", "Nu är hålet större.")
    page.get_by_role("button", name="Lägg till").click()
    page.get_by_text("Nu är hålet större.").wait_for()

    page.get_by_text("Ta bort mina uppgifter").click()
    page.get_by_role("button", name="Ta bort mina uppgifter").click()
    page.get_by_text("Dina uppgifter är borttagna").wait_for()


def test_every_state_on_the_way_is_accessible(new_visitor: Any) -> None:
    page = new_visitor(geolocation=AT_THE_BORDER, permissions=["geolocation"])
    problems: dict[str, Any] = {}

    def look(state: str) -> None:
        if found := wrongs_of(page):
            problems[state] = found

    filled(page, "Hål i vägen.")
    page.wait_for_function("document.querySelector('[name=lon]').value !== ''")
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    look("everything open")
    page.locator(SEND).click()
    page.wait_for_selector("#id_answer")
    look("the question")
    page.check("#id_answer_0")
    page.locator(SEND).click()
    page.wait_for_url("**/kvitto/")
    look("the receipt")
    page.get_by_text("Följ anmälan").click()
    page.wait_for_selector(".way")
    look("the status")
    page.get_by_text("Lägg till något").click()
    page.wait_for_selector("textarea")
    look("adding")

    assert problems == {}


def test_a_case_officer_answers_and_the_reporter_reads_it(new_visitor: Any) -> None:
    reporter, officer = new_visitor(), new_visitor()
    filled(reporter, "Klotter i tunneln.")
    reporter.locator("details summary").first.click()
    reporter.fill("input[name=place]", "Tunneln vid stationen")
    reporter.locator(SEND).click()
    reporter.wait_for_url("**/kvitto/")
    number = reporter.inner_text(".receipt-number")

    sign_in(officer, "handlaggare")
    officer.goto(f"/cms/felanmalningar/?q={number}")
    officer.get_by_role("link", name=number).click()
    officer.get_by_role("link", name="Ändra läge").click()
    officer.check("input[name=status][value=in_progress]")
    officer.fill("textarea[name=message]", "Vi tvättar på torsdag.")
    officer.get_by_role("button", name="Ändra läge").last.click()
    officer.wait_for_url(re.compile(r"/felanmalningar/\d+/$"), wait_until="load")

    reporter.get_by_text("Följ anmälan").click()
    reporter.get_by_text("Vi tvättar på torsdag.").wait_for()
