"""A case system by e-mail for one category of the demonstration: its mails lie in the development mailbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.faults.models import CaseSystem, CategoryInSystem, StatusMapping

if TYPE_CHECKING:
    from participation.faults.models import FaultCategory
    from participation.places.models import Municipality

NAME = "Demo: belysningsgruppen"
MEANINGS = (
    ("in_progress", "in_progress", "Demo: någon är på väg.", "Demo: somebody is on the way."),
    ("planned", "planned", "Demo: vi gör det så snart vi kan.", "Demo: we will do it as soon as we can."),
    ("fixed", "fixed", "Demo: det är lagat.", "Demo: it is mended."),
    ("not_ours", "not_ours", "Demo: någon annan ansvarar för det.", "Demo: somebody else is responsible for it."),
    ("closed", "closed", "Demo: vi avslutar utan åtgärd.", "Demo: we are closing this without doing anything."),
)


def add_case_system(place: Municipality, category: FaultCategory) -> None:
    """As a visitor left it, if it is there already."""
    system, is_new = CaseSystem.objects.get_or_create(
        name=f"{NAME}, {place.name}",
        defaults={"kind": "email", "settings": {"to": "belysning@demo.example"}, "is_on": True},
    )
    if not is_new:
        return
    system.municipalities.add(place)
    CategoryInSystem.objects.get_or_create(category=category, defaults={"system": system})
    StatusMapping.objects.bulk_create(
        [
            StatusMapping(system=system, theirs=theirs, ours=ours, words=words, words_en=words_en, is_on=True)
            for theirs, ours, words, words_en in MEANINGS
        ]
    )
