from __future__ import annotations

import pytest

from tests.ideas import factories as ideas


def text(client, path):
    response = client.get(path, headers={"host": "localhost"})
    assert response.status_code == 200
    return response.content.decode()


def test_the_index_names_its_parts_at_the_portals_own_address(client, place):
    index = text(client, "/sitemap.xml")

    assert "<loc>http://testserver/sitemap-amnen.xml</loc>" in index
    assert "<loc>http://testserver/sitemap-sidor.xml</loc>" in index
    assert "localhost" not in index


def test_public_ideas_stand_in_it_and_no_others(client, place):
    public, waiting = ideas.published(place), ideas.in_review(place)

    topics = text(client, "/sitemap-amnen.xml")

    assert f"<loc>http://testserver{public.topic.path}</loc>" in topics
    assert waiting.reference not in topics


def test_published_pages_stand_in_it_in_both_languages(client, place):
    pages = text(client, "/sitemap-sidor.xml")

    assert "<loc>http://testserver/sundsvall/om/</loc>" in pages
    assert "<loc>http://testserver/en/sundsvall/om/</loc>" in pages
    assert "tillganglighet/</loc>" not in pages.replace("testserver/tillganglighet", "").replace(
        "/en/tillganglighet", ""
    )


def test_every_address_in_it_answers(client, place):
    ideas.published(place)
    for part in ("amnen", "sidor"):
        for address in text(client, f"/sitemap-{part}.xml").split("<loc>")[1:]:
            path = address.partition("</loc>")[0].removeprefix("http://testserver")
            assert client.get(path).status_code == 200, path


def test_an_unknown_part_is_not_found(client, place):
    assert client.get("/sitemap-hemligt.xml").status_code == 404


@pytest.mark.django_db
def test_robots_are_told_where_to_look_and_what_is_nobodys_business(client):
    told = text(client, "/robots.txt")

    assert "Sitemap: http://testserver/sitemap.xml" in told
    assert "Disallow: /cms/" in told
    assert "Disallow: /en/mina/" in told
