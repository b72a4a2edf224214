from __future__ import annotations

from django.dispatch import Signal

# An entry was written, or its words were changed, in the same transaction. A receiver that lets it wait for a moderator
# sets `removal` on `entry`. Whatever a receiver raises is logged: what was written is never lost. Arguments: "entry",
# with its topic and author, and "now".
entry_written = Signal()
