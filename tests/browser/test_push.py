"""A push message in the service worker of a real Chromium: what is shown, and where a click leads.

Chromium's debugger hands the worker what its push service would. What headless Chromium has not: a push service to
subscribe with (our double stands in, and opens what was sealed), and a screen to click on (the worker is told of it).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.push.double import PushDouble

from .conftest import Portal, sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

SHOWN = """() => navigator.serviceWorker.ready.then((worker) => worker.getNotifications()).then((all) =>
    all.map(({ title, body, tag, lang, data, close }) => ({ title, body, tag, lang, url: data.url })))"""
CLICKED = """async () => {
    const opened = [], own = self.clients.openWindow;
    self.clients.openWindow = async (url) => { opened.push(url); };
    const [notification] = await self.registration.getNotifications();
    const click = new NotificationEvent("notificationclick", { notification });
    click.waitUntil = () => {}; // only an event of the browser's own keeps the worker awake
    self.dispatchEvent(click);
    self.clients.openWindow = own;
    for (let tries = 0; tries < 100 && (await self.registration.getNotifications()).length; tries += 1) {
        await new Promise((again) => setTimeout(again, 50));
    }
    return [opened, (await self.registration.getNotifications()).length];
}"""
# One that is being closed would take the next of the same tag along.
AWAY = """async () => {
    const worker = await navigator.serviceWorker.ready;
    for (let all = [0]; all.length; all = await worker.getNotifications()) {
        all.forEach((one) => one.close?.());
        await new Promise((again) => setTimeout(again, 20));
    }
}"""
SUBSCRIBES = """PushManager.prototype.getSubscription = async () => null;
    PushManager.prototype.subscribe = async () => ({ toJSON: () => (%s) });"""
NEWS = {"title": "Din idé har fått svar", "path": "/nyheter-till-dig/7/", "tag": "news-7", "language": "sv"}


class Phone:
    """A browser that allows notifications and has the worker."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.wrongs: list[Any] = []
        page.context.grant_permissions(["notifications"], origin=url)
        page.goto("/felanmalan/ny/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self.debugger = page.context.new_cdp_session(page)
        found: list[Any] = []
        self.debugger.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(told["registrations"]))
        self.debugger.on("ServiceWorker.workerErrorReported", lambda told: self.wrongs.append(told))
        self.debugger.send("ServiceWorker.enable")
        while not found:
            page.wait_for_timeout(50)
        self.registration = found[0]["registrationId"]

    def push(self, data: str) -> dict[str, str]:
        """Returns what is shown for it, all else away."""
        self.page.evaluate(AWAY)
        sent = {"origin": self.url, "registrationId": self.registration, "data": data}
        for again in range(400):
            if again % 100 == 0:  # Chromium drops it where the worker is just being put to sleep
                self.debugger.send("ServiceWorker.deliverPushMessage", sent)
            if shown := self.page.evaluate(SHOWN):
                return dict(shown[0])
            self.page.wait_for_timeout(50)
        pytest.fail(f"nothing was shown for {data}: {self.wrongs}")

    def click(self) -> tuple[list[str], int]:
        """What the worker opens, and how many notifications are left."""
        opened, left = self.page.context.service_workers[0].evaluate(CLICKED)
        return opened, left


@pytest.fixture(scope="module")
def phone(portal: Portal, chromium: Browser) -> Iterator[Phone]:
    context = chromium.new_context(base_url=portal.url, locale="sv-SE", viewport={"width": 360, "height": 740})
    yield Phone(context.new_page(), portal.url)
    context.close()


@pytest.fixture
def double() -> Iterator[PushDouble]:
    with PushDouble() as service:
        yield service


def test_news_are_shown_with_their_title_and_a_click_opens_their_page(phone: Phone) -> None:
    shown = phone.push(json.dumps(NEWS))

    url = f"{phone.url}/nyheter-till-dig/7/"
    assert shown == {"title": NEWS["title"], "body": "", "tag": "news-7", "lang": "sv", "url": url}
    assert phone.click() == ([url], 0)


@pytest.mark.parametrize(
    "path",
    ["https://annan.example/", "//annan.example/", "\\\\annan.example", "//", "javascript:alert(1)", "blob:{url}/a", 7],
)
def test_a_click_leads_nowhere_but_to_this_site(phone: Phone, path: Any) -> None:
    said = path.format(url=phone.url) if isinstance(path, str) else path

    assert phone.push(json.dumps({**NEWS, "path": said}))["title"] == NEWS["title"]
    assert phone.click() == ([f"{phone.url}/"], 0)


@pytest.mark.parametrize("data", ["", "inte JSON", "null", "5", "[]", '{"title": {"a": 1}}'])
def test_what_is_no_news_of_ours_is_shown_without_words(phone: Phone, data: str) -> None:
    shown = phone.push(data)

    assert (shown["title"], shown["body"], shown["url"]) == ("Samskapa", "", f"{phone.url}/")
    assert not phone.wrongs


def test_a_person_adds_the_device_and_its_first_message_is_shown(phone: Phone, double: PushDouble) -> None:
    said, page = double.subscription, phone.page
    keys = {"p256dh": said["public_key"], "auth": said["secret"]}
    page.add_init_script(SUBSCRIBES % json.dumps({"endpoint": said["endpoint"], "keys": keys}))
    sign_in(page, "granne")

    page.goto("/nyheter-direkt/")
    page.get_by_role("button", name="Få nyheter på den här enheten").click()
    expect(page.locator("#messages")).to_contain_text("Ett första meddelande är på väg hit")
    shown = phone.push(json.dumps(double.opened[0]))

    assert shown["title"] == "Här får du nyheter från Samskapa"
    assert phone.click() == ([f"{phone.url}/nyheter-direkt/"], 0)
    page.get_by_role("button", name="Ta bort").click()
    expect(page.get_by_role("main")).to_contain_text("Ingen enhet får nyheter direkt")


def test_the_page_says_why_where_the_browser_gives_no_address(portal: Portal, new_visitor: Any) -> None:
    refusing, alone = new_visitor(), new_visitor()
    alone.context.grant_permissions(["notifications"], origin=portal.url)  # and yet it has no push service

    for page, words in ((refusing, "inställd på att inte visa meddelanden"), (alone, "kunde inte ordna det just nu")):
        sign_in(page, "granne")
        page.goto("/nyheter-direkt/")
        page.get_by_role("button", name="Få nyheter på den här enheten").click()
        expect(page.locator("#push-not")).to_contain_text(words)
