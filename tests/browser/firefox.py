"""A Firefox driven by its own wire protocol (Marionette): what Playwright's patched one would do, with Debian's.

A message is its length, a colon and JSON: `[0, number, command, parameters]`, answered by `[1, number, error, result]`.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pathlib import Path

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
PREFERENCES = {
    "marionette.port": 0,  # any free one, written to the profile
    "intl.accept_languages": "sv-SE",
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.systemAddon.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}
PATIENCE = 30  # seconds
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the standard's own name for the key of an element


class WireError(Exception):
    pass


class Firefox:
    """One window. Elements are found by CSS selector; `said` waits until the page says something."""

    def __init__(self, folder: Path, url: str) -> None:
        assert FIREFOX
        self.url, self.number = url, 0
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
        (folder / "user.js").write_text("\n".join(lines), encoding="utf-8")
        log = (folder / "firefox.log").open("wb")
        self.process = subprocess.Popen(
            [FIREFOX, "--headless", "--marionette", "--no-remote", "--profile", str(folder)],
            env={**os.environ, "HOME": str(folder), "MOZ_HEADLESS": "1"},
            stdout=log,
            stderr=log,
        )
        log.close()
        self.port = folder / "MarionetteActivePort"
        self.until(lambda: self.port.exists() and bool(self.port.read_text().strip()), "Firefox to start")
        self.socket = socket.create_connection(("127.0.0.1", int(self.port.read_text())), timeout=PATIENCE * 2)
        self.wire = self.socket.makefile("rwb")
        self._read()  # who it is
        self.call("WebDriver:NewSession", capabilities={})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        try:
            self.call("Marionette:Quit", flags=["eForceQuit"])
            self.process.wait(timeout=PATIENCE)
        finally:
            self.process.kill()
            self.process.wait()
            self.wire.close()
            self.socket.close()

    def call(self, command: str, **parameters: Any) -> Any:
        self.number += 1
        words = json.dumps([0, self.number, command, parameters]).encode()
        self.wire.write(b"%d:%s" % (len(words), words))
        self.wire.flush()
        _kind, _number, error, result = self._read()
        if error:
            raise WireError(f"{error['error']}: {error['message']}")
        return result.get("value", result) if isinstance(result, dict) else result

    def _read(self) -> Any:
        length = b""
        while (one := self.wire.read(1)) != b":":
            length += one
            if not one:
                raise WireError("Firefox went away")
        return json.loads(self.wire.read(int(length)))

    def until(self, true: Any, what: str) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if true():
                return
            time.sleep(0.1)
        raise TimeoutError(f"waited for {what}")

    def goto(self, path: str) -> None:
        self.call("WebDriver:Navigate", url=self.url + path)

    def find(self, selector: str, words: str = "") -> dict[str, str]:
        """The first that is shown, with `words` in it where they are given."""
        script = """const [selector, words] = arguments;
            const fits = (one) => one.checkVisibility() && one.textContent.includes(words);
            return [...document.querySelectorAll(selector)].find(fits) || null;"""
        found: list[dict[str, str]] = []

        def look() -> bool:
            one = self.call("WebDriver:ExecuteScript", script=script, args=[selector, words])
            found[:] = [one] if one else []
            return bool(found)

        self.until(look, f"{selector} {words}")
        return found[0]

    def click(self, selector: str, words: str = "") -> None:
        self.call("WebDriver:ElementClick", id=self.find(selector, words)[ELEMENT])

    def fill(self, selector: str, words: str) -> None:
        self.call("WebDriver:ElementSendKeys", id=self.find(selector)[ELEMENT], text=words)

    def pick(self, selector: str, index: int) -> None:
        """Firefox does not call the choices of a closed list visible, and yet lets one choose them."""
        choice = f"{selector} option:nth-of-type({index + 1})"
        found = self.call("WebDriver:FindElement", using="css selector", value=choice)
        self.call("WebDriver:ElementClick", id=found[ELEMENT])

    def said(self, words: str, where: str = "main") -> None:
        script = "return document.querySelector(arguments[0])?.innerText.includes(arguments[1]) || false;"
        self.until(
            lambda: self.call("WebDriver:ExecuteScript", script=script, args=[where, words]),
            f"{where} to say {words!r}",
        )

    @property
    def path(self) -> str:
        return str(self.call("WebDriver:GetCurrentURL")).removeprefix(self.url)
