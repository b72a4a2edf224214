from __future__ import annotations

from django.utils import timezone

from participation.accounts.overview import sections_of
from participation.accounts.personal_data import export_of
from participation.discussion import actions
from participation.moderation import actions as moderation
from participation.topics.models import Topic
from participation.voting import actions as voting
from tests.factories import TopicFactory, UserFactory

NOW = timezone.now()


def test_a_person_gets_all_they_did_and_nothing_of_others(sundsvall, citizen):
    topic = TopicFactory(municipality=sundsvall, title="Belys spåret")
    mine = actions.post(topic=topic, author=citizen, text="Mina ord", now=NOW)
    theirs = actions.post(topic=topic, author=UserFactory(), text="Andras ord", answering=mine, now=NOW)
    actions.appreciate(entry=theirs, person=citizen, now=NOW)
    voting.support(topic=topic, person=citizen, now=NOW)
    moderation.flag(topic=topic, entry=theirs, reporter=citizen, reason="spam", text="Skräp", now=NOW)

    handed_out = export_of(citizen)

    assert [row["text"] for row in handed_out["inlägg"]] == ["Mina ord"]
    assert [row["om"] for row in handed_out["stöd"]] == ["Belys spåret"]
    assert [row["inlägg"] for row in handed_out["uppskattade inlägg"]] == [theirs.pk]
    assert [row["text"] for row in handed_out["anmälda texter"]] == ["Skräp"]
    assert "Andras ord" not in str(handed_out)


def test_ones_own_page_shows_entries_and_supports_but_nothing_hidden(sundsvall, citizen):
    topic = TopicFactory(municipality=sundsvall, title="Belys spåret")
    actions.post(topic=topic, author=citizen, text="Mina ord", now=NOW)
    voting.support(topic=topic, person=citizen, now=NOW)

    titles = {section.title: section for section in sections_of(citizen)}
    assert titles["Dina inlägg"].lines[0].excerpt == "Mina ord"
    assert titles["Det du stöder"].lines[0].title == "Belys spåret"

    Topic.objects.filter(pk=topic.pk).update(visibility="nobody")
    assert "Belys spåret" not in str([section.lines for section in sections_of(citizen)])
