from __future__ import annotations

import unicodedata
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from participation.topics.models import Topic, TopicWords
from participation.topics.search import search
from participation.topics.word_checks import is_sound
from tests.factories import TopicFactory

pytestmark = pytest.mark.django_db


def verify(*options):
    said = StringIO()
    try:
        call_command("verify_integrity", *options, stdout=said, stderr=said)
    except SystemExit:
        return said.getvalue(), False
    return said.getvalue(), True


def found(words):
    return [topic.title for topic in search(Topic.objects.public(), words)]


def missing(topic):
    TopicWords.objects.filter(pk=topic.pk).delete()


def outdated(topic):
    TopicWords.objects.filter(pk=topic.pk).update(stems="annat")


def misspelt(topic):
    Topic.objects.filter(pk=topic.pk).update(stems="annat")
    TopicWords.objects.filter(pk=topic.pk).update(stems="annat")


def untold(topic):
    """As when somebody renames a topic past its `save()`."""
    Topic.objects.filter(pk=topic.pk).update(title="Ny badplats")


@pytest.mark.parametrize("damage", [missing, outdated, misspelt, untold])
def test_words_that_are_not_true_are_told_and_mended(damage):
    topic = TopicFactory(title="Vår skola")
    damage(topic)

    said, is_well = verify()
    assert not is_well
    assert f" {topic.pk} " in said

    verify("--repair")

    topic.refresh_from_db()
    assert verify()[1]
    assert found("badplatser" if damage is untold else "skolor") == [topic.title]


def test_a_broken_index_is_told_and_built_again():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL computes its index from the row")
    topic = TopicFactory(title="Vår skola")
    with connection.cursor() as cursor:
        cursor.execute('DROP TRIGGER "topics_topicwords_update"')
    TopicWords.objects.filter(pk=topic.pk).update(stems="vår badplat")
    assert found("badplats") == []
    assert not is_sound(TopicWords)

    verify("--repair")

    assert is_sound(TopicWords)
    assert found("skolor") == ["Vår skola"]
    assert verify()[1]


def test_all_is_well_with_nothing_wrong():
    TopicFactory()

    assert verify()[1]


def test_words_that_an_earlier_version_took_to_pieces_are_mended():
    """Before letters were composed, "förskola" in parts of letters was kept as "fo" and "rskola"; "motor" was "mot"."""
    topic = TopicFactory(title=unicodedata.normalize("NFD", "Förskolans motor"))
    for rows in (Topic.objects, TopicWords.objects):
        rows.filter(pk=topic.pk).update(stems="fo rskol mot")
    assert found("förskola") == []

    assert not verify()[1]
    verify("--repair")

    assert found("förskola") == found("motorn") == [topic.title]
    assert verify()[1]
