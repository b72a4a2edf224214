from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from participation.discussion import actions as discussion
from participation.ideas import actions as ideas
from participation.ideas.models import Idea
from participation.moderation import actions, integrity, jobs
from participation.moderation.errors import DecidedMeanwhile
from participation.moderation.models import Decision, Item, MailWish
from participation.notifications.models import Notification, OutgoingMail
from tests.factories import TopicFactory, UserFactory
from tests.ideas.factories import a_draft, in_review, published

from .conftest import NOW

LIST = "/cms/anmalt/"


def flag(topic, entry=None, *, reason="hate", now=NOW, about="words", by=None):
    return actions.flag(topic=topic, entry=entry, reporter=by, reason=reason, text="", about=about, now=now)


def kinds(person):
    return list(Item.objects.decided_by(person).waiting().order_by("turn_at", "id").values_list("kind", flat=True))


def test_one_queue_holds_ideas_changes_entries_topics_names_and_appeals(
    sundsvall, topic, entry, writer, author, moderator, colleague
):
    in_review(sundsvall, author)
    changed = published(sundsvall, author)
    ideas.add_addition(idea=changed, by=author, text="Mer ord", now=NOW)
    flag(topic)
    flag(topic, entry)
    flag(topic, entry, about="name")
    other = discussion.post(topic=topic, author=writer, text="Annat", now=NOW)
    decision = actions.hide(entry=other, moderator=colleague, rule="hate", facts="Hotar", now=NOW)
    actions.appeal(decision=decision, person=writer, words="Nej", now=NOW)

    assert sorted(kinds(moderator)) == ["appeal", "change", "entry", "idea", "name", "topic"]
    assert "appeal" not in kinds(colleague)


def test_what_must_be_decided_first_is_on_top_and_flags_move_a_thing_up(sundsvall, topic, moderator):
    """Oldest first; each flag more counts as six hours of waiting; what the law obliges to remove has less time."""
    made = [discussion.post(topic=topic, author=UserFactory(), text=str(n), now=NOW) for n in range(4)]
    old, young, crowd, law = made
    flag(topic, old, now=NOW - timedelta(hours=10))
    flag(topic, young, now=NOW - timedelta(hours=1))
    for reason in ("hate", "spam", "personal"):
        flag(topic, crowd, reason=reason, now=NOW)
    flag(topic, law, reason="child", now=NOW)

    found = Item.objects.decided_by(moderator).waiting().order_by("turn_at", "id")
    assert [item.entry_id for item in found] == [law.pk, crowd.pk, old.pk, young.pk]


def test_how_many_flagged_a_thing_is_counted_again_by_the_flags_that_wait(topic, entry, citizen):
    for person in (citizen, UserFactory()):
        flag(topic, entry, by=person)
    flag(topic, entry, about="name")
    flag(topic, by=citizen)
    assert list(integrity.miscounted()) == []

    item = Item.objects.get(kind="entry")
    turn = item.turn_at
    Item.objects.filter(pk=item.pk).update(flags=7)

    assert list(integrity.miscounted()) == [f"item {item.pk} says that 7 people flagged it, but 2 flags wait"]
    assert integrity.count_again() == 1
    item.refresh_from_db()
    assert (item.flags, item.turn_at) == (2, turn)


def test_an_idea_leaves_the_queue_however_it_is_settled(sundsvall, author, moderator):
    ways = {
        "approve": lambda idea: ideas.approve(idea=idea, by=moderator, now=NOW),
        "return": lambda idea: ideas.return_for_changes(idea=idea, by=moderator, reason="Kortare", now=NOW),
        "refuse": lambda idea: ideas.refuse(idea=idea, by=moderator, reason="Nej", now=NOW),
        "withdraw": lambda idea: ideas.withdraw(idea=idea, by=author, now=NOW),
    }
    outcomes = {}
    for name, way in ways.items():
        idea = in_review(sundsvall, author)
        way(idea)
        item = Item.objects.get(topic=idea.topic)
        outcomes[name] = (item.is_waiting, item.decision and item.decision.outcome)

    assert outcomes == {
        "approve": (False, "kept"),
        "return": (False, "returned"),
        "refuse": (False, "hidden"),
        "withdraw": (False, None),
    }
    idea = a_draft(sundsvall, author)
    assert not Item.objects.filter(topic=idea.topic).exists()


def test_a_row_says_what_where_by_whom_and_how_it_went_before(client, topic, entry, writer, moderator):
    other = discussion.post(topic=topic, author=writer, text="Förut", now=NOW)
    actions.hide(entry=other, moderator=moderator, rule="hate", facts="Hotar", now=NOW)
    actions.raise_signal(topic=topic, entry=entry, signals=[actions.Signal("word", "Ordet ”idiot”")], now=NOW)
    flag(topic, entry)
    client.force_login(moderator)

    page = client.get(LIST).content.decode()

    for said in ("Elaka ord", "Kim", "1 dolt", "Belys spåret", "Sundsvall", "Ordet ”idiot”", "Hot, hat", "1 anmälan."):
        assert said in page


def test_the_page_costs_the_same_for_one_and_for_thirty_and_no_more_than_twelve(
    client, sundsvall, moderator, colleague, author
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(moderator)
    flag(published(sundsvall, author).topic)
    client.get(LIST)
    for number in range(14):
        in_review(sundsvall, UserFactory(home=sundsvall))
        entry = discussion.post(
            topic=TopicFactory(municipality=sundsvall),
            author=UserFactory(home=sundsvall, display_name=f"N{number}a"),
            text="x",
            now=NOW,
        )
        flag(entry.topic, entry)
        flag(entry.topic, entry, about="name")
        hidden = discussion.post(topic=entry.topic, author=entry.author, text="y", now=NOW)
        decision = actions.hide(entry=hidden, moderator=colleague, rule="hate", facts="Hotar", now=NOW)
        actions.appeal(decision=decision, person=entry.author, words="Nej", now=NOW)
    Item.objects.update(read_by=colleague, read_at=NOW)
    with time_machine.travel(NOW, tick=False), CaptureQueriesContext(connection) as asked:
        page = client.get(LIST)

    assert {row.item.kind for row in page.context["rows"]} == {"idea", "topic", "entry", "name", "appeal"}
    assert len(asked) <= 12, "\n".join(query["sql"][:120] for query in asked.captured_queries)


def test_pages_of_the_queue_meet_without_a_gap(client, sundsvall, moderator, monkeypatch):
    monkeypatch.setattr("participation.moderation.staff_views.PER_PAGE", 4)
    for _ in range(10):
        flag(TopicFactory(municipality=sundsvall))
    client.force_login(moderator)

    seen, query = [], ""
    while True:
        context = client.get(f"{LIST}{query}").context
        seen += [row.item.pk for row in context["rows"]]
        if not context["next"]:
            break
        query = f"?{context['next']}"

    assert len(seen) == len(set(seen)) == 10


def test_who_reads_a_thing_is_shown_to_colleagues_for_a_quarter_of_an_hour(client, topic, entry, moderator, colleague):
    flag(topic, entry)
    address = f"{LIST}inlagg/{entry.pk}/"
    moderator.display_name = "Anna"
    moderator.save()
    client.force_login(moderator)
    with time_machine.travel(NOW, tick=False):
        client.get(address)
    client.force_login(colleague)

    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        for page in (client.get(LIST), client.get(address)):
            assert "Anna läser det här sedan 2\xa0minuter." in page.content.decode()
    with time_machine.travel(NOW + timedelta(minutes=16), tick=False):
        assert "läser det här" not in client.get(LIST).content.decode()


def test_two_people_never_decide_the_same_thing_twice(client, topic, entry, moderator, colleague):
    flag(topic, entry)
    client.force_login(colleague)
    client.post(f"{LIST}inlagg/{entry.pk}/", {"outcome": "kept", "seen": ""})
    client.force_login(moderator)

    late = client.post(
        f"{LIST}inlagg/{entry.pk}/", {"outcome": "hidden", "rule": "hate", "facts": "Mina skäl", "seen": ""}
    )

    assert late.status_code == 409
    assert "Bo hann före: Fick vara kvar." in late.content.decode()
    assert "Mina skäl" in late.content.decode()
    assert Decision.objects.count() == 1
    with pytest.raises(DecidedMeanwhile):
        actions.nothing_came_between(topic=topic, entry=entry, seen=actions.Seen(decision=""))


def test_many_rows_get_one_decision_and_one_reason(client, sundsvall, topic, entry, author, moderator, writer):
    waiting = in_review(sundsvall, author)
    flag(topic, entry)
    flag(topic, entry, about="name")
    rows = list(Item.objects.waiting().values_list("pk", flat=True))
    client.force_login(moderator)
    said = {"flera-outcome": "hidden", "flera-canned": "advert", "flera-facts": "Länken leder till en butik."}

    lacking = client.post(f"{LIST}flera/", {"rad": rows, "flera-outcome": "hidden"})
    assert lacking.status_code == 422
    assert Decision.objects.count() == 0
    page = client.post(f"{LIST}flera/", {"rad": rows, **said}, follow=True).content.decode()

    assert "3 beslut är sparade." in page
    assert not Item.objects.waiting().exists()
    assert {one.rule for one in Decision.objects.all()} == {"spam"}
    assert all(one.facts.endswith("Länken leder till en butik.") for one in Decision.objects.all())
    assert Idea.objects.get(pk=waiting.pk).status == "refused"
    entry.refresh_from_db()
    writer.refresh_from_db()
    assert (entry.is_shown, writer.display_name) == (False, "")


def test_many_ideas_are_published_at_once_and_what_does_not_fit_is_left(client, sundsvall, author, moderator, topic):
    waiting = [in_review(sundsvall, author) for _ in range(3)]
    mine = in_review(sundsvall, moderator)
    flag(topic)
    rows = [*Item.objects.waiting().values_list("pk", flat=True), "x", "9" * 30]
    client.force_login(moderator)

    page = client.post(f"{LIST}flera/", {"rad": rows, "flera-outcome": "kept"}, follow=True).content.decode()

    assert "4 beslut är sparade." in page
    assert all(Idea.objects.get(pk=idea.pk).status == "gathering" for idea in waiting)
    assert Idea.objects.get(pk=mine.pk).status == "in_review"


@pytest.mark.parametrize("who", ["citizen", "editor", "case_officer", "outsider"])
def test_nobody_else_decides_many(client, request, topic, entry, who):
    flag(topic, entry)
    client.force_login(request.getfixturevalue(who))

    client.post(f"{LIST}flera/", {"rad": [Item.objects.get().pk], "flera-outcome": "kept"})

    assert not Decision.objects.exists()


def test_a_name_is_flagged_on_the_page_and_taken_away(client, topic, entry, writer, citizen, moderator):
    client.force_login(citizen)
    assert "Namnet på den som skrev" in client.get(f"/anmal/inlagg/{entry.pk}/").content.decode()
    client.post(f"/anmal/inlagg/{entry.pk}/", {"about": "name", "reason": "hate"})
    client.force_login(moderator)

    client.post(f"{LIST}inlagg/{entry.pk}/", {"outcome": "hide_name", "rule": "hate", "facts": "Kränker", "seen": ""})

    writer.refresh_from_db()
    decision = Decision.objects.get()
    assert (writer.display_name, decision.record, decision.about) == ("", "Kim", "name")
    assert "Kim" not in OutgoingMail.objects.filter(to=writer.email).latest("pk").text
    assert not Item.objects.waiting().exists()


def test_the_same_form_is_reached_from_the_public_page_and_leads_back(client, sundsvall, author, moderator, citizen):
    idea = published(sundsvall, author)
    entry = discussion.post(topic=idea.topic, author=citizen, text="Elaka ord", now=NOW)
    for person, seen in ((moderator, True), (citizen, False)):
        client.force_login(person)
        page = client.get(f"/ideer/{idea.reference}/").content.decode()
        assert (f"{LIST}inlagg/{entry.pk}/?fran=sida" in page) == seen
        assert (f"{LIST}amne/{idea.topic_id}/?fran=sida" in page) == seen
    client.force_login(moderator)

    answer = client.post(f"{LIST}inlagg/{entry.pk}/?fran=sida", {"outcome": "hidden", "canned": "person", "seen": ""})

    assert answer["Location"] == f"/samtal/inlagg/{entry.pk}/"


def test_what_waits_too_long_is_told_upwards_once(topic, entry, moderator, publisher, sundsvall, timra):
    boss = UserFactory(is_superuser=True)
    flag(topic, entry)
    flag(topic, reason="violence")
    flag(TopicFactory(municipality=timra))
    Notification.objects.all().delete()
    before = NOW + timedelta(hours=sundsvall.board_law_within_hours - 1)

    assert jobs.escalate(before) == 0
    assert jobs.escalate(before + timedelta(hours=1)) == 1
    told = Notification.objects.filter(kind="moderation_late")
    assert {row.person for row in told} == {moderator, boss}
    assert "1 sådant som lagen kräver" in told.first().body.replace("är 1", "är 1")
    late = NOW + timedelta(hours=sundsvall.review_within_hours)
    assert jobs.escalate(late) == 2
    assert jobs.escalate(late) == 0


def test_what_is_late_is_marked_on_the_desk(client, topic, entry, moderator, sundsvall):
    flag(topic, entry, now=NOW - timedelta(hours=sundsvall.review_within_hours + 1))
    client.force_login(moderator)

    assert "Försenat" in client.get(LIST).content.decode()
    assert "Elaka ord" in client.get(f"{LIST}?visa=sena").content.decode()
    assert "Försenat, väntar" in client.get("/cms/").content.decode()


def mails(person):
    return OutgoingMail.objects.filter(to=person.email, kind__startswith="moderation").count()


@pytest.mark.parametrize(("when", "mailed"), [("", 1), ("first", 1), ("each", 2), ("daily", 0)])
def test_a_moderator_chooses_how_often_mail_comes(topic, entry, moderator, when, mailed):
    if when:
        MailWish.objects.create(person=moderator, when=when)

    flag(topic, entry)
    flag(topic)

    assert mails(moderator) == mailed
    assert Notification.objects.filter(person=moderator, kind="moderation_flag").count() == 2


def test_what_the_law_obliges_to_remove_is_mailed_at_once_to_everybody(topic, entry, moderator):
    MailWish.objects.create(person=moderator, when="daily")

    flag(topic, entry, reason="child")

    assert mails(moderator) == 1


def test_the_daily_letter_comes_once_in_the_morning_and_only_with_news(topic, entry, moderator):
    MailWish.objects.create(person=moderator, when="daily")
    morning = NOW.replace(hour=8, minute=0)

    assert jobs.write_digests(morning.replace(hour=3)) == 0
    assert jobs.write_digests(morning - timedelta(days=1)) == 0
    flag(topic, entry, now=morning)
    assert [jobs.write_digests(morning), jobs.write_digests(morning)] == [1, 0]
    assert "Väntar på granskning: 1" in Notification.objects.filter(kind="moderation_digest").get().sentence
    assert jobs.write_digests(morning + timedelta(days=1)) == 1


def test_only_moderators_are_asked_how_they_want_mail(client, moderator, citizen):
    client.force_login(citizen)
    assert "Mejl om granskning" not in client.get("/mina/installningar/").content.decode()
    client.force_login(moderator)
    assert "Mejl om granskning" in client.get("/mina/installningar/").content.decode()

    mail = {f"mejl-{one}": "at_once" for one in ("own", "replies", "followed", "interests", "staff", "other")}
    client.post("/mina/installningar/", {"language": "sv", "granskning-when": "daily", **mail})

    assert MailWish.objects.get(person=moderator).when == "daily"


def test_flags_are_counted_on_what_waited_when_they_came_where_an_idea_waits_twice(sundsvall, author, citizen):
    """Flagged, then to be reviewed anew, and flagged again meanwhile."""
    idea = published(sundsvall, author)
    flag(idea.topic, by=citizen)
    text = Item.objects.get(kind="topic")
    review = actions.enter(kind="idea", topic=idea.topic, now=NOW + timedelta(hours=1))
    for _each in range(2):
        flag(idea.topic, by=UserFactory(), now=NOW + timedelta(hours=2))
    assert list(integrity.miscounted()) == []

    Item.objects.filter(pk=text.pk).update(flags=0)
    Item.objects.filter(pk=review.pk).update(flags=5)
    told = list(integrity.miscounted())
    assert told == [
        f"item {text.pk} says that 0 people flagged it, but 1 flags wait",
        f"item {review.pk} says that 5 people flagged it, but 2 flags wait",
    ]

    assert integrity.count_again() == 2
    assert list(integrity.miscounted()) == []
    assert integrity.count_again() == 0


def test_flags_that_nobody_raised_go_from_the_item_that_claims_them(sundsvall, author):
    idea = published(sundsvall, author)
    text = actions.enter(kind="topic", topic=idea.topic, now=NOW)
    review = actions.enter(kind="idea", topic=idea.topic, now=NOW)
    Item.objects.filter(pk=review.pk).update(flags=5)

    assert [line.split()[1] for line in integrity.miscounted()] == [str(review.pk)]
    assert integrity.count_again() == 1
    assert list(Item.objects.filter(pk__in=[text.pk, review.pk]).values_list("flags", flat=True)) == [0, 0]
    assert list(integrity.miscounted()) == []


class TestWhatIsOnlyReadAfterwards:
    @pytest.fixture
    def item(self, sundsvall, author, moderator, client):
        sundsvall.idea_review = "after"
        sundsvall.save()
        idea = in_review(sundsvall, author)
        ideas.edit_published(idea=idea, by=author, title=idea.title, text="Andra ord nu.", now=NOW)
        client.force_login(moderator)
        return Item.objects.get(topic=idea.topic)

    def test_is_not_said_to_be_flagged(self, client, item, citizen):
        idea, by = item.topic.idea, item.topic.author
        ideas.edit_published(idea=idea, by=by, title=idea.title, text="Tredje orden.", now=NOW)
        many = {"rad": [item.pk], "flera-outcome": ""}

        for page in (client.get(LIST), client.post(f"{LIST}flera/", many)):
            assert "läs ändringen" in page.content.decode()
            assert "Så stod det när det anmäldes" not in page.content.decode()

        flag(item.topic, by=citizen)
        ideas.edit_published(idea=idea, by=by, title=idea.title, text="Fjärde orden.", now=NOW)
        page = client.get(LIST).content.decode()
        assert "Tredje orden." in page.partition("Så stod det när det anmäldes")[2]

    def test_is_told_of_in_whole_sentences(self, client, item):
        page = client.get(f"{LIST}amne/{item.topic_id}/").content.decode()

        assert "läs den i efterhand. Ändrad efter publiceringen: läs ändringen.</strong> " in page
        assert ".," not in page.partition("<h1")[2].partition("</section>")[0]

    def test_suggests_no_rule_until_somebody_names_one(self, client, item, citizen):
        def chosen():
            return client.get(f"{LIST}amne/{item.topic_id}/").context["form"]["rule"].value()

        assert chosen() == ""

        flag(item.topic, by=citizen)
        flag(item.topic, by=UserFactory(), reason="spam")
        assert chosen() == "hate"

    def test_says_the_same_on_the_desk_and_in_the_queue(self, client, item, citizen):
        flag(item.topic, by=citizen)

        desk, queue = (client.get(path).content.decode() for path in ("/cms/", LIST))

        assert "Något annat" not in desk
        for line in ("läs ändringen", "Hot, hat eller kränkning"):
            assert line in desk
            assert line in queue
