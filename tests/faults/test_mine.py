"""All of one's own reports on one page and one map."""

from __future__ import annotations

from .factories import IN_SUNDSVALL, IN_TIMRA, placed, reported

MAP = "/felanmalan/mina/karta/2281/"


def test_all_of_ones_reports_stand_on_the_map_by_session_alone(client, sundsvall, timra, citizen, author) -> None:
    for metres in (0, 0.05):
        reported(sundsvall, reporter=citizen, place=placed((IN_SUNDSVALL[0] + metres, IN_SUNDSVALL[1])))
    reported(timra, reporter=citizen, place=placed(IN_TIMRA))
    reported(sundsvall, reporter=author, place=placed(IN_SUNDSVALL))
    client.force_login(citizen)

    page = client.get("/felanmalan/mina/").content.decode()
    assert f'src="{MAP}?bredd=576"' in page
    assert "/felanmalan/mina/karta/2262/" in page
    assert "2 fel på kartan" in page
    assert "17.3" not in page

    picture = client.get(f"{MAP}?bredd=576")
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture["Cache-Control"] == "private, no-store"
    assert picture.content.decode().count('class="pin"') == 2


def test_in_words_there_is_no_map(client, sundsvall, citizen) -> None:
    reported(sundsvall, reporter=citizen)
    client.force_login(citizen)

    assert "/mina/karta/" not in client.get("/felanmalan/mina/").content.decode()


def test_the_map_is_for_who_is_signed_in_and_of_a_municipality(client, sundsvall, citizen) -> None:
    assert client.get(MAP).status_code == 302

    client.force_login(citizen)
    assert client.get("/felanmalan/mina/karta/9999/").status_code == 404
    assert 'class="pin"' not in client.get(MAP).content.decode()


def test_the_page_asks_as_much_for_one_as_for_many(client, sundsvall, citizen, django_assert_max_num_queries) -> None:
    client.force_login(citizen)
    for _ in range(8):
        reported(sundsvall, reporter=citizen, place=placed(IN_SUNDSVALL))

    with django_assert_max_num_queries(8):
        client.get("/felanmalan/mina/")
