from __future__ import annotations


class SupportClosed(Exception):
    """Nobody can support this now. The text says why, in words for the person."""


class SupportGiven(SupportClosed):
    """An address of this person has said what it thinks of this, from an account it has left. The text says so."""


class ObjectionNotAsked(Exception):
    """Only a proposal can be met with "not like this"."""


class ReasonMissing(Exception):
    """ "Not like this" needs a reason."""
