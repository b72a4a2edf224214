"""Which municipality a report goes to. The position decides; where it is not sure, the citizen is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from participation.places.borders import find_municipality, municipalities_near
from participation.places.facts import municipality_facts
from participation.places.models import Municipality

NEAR = 300.0  # metres: borders are drawn, and phones place one, about so well
IN_WORDS = "ord"  # the answer "the position is wrong, I say in words where it is"

Position = tuple[float, float]


@dataclass(frozen=True)
class Question:
    """What to ask, and the answers: (value, words)."""

    sentence: str
    choices: list[tuple[str, str]]


@dataclass(frozen=True)
class Settled:
    """Where the report goes, or what to ask, or a sentence on why it cannot go anywhere."""

    municipality: Municipality | None = None
    question: Question | None = None
    outside: str = ""
    without_position: bool = False


@dataclass(frozen=True)
class Region:
    """The municipalities that take part, by code, in the order of their names."""

    by_code: Mapping[str, Municipality] = field(default_factory=dict)

    @classmethod
    def now(cls) -> Region:
        return cls({row.code: row for row in Municipality.objects.filter(is_open=True)})

    def takes_part(self, position: Position) -> bool:
        return find_municipality(*position) in self.by_code or bool(self.near(position))

    def near(self, position: Position) -> list[str]:
        """Those that a position may mean, the one it lies in first. Raises BadPosition."""
        found = find_municipality(*position)
        codes = [found or "", *(code for code, _metres in municipalities_near(*position, NEAR))]
        return [code for code in dict.fromkeys(codes) if code in self.by_code]


def settle(position: Position, *, asked_for: Municipality | None, answer: str, region: Region) -> Settled:
    """`asked_for` is the municipality whose page or name the citizen chose; `answer` is to an earlier question."""
    found, possible = find_municipality(*position), region.near(position)
    if not possible:
        return Settled(outside=_swapped(position, region) or _outside(found))
    if answer in possible:
        return Settled(region.by_code[answer])
    if answer == IN_WORDS and asked_for is not None:
        return Settled(asked_for, without_position=True)
    if possible == [found] and (asked_for is None or asked_for.code == found):
        return Settled(region.by_code[possible[0]])
    return Settled(question=_question(found, possible, asked_for, region))


def _question(found: str | None, possible: list[str], asked_for: Municipality | None, region: Region) -> Question:
    choices = [(code, region.by_code[code].full_name) for code in possible]
    if asked_for is not None and asked_for.code not in possible:
        words = _("Platsen är fel. Felet är i %(name)s, jag skriver var.") % {"name": asked_for.name}
        return Question(_disagreement(found, asked_for), [*choices, (IN_WORDS, words)])
    return Question(_at_the_border(found, possible, region), choices)


def _disagreement(found: str | None, asked_for: Municipality) -> str:
    if found is None:
        return _("Platsen ligger inte i %(name)s. Vilken kommun ska få anmälan?") % {"name": asked_for.full_name}
    names = {"there": municipality_facts()[found].full_name, "here": asked_for.full_name}
    return _("Platsen ligger i %(there)s, men du är på sidan för %(here)s. Vem ska få anmälan?") % names


def _at_the_border(found: str | None, possible: Iterable[str], region: Region) -> str:
    if found is not None and found not in region.by_code:
        return _("Platsen ligger i %(name)s, som inte är med här, men nära gränsen. Vem ska få anmälan?") % {
            "name": municipality_facts()[found].full_name
        }
    return _("Platsen ligger vid en kommungräns. Vilken kommun ska få anmälan?")


def looks_swapped(position: Position, region: Region) -> bool:
    """Where the two would lie here the other way round, and do not as they are, that is what happened."""
    lon, lat = position
    return abs(lon) <= 90 and not region.takes_part(position) and region.takes_part((lat, lon))


def outside_for_staff(position: Position, region: Region) -> str:
    """Where a position lies that no report here can have; nothing where one can."""
    if region.takes_part(position):
        return ""
    if (found := find_municipality(*position)) is None:
        return _("Platsen ligger utanför de kommuner som är med här.")
    return _("Platsen ligger i %(name)s, som inte är med här.") % {"name": municipality_facts()[found].full_name}


def swapped_for_staff() -> str:
    return _("Latitud och longitud ser ut att ha bytt plats. Skriv dem i varandras fält.")


def _swapped(position: Position, region: Region) -> str:
    if not looks_swapped(position, region):
        return ""
    return _("Latitud och longitud ser ut att ha bytt plats. Välj platsen igen, så blir det rätt.")


def _outside(found: str | None) -> str:
    if found is None:
        return _("Platsen ligger utanför de kommuner som är med här. Ändra platsen eller skriv var felet är.")
    return _(
        "Platsen ligger i %(name)s, som inte är med här. Anmäl felet till dem, eller ändra platsen om den är fel."
    ) % {"name": municipality_facts()[found].full_name}
