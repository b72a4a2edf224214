from __future__ import annotations

import pytest
from django.test import Client

from participation.attachments.models import HeldUpload
from participation.faults.models import FaultPhoto, FaultReport
from participation.places.outline import projection_of
from portal.limit_table import rates_from

from .factories import AT_THE_BORDER, IN_HARNOSAND, IN_ITALY, IN_SUNDSVALL, IN_TIMRA, at, filled_in, photo

HERE, REGION = "/felanmalan/ny/2281/", "/felanmalan/ny/"


def sent(client: Client, fields: dict, path: str = HERE) -> FaultReport:
    """Post, follow to the receipt, and return what was stored."""
    response = client.post(path, fields)
    assert response.status_code == 302, response.content.decode()[:3000]
    report = FaultReport.objects.latest("id")
    assert response["Location"] == f"/felanmalan/arende/{report.token}/kvitto/"
    return report


def came_back(client: Client, fields: dict, path: str = HERE) -> str:
    response = client.post(path, fields)
    assert response.status_code == 200
    assert not FaultReport.objects.exists()
    return response.content.decode()


def value(page: str, name: str) -> str:
    """Of a hidden field."""
    tag = next(tag for tag in page.split("<input ") if f'name="{name}"' in tag.split(">")[0])
    tag = tag.split(">")[0]
    return tag.split('value="')[1].split('"')[0] if 'value="' in tag else ""


def test_the_page_shows_the_editors_words_and_the_form(client, index, region):
    page = client.get(index.url).content.decode()

    assert "Ring om det brinner." in page
    assert f'action="{HERE}"' in page
    assert 'enctype="multipart/form-data"' in page
    assert page.count("<h1") == 1


def test_an_editor_can_preview_the_page(index, region):
    response = index.make_preview_request()

    assert response.status_code == 200
    assert "Ring om det brinner." in response.rendered_content


def test_the_short_address_leads_to_the_regions_form(client, region):
    assert client.get("/felanmalan/")["Location"] == REGION


def test_every_form_has_a_key_of_its_own(client, index, region):
    keys = {value(client.get(index.url).content.decode(), "client_key") for _ in range(3)}

    assert len(keys) == 3


def test_the_form_needs_few_questions_to_the_database(client, region, django_assert_max_num_queries):
    client.get(HERE)

    with django_assert_max_num_queries(8):
        client.get(HERE)


def test_some_words_and_a_place_in_words_are_enough(client, region, sundsvall):
    report = sent(client, filled_in())

    assert (report.municipality, report.place, report.position) == (sundsvall, "Storgatan 12", None)
    assert report.reporter is None


def test_who_is_signed_in_has_it_on_their_page(client, region, citizen):
    client.force_login(citizen)

    assert sent(client, filled_in()).reporter == citizen


def test_the_devices_position_is_stored_with_how_exact_it_is(client, region):
    report = sent(client, at(IN_SUNDSVALL, accuracy="8"))

    assert (report.position, report.position_source, report.accuracy) == (IN_SUNDSVALL, "device", 8)


@pytest.mark.parametrize(("lon", "lat"), [("x", "62"), ("200", "62"), ("nan", "62"), ("17", "inf")])
def test_a_position_that_is_none_is_asked_for_again(client, region, lon, lat):
    page = came_back(client, filled_in(lon=lon, lat=lat, source="device", place=""))

    assert "Platsen gick inte att läsa" in page


@pytest.mark.parametrize("source", ["", "staff", "<b>", "words"])
def test_where_a_position_came_from_is_one_of_ours(client, region, source):
    assert sent(client, at(IN_SUNDSVALL, source=source)).position_source == "map"


def test_without_any_place_it_says_what_can_be_done_and_keeps_everything(client, region):
    page = came_back(client, filled_in(place="", contact_email="lisa@example.com", contact_phone="060-123456"))

    assert "Säg var felet är" in page
    assert "Lyktan hänger i kabeln." in page
    assert "lisa@example.com" in page
    assert "060-123456" in page


def test_the_key_stays_the_same_when_the_form_comes_back(client, region):
    fields = filled_in(place="")

    assert value(came_back(client, fields), "client_key") == fields["client_key"]


def test_a_double_tap_gets_the_same_receipt(client, region):
    fields = filled_in()

    first = client.post(HERE, fields)["Location"]
    second = client.post(HERE, fields)["Location"]

    assert first == second
    assert FaultReport.objects.count() == 1


def test_a_double_tap_with_a_photo_gets_the_same_receipt(client, region):
    fields = filled_in()

    first = client.post(HERE, {**fields, "photos": photo()})["Location"]
    second = client.post(HERE, {**fields, "photos": photo()})["Location"]

    assert first == second
    assert FaultPhoto.objects.count() == 1


def test_a_photos_position_is_taken_where_no_other_is_told(client, region):
    report = sent(client, filled_in(place="", photos=photo(IN_SUNDSVALL)))

    assert report.position == pytest.approx(IN_SUNDSVALL, abs=1e-4)
    assert report.position_source == "photo"


def test_the_devices_position_goes_before_the_photos(client, region):
    report = sent(client, at((17.3, 62.4), photos=photo(IN_SUNDSVALL)))

    assert (report.position, report.position_source) == ((17.3, 62.4), "device")


def test_a_photo_from_elsewhere_says_nothing_of_the_place(client, region):
    report = sent(client, filled_in(photos=photo(IN_ITALY)))

    assert (report.place, report.position) == ("Storgatan 12", None)


def test_a_photos_position_in_the_neighbour_is_asked_about(client, region):
    page = came_back(client, filled_in(photos=photo(IN_TIMRA)))

    assert "Platsen ligger i Timrå kommun" in page
    assert value(page, "source") == "photo"


def test_a_photos_position_that_was_taken_away_stays_away(client, region):
    page = came_back(client, filled_in(place="", text="", photos=photo(IN_SUNDSVALL)))
    assert value(page, "source") == "photo"

    draft = {"client_key": value(page, "client_key")}
    again = came_back(client, filled_in(place="", text="", source="photo", gor="utan-punkt", **draft))
    assert (value(again, "lat"), value(again, "source")) == ("", "words")

    report = sent(client, filled_in(source="words", **draft))
    assert (report.position, report.photos.count()) == (None, 1)


def test_nothing_of_where_it_was_taken_is_left_in_the_photo(client, region):
    report = sent(client, filled_in(photos=photo(IN_SUNDSVALL)))

    with report.photos.get().file.open("rb") as file:
        content = file.read()
    assert b"Exif" not in content
    assert b"GPS" not in content


def test_photos_wait_while_the_form_is_put_right(client, region):
    draft = filled_in(place="", photos=[photo(), photo(colour="red")])
    came_back(client, draft)
    assert HeldUpload.objects.count() == 2

    report = sent(client, filled_in(client_key=draft["client_key"]))

    assert report.photos.count() == 2
    assert not HeldUpload.objects.exists()


def test_a_photo_of_one_draft_never_comes_with_another(client, region):
    first, second = filled_in(place="", photos=photo()), filled_in(text="En annan flik")
    assert "Foton som finns kvar" in came_back(client, first)

    assert "Foton som finns kvar" not in client.get(HERE).content.decode()
    assert sent(client, second).photos.count() == 0
    assert sent(client, filled_in(client_key=first["client_key"])).photos.count() == 1


def test_a_draft_that_is_opened_to_be_changed_shows_its_own_photos(client, region):
    draft = filled_in(place="", photos=photo())
    came_back(client, draft)

    assert "Foton som finns kvar" in client.get(HERE, {"vantar": draft["client_key"]}).content.decode()
    assert "Foton som finns kvar" not in client.get(HERE, {"vantar": "x"}).content.decode()


def test_a_form_sent_again_with_what_was_held_is_the_same_report(client, region):
    draft = filled_in(place="", photos=photo())
    came_back(client, draft)
    again = filled_in(client_key=draft["client_key"])

    assert client.post(HERE, again)["Location"] == client.post(HERE, again)["Location"]
    assert FaultReport.objects.count() == 1


def test_a_photo_that_is_added_on_a_second_sending_is_not_lost(client, region):
    fields = filled_in()

    first = sent(client, fields)
    answers = {client.post(HERE, {**fields, "photos": photo()})["Location"] for _time in range(2)}

    assert [report.photos.count() for report in FaultReport.objects.order_by("id")] == [0, 1]
    assert client.post(HERE, fields)["Location"].split("/")[3] == first.token
    assert len(answers) == 1


def test_five_photos_and_no_more(client, region):
    colours = ["red", "green", "blue", "black", "white", "orange"]

    page = came_back(client, filled_in(photos=[photo(colour=colour) for colour in colours]))

    assert "högst 5 bilder" in page
    assert HeldUpload.objects.count() == 5


def test_a_whole_roll_of_photos_keeps_the_words_and_says_how_many_came(client, region):
    """Django alone would refuse the request, words and all."""
    page = came_back(client, filled_in(text="Lyktan är trasig", photos=[photo(name=f"{n}.jpg") for n in range(130)]))

    assert "125 av bilderna kom inte med: du kan skicka högst 5 bilder." in page
    assert "Lyktan är trasig" in page
    assert 'data-most="5"' in page


def test_a_picture_that_is_none_is_refused_by_name_and_the_words_stay(client, region):
    svg = photo(name="karta.svg")
    svg.file.seek(0)
    svg.file.truncate()
    svg.file.write(b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    svg.file.seek(0)
    svg.size = 74

    page = came_back(client, filled_in(photos=[svg, photo()]))

    assert "karta.svg: Vi kan inte ta emot bilder av typen SVG" in page
    assert "Lyktan hänger i kabeln." in page
    assert HeldUpload.objects.count() == 1


def test_a_hostile_file_name_is_text(client, region):
    page = came_back(client, filled_in(photos=photo(name='"><script>alert(1)</script>.jpg'), place=""))

    assert "<script>alert" not in page


def test_near_a_border_the_citizen_chooses(client, region, timra):
    page = came_back(client, at(AT_THE_BORDER))
    assert "vid en kommungräns" in page

    about = value(page, "asked_about")
    assert sent(client, at(AT_THE_BORDER, answer="2262", asked_about=about)).municipality == timra


def test_a_position_in_another_municipality_than_the_pages_is_asked_about(client, region, timra):
    page = came_back(client, at(IN_TIMRA))
    assert "men du är på sidan för Sundsvalls kommun" in page

    report = sent(client, at(IN_TIMRA, answer="2262", asked_about=value(page, "asked_about")))
    assert (report.municipality, report.number) == (timra, "F-2262-2026-0001")


def test_the_citizen_may_say_that_the_position_is_wrong(client, region, sundsvall):
    page = came_back(client, at(IN_TIMRA))
    answered = {"answer": "ord", "asked_about": value(page, "asked_about")}

    assert "Säg var felet är" in came_back(client, at(IN_TIMRA, **answered))
    report = sent(client, at(IN_TIMRA, place="Storgatan 12", **answered))
    assert (report.municipality, report.position, report.place) == (sundsvall, None, "Storgatan 12")


def test_an_answer_about_another_position_does_not_count(client, region):
    page = came_back(client, at(IN_TIMRA))

    again = at(AT_THE_BORDER, answer="2262", asked_about=value(page, "asked_about"))
    assert "vid en kommungräns" in came_back(client, again)


def test_outside_those_that_take_part_it_says_what_to_do(client, region):
    page = came_back(client, at(IN_HARNOSAND))

    assert "Härnösands kommun, som inte är med här" in page
    assert "Lyktan hänger i kabeln." in page


def test_the_regions_form_finds_the_municipality(client, region, timra):
    assert sent(client, at(IN_TIMRA), REGION).municipality == timra


def test_the_regions_form_asks_where_there_is_no_position(client, region, timra):
    assert "Välj vilken kommun felet är i." in came_back(client, filled_in(), REGION)

    assert sent(client, filled_in(kommun="2262"), REGION).municipality == timra


def test_a_chosen_municipality_is_not_silently_left_either(client, region):
    page = came_back(client, at(IN_TIMRA, kommun="2281"), REGION)

    assert "Vem ska få anmälan?" in page


def click(position: tuple[float, float], code: str = "2281", width: int = 576) -> dict[str, str]:
    x, y = projection_of(code, width=width).to_pixel(*position)
    return {f"punkt{width}.x": str(round(x)), f"punkt{width}.y": str(round(y))}


def test_a_click_on_the_map_sets_the_place_and_sends_nothing(client, region):
    page = came_back(client, filled_in(place="", text="", **click(IN_SUNDSVALL)))

    assert float(value(page, "lon")) == pytest.approx(IN_SUNDSVALL[0], abs=0.01)
    assert value(page, "source") == "map"
    assert "Det här behöver rättas" not in page
    assert "lon=17.3" in page


def test_a_click_keeps_words_and_photos(client, region):
    page = came_back(client, filled_in(photos=photo(), contact_phone="060-123456", **click(IN_SUNDSVALL)))

    assert "Lyktan hänger i kabeln." in page
    assert "060-123456" in page
    assert HeldUpload.objects.count() == 1


def test_a_click_in_the_neighbour_asks_at_once(client, region):
    page = came_back(client, filled_in(**click((17.4, 62.6))))

    assert "Vem ska få anmälan?" in page


def test_a_key_pressed_on_the_map_is_no_place(client, region):
    page = came_back(client, filled_in(place="", **{"punkt576.x": "0", "punkt576.y": "0"}))

    assert "Klicka på kartan där felet är" in page


def test_the_regions_form_shows_the_map_of_the_chosen_municipality(client, region):
    assert "/karta/" not in client.get(REGION).content.decode()

    page = came_back(client, filled_in(place="", kommun="2262", gor="karta"), REGION)
    assert "/karta/2262.svg" in page


@pytest.mark.parametrize(
    ("field", "wrong", "said"),
    [
        ("contact_email", "lisa", "Ange en giltig"),
        ("contact_phone", "ring mig", "Skriv telefonnumret med siffror"),
        ("text", "", "Vad är fel?"),
        ("text", "x" * 4001, "4000"),
        ("place", "x" * 201, "200"),
        ("client_key", "inte en nyckel", "Det här behöver rättas"),
    ],
)
def test_what_is_wrong_is_said_beside_what_is_kept(client, region, field, wrong, said):
    page = came_back(client, filled_in(**{field: wrong}))

    assert said in page


def test_who_takes_part_no_longer_has_no_form(client, sundsvall, timra):
    timra.is_open = False
    timra.save()

    assert client.get("/felanmalan/ny/2262/").status_code == 404
    assert client.get("/felanmalan/ny/9999/").status_code == 404
    assert client.get("/felanmalan/ny/2281/").status_code == 200


@pytest.mark.parametrize(
    "press",
    [{"gor": "karta"}, {"gor": "norrut"}, {"gor": "utan-punkt"}, {"punkt288.x": "150", "punkt288.y": "150"}],
)
def test_a_press_about_the_place_leaves_its_box_open(client, region, press):
    """Without a script the map and the arrows were shut away again by the very press that asks for them."""
    page = came_back(client, at(IN_SUNDSVALL, kommun="2281", **press), REGION)
    other = came_back(client, at(IN_SUNDSVALL, kommun="2281", gor="slag"), REGION)

    place, place_of_other = (
        found.split("data-position")[1].split("<details")[1].split(">")[0] for found in (page, other)
    )
    assert (place, place_of_other) == (" open", "")
    assert "punkt288" in page


def test_an_error_in_a_field_that_nobody_sees_has_no_name(client, region):
    page = came_back(client, filled_in(client_key="x"))

    assert "Det här behöver rättas" in page
    assert "Client key" not in page


def test_in_english_it_stays_english(client, region):
    response = client.post("/en/felanmalan/ny/2281/", filled_in())

    report = FaultReport.objects.get()
    assert response["Location"] == f"/en/felanmalan/arende/{report.token}/kvitto/"
    assert report.language == "en"


def test_too_many_from_one_address_may_come_back_later_with_their_words(client, region, settings):
    settings.LIMITS = settings.LIMITS | {"fault": rates_from("2/1d/address")}
    sent(client, filled_in())
    sent(client, filled_in(text="Ett till"))

    response = client.post(HERE, filled_in(text="Ett för mycket"))

    assert response.status_code == 429
    assert "Ett för mycket" in response.content.decode()
    assert FaultReport.objects.count() == 2
    assert "Foton som du just valde" not in response.content.decode()
    assert client.post(HERE, filled_in(), REMOTE_ADDR="10.0.0.9").status_code == 302
    assert "Foton som du just valde" in client.post(HERE, filled_in(photos=photo())).content.decode()


def test_another_forwarded_address_does_not_dodge_the_limit(client, region, settings):
    settings.LIMITS = settings.LIMITS | {"fault": rates_from("1/1d/address")}
    sent(client, filled_in())

    assert client.post(HERE, filled_in(), HTTP_X_FORWARDED_FOR="203.0.113.7").status_code == 429


def test_a_form_that_lay_too_long_keeps_the_words(region):
    careful = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "same-origin"})
    fields = filled_in(text="Ord som inte får försvinna")

    response = careful.post(HERE, fields)

    assert response.status_code == 403
    page = response.content.decode()
    assert "Ord som inte får försvinna" in page
    assert fields["client_key"] in page
    assert not FaultReport.objects.exists()


def test_a_session_that_ended_costs_nothing(client, region):
    fields = filled_in()
    client.get(HERE)
    client.session.flush()

    assert sent(client, fields).text == fields["text"]


def test_the_form_is_not_kept_by_caches_and_starts_no_session(client, region):
    response = client.get(HERE)

    assert "no-store" in response["Cache-Control"]
    assert "sessionid" not in response.cookies


def test_a_draft_from_a_device_is_shown_with_what_is_missing_and_not_sent(client, region):
    draft = filled_in(place="", gor="las", photos=photo())
    assert "Säg var felet är" in came_back(client, draft)

    page = came_back(client, filled_in(client_key=draft["client_key"], gor="las"))
    assert "Foton som finns kvar" in page
    assert "Det här behöver rättas" not in page
    assert "Vid bron" in came_back(client, filled_in(place="Vid bron", gor="las"))


def test_a_report_without_words_is_asked_for_them_in_a_sentence(client, index, region):
    page = came_back(client, filled_in(text=""))

    assert "Skriv vad som är fel, så vet vi vad vi ska göra." in page
    assert "Fältet måste fyllas i" not in page


def test_a_photo_from_far_away_is_said_to_be_and_the_place_asked_for(client, region):
    page = came_back(client, filled_in(place="", photos=photo(IN_ITALY)))
    plain = came_back(client, filled_in(place="", photos=photo()))
    first, rest = "Fotot är taget utanför de kommuner som är med här.", "Säg var felet är: använd din plats"

    assert f"{first} {rest}" in page
    assert (first in plain, rest in plain) == (False, True)
