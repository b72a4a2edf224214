from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest

    from participation.faults.case_systems.protocol import Change


def read_push(request: HttpRequest) -> list[Change]:
    """A POST of servicerequestupdates to us."""
    from .adapter import change_of  # only here, as it brings an HTTP client

    change = change_of({name: request.POST.get(name) for name in request.POST})
    return [change] if change else []
