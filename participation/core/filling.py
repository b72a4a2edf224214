"""Words with {variables} in them. Only what is listed can be named, and what is filled in is never read again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

NAMED = re.compile(r"\{([^{}]*)\}")


def unknown_in(text: str, known: Collection[str]) -> list[str]:
    """What stands in braces and is not among `known`, as it is written there."""
    return [f"{{{name}}}" for name in NAMED.findall(text) if _key(name) not in known]


def filled(text: str, values: Mapping[str, str]) -> str:
    return NAMED.sub(lambda found: values.get(_key(found[1]), found[0]), text)


def _key(name: str) -> str:
    return " ".join(name.split()).lower()
