from __future__ import annotations

from django.dispatch import Signal

# Asked before a topic that a moderator hid is shown again; a receiver that answers False keeps it hidden,
# because its owner is no longer in a public state. Arguments: "topic".
may_be_shown_again = Signal()

# A moderator hid a topic that all could read. Who owns it tells those who support or follow it.
# Arguments: "topic", "moderator", "now".
taken_away = Signal()

# It is shown again. Its owner tells the same people. Arguments as before.
given_back = Signal()

# A topic that was refused is to be shown after all. A receiver that owns it brings it back and answers True;
# nothing else is done then. Arguments: "topic", "moderator", "now".
brought_back = Signal()
