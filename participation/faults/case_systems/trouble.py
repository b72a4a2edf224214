"""Why something was not done at a case system, in words for staff, and what that means for the next attempt."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .told import plain


class Trouble(Exception):
    """`may_be_done`: the system may have done it all the same. Then it is looked for before it is tried again."""

    may_be_done = False

    def __init__(self, words: str, *, may_be_done: bool | None = None, wait: int | None = None) -> None:
        super().__init__(words)
        self.words, self.wait = plain(words), wait  # they may repeat what the system said
        if may_be_done is not None:
            self.may_be_done = may_be_done


class Again(Trouble):
    """It may pass by itself."""


class Down(Again):
    """The whole system is out of reach: no report is to blame, and none is tried until it answers."""

    def __init__(self, words: str = "") -> None:
        super().__init__(words or _("Systemet svarar inte."))


class Slow(Again):
    may_be_done = True

    def __init__(self, words: str = "") -> None:
        super().__init__(words or _("Systemet svarade inte i tid."))


class Cut(Slow):
    """The line was broken before there was an answer."""

    def __init__(self) -> None:
        super().__init__(_("Anslutningen bröts."))


class Never(Trouble):
    """Trying again changes nothing until a person has."""


class NotTaken(Trouble):
    """The system has no ear for it, today or tomorrow: nothing is wrong, and people tell it themselves."""

    def __init__(self) -> None:
        super().__init__(_("Systemet tar inte emot det."))


class Unconfirmed(Trouble):
    """A success without a word, and nothing shows that it was taken: people are told, and it is not sent again."""

    def __init__(self) -> None:
        super().__init__(_("Systemet sa inte att det tog emot det."))


class Unsure(Never):
    """It may be there, and this system cannot be asked."""

    may_be_done = True

    def __init__(self) -> None:
        super().__init__(
            _("Anslutningen bröts, så vi vet inte om ärendet skapades. Titta i ärendesystemet innan du skickar igen.")
        )
