"""How the matrix asks and what it calls the answers; the table itself is in matrix_table.py."""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.leaks.fetching import Answer

WRITES = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE)
THROUGH, REFUSED, DENIED, BROKEN = "through", "refused", "denied", "broken"


class Watch:
    """Notes every table that is written to, by what was asked."""

    def __init__(self) -> None:
        self.written: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.asked = ("", "")

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := WRITES.match(sql):
            self.written[self.asked].add(found.group(1))
        return execute(sql, params, many, context)

    @contextmanager
    def of(self, method: str, path: str) -> Iterator[None]:
        self.asked = (method, path)
        yield


def kind_of_answer(status: int, location: str = "") -> str:
    """Through, refused (wrong method), denied (to the door, to the desk's first page, or no such thing), broken."""
    if status >= 500:
        return BROKEN
    if status == 405:
        return REFUSED
    to_the_door = location.startswith(("/konto/login", "/cms/login/"))
    if status in (403, 404, 410) or (status in (301, 302) and (to_the_door or location == "/cms/")):
        return DENIED
    return THROUGH


def kind_of(answer: Answer) -> str:
    return kind_of_answer(answer.status, answer.header("Location"))


def ask(client: Any, method: str, path: str, watch: Watch, **data: Any) -> tuple[str, set[str]]:
    """What came of it and which tables it wrote to; the database is as before, and so are the cookies."""
    cookies = client.cookies.copy()
    watch.written.pop((method, path), None)
    with transaction.atomic(), watch.of(method, path), connection.execute_wrapper(watch):
        response = getattr(client, method.lower())(path, **data)
        if response.streaming:
            b"".join(response.streaming_content)
        for close in response._resource_closers:
            close()
        transaction.set_rollback(True)
    client.cookies = cookies
    return kind_of_answer(response.status_code, response.headers.get("Location", "")), watch.written[method, path]
