from __future__ import annotations

import re

import pytest
from django.utils import timezone

from participation.eservices.models import EService
from participation.eservices.telling import tell_followers
from participation.notifications.actions import follow
from participation.notifications.querysets import unread_count
from participation.topics.models import Topic
from tests.factories import TopicFactory, staff

from .conftest import bring_in, flow, text_of


@pytest.fixture
def service(sundsvall):
    bring_in(
        sundsvall,
        flow(
            1,
            Name="Ansök om båtplats",
            RequiresAuthentication=True,
            RequiresSigning=True,
            PaymentSupportEnabled=True,
            LongDescription="<h1>Så går det till</h1><p>Skriv <b>vilken</b> båt.</p>",
        ),
        flow(2),
    )
    return EService.objects.get(external_id="1")


def read(client, service, **asked):
    response = client.get(service.get_absolute_url(), asked)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_says_what_the_service_is_and_leads_to_it(client, service):
    page = read(client, service)

    assert service.get_absolute_url() == "/e-tjanster/2281/ansok-om-batplats/"
    assert re.search(r"<h1[^>]*>Ansök om båtplats</h1>", page)
    assert "Du behöver e-legitimation" in text_of(page)
    assert "Du skriver under elektroniskt" in text_of(page)
    assert "Du betalar en avgift" in text_of(page)
    assert '<a class="btn" href="https://e.example.se/overview/1" rel="noopener external">' in page
    assert "Du kommer till e.example.se." in text_of(page)
    assert "<h3>Så går det till</h3><p>Skriv <strong>vilken</strong> båt.</p>" in page
    assert 'href="/sundsvall/e-tjanster/"' in page


def test_news_of_it_are_read_on_its_page(client, service, citizen):
    follow(topic=service.topic, person=citizen)
    tell_followers(service, now=timezone.now())
    client.force_login(citizen)
    assert unread_count(citizen) == 1

    read(client, service)

    assert unread_count(citizen) == 0


def test_a_service_for_everybody_says_that_nobody_needs_to_sign_in(client, service):
    page = read(client, EService.objects.get(external_id="2"))

    assert "Du behöver inte logga in" in text_of(page)
    assert "e-legitimation" not in text_of(page)
    assert "avgift" not in text_of(page)


def test_whoever_wants_to_improve_it_is_led_to_an_idea_about_it(client, service):
    page = read(client, service)

    assert f'href="/ideer/ny/2281/?om={service.topic_id}"' in page
    assert "Förbättra den här e-tjänsten" in text_of(page)
    assert "Din idé blir den första" in text_of(page)


def test_the_ideas_and_proposals_about_it_are_shown_most_supported_first(client, service):
    TopicFactory(title="Få stöd", supports=2, about=service.topic, municipality=service.municipality)
    TopicFactory(title="Många stöd", supports=90, about=service.topic, municipality=service.municipality)
    TopicFactory(title="Förslaget", kind="proposal", about=service.topic, municipality=service.municipality)
    TopicFactory(title="Om något annat", municipality=service.municipality)

    page = read(client, service)

    assert page.index("Förslaget") < page.index("Många stöd") < page.index("Få stöd")
    assert "Om något annat" not in page
    assert "Din idé blir den första" not in text_of(page)


def test_a_hidden_idea_about_it_is_shown_to_those_who_may_see_it_only(
    client, service, author, citizen, moderator, outsider
):
    TopicFactory(
        title="Under granskning", hidden=True, about=service.topic, municipality=service.municipality, author=author
    )

    for person, sees in ((author, True), (moderator, True), (citizen, False), (outsider, False), (None, False)):
        client.logout()
        if person is not None:
            client.force_login(person)
        assert ("Under granskning" in read(client, service)) is sees


def test_a_closed_service_says_so_and_has_no_way_in(client, sundsvall):
    bring_in(sundsvall, flow(1, Enabled=False))

    page = read(client, EService.objects.get())

    assert "stängd just nu" in text_of(page)
    assert "Öppna e-tjänsten" not in text_of(page)


