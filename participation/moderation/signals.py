from __future__ import annotations

from django.dispatch import Signal

# Asked before a topic that a moderator hid is shown again; a receiver that answers False keeps it hidden,
# because its owner is no longer in a public state. Arguments: "topic".
may_be_shown_again = Signal()
