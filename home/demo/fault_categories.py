"""Questions of every kind for the demonstration, on the categories that each municipality begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.faults.models import Choice, FaultCategory, Publicity, Question

if TYPE_CHECKING:
    from participation.places.models import Municipality

Kind = Question.Kind
# By category: code, kind, words, and the answers with where the fault is reported instead.
QUESTIONS: dict[str, list[tuple[str, str, str, list[tuple[str, str, str]]]]] = {
    "gatubelysning": [
        (
            "vems",
            Kind.ONE_OF,
            "Vems lampa är det?",
            [
                ("kommunens", "Kommunens, vid gata eller park", ""),
                ("vet-inte", "Vet inte", ""),
                (
                    "gard",
                    "På en gård eller en privat parkering",
                    "Fastighetens ägare lagar lampan. Ring din hyresvärd.",
                ),
            ],
        ),
        ("stolpe", Kind.STRING, "Numret på stolpen, om du ser det", []),
    ],
    "hal-i-gata": [
        ("fara", Kind.INFORMATION, "Är det fara för liv? Ring 112 i stället.", []),
        ("djup", Kind.NUMBER, "Hur djupt är hålet, i centimeter?", []),
    ],
    "skrap-och-papperskorg": [],
    "lekplats": [],
}

IN_ENGLISH = {
    "Vems lampa är det?": "Whose light is it?",
    "Kommunens, vid gata eller park": "The municipality's, by a street or park",
    "Vet inte": "I do not know",
    "På en gård eller en privat parkering": "In a yard or a private car park",
    "Numret på stolpen, om du ser det": "The number on the pole, if you can see it",
    "Är det fara för liv? Ring 112 i stället.": "Is anybody's life in danger? Call 112 instead.",
    "Hur djupt är hålet, i centimeter?": "How deep is the hole, in centimetres?",
}


def ask_questions(place: Municipality) -> dict[str, FaultCategory]:
    """The categories by code. One that has its questions already is as a visitor left it."""
    found = {row.code: row for row in place.fault_categories.filter(code__in=QUESTIONS)}
    for code, questions in QUESTIONS.items():
        category = found[code]
        if category.publicity == Publicity.WAITING:
            category.publicity = Publicity.SHOWN
            category.save(update_fields=["publicity"])
        if not category.questions.exists():
            _ask(category, questions)
    return found


def _ask(category: FaultCategory, questions: list[tuple[str, str, str, list[tuple[str, str, str]]]]) -> None:
    for order, (code, kind, words, choices) in enumerate(questions, start=1):
        asked = {"words": words, "words_en": IN_ENGLISH[words]}
        question = Question.objects.create(category=category, code=code, kind=kind, order=order, **asked)
        for place, (key, name, stop) in enumerate(choices, start=1):
            names = {"name": name, "name_en": IN_ENGLISH[name]}
            Choice.objects.create(question=question, key=key, order=place, stops=bool(stop), stop_words=stop, **names)
