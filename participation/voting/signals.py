from __future__ import annotations

from django.dispatch import Signal

# Sent inside the transaction in which the counters of `topic` changed; the topic carries the new figures
# and its row is locked. Arguments: "topic", "now".
stance_changed = Signal()

# Asked with `topic`, after a support: who owns it and has set a goal answers with the sentence about it, else "".
# Whoever knows of goals stands on a floor above.
goal_asked = Signal()
