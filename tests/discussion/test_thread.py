from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import strip_tags

from participation.discussion import actions, thread
from participation.discussion.drawing import NUMBER
from participation.discussion.models import Comment
from participation.discussion.thread import address_of, branch_for, thread_for
from tests.factories import DepartmentFactory, TopicFactory, UserFactory

NOW = timezone.now()


@pytest.fixture
def topic(sundsvall, author):
    return TopicFactory(municipality=sundsvall, author=author, path="/ideer/2281-2026-0001/")


def write(topic, text="Ord", *, answering=None, minutes=0, **more):
    at = NOW + timedelta(minutes=minutes)
    return actions.write(topic=topic, text=text, answering=answering, posted_at=at, author=more.pop("by", None), **more)


def page(rf, topic, user=None, query=""):
    topic.refresh_from_db()
    request = rf.get(f"/{query}")
    request.user, request.session = user or AnonymousUser(), {}
    context = thread_for(request, topic)
    return context["thread"], render_to_string("discussion/_thread.html", context, request=request)


def texts(nodes):
    return [node.entry.comment for node in nodes]


def test_an_empty_thread_invites(rf, topic):
    _thread, words = page(rf, topic)

    assert "Ingen har skrivit än. Börja gärna." in words
    assert "Du kan skriva nu och logga in sedan. Texten finns kvar." in words


def test_answers_hang_where_they_belong(rf, topic):
    first = write(topic, "Ett")
    second = write(topic, "Två", answering=first)
    write(topic, "Tre", answering=second)
    write(topic, "Annat", minutes=1)

    shown, words = page(rf, topic)

    assert texts(shown["nodes"]) == ["Annat", "Ett"]
    assert texts(shown["nodes"][1].replies) == ["Två"]
    assert texts(shown["nodes"][1].replies[0].replies) == ["Tre"]
    assert "4 inlägg" in words


def test_a_deep_answer_says_whom_it_answers(rf, topic):
    third = write(
        topic, "3", answering=write(topic, "2", answering=write(topic, "1")), by=UserFactory(display_name="Kim")
    )
    write(topic, "4", answering=third)

    _shown, words = page(rf, topic)

    assert "till Kim" in words


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Sist", "Mitt", "Först"]),
        ("?ordna=nya", ["Sist", "Mitt", "Först"]),
        ("?ordna=gamla", ["Först", "Mitt", "Sist"]),
        ("?ordna=uppskattade", ["Mitt", "Sist", "Först"]),
        ("?ordna=author__email", ["Sist", "Mitt", "Först"]),
        ("?efter=%00%00&ordna[]=x", ["Sist", "Mitt", "Först"]),
    ],
)
def test_the_reader_chooses_the_order_among_three(rf, topic, query, expected):
    write(topic, "Först")
    liked = write(topic, "Mitt", minutes=1)
    write(topic, "Sist", minutes=2)
    actions.appreciate(entry=liked, person=UserFactory(), now=NOW)

    assert texts(page(rf, topic, query=query)[0]["nodes"]) == expected


@pytest.mark.parametrize("order", ["nya", "gamla", "uppskattade"])
def test_pages_hold_every_entry_once_also_of_one_moment(rf, topic, order):
    for number in range(45):
        write(topic, str(number))

    seen, query = [], f"?ordna={order}"
    while query:
        shown, _words = page(rf, topic, query=query)
        seen += texts(shown["nodes"])
        query = shown["next_url"].split("#")[0]

    assert len(seen) == 45
    assert set(seen) == {str(number) for number in range(45)}


def test_three_queries_for_one_entry_and_for_two_hundred(rf, topic, citizen, django_assert_num_queries):
    write(topic, "Ett", by=UserFactory(home=topic.municipality))
    citizen = type(citizen).objects.get(pk=citizen.pk)

    with django_assert_num_queries(4):  # the thread's three, and the topic that the test reads again
        page(rf, topic, citizen)

    for branch in range(20):
        root = write(topic, "Rot", by=UserFactory(home=topic.municipality))
        for number in range(9):
            write(topic, f"{branch} {number}", answering=root, by=UserFactory(home=topic.municipality))
    citizen = type(citizen).objects.get(pk=citizen.pk)

    with django_assert_num_queries(4):
        shown, _words = page(rf, topic, citizen)
    assert sum(1 + len(node.replies) for node in shown["nodes"]) == 200


def test_a_long_branch_is_shortened_and_leads_on(rf, topic):
    root = write(topic, "Rot")
    for number in range(thread.REPLIES + 5):
        write(topic, str(number), answering=root)

    shown, words = page(rf, topic)

    assert len(shown["nodes"][0].replies) == thread.REPLIES
    assert "Visa 5 svar till" in words
    assert f"/samtal/{root.pk}/" in words


def test_a_branch_is_paged_and_says_whom_an_answer_of_another_page_answers(rf, topic):
    root = write(topic, "Rot")
    second = write(topic, "Två", answering=root, by=UserFactory(display_name="Kim"))
    for number in range(thread.BRANCH):
        write(topic, str(number), answering=root)
    write(topic, "Sent svar till Kim", answering=second)
    root = Comment.objects.select_related("topic").as_read_by(AnonymousUser()).get(pk=root.pk)
    request = rf.get("/")
    request.user = AnonymousUser()

    first_page = branch_for(request, root)["thread"]
    request = rf.get("/" + first_page["next_url"].split("#")[0])
    request.user = AnonymousUser()
    second_page = branch_for(request, root)["thread"]

    assert len(first_page["nodes"][0].replies) == thread.BRANCH
    late = second_page["nodes"][0].replies[-1]
    assert (late.entry.comment, late.to) == ("Sent svar till Kim", second)
    assert second_page["next_url"] == ""


