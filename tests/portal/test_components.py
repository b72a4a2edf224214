from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client

from portal.samples import ICONS, SampleForm, samples

COMPONENTS = Path(settings.BASE_DIR) / "templates" / "components"
SPRITE = Path(settings.BASE_DIR) / "portal/static/portal/img/icons.svg"
FRAME = {"menu": [], "languages": []}


def soup(template: str, **context: object) -> BeautifulSoup:
    return BeautifulSoup(render_to_string(template, context), "html.parser")


@pytest.mark.django_db
def test_the_gallery_shows_every_component_of_the_folder(client: Client, built: None) -> None:
    """Those inside others, and the blocks of editors, too: what was drawn counts, not what is named."""
    response: Any = client.get("/komponenter/")
    drawn = {template.name for template in response.templates}

    folder = {str(path.relative_to(COMPONENTS.parent)) for path in COMPONENTS.rglob("*.html")}
    assert len(folder) > 25
    assert folder - drawn == set()


@pytest.mark.django_db
def test_the_gallery_shows_blocks_messages_and_growth_in_their_states(client: Client, built: None) -> None:
    page = BeautifulSoup(client.get("/komponenter/").content, "html.parser")

    assert [bool(figure.figcaption) for figure in page.select("figure.pic-block")] == [True, False]
    assert len(page.select("main .messages .notice, main .sec .notice")) >= 7
    assert page.select(".swell .goal")
    assert page.select(".swell:not(:has(.goal))")
    assert page.select_one("nav.crumb a").text == "Sundsvall"


@pytest.mark.django_db
def test_no_two_pagers_of_the_gallery_have_one_name(client: Client, built: None) -> None:
    page = BeautifulSoup(client.get("/komponenter/").content, "html.parser")
    names = [nav.get("aria-label") for nav in page.select("nav")]

    assert len(names) > 3
    assert sorted(set(names), key=str) == sorted(names, key=str)


def test_support_and_thread_on_the_gallery_are_those_of_the_pages() -> None:
    page = (COMPONENTS / "gallery.html").read_text()

    for part in ("voting/_support", "voting/_again", "voting/_bar", "discussion/_thread"):
        assert f'{{% include "{part}.html"' in page, part


def test_the_gallery_shows_support_in_every_state() -> None:
    page = soup("components/gallery.html", **samples(), frame=FRAME)

    assert {box["id"] for box in page.select(".sup")} == {f"stod-{name}" for name in samples()["boxes"]}
    assert {box.state for box in samples()["boxes"].values()} == {"signed_out", "can", "supported", "against", "closed"}
    assert page.select(".sup [role=alert]")


def test_the_gallery_holds_no_unrendered_word_of_the_template_language() -> None:
    page = render_to_string("components/gallery.html", {**samples(), "frame": FRAME})

    assert not re.search(r"\{[#%{]|[#%}]\}", page)


def test_no_component_carries_inline_style_or_script() -> None:
    page = soup("components/gallery.html", **samples(), frame=FRAME)

    assert not page.select("[style], style, script:not([src])")
    assert not [tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)]


def test_no_id_stands_twice_on_the_gallery() -> None:
    ids = [tag["id"] for tag in soup("components/gallery.html", **samples(), frame=FRAME).select("[id]")]

    assert len(ids) == len(set(ids))


def test_every_icon_that_a_template_names_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', SPRITE.read_text()))
    named = {
        name
        for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
        for name in re.findall(r'components/icon\.html" with name="([a-z]+)"', path.read_text())
    }

    assert named <= drawn
    assert set(ICONS) == drawn


def test_every_part_that_has_a_header_names_its_variables_on_one_line() -> None:
    for path in COMPONENTS.glob("*.html"):
        for opening in re.findall(r"^.*\{#.*$", path.read_text(), flags=re.MULTILINE):
            assert "#}" in opening, path.name


def test_optional_fields_say_so_and_required_ones_do_not() -> None:
    form = BeautifulSoup(str(SampleForm()), "html.parser")

    assert "frivilligt" in form.select_one("label[for=id_text]").text
    assert "frivilligt" not in form.select_one("label[for=id_title]").text


def test_a_form_of_filters_can_keep_quiet_about_what_is_optional() -> None:
    class Filters(SampleForm):
        hide_optional = True

    assert "frivilligt" not in str(Filters())


def test_errors_are_summed_up_with_links_that_lead_to_their_fields() -> None:
    page = BeautifulSoup(str(SampleForm({"title": "x" * 40})), "html.parser")

    links = [link["href"].removeprefix("#") for link in page.select(".wrongs a")]

    assert links == ["id_title", "id_place", "id_kind_0", "id_agree"]
    assert all(page.find(id=target) for target in links)


def test_a_wrong_field_is_described_by_its_help_and_its_error() -> None:
    page = BeautifulSoup(str(SampleForm({"title": "x" * 40})), "html.parser")

    described = page.find(id="id_title")["aria-describedby"].split()

    assert all(page.find(id=part) for part in described)
    assert len(described) == 2


def test_a_group_of_choices_is_a_fieldset_with_a_legend() -> None:
    page = BeautifulSoup(str(SampleForm()), "html.parser")

    assert page.find(id="id_kind").find_parent("fieldset").legend.text.strip() == "Vad gäller det?"


@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_error_pages_need_no_context(template: str) -> None:
    page = soup(template)

    assert len(page.select("h1")) == 1
    assert page.html["lang"]
    assert page.title.text.strip()


def test_the_500_page_hands_back_what_was_written() -> None:
    page = soup("500.html", words=["Lyktan </textarea><b>hänger</b>"])

    assert page.textarea.text == "Lyktan </textarea><b>hänger</b>"


@pytest.mark.parametrize(
    ("accent", "is_linked"), [("#0b4a61", False), ("#0B4A61", False), ("", False), ("#6B1F3A", True)]
)
def test_only_an_accent_of_its_own_brings_a_theme(accent: str, is_linked: bool) -> None:
    municipality = {"name": "Sundsvall", "accent": accent}

    page = soup("404.html", municipality=municipality, frame=FRAME)

    assert bool(page.select('link[href="/tema/6b1f3a.css"]')) is is_linked


@pytest.mark.parametrize("count", [1, 2, 3])
def test_threads_follow_the_doors_that_are_open(count: int) -> None:
    page = soup("components/doors.html", question="Vad?", lede="Så.", doors=samples()["doors"][:count])

    assert len(page.select(".door")) == len(page.select(".warp")) == len(page.select(".warp-out.wide path")) == count


def test_the_stop_one_stands_at_is_the_current_step() -> None:
    page = soup("components/way.html", stops=samples()["ways"]["going"])

    assert [stop.b.text for stop in page.select("[aria-current=step]")] == ["Nu: Kommunen har svarat"]


def test_growth_is_drawn_with_points_in_every_language() -> None:
    page = soup("components/growth.html", points=[(0, 43.5), (300, 2)])

    assert page.polygon["points"] == "0,44 0,43.5 300,2 300,44"


def test_a_share_is_as_long_as_its_part_of_the_whole() -> None:
    drawn = [soup("components/share.html", number=number, whole=40).select("path")[1]["d"] for number in (0, 10, 40)]

    assert drawn == ["M0 2h0", "M0 2h25", "M0 2h100"]
