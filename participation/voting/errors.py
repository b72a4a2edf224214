from __future__ import annotations


class SupportClosed(Exception):
    """Nobody can support this now. The text says why, in words for the person."""


class ObjectionNotAsked(Exception):
    """Only a proposal can be met with "not like this"."""


class ReasonMissing(Exception):
    """ "Not like this" needs a reason."""
