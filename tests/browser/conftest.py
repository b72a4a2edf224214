"""A portal that really runs (server, worker, demonstration region) and a Chromium that visits it."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import database
from tests.notifications.postbox import Postbox, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
PASSWORD = "samskapa-demo-2026"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Portal:
    """A running portal: its address, the mail server that it sends through, and `manage.py` on its data."""

    url: str
    environment: dict[str, str]
    postbox: Postbox

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            pytest.fail(done.stdout + done.stderr)
        return done.stdout

    def mailed_to(self, address: str, words: str) -> EmailMessage:
        """The newest mail to `address` with `words` in its subject or text, as its receiver gets it. Waits for it."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            for receiver, raw in reversed(self.postbox.taken):
                mail = message_from_bytes(raw.encode(), policy=policy.default)
                if receiver == address and words in f"{mail['Subject']}\n{text_of(mail)}":
                    return mail
            time.sleep(0.1)
        raise TimeoutError(f"no mail to {address} says {words!r}")


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Portal]:
    with Postbox() as postbox:
        yield from running(tmp_path_factory.mktemp("portal"), postbox)


def running(data: Path, postbox: Postbox) -> Iterator[Portal]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "DEBUG": "true",
        "DATA_DIR": str(data),
        "BASE_URL": url,
        "ALLOWED_HOSTS": "127.0.0.1",
        "EMAIL_URL": f"smtp://127.0.0.1:{postbox.port}",
        "STAFF_SECOND_FACTOR": "false",
        "VAPID_PRIVATE_KEY": secrets.token_urlsafe(32),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }
    environment.pop("DATABASE_URL", None)
    portal = Portal(url, environment, postbox)
    template = database.CACHE / f"template-{database.template_key()}.sqlite3"
    if template.exists():
        shutil.copy(template, data / "samskapa.sqlite3")
    else:  # when these tests were told to use another database
        portal.manage("migrate", "--verbosity", "0")
        portal.manage("createcachetable")
    portal.manage("seed_demo")
    processes = [start(environment, "runserver", "--noreload", f"127.0.0.1:{port}"), start(environment, "worker")]
    try:
        wait_for(port)
        yield portal
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)


def start(environment: dict[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    log = Path(environment["DATA_DIR"]) / f"{arguments[0]}.log"
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, stdout=output, stderr=output
        )


def wait_for(port: int) -> None:
    for _attempt in range(1200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the portal did not start")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing in CI")
        pytest.skip("there is no Chromium on this machine (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def new_visitor(portal: Portal, chromium: Browser) -> Iterator[Any]:
    """Call it for a person with a browser of their own: `new_visitor(javascript=False, width=360)`."""
    contexts: list[BrowserContext] = []

    def visitor(*, javascript: bool = True, width: int = 1280, dark: bool = False, **options: Any) -> Page:
        context = chromium.new_context(
            base_url=portal.url,
            java_script_enabled=javascript,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            locale="sv-SE",
            **options,
        )
        context.set_default_timeout(30_000)  # on a busy machine a photo alone takes seconds
        contexts.append(context)
        return context.new_page()

    yield visitor
    for context in contexts:
        context.close()


def sign_in(page: Page, who: str) -> None:
    """Sign in as one of the demonstration's people, such as "medborgare"."""
    page.goto("/konto/login/")
    page.locator("input[name=login]").fill(f"{who}@demo.example")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/login/" not in url)


def ask(portal: Portal, what: str, *arguments: str) -> Any:
    """What crowd.py does and knows."""
    call = ", ".join(repr(one) for one in (what, *arguments))
    return json.loads(
        portal.manage("shell", "-c", f"from tests.browser.crowd import main; main({call})").splitlines()[-1]
    )
