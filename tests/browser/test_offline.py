"""A report made without a network: kept on the phone, seen, changed, and sent once. The server is really gone."""

from __future__ import annotations

import re
import signal
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.notifications.postbox import free_port

from .conftest import Portal, start, wait_for
from .test_faults import SEND, picture


@pytest.fixture
def comes_and_goes(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A second server on the portal's data that can be stopped and started."""
    port = free_port()
    environment = {**portal.environment, "BASE_URL": f"http://127.0.0.1:{port}"}
    running: list[Any] = []

    class Server:
        url = f"http://127.0.0.1:{port}"

        def begin(self) -> None:
            running.append(start(environment, "runserver", "--noreload", f"127.0.0.1:{port}"))
            wait_for(port)

        def end(self) -> None:
            while running:
                process = running.pop()
                process.send_signal(signal.SIGKILL)
                process.wait(timeout=20)

    server = Server()
    server.begin()
    yield server
    server.end()


def opened(chromium: Any, server: Any, path: str) -> tuple[Any, Any]:
    """A phone that has been on a page once, and has it under the worker."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, base_url=server.url)
    phone = context.new_page()
    phone.goto(path)
    phone.evaluate("navigator.serviceWorker.ready.then((found) => found.active.state)")
    phone.reload()
    wait_until(phone, "navigator.serviceWorker.controller")
    return context, phone


def wait_until(phone: Any, true: str) -> None:
    """Playwright's own wait_for_function asks again by eval, which the portal's headers refuse."""
    phone.evaluate(f"async () => {{ while (!({true})) await new Promise((again) => setTimeout(again, 50)); }}")


def wait_offline(phone: Any, words: str) -> None:
    """Written while the server is gone, with a place in words."""
    phone.goto("/felanmalan/ny/2281/")
    phone.fill("textarea[name=text]", words)
    phone.locator("details:has(#id_place) > summary").click()
    phone.fill("#id_place", "Vid bron")
    phone.locator(SEND).click()
    phone.wait_for_url("**/felanmalan/vantar/")
    phone.wait_for_selector("[data-waiting] li")


def stored_texts(portal: Portal, words: str) -> list[str]:
    said = portal.manage(
        "shell", "-v0", "-c",
        "from participation.faults.models import FaultReport as R; "
        f"print(*R.objects.filter(text__contains='{words}').values_list('text', flat=True), sep='|')",
    )  # fmt: skip
    return said.strip().split("|")


ROW = """([state, more]) => new Promise((done) => {
  const opening = indexedDB.open("felanmalningar", 1);
  opening.onsuccess = () => {
    const rows = opening.result.transaction("drafts", "readwrite").objectStore("drafts");
    rows.getAll().onsuccess = (event) => {
      for (const row of event.target.result) rows.put({ ...row, state, ...more }).onsuccess = done;
    };
  };
})"""


def test_what_is_changed_as_the_network_returns_is_one_report(
    portal: Portal, comes_and_goes: Any, chromium: Any
) -> None:
    context, phone = opened(chromium, comes_and_goes, "/felanmalan/ny/2281/")
    comes_and_goes.end()
    wait_offline(phone, "Kapplöpning, ett")
    comes_and_goes.begin()

    phone.locator("[data-edit]").click()
    expect(phone.locator("textarea[name=text]")).to_have_value("Kapplöpning, ett")
    assert phone.inner_text("[data-spot]") == "Vid bron"
    phone.wait_for_timeout(3000)  # what was not taken out of sending would have gone by now
    phone.fill("textarea[name=text]", "Kapplöpning, två")
    phone.locator(SEND).click()
    phone.wait_for_url("**/kvitto/")

    phone.goto("/felanmalan/vantar/")
    phone.wait_for_selector("[data-none]:visible")
    assert stored_texts(portal, "Kapplöpning") == ["Kapplöpning, två"]
    context.close()


def test_what_is_being_sent_can_be_neither_changed_nor_taken_away(comes_and_goes: Any, chromium: Any) -> None:
    context, phone = opened(chromium, comes_and_goes, "/felanmalan/ny/2281/")
    comes_and_goes.end()
    wait_offline(phone, "På väg.")
    phone.wait_for_selector("[data-edit]:visible")  # not while the page tries to send it
    edit = phone.locator("[data-edit]").get_attribute("href")
    phone.evaluate(ROW, ["sent", {"receipt": "/felanmalan/arende/x/kvitto/"}])

    phone.goto(edit)
    phone.wait_for_url("**/felanmalan/vantar/")  # it has gone
    phone.wait_for_selector("[data-waiting] li")
    assert "På väg." in phone.inner_text("[data-waiting]")
    assert "Skickad" in phone.inner_text("[data-waiting]")
    assert not re.search(r"\d{2}:\d{2}:\d{2}", phone.inner_text("[data-waiting]"))

    phone.clock.install()  # the page asks for no further round
    phone.evaluate(ROW, ["sending", {}])
    phone.goto(edit, wait_until="commit")
    phone.wait_for_url("**/felanmalan/vantar/")
    context.close()


def test_a_server_that_asks_for_a_pause_gets_it(portal: Portal, comes_and_goes: Any, chromium: Any) -> None:
    context, phone = opened(chromium, comes_and_goes, "/felanmalan/ny/2281/")
    comes_and_goes.end()
    wait_offline(phone, "Paus, sparad.")
    phone.evaluate(ROW, ["waiting", {"refused": 429, "notBefore": 4102444800000}])
    comes_and_goes.begin()

    phone.goto("/felanmalan/vantar/")
    phone.wait_for_timeout(4000)
    assert "Vi försöker igen om en stund" in phone.inner_text("[data-waiting]")
    assert stored_texts(portal, "Paus, sparad") == [""]

    phone.evaluate(ROW, ["waiting", {"notBefore": 1}])
    phone.goto("/felanmalan/vantar/")
    phone.wait_for_selector("[data-receipt]:visible", timeout=60_000)
    context.close()


def test_the_page_that_the_menu_leads_to_is_there_without_a_network(comes_and_goes: Any, chromium: Any) -> None:
    context, phone = opened(chromium, comes_and_goes, "/sundsvall/felanmalan/")
    wait_until(phone, "await caches.match('/sundsvall/felanmalan/')")
    comes_and_goes.end()

    phone.goto("/sundsvall/felanmalan/")

    assert phone.locator("[data-offline]").is_visible()
    assert phone.locator("form[data-fault]").get_attribute("action") == "/felanmalan/ny/2281/"
    phone.fill("textarea[name=text]", "Utan nät gissas inget.")
    phone.wait_for_timeout(1500)
    assert phone.locator("#messages .warning").count() == 0
    context.close()


def test_what_is_reported_without_a_network_is_sent_once_when_there_is_one(
    portal: Portal, comes_and_goes: Any, chromium: Any
) -> None:
    context, phone = opened(chromium, comes_and_goes, "/felanmalan/ny/2281/")
    comes_and_goes.end()

    phone.goto("/felanmalan/ny/2281/")
    assert phone.locator("[data-offline]").is_visible()
    phone.fill("textarea[name=text]", "Lyktan hänger i kabeln, sparad utan nät.")
    phone.locator("details:has(#id_place) > summary").click()
    phone.fill("#id_place", "Vid bron")
    phone.set_input_files("#id_photos", [picture()])
    phone.locator(SEND).click()

    phone.wait_for_url("**/felanmalan/vantar/")
    phone.wait_for_selector("[data-waiting] li")
    assert "sparad utan nät" in phone.inner_text("[data-waiting]")
    assert "1 foto" in phone.inner_text("[data-waiting]")
    assert "Väntar på nät" in phone.inner_text("[data-waiting]")

    comes_and_goes.begin()
    phone.goto("/felanmalan/vantar/")
    phone.wait_for_selector("[data-receipt]:visible", timeout=90_000)
    phone.goto("/felanmalan/vantar/")  # what was sent is not sent again
    phone.wait_for_selector("[data-receipt]:visible")
    phone.locator("[data-receipt]").click()
    phone.wait_for_url("**/kvitto/")
    assert re.search(r"F-2281-2026-\d{4}", phone.inner_text(".receipt-number"))
    counted = portal.manage(
        "shell", "-v0", "-c",
        "from participation.faults.models import FaultReport as R; "
        "print(R.objects.filter(text__contains='sparad utan nät', channel='offline').count(), "
        "R.objects.get(text__contains='sparad utan nät').photos.count())",
    )  # fmt: skip
    assert counted.split() == ["1", "1"]
    context.close()


def test_what_waits_can_be_taken_away(portal: Portal, comes_and_goes: Any, chromium: Any) -> None:
    context, phone = opened(chromium, comes_and_goes, "/felanmalan/ny/2281/")
    comes_and_goes.end()
    wait_offline(phone, "Ångrad anmälan utan nät.")
    phone.wait_for_selector("[data-waiting] li")

    phone.on("dialog", lambda dialog: dialog.accept())
    phone.locator("[data-drop]").click()

    phone.wait_for_selector("[data-none]:visible")
    assert phone.locator("[data-waiting] li").count() == 0
    context.close()


SAYS = "Säg var felet är"


def asked_where(phone: Any) -> str:
    said: str = phone.locator("#id_place").evaluate("(field) => field.validationMessage")
    return said


def test_without_a_network_a_place_is_asked_for_before_anything_waits(comes_and_goes: Any, chromium: Any) -> None:
    context, phone = opened(chromium, comes_and_goes, "/felanmalan/ny/2281/")
    comes_and_goes.end()
    phone.goto("/felanmalan/ny/2281/")
    phone.fill("textarea[name=text]", "Var är det här?")

    phone.locator(SEND).click()

    expect(phone.locator("#id_place")).to_be_visible()
    assert SAYS in asked_where(phone)
    assert phone.url.endswith("/felanmalan/ny/2281/")
    phone.fill("#id_place", "Vid bron")
    phone.locator(SEND).click()
    phone.wait_for_url("**/felanmalan/vantar/")
    expect(phone.locator("[data-waiting] li")).to_have_count(1)
    assert phone.locator("[data-goes]").is_visible()
    assert phone.locator("[data-needs]").is_hidden()
    context.close()


def test_what_lacks_its_place_as_the_network_goes_comes_back_whole_and_is_not_said_to_go_by_itself(
    portal: Portal, comes_and_goes: Any, chromium: Any
) -> None:
    context, phone = opened(chromium, comes_and_goes, "/felanmalan/ny/2281/")
    comes_and_goes.end()
    phone.fill("textarea[name=text]", "Platsen kommer sedan.")
    phone.set_input_files("#id_photos", [picture()])
    phone.locator(SEND).click()

    phone.wait_for_url("**/felanmalan/ny/2281/?vantar=*")
    expect(phone.locator("textarea[name=text]")).to_have_value("Platsen kommer sedan.")
    expect(phone.locator("#id_place")).to_be_visible()
    assert SAYS in asked_where(phone)
    assert phone.locator("#id_photos").evaluate("(field) => field.files.length") == 1
    phone.goto("/felanmalan/vantar/")
    phone.wait_for_selector("[data-waiting] li")
    assert phone.locator("[data-goes]").is_hidden()
    assert phone.locator("[data-needs]").is_visible()

    phone.locator("[data-edit]").click()
    expect(phone.locator("textarea[name=text]")).to_have_value("Platsen kommer sedan.")
    phone.fill("#id_place", "Vid bron")
    phone.locator(SEND).click()
    phone.wait_for_url("**/felanmalan/vantar/")
    expect(phone.locator("[data-goes]")).to_be_visible()
    comes_and_goes.begin()
    phone.goto("/felanmalan/vantar/")
    phone.wait_for_selector("[data-receipt]:visible", timeout=90_000)
    assert stored_texts(portal, "Platsen kommer sedan") == ["Platsen kommer sedan."]
    context.close()


def test_what_lacks_its_municipality_is_asked_for_it(comes_and_goes: Any, chromium: Any) -> None:
    context, phone = opened(chromium, comes_and_goes, "/felanmalan/ny/")
    comes_and_goes.end()
    phone.goto("/felanmalan/ny/")
    phone.fill("textarea[name=text]", "I vilken kommun?")
    phone.locator("details:has(#id_place) > summary").click()
    phone.fill("#id_place", "Vid bron")

    phone.locator(SEND).click()

    assert "Välj vilken kommun" in phone.locator("#id_kommun").evaluate("(field) => field.validationMessage")
    assert "/felanmalan/ny/" in phone.url
    context.close()


def test_a_form_that_lay_on_the_device_is_sent_once_when_the_network_is_back(
    portal: Portal, comes_and_goes: Any, chromium: Any
) -> None:
    context, phone = opened(chromium, comes_and_goes, "/felanmalan/ny/2281/")
    comes_and_goes.end()
    phone.goto("/felanmalan/ny/2281/")  # the token in it is of nobody's cookie
    assert phone.locator("[data-offline]").is_visible()
    phone.set_input_files("#id_photos", [picture()])
    phone.locator("details:has(#id_place) > summary").click()
    phone.fill("#id_place", "Vid bron")
    comes_and_goes.begin()
    phone.fill("textarea[name=text]", "Öppnad utan nät, skickad med.")
    expect(phone.locator("#slag")).to_contain_text("Gatu", timeout=15_000)

    phone.locator(SEND).click()

    phone.wait_for_url("**/kvitto/")
    assert stored_texts(portal, "Öppnad utan nät") == ["Öppnad utan nät, skickad med."]
    context.close()


def test_what_was_written_on_the_page_of_the_menu_is_changed_on_the_form_of_its_municipality(
    comes_and_goes: Any, chromium: Any
) -> None:
    context, phone = opened(chromium, comes_and_goes, "/sundsvall/felanmalan/")
    wait_until(phone, "await caches.match('/felanmalan/ny/2281/')")
    comes_and_goes.end()
    phone.goto("/sundsvall/felanmalan/")
    phone.fill("textarea[name=text]", "Från menyn.")
    phone.locator("details:has(#id_place) > summary").click()
    phone.fill("#id_place", "Vid bron")
    phone.locator(SEND).click()
    phone.wait_for_selector("[data-waiting] li")

    phone.locator("[data-edit]").click()

    expect(phone.locator("textarea[name=text]")).to_have_value("Från menyn.")
    assert phone.locator("#id_kommun").count() == 0
    phone.locator(SEND).click()
    phone.wait_for_url("**/felanmalan/vantar/")
    context.close()


def test_where_only_the_form_of_the_region_lay_on_the_device_the_municipality_asked_for_is_chosen(
    comes_and_goes: Any, chromium: Any
) -> None:
    context, phone = opened(chromium, comes_and_goes, "/felanmalan/ny/")
    comes_and_goes.end()

    phone.goto("/felanmalan/ny/2281/")

    expect(phone.locator("#id_kommun")).to_have_value("2281")
    context.close()


def test_a_new_worker_keeps_the_forms_that_the_one_before_had(comes_and_goes: Any, chromium: Any) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, base_url=comes_and_goes.url)
    phone = context.new_page()
    phone.goto("/felanmalan/vantar/")
    phone.evaluate("caches.open('fel-before').then((cache) => cache.add('/felanmalan/ny/2281/'))")

    phone.goto("/felanmalan/ny/")

    wait_until(phone, "!(await caches.has('fel-before'))")
    assert phone.evaluate("caches.match('/felanmalan/ny/2281/').then((kept) => kept?.status)") == 200
    context.close()
