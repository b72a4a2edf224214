from __future__ import annotations


class NotNow(Exception):
    """The letter is not in a state in which this can be done: somebody was quicker."""


class OtherWords(Exception):
    """The letter changed after it was read."""


class MayNot(Exception):
    """Why this person may not, in words for them."""
