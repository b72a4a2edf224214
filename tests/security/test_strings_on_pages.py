"""Every string on the pages, in the feeds, tables and mails: the page has the same elements as with harmless words.

What is stored is changed beneath the pages, so that many strings stand on one page. 1, 2, 6, 32.
"""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from participation.accounts.models import Role, User
from participation.answers.models import Answer
from participation.core.words import without_unseen
from participation.discussion import actions as discussion
from participation.discussion.models import Comment
from participation.faults.models import FaultReport
from participation.ideas.models import Idea, IdeaEvent, IdeaVersion
from participation.moderation.models import Decision, Flag
from participation.places.models import Department, Municipality
from participation.topics.models import Category, Topic
from participation.voting.models import Support
from tests.factories import UserFactory, staff
from tests.faults.factories import reported
from tests.ideas.factories import published

from .reading import content_of
from .strings import all_strings, assert_harmless, chunks, one_line

pytestmark = pytest.mark.django_db
ROWS = 150
SAFE = "Ett helt vanligt ord"


@pytest.fixture(scope="module")
def strings(data):
    """A form keeps no line breaks in a title, and in a text they are the author's paragraphs: tested apart."""
    return list(dict.fromkeys(one_line(text) for text in all_strings(data)))


@pytest.fixture(scope="module")
def rows(built, django_db_blocker):
    """Sundsvall with 150 public ideas by 150 people."""
    with django_db_blocker.unblock():
        place, now = Municipality.objects.get(code="2281"), timezone.now()
        people = User.objects.bulk_create(
            User(email=f"rad{number}@example.com", display_name=f"Namn {number}", home=place) for number in range(ROWS)
        )
        topics = Topic.objects.bulk_create(
            Topic(
                municipality=place,
                kind="idea",
                title=SAFE,
                summary=SAFE,
                path=f"/ideer/2281-2026-{number + 9000}/",
                visibility="public",
                published_at=now,
                last_activity_at=now + timedelta(seconds=number),
                can_support=True,
                can_discuss=True,
                author=person,
            )
            for number, person in enumerate(people)
        )
        ideas = Idea.objects.bulk_create(
            Idea(
                topic=topic,
                title=SAFE,
                text=SAFE,
                place=SAFE,
                reference=topic.path.split("/")[2],
                status=Idea.Status.PUBLISHED,
                status_since=now,
            )
            for topic in topics
        )
        yield topics, ideas, people


@pytest.fixture(scope="module")
def moderator(built, django_db_blocker):
    """One for the whole module: a second would have the same address."""
    with django_db_blocker.unblock():
        return staff(Municipality.objects.get(code="2281"), Role.MODERATOR)


@pytest.fixture
def long_pages(monkeypatch):
    monkeypatch.setattr("participation.ideas.listing.SIZE", ROWS + 10)
    monkeypatch.setattr("participation.ideas.staff.views.PER_PAGE", ROWS + 10)
    monkeypatch.setattr("participation.discussion.thread.ROOTS", ROWS + 10)
    monkeypatch.setattr("home.search_views.PAGE_SIZE", ROWS + 10)


def write(rows, texts: list[str]) -> None:
    """`texts`, and harmless words where there are fewer of them, into what a row shows."""
    topics, ideas, _people = rows
    full = texts + [SAFE] * (len(topics) - len(texts))
    for topic, idea, text in zip(topics, ideas, full, strict=True):
        topic.title = idea.title = text
        topic.summary, idea.place, idea.text = text, text[:200], text
    Topic.objects.bulk_update(topics, ["title", "summary"])
    Idea.objects.bulk_update(ideas, ["title", "place", "text"])


def page(path: str, person=None) -> str:
    client = Client()
    if person:
        client.force_login(person)
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return content_of(response).decode()


def short(strings: list[str]) -> list[str]:
    return [text for text in strings if len(text) <= 120]


