from __future__ import annotations


class DiscussionClosed(Exception):
    """Nobody can write here now."""


class EntryGone(Exception):
    """The entry was removed meanwhile."""


class TooFast(Exception):
    """One person writes more in a short time than a conversation has room for."""


class NotYours(Exception):
    """Only the one who wrote an entry changes it, and only for a while."""
