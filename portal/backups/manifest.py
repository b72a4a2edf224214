"""What an archive holds, so that a restore can tell whether it is whole."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection

from portal.migrated import applied_migrations

FORMAT = 1


class Refused(Exception):
    """Said to the operator as it is."""


@dataclass
class Manifest:
    made_at: str
    version: str
    database: str
    migrations: list[list[str]]
    rows: dict[str, int]
    files: dict[str, str] = field(default_factory=dict)  # name in the archive → sha256
    missing: list[str] = field(default_factory=list)  # rows named them, but they were not there
    format: int = FORMAT

    @classmethod
    def now(cls, now: datetime, rows: dict[str, int]) -> Manifest:
        return cls(
            made_at=now.isoformat(timespec="seconds"),
            version=version(),
            database=connection.vendor,
            migrations=sorted(map(list, applied_migrations())),
            rows=rows,
        )

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def read(cls, content: bytes) -> Manifest:
        try:
            fields: dict[str, Any] = json.loads(content)
            if fields["format"] != FORMAT:
                raise Refused(f"The archive has format {fields['format']}; this portal reads format {FORMAT}.")
            return cls(**fields)
        except (ValueError, TypeError, KeyError):
            raise Refused("The archive's manifest cannot be read.") from None


def version() -> str:
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])
