"""How it went before for whoever wrote a thing, in the same municipality: figures, never words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.core.counting import NumberOf

from .models import Decision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .models import Item

Outcome = Decision.Outcome
COUNTED = ("hidden", "returned", "warned", "paused", "kept")
MOST = 100


@dataclass(frozen=True)
class Past:
    hidden: int = 0
    returned: int = 0
    warned: int = 0
    paused: int = 0
    kept: int = 0

    @property
    def in_words(self) -> str:
        parts = [
            ngettext("%(n)d dolt", "%(n)d dolda", self.hidden) % {"n": self.hidden} if self.hidden else "",
            ngettext("%(n)d tillbaka", "%(n)d tillbaka", self.returned) % {"n": self.returned} if self.returned else "",
            ngettext("%(n)d varning", "%(n)d varningar", self.warned) % {"n": self.warned} if self.warned else "",
            ngettext("%(n)d paus", "%(n)d pauser", self.paused) % {"n": self.paused} if self.paused else "",
            ngettext("%(n)d fick vara kvar", "%(n)d fick vara kvar", self.kept) % {"n": self.kept} if self.kept else "",
        ]
        return ", ".join(part for part in parts if part) or _("inga beslut förut")


def pasts() -> dict[str, NumberOf]:
    """To be read with the items of a page, which are few: how often each outcome met its writer there."""
    met = Decision.objects.stand().filter(concerns=OuterRef("writer"), municipality=OuterRef("municipality")).order_by()
    return {f"past_{outcome}": NumberOf(met.filter(outcome=outcome).values("pk")[:MOST]) for outcome in COUNTED}


def past_on(item: Item) -> Past:
    """Of an item that was read with `pasts`."""
    return past_of({outcome: getattr(item, f"past_{outcome}") for outcome in COUNTED})


def past_of(counts: Mapping[str, int]) -> Past:
    return Past(
        hidden=counts.get(Outcome.HIDDEN, 0),
        returned=counts.get(Outcome.RETURNED, 0),
        warned=counts.get(Outcome.WARNED, 0),
        paused=counts.get(Outcome.PAUSED, 0),
        kept=counts.get(Outcome.KEPT, 0),
    )
