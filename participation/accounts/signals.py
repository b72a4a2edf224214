from __future__ import annotations

from django.dispatch import Signal

# A person has shown that an address is theirs. Arguments: "person", "keys" (all of `address_keys.keys_of`).
address_proved = Signal()

# Every session of a person was ended, by whoever closed what it opened. Arguments: "person".
sessions_ended = Signal()

# A proved address goes away from an account that still stands: it was removed, or the account is being closed, in
# the same transaction. Arguments: "person", "key" (the first of `address_keys.keys_of`).
address_left = Signal()
