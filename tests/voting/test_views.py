from __future__ import annotations

from urllib.parse import quote

import pytest
from django.utils import timezone

from participation.topics.models import Topic
from participation.voting import actions
from participation.voting.models import Support
from tests.factories import TopicFactory, UserFactory

NOW = timezone.now()
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def idea(sundsvall, author):
    return TopicFactory(municipality=sundsvall, author=author, title="Belys spåret", path="/ideer/2281-2026-0001/")


@pytest.fixture
def proposal(sundsvall):
    return TopicFactory(municipality=sundsvall, kind="proposal", title="Ny ansökan", path="/sundsvall/e-tjanster/ny/")


def test_pressing_the_button_counts_and_leads_back_to_the_idea(client, citizen, idea):
    client.force_login(citizen)

    response = client.post(f"/stod/{idea.pk}/")

    assert (response.status_code, response["Location"]) == (302, f"{idea.path}#stod")
    idea.refresh_from_db()
    assert idea.supports == 1


def test_a_link_changes_nothing_it_asks(client, citizen, idea):
    client.force_login(citizen)

    page = client.get(f"/stod/{idea.pk}/").content.decode()

    assert "Stöd idén?" in page
    assert "Belys spåret" in page
    assert "Du följer idén när du stöder den" in page
    assert not Support.objects.exists()


def test_somebody_who_is_not_signed_in_comes_back_to_the_question(client, idea):
    response = client.post(f"/stod/{idea.pk}/")

    assert response.status_code == 302
    assert response["Location"].endswith(f"?next=/stod/{idea.pk}/")
    assert not Support.objects.exists()


def test_htmx_is_led_to_the_door_as_a_whole_page(client, idea):
    response = client.post(f"/stod/{idea.pk}/", **HTMX)

    assert response["HX-Redirect"].endswith(f"?next=/stod/{idea.pk}/")


def test_htmx_gets_the_pressed_part_and_the_others_beside_it(client, citizen, idea):
    client.force_login(citizen)

    response = client.post(f"/stod/{idea.pk}/", {"place": "bar"}, **HTMX)

    words = response.content.decode()
    assert 'class="bar" id="stod-bar">' in words
    assert 'id="stod-box" data-hx-swap-oob="true"' in words
    assert 'id="stod-antal" data-hx-swap-oob="true"><b>1</b>' in words
    assert words.count("data-focus") == 1
    assert "Du stöder idén" in words
    assert "HX-Request" in response["Vary"]


def test_taking_back_is_one_press(client, citizen, idea):
    actions.support(topic=idea, person=citizen, now=NOW)
    client.force_login(citizen)

    client.post(f"/stod/{idea.pk}/ta-tillbaka/")

    idea.refresh_from_db()
    assert idea.supports == 0


def test_a_closed_idea_says_so_and_counts_nothing(client, citizen, idea):
    Topic.objects.filter(pk=idea.pk).update(closes_at=NOW)
    client.force_login(citizen)

    page = client.get(f"/stod/{idea.pk}/").content.decode()
    pressed = client.post(f"/stod/{idea.pk}/", **HTMX).content.decode()

    assert "Tiden för att ge stöd är slut." in page
    assert "<button" not in page.split("<main")[1].split("</main>")[0]
    assert "Ditt stöd kom inte fram" in pressed
    assert not Support.objects.exists()


@pytest.mark.parametrize("way", ["", "emot/", "ta-tillbaka/", "skal/"])
@pytest.mark.parametrize("who", ["nobody", "citizen", "outsider"])
def test_what_one_may_not_see_cannot_be_touched(client, request, sundsvall, way, who):
    hidden = TopicFactory(municipality=sundsvall, kind="proposal", hidden=True)
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))

    assert client.get(f"/stod/{hidden.pk}/{way}").status_code == 404
    assert client.post(f"/stod/{hidden.pk}/{way}", {"reason": "Nej"}).status_code in (404, 405)
    assert not Support.objects.exists()


def test_an_idea_has_no_page_for_objections(client, citizen, idea):
    client.force_login(citizen)

    assert client.get(f"/stod/{idea.pk}/emot/").status_code == 404
    assert client.post(f"/stod/{idea.pk}/emot/", {"reason": "Nej"}).status_code == 404


def test_a_reason_is_asked_for(client, citizen, proposal):
    client.force_login(citizen)

    response = client.post(f"/stod/{proposal.pk}/emot/", {"reason": "  "})

    assert response.status_code == 422
    assert "Skriv varför" in response.content.decode()
    assert not Support.objects.exists()


def test_an_objection_is_counted_with_its_reason(client, citizen, proposal):
    client.force_login(citizen)

    response = client.post(f"/stod/{proposal.pk}/emot/", {"reason": "Det blir krångligare"})

    assert response["Location"] == f"{proposal.path}#stod"
    proposal.refresh_from_db()
    assert proposal.objections == 1


def test_a_reason_written_before_signing_in_is_kept(client, citizen, proposal):
    address = f"/stod/{proposal.pk}/emot/"
    response = client.post(address, {"reason": "Det blir krångligare"})
    assert response["Location"].endswith(f"?next={quote(address)}")
    client.force_login(citizen)

    page = client.get(address).content.decode()

    assert "Det blir krångligare" in page
    assert "Din text finns kvar" in page
    assert not Support.objects.exists()


def test_reasons_are_read_by_staff_of_the_municipality_and_nobody_else(
    client, citizen, case_officer, outsider, proposal
):
    actions.object_to(topic=proposal, person=UserFactory(), reason="<b>Krångligt</b>", now=NOW)
    address = f"/stod/{proposal.pk}/skal/"

    assert client.get(address).status_code == 404
    for person in (citizen, outsider):
        client.force_login(person)
        assert client.get(address).status_code == 404
    client.force_login(case_officer)
    page = client.get(address).content.decode()
    assert "&lt;b&gt;Krångligt" in page
    assert "<b>Krångligt" not in page


def test_a_bad_cursor_shows_the_first_reasons(client, case_officer, proposal):
    actions.object_to(topic=proposal, person=UserFactory(), reason="Krångligt", now=NOW)
    client.force_login(case_officer)

    assert "Krångligt" in client.get(f"/stod/{proposal.pk}/skal/?efter=<script>").content.decode()


@pytest.mark.parametrize("kind", ["page", "eservice", "news"])
@pytest.mark.parametrize("way", ["", "ta-tillbaka/", "emot/"])
def test_what_nobody_can_ever_support_has_no_page_for_it(client, citizen, kind, way):
    topic = TopicFactory(kind=kind)
    client.force_login(citizen)

    assert client.get(f"/stod/{topic.pk}/{way}").status_code == 404
    assert client.post(f"/stod/{topic.pk}/{way}").status_code == 404


@pytest.mark.parametrize(("many", "word"), [(1, "supporter"), (2, "supporters")])
def test_one_is_one_in_english_too(client, citizen, idea, many, word):
    for person in [UserFactory() for _other in range(many - 1)] + [citizen]:
        client.force_login(person)
        words = client.post(f"/en/stod/{idea.pk}/", {"place": "bar"}, **HTMX).content.decode()

    assert f"<b>{many}</b><span>{word}</span>" in words
    assert f"<b>{many}</b> {word}</p>" in words
