from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import translation

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def swedish_again() -> Iterator[None]:
    """A request to /en/ leaves its language in the thread."""
    with translation.override("sv"):
        yield
