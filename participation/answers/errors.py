from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _


class NotApproved(PermissionDenied):
    """The municipality's workflow has not approved these words."""

    def __init__(self) -> None:
        super().__init__(_("Svaret är inte godkänt av alla som ska godkänna det. Inget är publicerat."))


class CannotBeAnswered(Exception):
    """What the answer is about cannot be answered as it stands now. The message says why, for people."""


class HeldBack(CannotBeAnswered):
    """What the answer is about was hidden: an approved answer waits until it is shown again."""


class NotComplete(Exception):
    """The draft lacks something that an answer must say: `fields`, by name."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields
