"""The category: guessed, corrected, and what it asks."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from home.demo.fault_categories import QUESTIONS, ask_questions
from home.starting.lists import FAULT_CATEGORIES
from participation.faults.guessing import guess
from participation.faults.models import Choice, FaultCategory, FaultReport, Question

from .factories import IN_SUNDSVALL, at, category_of, filled_in, photo
from .test_form import HERE, REGION, came_back, sent, value

Kind = Question.Kind


@pytest.fixture
def lights(region) -> FaultCategory:
    return category_of(
        region[0], "gatubelysning", name="Gatubelysning", keywords="lampa\nlykta\nmörkt", publicity="shown", order=1
    )


@pytest.fixture
def roads(region) -> FaultCategory:
    return category_of(region[0], "vag", name="Väg och gata", keywords="hål i vägen\npotthål\nasfalt", order=2)


def question(category: FaultCategory, code: str, kind: str, *choices: str, **said: Any) -> Question:
    row = Question.objects.create(category=category, code=code, kind=kind, words=f"Fråga {code}?", **said)
    for key in choices:
        Choice.objects.create(question=row, key=key, name=key.capitalize())
    return row


def checked(page: str) -> str:
    tag = next(
        (tag for tag in page.split("<input ") if 'name="category"' in tag and " checked" in tag.split(">")[0]), ""
    )
    return tag.split('value="')[1].split('"')[0] if tag else ""


# --- guessing ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Lyktan hänger i kabeln", "gatubelysning"),
        ("LAMPORNA är släckta", "gatubelysning"),
        ("Gatlampan blinkar", "gatubelysning"),
        ("Det är stora hål i vägen", "vag"),
        ("Potthålen vid macken", "vag"),
        ("Asfalten har spruckit under en lampa, asfalten är ny", "vag"),
        ("Asfalten vid lampan", "vag"),
        ("Lampan vid asfalten", "gatubelysning"),
        ("Något annat", None),
        ("", None),
        ("<script>'; DROP TABLE", None),
    ],
)
def test_words_suggest_a_category(lights, roads, text, code) -> None:
    found = guess([lights, roads], text)

    assert (found.code if found else None) == code


@pytest.fixture
def usual(region) -> list[FaultCategory]:
    """What a new municipality begins with."""
    return [
        category_of(region[0], code, name=name, keywords="\n".join(words.split()), order=order)
        for order, (code, name, _english, _group, _department, words, _priority) in enumerate(FAULT_CATEGORIES)
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Gatan är hal", "sno-och-is"),
        ("Hal gata", "sno-och-is"),
        ("Det är jättehalt på trottoaren", "sno-och-is"),
        ("Trottoaren är hal efter regnet, jag höll på att ramla", "sno-och-is"),
        ("Vägarna är hala och cykelvägen är isig", "sno-och-is"),
        ("Inte sandat på gångvägen", "sno-och-is"),
        ("Gatan är full av snö", "sno-och-is"),
        ("Övergångsstället är halt", "sno-och-is"),
        ("Parkeringen är hal", "sno-och-is"),
        ("Hål i gatan", "hal-i-gata"),
        ("Det är stora hål i vägen", "hal-i-gata"),
        ("Ett potthål och ett hål till", "hal-i-gata"),
        ("Cykelvägen är trasig", "hal-i-gata"),
        ("Hållplatsen saknar tak", None),
        ("Håll hunden borta", None),
        ("Väggen är nedklottrad", "klotter"),
        ("Felparkerad bil", None),
        ("Någon körde iväg med den", None),
        ("Det har brunnit i containern", None),
        ("Stoppa fortkörarna", None),
        ("Hindret måste bort, en glasskiosk", None),
        ("Sanden i sandlådan är smutsig", "lekplats"),
        ("Brandsläckaren är borta", None),
        ("Parkbänken är trasig", "park-och-trad"),
        ("Vägen är mörk, ingen lampa lyser", "gatubelysning"),
        ("Skylten på torget är borta", "vagmarke"),
        ("Soptunnan i parken är full", "skrap-och-papperskorg"),
        ("Vattenläcka på gatan", "vatten-och-avlopp"),
    ],
)
def test_words_that_look_alike_or_tell_where_are_told_apart(usual, text, code) -> None:
    found = guess(usual, text)

    assert (found.code if found else None) == code


def test_where_only_halka_is_named_a_slippery_street_is_meant_too(region) -> None:
    slippery = category_of(region[0], "vinter", name="Vinter", keywords="halka")

    assert [
        guess([slippery], text) for text in ("Gatan är hal", "Det är spegelhalt", "Ett hål", "Halsen", "Hallen")
    ] == [
        slippery,
        slippery,
        None,
        None,
        None,
    ]


@pytest.fixture
def winter(region) -> FaultCategory:
    return category_of(region[0], "halka", name="Snö och halka", keywords="is\nsnö\nsnow", order=3)


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("The street light is broken", "sv", None),
        ("There is a hole in the road", "sv", None),
        ("Lamp is dark", "en", "gatubelysning"),
        ("Nothing is lit", "en", None),
        ("Is", "en", "halka"),
        ("Det är is på vägen till skolan", "en", "halka"),
        ("Is vid macken", "sv", "halka"),
        ("Is på trottoaren", "sv", "halka"),
        ("There is snow in the street", "sv", "halka"),
    ],
)
def test_in_english_is_is_no_ice(lights, winter, text, language, code) -> None:
    with translation.override(language):
        found = guess([lights, winter], text)

    assert (found.code if found else None) == code


def test_the_guess_is_sent_where_nobody_chose(client, lights, roads) -> None:
    report = sent(client, filled_in())

    assert (report.category, report.publicity) == (lights, "shown")


def test_what_is_chosen_goes_before_the_guess(client, lights, roads) -> None:
    assert sent(client, filled_in(category="vag", guessed="gatubelysning")).category == roads


def test_a_guess_that_was_shown_follows_the_words(client, lights, roads) -> None:
    assert (
        sent(client, filled_in(text="Asfalt saknas", category="gatubelysning", guessed="gatubelysning")).category
        == roads
    )


def test_none_of_them_is_a_choice_too(client, lights, roads) -> None:
    assert sent(client, filled_in(category="ingen")).category is None


@pytest.mark.parametrize("category", ["finns-inte", "<b>", "-1"])
def test_a_category_that_is_not_there_is_guessed_anew(client, lights, roads, category) -> None:
    assert sent(client, filled_in(category=category)).category == lights


def test_one_that_is_closed_or_of_the_neighbour_cannot_be_chosen(client, lights, roads, timra) -> None:
    FaultCategory.objects.filter(pk=roads.pk).update(is_active=False)
    category_of(timra, "snorojning")

    assert sent(client, filled_in(category="vag", text="Hej")).category is None
    assert sent(client, filled_in(category="snorojning", text="Hej")).category is None


def test_the_category_is_the_one_of_the_municipality_that_gets_it(client, lights, timra) -> None:
    theirs = category_of(timra, "lampor", keywords="lykta")

    assert sent(client, filled_in(kommun="2262"), REGION).category == theirs


def test_the_form_shows_the_guess_and_the_choice_when_it_comes_back(client, lights, roads) -> None:
    page = came_back(client, filled_in(place=""))
    assert "vår gissning från orden" in page
    assert (checked(page), value(page, "guessed")) == ("gatubelysning", "gatubelysning")

    page = came_back(client, filled_in(place="", category="vag", guessed="gatubelysning"))
    assert "du valde" in page
    assert (checked(page), value(page, "guessed")) == ("vag", "")


def test_without_categories_nothing_is_asked(client, region) -> None:
    assert "Vad för slags fel?" not in client.get(HERE).content.decode()


def test_the_number_of_questions_to_the_database_does_not_grow(client, lights, django_assert_max_num_queries) -> None:
    for number in range(20):
        category_of(lights.municipality, f"k{number}")
    question(lights, "stolpe", Kind.STRING)
    client.get(HERE)

    with django_assert_max_num_queries(9):
        client.get(HERE)


# --- a script asks while one writes ----------------------------------------------------------


def test_a_script_gets_the_part_alone_and_nothing_is_stored(client, lights) -> None:
    page = client.post(HERE, filled_in(hint="slag", place=""), headers={"HX-Request": "true"}).content.decode()

    assert page.lstrip().startswith('<div class="guess"')
    assert "Gatubelysning" in page
    assert "errorlist" not in page
    assert not FaultReport.objects.exists()


def test_what_stands_there_already_is_left_alone(client, lights) -> None:
    page = client.post(HERE, filled_in(hint="slag")).content.decode()

    assert client.post(HERE, filled_in(hint="slag", sign=value(page, "sign"))).status_code == 204
    changed = filled_in(hint="slag", sign=value(page, "sign"), category="ingen")
    assert client.post(HERE, changed).status_code == 200


def test_no_photo_is_developed_for_a_hint(client, lights) -> None:
    page = client.post(HERE, filled_in(hint="slag", photos=photo())).content.decode()

    assert "guess" in page
    assert "held_photos" not in client.session


# --- what it asks ----------------------------------------------------------------------------


def test_every_kind_of_question_is_asked_and_kept_with_its_words(client, lights) -> None:
    question(lights, "stolpe", Kind.STRING, order=1)
    question(lights, "hur", Kind.TEXT, order=2)
    question(lights, "antal", Kind.NUMBER, order=3)
    question(lights, "sedan", Kind.DATETIME, order=4)
    question(lights, "farg", Kind.ONE_OF, "gul", "vit", order=5)
    question(lights, "nar", Kind.SOME_OF, "kvall", "natt", "dag", order=6)
    question(lights, "info", Kind.INFORMATION, order=7)

    answers = {
        "svar-stolpe": "A 17",
        "svar-hur": "Den\nblinkar.",
        "svar-antal": "1 200,5",
        "svar-sedan": "2026-11-20T18:30",
        "svar-farg": "gul",
        "svar-nar": ["kvall", "natt"],
        "svar-info": "inget svar",
    }
    report = sent(client, filled_in(**answers))

    assert report.answers == [
        {"code": "stolpe", "question": "Fråga stolpe?", "values": ["A 17"], "names": ["A 17"]},
        {"code": "hur", "question": "Fråga hur?", "values": ["Den\nblinkar."], "names": ["Den\nblinkar."]},
        {"code": "antal", "question": "Fråga antal?", "values": ["1200.5"], "names": ["1200.5"]},
        {
            "code": "sedan",
            "question": "Fråga sedan?",
            "values": ["2026-11-20T18:30:00+01:00"],
            "names": ["2026-11-20T18:30:00+01:00"],
        },
        {"code": "farg", "question": "Fråga farg?", "values": ["gul"], "names": ["Gul"]},
        {"code": "nar", "question": "Fråga nar?", "values": ["kvall", "natt"], "names": ["Kvall", "Natt"]},
    ]


def test_what_may_be_left_out_is_left_out(client, lights) -> None:
    question(lights, "stolpe", Kind.STRING)

    assert sent(client, filled_in()).answers == []


@pytest.mark.parametrize(
    ("kind", "answer", "said"),
    [
        (Kind.STRING, "", "Svara på frågan"),
        (Kind.STRING, "x" * 301, "300"),
        (Kind.NUMBER, "tio", "Skriv ett tal"),
        (Kind.NUMBER, "nan", "Skriv ett tal"),
        (Kind.NUMBER, "1e999", "Skriv ett tal"),
        (Kind.DATETIME, "igår", "Skriv dag och tid"),
        (Kind.DATETIME, "2026-13-45T99:00", "Skriv dag och tid"),
        (Kind.DATETIME, "0001-01-01T00:00", "Skriv dag och tid"),
        (Kind.ONE_OF, "bla", "gil"),
        (Kind.SOME_OF, "bla", "gil"),
    ],
)
def test_an_answer_that_is_none_is_told_beside_it_and_nothing_is_lost(client, lights, kind, answer, said) -> None:
    question(lights, "q", kind, "gul", is_required=True)

    page = came_back(client, filled_in(**{"svar-q": answer}, photos=photo()))

    assert said in page
    assert 'href="#id_svar-q' in page
    assert "Lyktan hänger i kabeln." in page
    assert "foto-1.jpg" in page or "forvarade" in page


def test_a_button_that_does_not_send_asks_for_no_answers(client, lights) -> None:
    question(lights, "q", Kind.STRING, is_required=True)

    page = came_back(client, filled_in(gor="slag", category="gatubelysning"))

    assert "Fråga q?" in page
    assert "errorlist" not in page


def test_a_choice_that_stops_says_where_to_turn_and_keeps_everything(client, lights) -> None:
    row = question(lights, "var", Kind.ONE_OF, "gata")
    Choice.objects.create(
        question=row, key="vag", name="Vid E4", stops=True, stop_words="Ring Trafikverket 0771-921 921."
    )
    fields = filled_in(**{"svar-var": "vag"}, contact_phone="060-12 34 56")

    page = came_back(client, {**fields, "photos": photo()})
    assert "Ring Trafikverket 0771-921 921." in page
    assert "Ingenting är skickat." in page
    assert "060-12 34 56" in page

    report = sent(client, {**fields, "svar-var": "gata"})
    assert report.photos.count() == 1


def test_questions_and_answers_are_text(client, lights) -> None:
    question(lights, "q", Kind.STRING, help_text="<script>alert(1)</script>")

    page = came_back(client, filled_in(place="", **{"svar-q": '"><script>alert(2)</script>'}))

    assert "<script>alert" not in page


# --- the place, without a script -------------------------------------------------------------


def test_the_arrows_move_the_pin_and_send_nothing(client, region) -> None:
    page = came_back(client, at(IN_SUNDSVALL, gor="norrut", steg="100"))

    assert float(value(page, "lat")) == pytest.approx(IN_SUNDSVALL[1] + 100 / 111_320, abs=1e-6)
    assert (value(page, "lon"), value(page, "source")) == (f"{IN_SUNDSVALL[0]:.6f}", "map")
    back = came_back(client, at((IN_SUNDSVALL[0], float(value(page, "lat"))), gor="soderut", steg="100"))
    assert value(back, "lat") == f"{IN_SUNDSVALL[1]:.6f}"


@pytest.mark.parametrize(("lon", "lat", "steg"), [("", "", "10"), ("nan", "x", "10"), ("17.3", "62.39", "999999")])
def test_arrows_bear_what_they_are_given(client, region, lon, lat, steg) -> None:
    assert client.post(HERE, filled_in(lon=lon, lat=lat, gor="osterut", steg=steg)).status_code == 200


def test_swapped_coordinates_are_told(client, region) -> None:
    page = came_back(client, at((62.3908, 17.3069)))

    assert "ha bytt plats" in page
    assert "Lyktan hänger i kabeln." in page


def test_an_address_is_searched_chosen_and_sent(client, region, tmp_path) -> None:
    from tests.places.test_addresses import imported

    imported(tmp_path)
    page = came_back(client, filled_in(place="storgatan 12", gor="sok-adress"))
    assert "Storgatan 12 B, Sundsvall" in page
    number = page.split('name="adress" value="')[1].split('"')[0]

    page = came_back(client, filled_in(place="storgatan 12", adress=number))
    assert (value(page, "lon"), value(page, "lat"), value(page, "source")) == ("17.306900", "62.390800", "address")

    report = sent(client, at(IN_SUNDSVALL, source="address", place="Storgatan 12, Sundsvall"))
    assert (report.position_source, report.place) == ("address", "Storgatan 12, Sundsvall")


def test_the_address_near_a_position_is_named(client, region, tmp_path) -> None:
    from tests.places.test_addresses import imported

    imported(tmp_path)

    assert "Nära Storgatan 12, Sundsvall" in came_back(client, at(IN_SUNDSVALL, text=""))


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "99999999"])
def test_an_address_that_is_none_moves_nothing(client, region, number) -> None:
    assert value(came_back(client, filled_in(adress=number)), "lon") == ""


def test_where_no_addresses_were_imported_none_can_be_searched(client, region) -> None:
    assert "Sök adressen" not in client.get(HERE).content.decode()


def test_the_demonstration_asks_in_english_too(sundsvall) -> None:
    for code in QUESTIONS:
        category_of(sundsvall, code)

    ask_questions(sundsvall)

    asked, choices = Question.objects.all(), Choice.objects.all()
    assert asked.exists()
    assert choices.exists()
    assert not asked.filter(words_en="").exists()
    assert not choices.filter(name_en="").exists()
