"""Every address that the portal knows, from its own list of addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Pattern:
    name: str  # with its namespaces; the route itself where it has no name
    route: str
    view: Any


def patterns(urlconf: str | None = None) -> list[Pattern]:
    return list(_walk(get_resolver(urlconf), "", ""))


def _walk(resolver: URLResolver, before: str, spaces: str) -> Iterator[Pattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            space = f"{spaces}{entry.namespace}:" if entry.namespace else spaces
            yield from _walk(entry, before + str(entry.pattern), space)
        elif isinstance(entry, URLPattern):
            route = _plain(before + str(entry.pattern))
            yield Pattern(spaces + entry.name if entry.name else f"/{route}", route, entry.callback)


def _plain(route: str) -> str:
    return re.sub(r"[\^$]|\\Z", "", route).replace("\\.", ".")