def test_tombstones_say_why_and_hold_no_words(rf, topic, citizen):
    hidden, deleted = write(topic, "Elaka ord"), write(topic, "Ångrade ord", by=citizen)
    actions.hide(entry=hidden, reason="Hot mot en granne", now=NOW)
    actions.delete(entry=deleted, person=citizen, now=NOW)

    _shown, words = page(rf, topic)

    assert "Dolt av granskare" in words
    assert "Hot mot en granne" in words
    assert "Borttaget av den som skrev" in words
    assert "Elaka ord" not in words
    assert "Ångrade ord" not in words


def test_the_municipality_is_marked_and_nobody_else(rf, topic, sundsvall, moderator):
    office = DepartmentFactory(municipality=sundsvall, name="Kulturförvaltningen")
    write(topic, "Vi svarar", by=moderator, department=office)
    write(topic, "Jag tycker", by=moderator)

    _shown, words = page(rf, topic)

    assert words.count('class="off"') == words.count('class="seal"') == 1
    assert "Svar från kommunen, Kulturförvaltningen" in " ".join(strip_tags(words).split())


def test_words_and_names_are_never_markup(rf, topic):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    write(topic, f"{evil}\n\njavascript:alert(1) http://example.com", by=UserFactory(display_name="<b>Kim</b>"))

    _shown, words = page(rf, topic)

    assert "<script>alert" not in words
    assert "<img" not in words
    assert "<b>Kim" not in words
    assert 'href="javascript' not in words
    assert 'href="http://example.com' not in words


def test_what_one_may_do_is_offered_and_nothing_else(rf, topic, citizen, moderator):
    mine = actions.post(topic=topic, author=citizen, text="Mitt", now=timezone.now())
    actions.post(topic=topic, author=UserFactory(), text="Annans", now=timezone.now())

    shown, _words = page(rf, topic, citizen)

    theirs, own = shown["nodes"]
    assert (own.entry, own.edit, own.delete, own.appreciate, own.reply) == (mine, True, True, False, True)
    assert (theirs.edit, theirs.delete, theirs.appreciate, theirs.reply) == (False, False, True, True)
    assert not own.moderate
    assert all(node.moderate and not node.edit for node in page(rf, topic, moderator)[0]["nodes"])


def test_a_closed_conversation_is_read_only(rf, topic, citizen):
    write(topic, "Ord")
    topic.can_discuss = False
    topic.save()

    shown, words = page(rf, topic, citizen)

    assert shown["form"] is None
    assert "Samtalet är stängt" in words
    assert "svara/" not in words
    assert not shown["nodes"][0].appreciate


def test_staff_choose_for_whom_they_speak_and_citizens_do_not(rf, topic, sundsvall, citizen, case_officer, outsider):
    DepartmentFactory(municipality=sundsvall, name="Kulturförvaltningen")

    assert "Kulturförvaltningen" in page(rf, topic, case_officer)[1]
    assert "Skriv som" not in page(rf, topic, citizen)[1]
    assert "Skriv som" not in page(rf, topic, outsider)[1]


def test_the_address_of_an_entry_is_the_page_where_it_is_read(client, topic):
    entries = [write(topic, f"Nummer {number}", minutes=number) for number in range(60)]
    root = entries[0]
    for number in range(thread.REPLIES):
        write(topic, f"Svar {number}", answering=root)
    late = write(topic, "Sent svar", answering=root)

    assert address_of(entries[59]) == f"{topic.path}#inlagg-{entries[59].pk}"
    assert "?efter=" in address_of(entries[5])
    assert address_of(late) == f"/samtal/{root.pk}/#inlagg-{late.pk}"


def test_the_page_of_an_old_entry_begins_with_it(rf, topic):
    entries = [write(topic, f"Nummer {number}") for number in range(60)]

    query = address_of(entries[5]).removeprefix(topic.path).split("#")[0]

    assert texts(page(rf, topic, query=query)[0]["nodes"])[0] == "Nummer 5"


def test_what_a_person_wrote_is_never_taken_for_a_mark_of_ours(rf, topic, citizen):
    """An entry is put together from pieces: nothing in its words or in a name may be filled in."""
    sly = f"\ue000name\ue001 {NUMBER} <b>&amp;</b>"
    citizen.display_name = "\ue000words\ue001 <i>"
    citizen.save()
    entry = write(topic, sly, by=citizen)
    for _level in range(3):
        entry = write(topic, "Svar", answering=entry, by=citizen)

    _thread, words = page(rf, topic)

    assert f"<p>\ue000name\ue001 {NUMBER} &lt;b&gt;&amp;amp;&lt;/b&gt;</p>" in words
    assert words.count("<b>\ue000words\ue001 &lt;i&gt;</b>") == 4
    assert "till \ue000words\ue001 &lt;i&gt;" in words
