"""Feeds of one idea, one subject, one proposal: what everybody may read, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.eservices.models.stage import Stage, StageEntry
from participation.ideas.models import IdeaEvent
from participation.topics.models import Category, Topic
from tests.factories import TopicFactory

from .factories import published

if TYPE_CHECKING:
    from django.test import Client

    from participation.places.models import Municipality

pytestmark = pytest.mark.django_db


def test_an_ideas_feed_tells_its_public_way(client: Client, sundsvall: Municipality) -> None:
    idea = published(sundsvall)
    now = timezone.now()
    told = {"idea": idea, "status": "answered", "at": now, "reason": "Vi bygger i vår."}
    IdeaEvent.objects.create(**told)
    IdeaEvent.objects.create(**{**told, "reason": "Hemligt skäl", "is_public": False})
    IdeaEvent.objects.create(**{**told, "kind": "assigned", "reason": "Internt ord"})

    feed = client.get(reverse("ideas:feed_of", args=[idea.reference]))

    assert feed.status_code == 200
    text = feed.content.decode()
    assert "Vi bygger i vår." in text
    assert "Hemligt" not in text
    assert "Internt" not in text
    assert reverse("ideas:feed_of", args=[idea.reference]) in client.get(idea.get_absolute_url()).content.decode()


def test_a_hidden_idea_has_no_feed_not_even_for_its_author(client: Client, sundsvall: Municipality) -> None:
    idea = published(sundsvall)
    Topic.objects.filter(pk=idea.topic_id).update(visibility="staff")
    assert idea.topic.author is not None
    client.force_login(idea.topic.author)

    assert client.get(reverse("ideas:feed_of", args=[idea.reference])).status_code == 404


def test_a_subject_has_a_feed(client: Client, sundsvall: Municipality) -> None:
    bath = Category.objects.create(municipality=sundsvall, name="Simning", slug="simning", order=98)
    TopicFactory(municipality=sundsvall, category=bath, title="Varmare vatten", path="/ideer/1/")
    TopicFactory(municipality=sundsvall, title="Fler bänkar", path="/ideer/2/")
    address = reverse("ideas:feed", args=[sundsvall.code])

    text = client.get(f"{address}?kategori=simning").content.decode()

    assert "Varmare vatten" in text
    assert "Fler bänkar" not in text
    assert "Idéer om Simning i Sundsvall" in text
    assert client.get(f"{address}?kategori=finns-inte").status_code == 404


def test_a_proposals_feed_tells_its_stages_while_it_is_public(client: Client) -> None:
    topic = TopicFactory(kind=Topic.Kind.PROPOSAL, title="Bygglov i mobilen", path="/forslag/1/")
    StageEntry.objects.create(topic=topic, stage=Stage.DECISION, at=timezone.now(), note="Nämnden har sagt ja.")
    address = reverse("eservices:feed_of", args=[topic.pk])

    assert "Nämnden har sagt ja." in client.get(address).content.decode()
    Topic.objects.filter(pk=topic.pk).update(visibility="nobody")
    assert client.get(address).status_code == 404
