"""Where strangers' photos are opened: a process of its own, without Django, secrets or much memory.

Nothing here imports Django or another app. `participation.attachments.developing` starts it.
"""

from __future__ import annotations

SIDE = 2048  # the longest side of what is kept, in pixels
THUMBNAIL_SIDE = 480
