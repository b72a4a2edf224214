"""What an app above this one may want to know of a mail that it put in the outbox."""

from __future__ import annotations

from django.dispatch import Signal

# With `mail`, in the transaction that wrote it down: nobody will ever get it, unless somebody puts it back.
given_up = Signal()

# With `mail`, before it goes: its person has another address than when it was written, and `mail.to` is that one now.
# A receiver that answers False keeps it from going.
readdressed = Signal()
