from __future__ import annotations


class NotAColleague(Exception):
    """The person does not hold the role that the work needs, in the municipality whose topic it is."""


class AskedAlready(Exception):
    """The topic is evaluated, or has been."""


class Published(Exception):
    """What everybody reads is not changed behind their backs."""


class NotReady(Exception):
    """Nobody has handed in a sheet, or nobody has summed it up."""
