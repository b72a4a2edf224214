"""Everything that a portal hides, made by the same actions as people make it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone, translation

from home.actions import add_municipality
from participation.notifications.models import OutgoingMail
from participation.places.facts import MunicipalityFact

from ..marks import Marks
from ..planted import Planted
from . import answers, casework, faults, files, ideas, letters, newsletters, pages, people, public, systems, talk

if TYPE_CHECKING:
    from collections.abc import Callable

    from participation.places.models import Municipality

CODES = ("9981", "9982")  # no municipality in Sweden has them


@transaction.atomic
def plant(
    *,
    marks: Marks | None = None,
    real: tuple[str, str] | None = None,
    before_hiding: Callable[[Planted], None] | None = None,
) -> Planted:
    """Two municipalities, their people and all that is hidden there. `real` are codes to use instead of invented ones.

    `before_hiding` is called when all that the public sees is there, and nothing that is hidden.
    No mail leaves: what would have been sent is only kept, to be read by `mails`.
    """
    marks, now = marks or Marks(), timezone.now()
    with translation.override("sv"):
        here, next_door = (place(marks, number, real) for number in (0, 1))
        planted = Planted(marks=marks, now=now, here=here, next_door=next_door, people={})
        people.plant(planted)
        public.plant(planted)
        talk.plant(planted)  # leaves tombstones that everybody sees
        if before_hiding is not None:
            before_hiding(planted)
        for part in (ideas, answers, casework, pages, files, faults, systems, letters, newsletters):
            part.plant(planted)
    hold_back(planted)
    return planted


def place(marks: Marks, number: int, real: tuple[str, str] | None) -> Municipality:
    if real is not None:
        return add_municipality(code=real[number]).municipality
    side = "AB"[number]
    fact = MunicipalityFact(
        code=CODES[number],
        name=f"Läckageprov {side} {marks.run}",
        full_name=f"Läckageprov {side} {marks.run} (tas bort strax)",
        county_code="99",
        county_name="Läckageprov",
    )
    return add_municipality(code=fact.code, fact=fact).municipality


def hold_back(planted: Planted) -> None:
    """Before anybody else can see them: in the transaction that wrote them."""
    mails = OutgoingMail.objects.filter(to__endswith=f"@{planted.marks.run}.invalid")
    mails.update(status=OutgoingMail.Status.WITHHELD)
