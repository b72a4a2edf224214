"""What can be reported in the demonstration, with a question of every kind that people meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from participation.faults.models import Choice, FaultCategory, Publicity, Question

if TYPE_CHECKING:
    from participation.places.models import Municipality

Kind = Question.Kind
STREET, PARK = "Gata och väg", "Park och lek"
# Code, name, in English, group, explanation, words that point to it.
CATEGORIES = (
    ("gatubelysning", "Gatubelysning", "Street lights", STREET, "Lampor som är släckta, blinkar eller hänger.",
     "lampa\nlykta\nlyktstolpe\nbelysning\nmörkt\nsläckt"),
    ("vag", "Hål och skador i vägen", "Holes and damage in the road", STREET, "Bilväg, cykelväg och gångväg.",
     "hål\npotthål\nasfalt\nvägen\ncykelväg\ngupp\nspricka"),
    ("sno", "Snö och halka", "Snow and ice", STREET, "Plogning och sandning.", "snö\nhalka\nhalt\nplog\nsand\nis"),
    ("skrap", "Skräp och papperskorgar", "Litter and bins", PARK, "Fulla korgar och skräp på marken.",
     "skräp\npapperskorg\nsopor\nsoptunna\nnedskräpning"),
    ("lekplats", "Lekplats", "Playground", PARK, "Trasiga gungor, staket och sandlådor.",
     "lekplats\ngunga\nrutschkana\nsandlåda"),
    ("klotter", "Klotter", "Graffiti", PARK, "Klotter på det som kommunen äger.", "klotter\nklottrat\ngraffiti"),
)  # fmt: skip


def make_categories(place: Municipality) -> dict[str, FaultCategory]:
    """By code. What a visitor changed stays changed."""
    made = {}
    for order, (code, name, name_en, group, description, keywords) in enumerate(CATEGORIES):
        fields: dict[str, Any] = {
            "name": name,
            "name_en": name_en,
            "group": group,
            "description": description,
            "keywords": keywords,
            "order": order,
            "publicity": Publicity.SHOWN,
        }
        made[code], is_new = FaultCategory.objects.get_or_create(municipality=place, code=code, defaults=fields)
        if is_new and code in QUESTIONS:
            _ask(made[code], code)
    return made


QUESTIONS: dict[str, list[tuple[str, str, str, tuple[tuple[str, str, str], ...]]]] = {
    "gatubelysning": [
        ("vems", Kind.ONE_OF, "Vems lampa är det?", (
            ("kommunens", "Kommunens, vid gata eller park", ""),
            ("vet-inte", "Vet inte", ""),
            ("gard", "På en gård eller en privat parkering",
             "Det är fastighetens ägare som lagar lampan. Ring din hyresvärd eller förening."),
        )),
        ("stolpe", Kind.STRING, "Numret på stolpen, om du ser det", ()),
    ],
    "vag": [
        ("fara", Kind.INFORMATION, "Är det fara för liv? Ring 112 i stället.", ()),
        ("djup", Kind.NUMBER, "Hur djupt är hålet, i centimeter?", ()),
    ],
}  # fmt: skip


def _ask(category: FaultCategory, code: str) -> None:
    for order, (key, kind, words, choices) in enumerate(QUESTIONS[code], start=1):
        question = Question.objects.create(category=category, code=key, kind=kind, words=words, order=order)
        for place, (choice, name, stop) in enumerate(choices, start=1):
            Choice.objects.create(
                question=question, key=choice, name=name, order=place, stops=bool(stop), stop_words=stop
            )
