"""People who go on writing while things break around them, and remember what was acknowledged."""

from __future__ import annotations

import itertools
import threading
from typing import TYPE_CHECKING, Any

import requests

from .running import until

if TYPE_CHECKING:
    from .running import Running

THREADS = 4
EACH_WRITES = 8  # the portal takes ten entries of one person in ten minutes


class Crowd:
    """`with Crowd(portal) as crowd:` they write until the block ends; `acknowledged` is what they were thanked for."""

    written = itertools.count()  # no two texts are the same, in no two crowds

    def __init__(self, portal: Running) -> None:
        self.portal = portal
        self.acknowledged: list[tuple[str, str]] = []
        self.failed: list[str] = []
        self.unhappy: list[requests.Response] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(number,)) for number in range(THREADS)]

    def __enter__(self) -> Crowd:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, more: int) -> None:
        wanted = len(self.acknowledged) + more
        until(lambda: len(self.acknowledged) >= wanted, what=f"{more} more acknowledged")

    def _write(self, number: int) -> None:
        people = range(number, len(self.portal.world["people"]), THREADS)
        for turn in itertools.count():
            for who in people:
                if self._stop.is_set():
                    return
                self._one(who, turn)

    def _one(self, who: int, turn: int) -> None:
        topics = self.portal.world["topics"]
        topic, number = topics[(turn + who) % len(topics)], next(self.written)
        person = self.portal.person(who)
        self._post(person, f"/stod/{topic}/", "support", f"{self.portal.world['people'][who]['pk']}-{topic}")
        if turn < EACH_WRITES // 2:
            text = f"Inlägg {number} i den här tråden"
            self._post(person, f"/samtal/skriv/{topic}/", "comment", text, comment=text)
        title = f"Idé nummer {number}"
        fields = {"title": title, "text": "Så här tänker jag.", "category": self.portal.world["category"]}
        self._post(person, "/ideer/ny/2281/", "idea", title, **fields)

    def _post(self, person: requests.Session, path: str, kind: str, what: str, **fields: Any) -> None:
        try:
            response = self.portal.post(person, path, **fields)
        except requests.RequestException as error:
            self.failed.append(type(error).__name__)  # nothing was promised
            return
        if response.status_code == 302 and "login" not in response.headers["Location"]:
            self.acknowledged.append((kind, what))
        else:
            self.unhappy.append(response)
