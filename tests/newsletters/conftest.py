from __future__ import annotations

from tests.notifications.conftest import committed, postbox, swedish_again

__all__ = ["committed", "postbox", "swedish_again"]
