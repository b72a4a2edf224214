"""A fault reported from a phone, from an old browser and from a border, in real Chromium."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from .conftest import Portal, sign_in
from .looking import wrongs_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

FORM = "/sundsvall/felanmalan/"
SEND = "form.fault-form > button.signal"
IN_SUNDSVALL = {"longitude": 17.3069, "latitude": 62.3908, "accuracy": 8}
# Near no other report: whoever presses before the page has said what is reported near it is told that first.
ALONE = {"longitude": 17.27, "latitude": 62.405, "accuracy": 8}
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
    phone = new_visitor(width=360, geolocation=ALONE, permissions=["geolocation"])
    phone.goto(FORM)
    phone.fill("textarea[name=text]", "Lyktan hänger i kabeln.")

    phone.locator("[data-locate]").click()
    expect(phone.locator("[data-spot-hint]")).to_contain_text("8 meter")
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


SLOW_PHONE = """
const answers = [];
navigator.geolocation.getCurrentPosition = (found, failed) => answers.push({ found, failed });
window.say = (what) => answers.forEach((one) => one[what](
  what === "found" ? { coords: { longitude: 17.1, latitude: 62.5, accuracy: 8 } } : { code: 3, PERMISSION_DENIED: 1 }
));
"""


@pytest.mark.parametrize("answer", ["found", "failed"])
def test_a_phone_that_is_slow_to_say_where_it_is_changes_nothing_that_was_chosen_meanwhile(
    new_visitor: Any, answer: str
) -> None:
    page = new_visitor(geolocation=IN_SUNDSVALL, permissions=["geolocation"])
    page.add_init_script(SLOW_PHONE)
    page.goto(FORM)
    page.locator("[data-locate]").click()
    page.locator(".beside input[type=image]").click(position={"x": 300, "y": 400})
    chosen = page.input_value("input[name=lon]"), page.input_value("input[name=lat]")

    page.evaluate(f"say('{answer}')")

    assert (page.input_value("input[name=lon]"), page.input_value("input[name=lat]")) == chosen
    assert page.input_value("input[name=source]") == "map"
    assert page.inner_text("[data-spot-hint]") == "från kartan"

    page.locator("[data-locate]").click()  # and whoever asks anew gets an answer
    page.evaluate("say('found')")
    assert page.input_value("input[name=source]") == "device"


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
    expect(page.locator("[name=lon]")).not_to_have_value("")
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


E4 = {
    "type": "Feature",
    "properties": {"name": "E4"},
    "geometry": {"type": "LineString", "coordinates": [[17.335, 62.37], [17.335, 62.41]]},
}
ADDRESSES = """street,number,postcode,place,lon,lat
Storgatan,2,852 30,Sundsvall,17.30100,62.39000
Storgatan,12,852 30,Sundsvall,17.30690,62.39080
"""
NEAR_THE_LAMP = {"longitude": 17.3070, "latitude": 62.3909, "accuracy": 8}  # of the demonstration
AT_E4 = {"longitude": 17.335, "latitude": 62.39, "accuracy": 8}


@pytest.fixture
def imported(portal: Any, tmp_path: Path) -> None:
    table, layer = tmp_path / "adresser.csv", tmp_path / "e4.geojson"
    table.write_text(ADDRESSES, encoding="utf-8")
    layer.write_text(json.dumps(E4), encoding="utf-8")
    portal.manage("import_addresses", str(table), "--municipality", "2281")
    portal.manage("import_owners", str(layer), "--owner", "Vägverket (prov)", "--contact", "ring 0771-921 921")


def test_the_guess_follows_the_words_and_one_tap_corrects_it(new_visitor: Any) -> None:
    phone = new_visitor(width=360)
    phone.goto(FORM)

    phone.locator("#id_text").press_sequentially("Lyktan hänger i kabeln.")
    phone.wait_for_selector(".guess summary b:has-text('Gatubelysning')")
    phone.get_by_label("Numret på stolpen").fill("A 17")
    phone.locator(".guess summary").click()
    phone.check("#id_category_hal-i-gata")
    phone.wait_for_selector(".guess summary :text('du valde')")

    assert phone.locator(".guess details").evaluate("part => part.open")
    assert phone.evaluate("document.activeElement.id") == "id_category_hal-i-gata"
    assert phone.get_by_label("Hur djupt är hålet").count() == 1


def test_an_answer_that_is_being_written_is_left_alone(new_visitor: Any) -> None:
    page = new_visitor()
    page.goto(FORM)
    page.fill("#id_text", "Lyktan hänger.")
    page.wait_for_selector(".guess summary b:has-text('Gatubelysning')")

    page.get_by_label("Numret på stolpen").fill("A 17")
    page.locator("#id_text").press_sequentially(" Den är släckt.")
    page.wait_for_timeout(1200)

    assert page.get_by_label("Numret på stolpen").input_value() == "A 17"


def test_an_address_is_suggested_and_taken_and_the_pin_moved_by_keys(new_visitor: Any, imported: None) -> None:
    page = new_visitor()
    page.goto(FORM)
    page.locator(".place summary").click()

    page.locator("#id_place").press_sequentially("storg")
    page.get_by_role("button", name="Storgatan 12, Sundsvall").press("Enter")
    assert (page.input_value("[name=lon]"), page.input_value("[name=source]")) == ("17.306900", "address")
    page.get_by_role("button", name="Norrut").press("Enter")

    assert page.input_value("[name=lat]") == "62.390890"
    assert "10 meter" in page.inner_text("[data-spot-hint]")
    assert page.url.endswith(FORM)


def test_what_to_read_first_is_accessible_and_stops_nobody(new_visitor: Any, imported: None) -> None:
    page = new_visitor(geolocation=NEAR_THE_LAMP, permissions=["geolocation"])
    problems: dict[str, Any] = {}
    page.goto(FORM)
    page.fill("#id_text", "Lampan vid lekplatsen lyser inte.")
    page.locator("[data-locate]").click()
    page.wait_for_selector("#liknande")
    problems["similar"] = wrongs_of(page)

    page = new_visitor(geolocation=AT_E4, permissions=["geolocation"])
    page.goto(FORM)
    page.fill("#id_text", "Lampan vid vägen lyser inte.")
    page.locator("[data-locate]").click()
    page.wait_for_selector("#agare")
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    problems["an owner, and everything open"] = wrongs_of(page)
    page.check("[name=svar-vems][value=gard]")
    page.wait_for_selector("#stopp")
    page.locator(SEND).click()
    page.wait_for_selector(".first-read")
    problems["stopped"] = wrongs_of(page)
    page.check("[name=svar-vems][value=kommunens]")
    page.locator(SEND).click()
    page.wait_for_url("**/kvitto/")

    assert not any(problems.values()), problems


def test_without_a_script_all_of_it_is_told_and_sent_too(new_visitor: Any, imported: None) -> None:
    page = new_visitor(javascript=False)
    page.goto(FORM)
    page.fill("#id_text", "Lyktan hänger i kabeln.")
    page.locator(".place summary").click()
    page.fill("#id_place", "storgatan")
    page.get_by_role("button", name="Sök adressen").click()
    page.get_by_role("button", name="Storgatan 12, Sundsvall").click()
    page.get_by_role("button", name="Norrut").click()  # the box stays open while one works in it
    assert "Redan anmält i närheten" in page.inner_text("#liknande")
    page.locator(SEND).click()
    page.wait_for_url("**/kvitto/")
    assert "Gatubelysning" in page.inner_text("main")


def test_following_answering_and_saying_how_it_went_are_accessible(portal: Portal, new_visitor: Any) -> None:
    page, officer = new_visitor(), new_visitor()
    problems: dict[str, Any] = {}
    filled(page, "En gunga är av.")
    page.locator("details summary").first.click()
    page.fill("input[name=place]", "Lekplatsen")
    page.locator(SEND).click()
    page.wait_for_url("**/kvitto/")
    number = page.inner_text(".receipt-number")
    sign_in(officer, "handlaggare")
    say(officer, number, "asked", "Vilken gunga?")

    page.get_by_text("Följ anmälan").click()
    page.get_by_role("link", name="Svara på frågan").click()
    problems["the question"] = wrongs_of(page)
    page.fill("[name=text]", "Den röda.")
    page.set_input_files("[name=photos]", [picture()])
    page.get_by_role("button", name="Skicka svaret").click()
    page.get_by_role("heading", name="Ditt svar har kommit fram").wait_for()
    problems["the answer"] = wrongs_of(page)

    say(officer, number, "fixed", "Nu gungar den.")
    page.go_back()
    page.go_back()
    page.reload()
    problems["is it gone?"] = wrongs_of(page)
    page.get_by_role("link", name="Svara om felet är borta").click()
    problems["two answers"] = wrongs_of(page)
    page.get_by_role("button", name="Felet är kvar").click()
    page.get_by_text("Du sa att felet är kvar").wait_for()

    page.goto("/felanmalan/anmalda/2281/")
    page.locator("main .rows a").first.click()
    page.get_by_role("link", name="Följ det").click()
    problems["following"] = wrongs_of(page)
    page.fill("[name=email]", "lisa@example.com")
    page.get_by_role("button", name="Följ felet").click()
    page.get_by_text("Vi har skickat ett mejl").wait_for()
    page.goto(follow_link(portal))
    problems["a yes to following"] = wrongs_of(page)
    page.get_by_role("button", name="Ja, följ felet").click()
    page.get_by_text("Du följer nu felet.").wait_for()

    assert not any(problems.values()), problems


def follow_link(portal: Portal) -> str:
    """The path in the newest mail that asks, as its receiver finds it."""
    script = "from participation.faults.models import FollowRequest as R; print(R.objects.latest('id').token)"
    return f"/felanmalan/vill-folja/{portal.manage('shell', '-v0', '-c', script).strip()}/"


def say(officer: Page, number: str, status: str, words: str) -> None:
    officer.goto(f"/cms/felanmalningar/?q={number}")
    officer.get_by_role("link", name=number).click()
    officer.get_by_role("link", name="Ändra läge").click()
    officer.check(f"input[name=status][value={status}]")
    officer.fill("textarea[name=message]", words)
    officer.get_by_role("button", name="Ändra läge").last.click()
    officer.wait_for_url(re.compile(r"/felanmalningar/\d+/$"), wait_until="load")


def test_long_words_without_a_space_break_on_a_phone(new_visitor: Any) -> None:
    """A link to a map as the place: no page may be wider than the phone for it."""
    phone = new_visitor(width=360, javascript=True)
    link = "https://www.google.com/maps/place/" + "Storgatan+12+Sundsvall/" * 7
    phone.goto(FORM)
    phone.fill("textarea[name=text]", f"Lampan är trasig {link}")
    phone.locator("details summary").first.click()
    phone.fill("input[name=place]", link)
    phone.locator(SEND).click()
    phone.wait_for_url("**/kvitto/")
    number = phone.inner_text(".receipt-number")

    widths = {"receipt": width_of(phone)}
    phone.get_by_text("Följ anmälan").click()
    phone.wait_for_load_state()
    widths["status"] = width_of(phone)
    for page in ("anmalan", "folj"):
        answer = phone.goto(f"/felanmalan/{page}/{number}/")
        assert answer.status == 200
        widths[page] = width_of(phone)
    phone.goto("/felanmalan/anmalda/2281/")
    widths["list"] = width_of(phone)

    assert widths == dict.fromkeys(widths, 360)


def width_of(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth")


def test_photos_are_added_one_at_a_time_and_can_be_taken_away(new_visitor: Any) -> None:
    phone = new_visitor(width=360)
    phone.goto(FORM)

    for name in ("IMG_1.jpg", "IMG_2.jpg", "IMG_2.jpg"):
        phone.set_input_files("#id_photos", [{**picture(), "name": name}])
        phone.wait_for_selector(".shot img")
    chosen = "[...document.querySelector('#id_photos').files].map((file) => file.name)"
    assert {"IMG_1.jpg", "IMG_2.jpg"} == set(phone.evaluate(chosen))

    phone.locator("[data-remove]").click()
    assert phone.evaluate(chosen) == []
    assert phone.locator(".shot img").count() == 0


def test_of_more_photos_than_five_the_others_are_not_sent_at_all(new_visitor: Any) -> None:
    phone = new_visitor(width=360)
    phone.goto(FORM)

    phone.set_input_files("#id_photos", [{**picture(), "name": f"IMG_{number}.jpg"} for number in range(8)])

    assert phone.inner_text("[data-count]") == "Du kan skicka högst 5 bilder. De första 5 är valda."
    assert phone.evaluate("document.querySelector('#id_photos').files.length") == 5


def test_staff_walk_the_list_of_reports_by_keys_and_no_heading_is_cut(new_visitor: Any) -> None:
    page = new_visitor(width=1280)
    sign_in(page, "handlaggare")
    page.goto("/cms/felanmalningar/")
    links = page.locator("[data-fault-keys] td.title a")
    boxes = page.locator("[data-fault-keys] input[type=checkbox]")
    expect(page.locator("[data-fault-keys-help]")).to_be_visible()

    page.keyboard.press("j")  # the focus is not in the list yet
    expect(links.first).not_to_be_focused()
    page.locator("[data-fault-keys]").focus()
    page.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(boxes.nth(1)).to_be_checked()
    page.keyboard.press("k")
    expect(links.nth(0)).to_be_focused()
    number = links.nth(0).inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(number)

    page.set_viewport_size({"width": 360, "height": 800})
    for path in ("", "regler/2281/", "kategorier/2281/", "../arendesystem/", "../arendesystem/nytt/open311/"):
        page.goto(f"/cms/felanmalningar/{path}")
        cut = page.locator("h1").evaluate(
            "h1 => h1.scrollWidth > h1.clientWidth + 1 || h1.getBoundingClientRect().right > innerWidth"
        )
        assert not cut, path
