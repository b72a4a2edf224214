"""A no in the words of Open311: a code for the program, a sentence for whoever looks into it."""

from __future__ import annotations

from django.utils.translation import gettext as _


class Refused(Exception):
    def __init__(self, status: int, *sentences: str) -> None:
        super().__init__(*sentences)
        self.status, self.sentences = status, list(sentences)

    @property
    def rows(self) -> list[dict[str, object]]:
        return [{"code": self.status, "description": sentence} for sentence in self.sentences]


def not_understood(name: str, value: str) -> Refused:
    """`value` comes from a stranger: it is shortened, and written by whoever writes the answer."""
    return Refused(400, _("%(name)s: ”%(value)s” går inte att förstå.") % {"name": name, "value": value[:60]})
