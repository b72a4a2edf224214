"""The database behind the portal, asked without Django."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import psycopg


class Store:
    def __init__(self, url: str) -> None:
        self.url = url

    def execute(self, statement: str) -> list[tuple[Any, ...]]:
        if self.url.startswith("sqlite"):
            with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"), timeout=20)) as database:
                found = database.execute(statement).fetchall()
                database.commit()
                return found
        with psycopg.connect(self.url, autocommit=True) as server, server.cursor() as cursor:
            cursor.execute(statement)  # type: ignore[arg-type]  # written in the tests
            return cursor.fetchall() if cursor.description else []

    def tables(self) -> list[str]:
        if self.url.startswith("sqlite"):
            asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
        else:
            asked = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        return sorted(row[0] for row in self.execute(asked))

    def rows(self) -> dict[str, list[str]]:
        """Every row of every table, in an order that does not depend on where it lies."""
        return {table: sorted(map(repr, self.execute(f'SELECT * FROM "{table}"'))) for table in self.tables()}

    def let_mail_be_due(self) -> None:
        """As if the lease of a dead worker and the wait after a failure were over."""
        self.execute(
            "UPDATE notifications_outgoingmail SET leased_until = '2000-01-01 00:00:00', "
            "next_attempt_at = '2000-01-01 00:00:00' WHERE status IN ('waiting', 'sending')"
        )

    def mails(self, status: str) -> int:
        return int(self.execute(f"SELECT count(*) FROM notifications_outgoingmail WHERE status = '{status}'")[0][0])

    def mail_goes_out(self) -> bool:
        """Nobody waits for hours: whether all that was due has gone or been given up."""
        self.let_mail_be_due()
        return self.all_mail_is_settled()

    def all_mail_is_settled(self) -> bool:
        return not self.mails("waiting") and not self.mails("sending")
