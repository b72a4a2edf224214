from __future__ import annotations

from django.dispatch import Signal

# Sent in the transaction in which an answer became public, with "topic" (locked), "answer",
# "replaced" (what was public before, where it said anything else), "by" (None when that
# account is closed) and "now". Whoever owns the topic moves it on and tells people; an error takes all of it back.
answered = Signal()

# Sent in the transaction in which the words of an earlier answer were taken away, with "topic" and "sentence": whoever
# owns the topic says that sentence nowhere any more.
unsaid = Signal()
