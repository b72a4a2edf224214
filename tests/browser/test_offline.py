"""A report made without a network: kept on the phone, seen, changed, and sent once. The server is really gone."""

from __future__ import annotations

import re
import signal
from typing import Any

import pytest

from .conftest import Portal, start, wait_for
from .test_faults import SEND, picture


@pytest.fixture
def comes_and_goes(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A second server on the portal's data that can be stopped and started."""
    from .conftest import free_port

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


def test_what_is_reported_without_a_network_is_sent_once_when_there_is_one(
    portal: Portal, comes_and_goes: Any, chromium: Any
) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, base_url=comes_and_goes.url)
    phone = context.new_page()
    phone.goto("/felanmalan/ny/2281/")
    phone.evaluate("navigator.serviceWorker.ready.then((found) => found.active.state)")
    phone.reload()
    phone.wait_for_function("navigator.serviceWorker.controller !== null")
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
    context = chromium.new_context(viewport={"width": 360, "height": 740}, base_url=comes_and_goes.url)
    phone = context.new_page()
    phone.goto("/felanmalan/ny/2281/")
    phone.evaluate("navigator.serviceWorker.ready.then((found) => found.active.state)")
    phone.reload()
    phone.wait_for_function("navigator.serviceWorker.controller !== null")
    comes_and_goes.end()
    phone.fill("textarea[name=text]", "Ångrad anmälan utan nät.")
    phone.locator(SEND).click()
    phone.wait_for_selector("[data-waiting] li")

    phone.on("dialog", lambda dialog: dialog.accept())
    phone.locator("[data-drop]").click()

    phone.wait_for_selector("[data-none]:visible")
    assert phone.locator("[data-waiting] li").count() == 0
    context.close()
