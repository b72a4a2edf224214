from __future__ import annotations


class AlreadyFlagged(Exception):
    """The same person's flag on the same thing still waits."""


class TooManyFlags(Exception):
    """One person flags more in an hour than anybody reads."""


class NothingToDecide(Exception):
    """The thing changed meanwhile: its author took it away, or another moderator was first."""
