from __future__ import annotations

from typing import Any


def content_of(response: Any) -> bytes:
    """All of it, with the file that may be behind it closed; `response.close()` would close the database too."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    for close in response._resource_closers:
        close()
    return bytes(content)
