"""What residents see: the address leads on, nothing that was written is lost."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from participation.accounts.personal_data import export_of
from participation.discussion.models import Comment
from participation.eservices.ideas_link import join
from participation.eservices.models import EService
from participation.ideas.models import Idea, IdeaAttachment
from participation.moderation import actions as moderation
from participation.notifications.models import Follow
from participation.topics.models import Topic
from participation.topics.search import search
from participation.voting.models import Support
from tests.factories import TopicFactory, UserFactory
from tests.ideas.conftest import signed_in
from tests.ideas.factories import NOW

from .conftest import figures, fresh, merge, part, topic_of


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_old_address_leads_to_the_kept_one_for_now(client, a, b, merged, prefix):
    response = client.get(f"{prefix}/ideer/{a.reference}/")

    assert response.status_code == 302
    assert response.headers["Location"] == f"{prefix}/ideer/{b.reference}/?fran={a.reference}"


def test_the_kept_page_says_so_and_shows_the_words_and_their_writer(client, a, b, merged):
    html = client.get(f"/ideer/{a.reference}/", follow=True).content.decode()

    assert f"{a.reference}, ”Lampor vid Sidsjön”, är sammanslagen med den här idén." in html
    assert "Sammanslagen av två förslag" in html
    assert "Det är mörkt vid skidstadion." in html
    assert a.author_name in html
    quiet = client.get(f"/ideer/{b.reference}/").content.decode()
    assert "är sammanslagen med den här idén" not in quiet
    assert "Det är mörkt vid skidstadion." in quiet


def test_the_words_stand_on_a_page_of_their_own(client, a, b, merged):
    html = client.get(f"/ideer/{a.reference}/ursprung/").content.decode()

    assert "<h1>Lampor vid Sidsjön</h1>" in html
    assert f"/ideer/{b.reference}/" in html
    assert client.get(f"/ideer/{a.reference}/versioner/").status_code == 200
    part(a)
    assert client.get(f"/ideer/{a.reference}/ursprung/").headers["Location"] == f"/ideer/{a.reference}/"


def test_every_writer_of_three_is_named(client, a, b, c):
    merge(a, b)
    merge(c, b)

    html = client.get(f"/ideer/{b.reference}/").content.decode()

    assert "Sammanslagen av 3 förslag" in html
    assert f"/ideer/{a.reference}/ursprung/" in html
    assert f"/ideer/{c.reference}/ursprung/" in html


def test_lists_feed_sitemap_and_search_lead_to_the_kept_one(client, a, b, merged):
    public = Topic.objects.public()

    assert a.topic not in public
    assert b.topic in search(public, "skidstadion")
    assert b.topic in search(public, str(a.reference))
    feed = client.get(f"/ideer/floden/{a.topic.municipality.code}.xml").content.decode()
    assert b.reference in feed
    assert f"/ideer/{a.reference}/" not in feed
    part(a)
    assert b.topic not in search(public, "skidstadion")
    assert a.topic in search(public, "skidstadion")


def test_the_page_takes_no_more_questions_for_more_ideas(client, a, b, c, django_assert_max_num_queries):
    merge(a, b)
    merge(c, b)

    with django_assert_max_num_queries(12):
        client.get(f"/ideer/{b.reference}/")
    with django_assert_max_num_queries(12):
        client.get(f"/ideer/{a.reference}/ursprung/")


def test_what_is_hidden_stays_hidden_with_all_that_went_into_it(client, a, b, merged, moderator):
    moderation.hide_topic(topic=topic_of(b), moderator=moderator, facts="Fel", now=NOW)

    for page in ("", "ursprung/", "versioner/"):
        assert client.get(f"/ideer/{a.reference}/{page}").status_code == 404
    writer = signed_in(a.topic.author)
    html = writer.get(f"/ideer/{a.reference}/").content.decode()
    assert "Sammanslagen" in html
    assert "som inte syns för alla just nu" in html


def test_files_follow_the_words(client, a, b, merged):
    files = Idea.objects.readable_by(AnonymousUser())

    assert fresh(a) in files
    assert IdeaAttachment.objects.filter(idea__in=files).count() == 0


def test_their_writer_sees_it_as_merged(a, b, author, merged):
    html = signed_in(author).get(reverse("ideas:mine")).content.decode()

    assert "Sammanslagen" in html
    exported = next(row for row in export_of(author)["idéer"] if row["nummer"] == a.reference)
    assert (exported["läge"], exported["sammanslagen med"]) == ("Sammanslagen", b.reference)


def test_a_page_that_was_opened_before_still_supports_follows_and_speaks(a, b, merged):
    person = UserFactory()
    browser = signed_in(person)

    assert browser.post(f"/stod/{a.topic_id}/").headers["Location"] == f"/ideer/{b.reference}/#stod"
    assert Support.objects.get(person=person).topic == b.topic
    Follow.objects.filter(person=person).delete()
    Topic.objects.filter(pk=b.topic_id).update(followers=1)
    browser.post(reverse("notifications:follow", args=[a.topic_id]))
    assert Follow.objects.get(person=person).topic == b.topic
    browser.post(reverse("discussion:post", args=[a.topic_id]), {"comment": "Från en gammal sida"})
    assert Comment.objects.get(comment="Från en gammal sida").topic == b.topic
    browser.post(f"/stod/{a.topic_id}/ta-tillbaka/")
    assert figures(b)[0] == 0
    browser.post(reverse("notifications:unfollow", args=[a.topic_id]))
    assert not Follow.objects.filter(person=person).exists()


def test_words_that_waited_for_signing_in_wait_on_the_kept_page(a, b):
    browser, person = Client(), UserFactory()
    browser.post(reverse("discussion:post", args=[a.topic_id]), {"comment": "Mina ord"})
    merge(a, b)
    browser.force_login(person)

    html = browser.get(f"/ideer/{a.reference}/", follow=True).content.decode()

    assert "Mina ord" in html


def test_an_eservice_that_it_was_about_leads_to_the_kept_one(client, a, b):
    place = a.topic.municipality
    topic = TopicFactory(municipality=place, kind="eservice")
    words = {"name": "Bygglov", "slug": "bygglov", "sort_name": "bygglov", "category_slug": "bygga"}
    times = {"first_seen_at": NOW, "changed_at": NOW}
    service = EService.objects.create(topic=topic, municipality=place, url="https://example.com/", **words, **times)
    Topic.objects.filter(pk=a.topic_id).update(about=topic)

    def shown() -> tuple[bool, bool, int]:
        html = client.get(f"/e-tjanster/{place.code}/bygglov/").content.decode()
        voices = EService.objects.with_voices(AnonymousUser()).get(pk=service.pk).voices
        return a.title in html, b.title in html, voices

    assert shown() == (True, False, 1)
    merge(a, b)
    assert shown() == (False, True, 1)
    part(a)
    assert shown() == (True, False, 1)


def test_a_proposal_that_came_from_it_comes_from_the_kept_one(a, b, merged):
    proposal = TopicFactory(municipality=a.topic.municipality, kind="proposal")
    page = SimpleNamespace(topic=proposal, sources=SimpleNamespace(all=lambda: [SimpleNamespace(idea_id=a.topic_id)]))

    assert [topic.pk for topic in join(page=page, by=None, now=NOW)] == [b.topic_id]

    assert fresh(b).status == "proposal"
    assert fresh(b).became == proposal
    assert fresh(a).status == "merged"