def test_every_other_title_stands_on_the_list_as_words(rows, strings, long_pages):
    """The rest are words of an idea and its thread, below."""
    titles = short(strings)[::2]
    write(rows, [])
    benign = page("/sundsvall/ideer/")

    for start in range(0, len(titles), ROWS):
        some = titles[start : start + ROWS]
        write(rows, some)
        assert_harmless(page("/sundsvall/ideer/"), benign, some)


@pytest.mark.parametrize(
    "path", ["/sok/", "/en/sundsvall/ideer/", "/sundsvall/", "/", "/cms/ideer/?visa=alla", "/cms/"]
)
def test_titles_stand_on_the_other_lists_as_words(rows, strings, long_pages, moderator, path):
    """6: in the staff desk as well."""
    some = short(strings)[:: len(short(strings)) // ROWS][:ROWS]
    reader = moderator if path.startswith("/cms/") else None
    write(rows, [])
    benign = page(path, reader)

    write(rows, some)

    shown = some if path in ("/sok/", "/cms/ideer/?visa=alla") else []
    assert_harmless(page(path, reader), benign, shown)


def test_titles_stand_in_the_table_as_words_and_none_is_a_formula(rows, strings, moderator):
    """33"""
    some = [text for text in short(strings) if text[0] in "=+-@\t\r＝＋－＠"][:50] + short(strings)[::40]
    write(rows, some[:ROWS])

    table = list(csv.reader(io.StringIO(page("/cms/ideer/tabell.csv?visa=alla", moderator)[1:], newline="")))

    cells = {cell for row in table for cell in row}
    assert [text for text in some[:ROWS] if not {text, f"'{text}"} & cells] == []
    assert not [cell for cell in cells if cell.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_feeds_are_sound_xml_and_say_what_was_written(rows, strings):
    strange = [text for text in short(strings) if any(ord(sign) < 32 or sign in "\ufffe\uffff" for sign in text)]
    for some in (strange[:20], short(strings)[::90][:20], short(strings)[45::90][:20]):
        write(rows, [SAFE] * (ROWS - len(some)) + some)

        feed = ElementTree.fromstring(page("/ideer/floden/2281.xml"))

        titles = [entry.text or "" for entry in feed.iter("{http://www.w3.org/2005/Atom}title")]
        missing = [text for text in some if one_line(without_unseen(text)) not in map(one_line, titles)]
        assert missing == []
        assert ElementTree.fromstring(page("/sitemap.xml")) is not None


@pytest.fixture(scope="module")
def story(built, moderator, django_db_blocker):
    """One idea with all that can hang on it, and a thread of 150 entries by 150 people."""
    with django_db_blocker.unblock():
        place, now = Municipality.objects.get(code="2281"), timezone.now()
        place.support_threshold = 0
        place.save()
        idea = published(place, UserFactory(home=place, display_name=SAFE), title=SAFE, text=SAFE)
        department = Department.objects.create(municipality=place, name=SAFE)
        Answer.objects.create(
            topic=idea.topic, outcome="will_not", sentence=SAFE, text=SAFE, next_step=SAFE, department=department,
            registry_number=SAFE, answered_by=moderator, answered_at=now,
        )  # fmt: skip
        Idea.objects.filter(pk=idea.pk).update(status="answered", place=SAFE, owner=department)
        first = discussion.post(topic=idea.topic, author=UserFactory(display_name=SAFE), text=SAFE, now=now)
        for _number in range(29):
            discussion.post(topic=idea.topic, author=UserFactory(display_name=SAFE), text=SAFE, now=now)
        Flag.objects.create(topic=idea.topic, entry=first, reason="other", text=SAFE)
        Flag.objects.create(topic=idea.topic, reason="other", text=SAFE)
        report = reported(place, text=SAFE, contact_email="a@example.com", contact_phone=SAFE)
        yield idea, moderator, report


def retell(story, texts: list[str], *, names: list[str]) -> list[str]:
    """Into all that hangs on the idea; returns what was written, in pieces."""
    idea, _moderator, report = story
    pieces = [" ⁂ ".join(some) for some in chunks(texts, 950)]
    turn = iter((pieces + [SAFE] * 60)[:60])
    each_name = iter((names + [SAFE] * 60)[:60])
    Topic.objects.filter(pk=idea.topic_id).update(title=next(each_name), summary=next(turn)[:300])
    Idea.objects.filter(pk=idea.pk).update(title=next(each_name), text=next(turn), place=next(each_name))
    Answer.objects.filter(topic=idea.topic).update(
        sentence=next(each_name), text=next(turn), next_step=next(each_name), registry_number=next(each_name)[:40]
    )
    Department.objects.filter(pk=idea.answer.department_id).update(name=next(each_name))
    IdeaVersion.objects.filter(idea=idea).update(title=next(each_name), text=next(turn), reason=next(each_name))
    IdeaEvent.objects.filter(idea=idea).update(reason=next(each_name))
    User.objects.filter(pk=idea.topic.author_id).update(display_name=next(each_name)[:60])
    Category.objects.filter(municipality=idea.topic.municipality).update(name=next(each_name)[:60])
    for entry in Comment.objects.filter(topic=idea.topic).order_by("pk"):
        Comment.objects.filter(pk=entry.pk).update(comment=next(turn))
        User.objects.filter(pk=entry.author_id).update(display_name=next(each_name)[:60])
    for flag in Flag.objects.filter(topic=idea.topic):
        Flag.objects.filter(pk=flag.pk).update(text=next(turn), words=f"{next(turn)} förut {flag.pk}")
    for decision in Decision.objects.filter(topic=idea.topic):
        Decision.objects.filter(pk=decision.pk).update(words=f"{next(turn)} förut")
    FaultReport.objects.filter(pk=report.pk).update(
        text=next(turn), place=next(each_name), contact_phone=next(each_name)[:40]
    )
    return pieces


SURFACES = ["idea", "versions", "desk of ideas", "idea at the desk", "flags", "flagged entry", "flagged idea",
            "reports", "report at the desk", "report", "mine", "inbox", "own ideas"]  # fmt: skip


def address(surface: str, story) -> tuple[str, object]:
    idea, moderator, report = story
    entry = Comment.objects.filter(topic=idea.topic).order_by("pk").first()
    return {
        "idea": (f"/ideer/{idea.reference}/", None),
        "versions": (f"/ideer/{idea.reference}/versioner/", None),
        "desk of ideas": ("/cms/ideer/?visa=alla", moderator),
        "idea at the desk": (f"/cms/ideer/{idea.pk}/", moderator),
        "flags": ("/cms/anmalt/", moderator),
        "flagged entry": (f"/cms/anmalt/inlagg/{entry.pk}/", moderator),
        "flagged idea": (f"/cms/anmalt/amne/{idea.topic_id}/", moderator),
        "reports": ("/cms/felanmalningar/", "officer"),
        "report at the desk": (f"/cms/felanmalningar/{report.pk}/", "officer"),
        "report": (report.get_absolute_url(), None),
        "mine": ("/mina/", idea.topic.author),
        "inbox": ("/nyheter-till-dig/", idea.topic.author),
        "own ideas": ("/ideer/mina/", idea.topic.author),
    }[surface]


@pytest.mark.parametrize("surface", SURFACES)
def test_one_in_forty_on_every_surface(story, strings, surface, long_pages):
    """1, 6: the same words in every field of what the surface shows."""
    path, person = address(surface, story)
    if person == "officer":
        person = staff(Municipality.objects.get(code="2281"), Role.CASE_OFFICER)
    retell(story, [], names=[])
    benign = page(path, person)

    retell(story, strings[::40], names=short(strings)[::50])

    assert_harmless(page(path, person), benign, [])


def test_every_string_in_the_texts_and_names_of_an_idea_and_its_thread(story, strings, long_pages):
    """1, 32: the texts are shown in full, so that nothing is lost either."""
    path, _person = address("idea", story)
    retell(story, [], names=[])
    benign = page(path)
    names = [text for text in strings if len(text) <= 40]
    fitting = [text for text in strings if len(text) <= 950]
    most, done = 25_000, 0

    for turn, some in enumerate(chunks(fitting, most, " ⁂ ")):
        retell(story, some, names=names[turn * 40 : turn * 40 + 40])
        written = list(Comment.objects.filter(topic=story[0].topic).values_list("comment", flat=True))
        assert_harmless(page(path), benign, [text for piece in written for text in piece.split(" ⁂ ")])
        done += sum(len(piece.split(" ⁂ ")) for piece in written)

    assert done > 0.8 * len(fitting)


def test_lines_of_a_text_are_paragraphs_and_nothing_more(story, strings):
    idea = story[0]
    some = [text for text in strings if "<" in text and len(text) < 200][::40]
    Idea.objects.filter(pk=idea.pk).update(text="\n\n".join([SAFE] * len(some)))
    benign = page(f"/ideer/{idea.reference}/")

    Idea.objects.filter(pk=idea.pk).update(text="\n\n".join(some))

    assert_harmless(page(f"/ideer/{idea.reference}/"), benign, some)


def test_what_was_hidden_and_why_stands_as_words(story, strings):
    """6: the facts of a decision are read by whom it concerns, and at the desk; in the thread stands the rule alone."""
    idea, moderator, _report = story
    entry = Comment.objects.filter(topic=idea.topic).order_by("pk").last()
    Comment.objects.filter(pk=entry.pk).update(
        removal=Comment.Removal.MODERATOR, removal_reason=SAFE, removed_at=timezone.now()
    )
    decision = Decision.objects.create(
        municipality=idea.topic.municipality, topic=idea.topic, entry=entry, concerns=entry.author, outcome="hidden",
        rule="other", ground="rules", facts=SAFE, decided_by=moderator,
    )  # fmt: skip
    shown_at = {f"/mina/beslut/{decision.pk}/": entry.author, f"/cms/anmalt/inlagg/{entry.pk}/": moderator}
    thread = f"/ideer/{idea.reference}/"
    benign = {path: page(path, reader) for path, reader in {thread: None, **shown_at}.items()}

    for some in list(chunks(strings, 1900))[::40]:
        Decision.objects.filter(pk=decision.pk).update(facts=" ⁂ ".join(some))
        Comment.objects.filter(pk=entry.pk).update(removal_reason=" ⁂ ".join(some)[:300])
        assert_harmless(page(thread), benign[thread], [])
        for path, reader in shown_at.items():
            assert_harmless(page(path, reader), benign[path], some)


def test_objections_stand_as_words(story, strings):
    idea, moderator, _report = story
    topic = Topic.objects.create(
        municipality=idea.topic.municipality, kind="proposal", title=SAFE, path="/sundsvall/x/", visibility="public",
        published_at=timezone.now(), can_support=True,
    )  # fmt: skip
    rows = [
        Support.objects.create(topic=topic, person=UserFactory(), stance="against", reason=SAFE) for _n in range(10)
    ]
    benign = page(f"/stod/{topic.pk}/skal/", moderator)
    pieces = [" ⁂ ".join(some) for some in chunks(strings[::9], 990)][:10]

    for row, piece in zip(rows, pieces, strict=False):
        Support.objects.filter(pk=row.pk).update(reason=piece)

    assert_harmless(page(f"/stod/{topic.pk}/skal/", moderator), benign, pieces)


def test_citizens_words_are_never_a_template(story):
    """32"""
    words = [
        "{{7*7}}",
        "{% debug %}",
        "{{ request.user.email }}",
        "{% csrf_token %}",
        "${7*7}",
        "{{ settings.SECRET_KEY }}",
    ]
    retell(story, words, names=words)

    shown = page(f"/ideer/{story[0].reference}/")

    for text in words:
        assert text in shown
    assert "49" not in [piece.strip() for piece in shown.split(" ")]
