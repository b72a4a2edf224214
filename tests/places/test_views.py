from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from participation.places.borders import atlas
from participation.places.palette import stylesheet

SVG = "{http://www.w3.org/2000/svg}"


def drawn(response: Any) -> ET.Element:
    return ET.fromstring(response.content)


@pytest.fixture
def map_url() -> str:
    return reverse("places:map", args=["2281"])


@pytest.mark.django_db
class TestMap:
    def test_it_draws_the_municipality_and_names_its_neighbours(self, client: Client, map_url: str) -> None:
        response = client.get(map_url)

        picture = drawn(response)
        assert response.headers["Content-Type"] == "image/svg+xml"
        assert picture.findtext(f"{SVG}title") == "Sundsvalls kommun"
        assert len(picture.findall(f"{SVG}path[@class='own']")) == 1
        assert {"Timrå", "Ånge"} <= {name.text for name in picture.findall(f"{SVG}text")}
        assert picture.find(f".//{SVG}circle") is None

    def test_a_position_becomes_a_pin(self, client: Client, map_url: str) -> None:
        response = client.get(map_url, {"lon": "17.3063", "lat": "62.3908"})

        pins = drawn(response).findall(f"{SVG}g")
        assert len(pins) == 1
        assert "," not in pins[0].attrib["transform"]  # a decimal comma would move it

    @pytest.mark.parametrize(
        "query",
        [
            {"lon": "17"},
            {"lon": "x", "lat": "62"},
            {"lon": "nan", "lat": "inf"},
            {"lon": "13", "lat": "55.6"},
            {"lon": "'\"><script>", "lat": "1e999"},
            {"bredd": "999999999"},
            {"bredd": "<b>"},
        ],
    )
    def test_parameters_that_make_no_sense_give_the_plain_map(
        self, client: Client, map_url: str, query: dict[str, str]
    ) -> None:
        assert client.get(map_url, query).content == client.get(map_url).content

    def test_it_comes_in_two_widths(self, client: Client, map_url: str) -> None:
        assert drawn(client.get(map_url)).attrib["width"] == "288"
        assert drawn(client.get(map_url, {"bredd": "576"})).attrib["width"] == "576"

    def test_it_may_style_itself_and_nothing_else(self, client: Client, map_url: str) -> None:
        response = client.get(map_url)

        assert response.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"

    def test_it_may_be_cached_by_all_but_with_a_pin_only_by_the_one_who_asked(
        self, client: Client, map_url: str
    ) -> None:
        plain, pinned = client.get(map_url), client.get(map_url, {"lon": "17.3", "lat": "62.4"})

        assert plain.headers["Cache-Control"] == "public, max-age=3600"
        assert pinned.headers["Cache-Control"] == "private, max-age=3600"
        assert "Cookie" not in plain.headers.get("Vary", "")
        assert client.get(map_url, headers={"If-None-Match": plain.headers["ETag"]}).status_code == 304

    def test_it_asks_the_database_once(self, client: Client, map_url: str, django_assert_num_queries: Any) -> None:
        atlas()

        with django_assert_num_queries(1):
            client.get(map_url)

    def test_an_unknown_code_is_not_found(self, client: Client) -> None:
        assert client.get(reverse("places:map", args=["9999"])).status_code == 404

    def test_it_only_answers_to_reading(self, client: Client, map_url: str) -> None:
        assert client.post(map_url).status_code == 405


@pytest.mark.django_db
class TestPalette:
    def test_an_accent_gives_a_style_sheet_that_never_changes(self, client: Client) -> None:
        response = client.get(reverse("places:palette", args=["7a1f3d"]))

        assert response.content.decode() == stylesheet("#7a1f3d")
        assert response.headers["Content-Type"] == "text/css; charset=utf-8"
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"

    def test_both_schemes_are_in_it(self) -> None:
        css = stylesheet("#7a1f3d")

        assert css.count("--accent:") == css.count("--field-thread:") == 2
        assert css.index("--accent:#7a1f3d") < css.index("prefers-color-scheme:dark")
        assert css.startswith("@layer tokens{")
        assert css.count("{") == css.count("}")

    @pytest.mark.parametrize("accent", ["ffff00", "f3f4ef"])
    def test_an_accent_that_cannot_be_read_is_not_found(self, client: Client, accent: str) -> None:
        assert client.get(reverse("places:palette", args=[accent])).status_code == 404

    @pytest.mark.parametrize("path", ["/tema/0b4a6.css", "/tema/0b4a6g.css", "/tema/0b4a61;.css"])
    def test_what_is_no_colour_is_not_found(self, client: Client, path: str) -> None:
        assert client.get(path).status_code == 404