def test_a_service_that_has_gone_is_not_found(client, service):
    bring_in(service.municipality, flow(2))

    assert client.get(service.get_absolute_url()).status_code == 404


def test_a_service_that_has_gone_but_is_spoken_of_says_so(client, service):
    TopicFactory(title="Sakna mig", about=service.topic, municipality=service.municipality)
    bring_in(service.municipality, flow(2))

    page = read(client, service)

    assert "finns inte längre" in text_of(page)
    assert "Sakna mig" in text_of(page)
    assert "Öppna e-tjänsten" not in text_of(page)
    assert "Förbättra den här" not in text_of(page)


def test_a_gone_service_with_only_a_draft_about_it_is_there_for_nobody(client, service, author):
    TopicFactory(about=service.topic, municipality=service.municipality, draft=True, author=author)
    bring_in(service.municipality, flow(2))

    client.force_login(author)
    assert client.get(service.get_absolute_url()).status_code == 404
    assert not Topic.objects.public().filter(pk=service.topic_id).exists()


def test_another_municipalitys_address_leads_nowhere(client, service, timra):
    assert client.get("/e-tjanster/2262/ansok-om-batplats/").status_code == 404
    assert client.get("/e-tjanster/2281/finns-inte/").status_code == 404


def test_the_page_is_read_only(client, service):
    assert client.post(service.get_absolute_url()).status_code == 405


def test_the_page_speaks_english_round_the_swedish_text(client, service):
    page = client.get(f"/en{service.get_absolute_url()}").content.decode()

    assert '<html lang="en">' in page
    assert re.search(r'<h1 lang="sv">Ansök om båtplats</h1>', page)
    assert f'href="/en/ideer/ny/2281/?om={service.topic_id}"' in page
    assert 'href="/en/sundsvall/e-tjanster/"' in page


def test_a_hostile_name_and_text_are_only_words(client, sundsvall):
    bring_in(
        sundsvall,
        flow(
            1,
            Name='"><img src=x onerror=alert(1)>',
            Category="</title><script>alert(2)</script>",
            ShortDescription="&lt;script&gt;alert(3)&lt;/script&gt;",
            LongDescription='<p onclick="alert(4)">Hej<script>alert(5)</script></p><a href="javascript:alert(6)">x</a>',
        ),
    )

    page = read(client, EService.objects.get())

    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "onclick" not in page
    assert "javascript:" not in page
    assert "&lt;script&gt;alert(3)" in page


def test_the_page_costs_the_same_with_one_idea_and_with_fifty(client, service, django_assert_max_num_queries):
    client.force_login(staff(service.municipality, "moderator"))
    for count in (1, 50):
        TopicFactory.create_batch(count, about=service.topic, municipality=service.municipality)
        with django_assert_max_num_queries(12):
            read(client, service)


def test_of_many_ideas_it_says_how_many_and_leads_to_the_rest(client, service, monkeypatch):
    monkeypatch.setattr("participation.eservices.views.SHOWN", 2)
    about = {"about": service.topic, "municipality": service.municipality}
    TopicFactory.create_batch(2, **about)
    TopicFactory(kind="proposal", **about)
    everything = f'href="/sundsvall/ideer/?om={service.topic_id}"'
    assert "2 idéer om e-tjänsten" in text_of(read(client, service))
    assert everything not in read(client, service)

    TopicFactory.create_batch(3, **about)

    page = read(client, service)
    assert "5 idéer om e-tjänsten" in text_of(page)
    assert "Alla 5 idéer om e-tjänsten" in text_of(page)
    assert everything in page


def test_a_proposal_is_not_crowded_out_by_ideas(client, service, monkeypatch):
    monkeypatch.setattr("participation.eservices.views.SHOWN", 1)
    TopicFactory.create_batch(2, supports=9, about=service.topic, municipality=service.municipality)
    TopicFactory(title="Förslaget", kind="proposal", about=service.topic, municipality=service.municipality)

    assert "Förslaget" in read(client, service)


def test_the_topic_leads_to_the_page(client, service):
    topic = Topic.objects.get(eservice=service)

    assert client.get(topic.get_absolute_url()).status_code == 200
