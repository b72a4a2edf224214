from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from participation.accounts.models import Role
from participation.ideas import actions as ideas
from participation.moderation import actions, jobs
from participation.moderation.carrying_out import carry_out
from participation.moderation.errors import CannotAppeal, NothingToDecide
from participation.moderation.models import Appeal, Decision, Item
from participation.moderation.permissions import can_appeal, can_decide_appeal
from participation.notifications.models import Notification, OutgoingMail
from participation.voting.models import Support
from tests.factories import UserFactory, staff
from tests.ideas.factories import in_review, published

from .conftest import NOW


@pytest.fixture
def hidden(entry, moderator):
    return actions.hide(entry=entry, moderator=moderator, rule="hate", facts="Hotar en granne", now=NOW)


@pytest.fixture
def appealed(hidden, writer, colleague):
    return actions.appeal(decision=hidden, person=writer, words="Det var en fråga", now=NOW)


def decided(appeal, by, outcome="changed"):
    return actions.decide_appeal(appeal=appeal, moderator=by, outcome=outcome, answer="Vi läste igen", now=NOW)


def told(person):
    return list(Notification.objects.filter(person=person).values_list("sentence", flat=True))


def test_an_appeal_goes_to_another_moderator_and_never_to_the_one_who_decided(appealed, moderator, colleague):
    told = set(Notification.objects.filter(kind="moderation_appeal").values_list("person", flat=True))

    assert told == {colleague.pk}
    assert list(Item.objects.decided_by(colleague).waiting().values_list("kind", flat=True)) == ["appeal"]
    assert not Item.objects.decided_by(moderator).waiting().exists()
    with pytest.raises(PermissionDenied):
        decided(appealed, moderator)


def test_the_database_keeps_the_first_moderator_out(appealed, moderator):
    answered = {"outcome": "upheld", "answer": "Nej", "decided_at": NOW, "decided_by": moderator}

    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=appealed.pk).update(**answered)


def test_where_no_second_moderator_is_the_publisher_is_told_and_decides(hidden, writer, moderator, publisher):
    row = actions.appeal(decision=hidden, person=writer, words="Fel", now=NOW)

    assert Notification.objects.filter(kind="moderation_appeal").get().person == publisher
    assert OutgoingMail.objects.filter(kind="moderation_appeal").get().to == publisher.email
    assert Item.objects.decided_by(publisher).waiting().count() == 1
    decided(row, publisher)


def test_where_neither_is_there_who_runs_the_portal_is_told(hidden, writer):
    boss = UserFactory(is_superuser=True)

    actions.appeal(decision=hidden, person=writer, words="Fel", now=NOW)

    assert Notification.objects.filter(kind="moderation_appeal").get().person == boss


@pytest.fixture
def alone(sundsvall):
    """The only moderator, publisher and administrator."""
    return staff(sundsvall, Role.MODERATOR, Role.PUBLISHER, Role.ADMINISTRATOR)


def test_where_one_person_holds_all_roles_who_runs_the_portal_is_told_and_decides(entry, writer, alone):
    boss = UserFactory(is_superuser=True)
    decision = actions.hide(entry=entry, moderator=alone, rule="hate", facts="Hotar", now=NOW)

    row = actions.appeal(decision=decision, person=writer, words="Fel", now=NOW)

    assert Notification.objects.filter(kind="moderation_appeal").get().person == boss
    assert can_decide_appeal(boss, row)


def test_what_none_of_them_may_decide_is_told_late_to_who_runs_the_portal(entry, topic, writer, alone, sundsvall):
    boss = UserFactory(is_superuser=True)
    late = NOW + timedelta(hours=sundsvall.review_within_hours)

    def told_late():
        assert jobs.escalate(late) == 1
        return {row.person for row in Notification.objects.filter(kind="moderation_late")}

    actions.flag(topic=topic, reason="spam", text="", now=NOW)
    assert told_late() == {alone}
    decision = actions.hide(entry=entry, moderator=alone, rule="hate", facts="Hotar", now=NOW)
    actions.appeal(decision=decision, person=writer, words="Fel", now=NOW)
    assert told_late() == {alone, boss}


def test_what_is_late_is_told_to_those_who_may_decide_it_and_leads_where_they_read_it(
    client, entry, topic, appealed, sundsvall, moderator, colleague, publisher, case_officer
):
    runs_it = staff(sundsvall, Role.ADMINISTRATOR)
    actions.flag(topic=topic, reason="spam", text="", now=NOW)

    assert jobs.escalate(NOW + timedelta(hours=sundsvall.review_within_hours)) == 2

    rows = {row.person: row for row in Notification.objects.filter(kind="moderation_late")}
    assert set(rows) == {moderator, colleague, publisher, runs_it}
    assert [rows[person].sentence.split()[1] for person in (moderator, runs_it, publisher)] == ["2", "2", "1"]
    for person, row in rows.items():
        client.force_login(person)
        with time_machine.travel(NOW + timedelta(days=30), tick=False):
            assert "Inget stämmer" not in client.get(row.path).content.decode()


@pytest.mark.parametrize("seen", [True, False])
def test_whoever_supports_an_idea_hears_that_it_is_back_if_they_heard_that_it_went(
    sundsvall, author, moderator, colleague, citizen, *, seen
):
    idea = published(sundsvall, author) if seen else in_review(sundsvall, author)
    Support.objects.create(topic=idea.topic, person=citizen)
    ideas.refuse(idea=idea, by=moderator, reason="Fel plats", rule="off_topic", now=NOW)
    decision = Decision.objects.get(outcome="hidden")
    told = Notification.objects.filter(person=citizen).order_by("pk").values_list("kind", flat=True)
    assert list(told) == ["idea_removed"] * seen

    decided(actions.appeal(decision=decision, person=author, words="Rätt plats", now=NOW), colleague)

    assert list(told.all()) == ["idea_removed", "idea_back"] * seen
    assert Notification.objects.filter(person=author, kind="idea_back").count() == 0


def mailed(person, since):
    return list(OutgoingMail.objects.filter(to=person.email, pk__gt=since).order_by("pk"))


@pytest.mark.parametrize("what", ["entry", "idea", "refused", "name", "pause"])
def test_whoever_wins_gets_one_mail_that_says_what_came_of_it(
    sundsvall, topic, entry, writer, author, moderator, colleague, what
):
    said = {"rule": "hate", "facts": "Hotar", "moderator": moderator, "now": NOW}
    person, came = writer, "visas igen"
    if what == "entry":
        decision = actions.hide(entry=entry, **said)
        actions.pause(topic=topic, entry=entry, days=7, came_of=decision, **said)
    elif what == "name":
        decision, came = actions.hide_name(topic=topic, entry=entry, **said), "Ditt namn visas igen"
    elif what == "pause":
        decision, came = actions.pause(topic=topic, entry=entry, days=7, **said), "Du kan skriva igen."
    elif what == "idea":
        decision, person = actions.hide_topic(topic=published(sundsvall, author).topic, **said), author
    else:
        idea, person = published(sundsvall, author), author
        ideas.refuse(idea=idea, by=moderator, reason="Fel plats", rule="off_topic", now=NOW)
        decision = Decision.objects.get(outcome="hidden")
    appeal = actions.appeal(decision=decision, person=person, words="Nej", now=NOW)
    since = max([0, *OutgoingMail.objects.values_list("pk", flat=True)])
    news = Notification.objects.filter(person=person).count()

    decided(appeal, colleague)

    (mail,) = mailed(person, since)
    assert mail.kind == "moderation_appeal_decided"
    assert "Vi läste igen" in mail.text
    assert came in mail.text
    if what == "entry":
        assert "Du kan skriva igen." in mail.text
    assert Notification.objects.filter(person=person).count() > news + 1


def test_a_decision_is_appealed_once(appealed, hidden, writer):
    with pytest.raises(CannotAppeal):
        actions.appeal(decision=hidden, person=writer, words="En gång till", now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.create(decision=hidden, person=writer, words="Förbi", created_at=NOW)


def test_who_may_appeal(hidden, writer, citizen, moderator, entry):
    assert can_appeal(writer, hidden)
    assert not can_appeal(citizen, hidden)
    assert not can_appeal(moderator, hidden)
    kept = Decision(outcome="kept", concerns=writer)
    assert not can_appeal(writer, kept)


def test_who_may_decide_an_appeal(appealed, moderator, colleague, publisher, editor, outsider, writer):
    assert can_decide_appeal(colleague, appealed)
    assert can_decide_appeal(publisher, appealed)
    for other in (moderator, editor, outsider, writer):
        assert not can_decide_appeal(other, appealed)


def test_changed_the_entry_is_shown_again_and_the_writer_told(appealed, colleague, writer, entry):
    decided(appealed, colleague)

    entry.refresh_from_db()
    assert entry.is_shown
    told = Notification.objects.filter(person=writer, kind="moderation_appeal_decided").get()
    assert told.sentence == "Du fick rätt: beslutet om ”Belys spåret” är ändrat"
    assert "Vi läste igen" in OutgoingMail.objects.get(kind="moderation_appeal_decided").text
    assert Decision.objects.counts_of([writer.pk], [entry.topic.municipality_id]) == {
        (writer.pk, entry.topic.municipality_id): {"restored": 1}
    }


def test_upheld_it_stays_hidden(appealed, colleague, entry):
    decided(appealed, colleague, "upheld")

    entry.refresh_from_db()
    assert not entry.is_shown
    with pytest.raises(NothingToDecide):
        decided(appealed, colleague)


def test_a_refused_idea_is_published_after_all(sundsvall, author, moderator, colleague):
    from participation.ideas import actions as ideas

    for idea, before in ((in_review(sundsvall, author), "gathering"), (published(sundsvall, author), "gathering")):
        refused = ideas.refuse(idea=idea, by=moderator, rule="spam", reason="Reklam.", now=NOW)
        decision = Decision.objects.filter(topic=refused.topic, outcome="hidden").get()

        row = actions.appeal(decision=decision, person=author, words="Nej", now=NOW)
        decided(row, colleague)

        refused.refresh_from_db()
        refused.topic.refresh_from_db()
        assert (refused.status, refused.topic.visibility) == (before, "public")


def test_a_warning_and_a_name_and_a_pause_are_undone(topic, entry, writer, moderator, colleague):
    about = {"topic": topic, "entry": entry, "moderator": moderator, "rule": "hate", "facts": "Hotar", "now": NOW}
    name = actions.hide_name(**about)
    warning = actions.warn(**about)
    pause = actions.pause(**about, days=7)
    writer.refresh_from_db()
    assert (writer.display_name, writer.paused_until is None) == ("", False)

    for decision in (name, warning, pause):
        decided(actions.appeal(decision=decision, person=writer, words="Nej", now=NOW), colleague)

    writer.refresh_from_db()
    assert (writer.display_name, writer.paused_until) == ("Kim", None)


def hidden_with_a_pause(entry, moderator):
    said = {"rule": "hate", "facts": "Hotar", "ground": ""}
    carry_out(topic=entry.topic, entry=entry, outcome="hidden", said=said, days=7, moderator=moderator, now=NOW)
    return [Decision.objects.get(outcome=outcome) for outcome in ("hidden", "paused")]


def test_a_pause_goes_with_the_decision_that_it_came_with(entry, writer, moderator, colleague):
    hidden, _paused = hidden_with_a_pause(entry, moderator)

    decided(actions.appeal(decision=hidden, person=writer, words="Nej", now=NOW), colleague)

    writer.refresh_from_db()
    assert writer.paused_until is None
    assert "Din paus är slut. Du kan skriva igen." in told(writer)
    place = entry.topic.municipality_id
    counted = Decision.objects.counts_of([writer.pk], [place])[writer.pk, place]
    assert counted == {"restored": 1, "lifted": 1}


def test_a_pause_that_was_tried_by_itself_and_stands_is_left(entry, writer, moderator, colleague):
    hidden, paused = hidden_with_a_pause(entry, moderator)
    decided(actions.appeal(decision=paused, person=writer, words="Nej", now=NOW), colleague, "upheld")

    decided(actions.appeal(decision=hidden, person=writer, words="Nej", now=NOW), colleague)

    writer.refresh_from_db()
    assert writer.paused_until is not None
    place = entry.topic.municipality_id
    assert Decision.objects.counts_of([writer.pk], [place])[writer.pk, place] == {"restored": 1, "paused": 1}


def test_whoever_flagged_what_an_appeal_shows_again_is_told(entry, writer, citizen, moderator, colleague):
    actions.flag(topic=entry.topic, entry=entry, reporter=citizen, reason="hate", text="", now=NOW)
    decision = actions.hide(entry=entry, moderator=moderator, rule="hate", facts="Hotar", now=NOW)

    decided(actions.appeal(decision=decision, person=writer, words="Nej", now=NOW), colleague)

    assert "Det du anmälde om ”Belys spåret” visas igen. En granskare har läst det en gång till." in told(citizen)


@pytest.mark.parametrize("who", ["moderator", "editor", "outsider", "writer"])
def test_the_page_of_an_appeal_is_for_those_who_may_decide_it(client, request, appealed, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(f"/cms/anmalt/overklagande/{appealed.pk}/").status_code in (302, 404)
    client.post(f"/cms/anmalt/overklagande/{appealed.pk}/", {"outcome": "changed", "answer": "Ja"})
    assert Appeal.objects.get().is_waiting


def test_the_way_of_an_appeal(client, hidden, writer, colleague, entry):
    address = f"/mina/beslut/{hidden.pk}/"
    assert client.get(address)["Location"].startswith("/konto/login/")
    client.force_login(writer)

    page = client.get(address).content.decode()
    assert "Elaka ord" in page
    assert "Regel: Hot, hat eller kränkning." in page
    assert "Skäl: Hotar en granne" in page
    assert "kommunens regler" in page
    assert client.post(f"{address}overklaga/", {"words": ""}).status_code == 422
    assert (
        "väntar på svar" in client.post(f"{address}overklaga/", {"words": "Fel"}, follow=True).content.decode().lower()
    )

    client.force_login(colleague)
    desk = client.get("/cms/anmalt/").content.decode()
    waiting = Appeal.objects.get()
    assert f"/cms/anmalt/overklagande/{waiting.pk}/" in desk
    client.post(f"/cms/anmalt/overklagande/{waiting.pk}/", {"outcome": "changed", "answer": "Du har rätt"})
    client.force_login(writer)
    assert "Du har rätt" in client.get(address).content.decode()
    entry.refresh_from_db()
    assert entry.is_shown


def test_nobody_reads_decisions_on_another(client, hidden, citizen, moderator):
    for other in (citizen, moderator):
        client.force_login(other)
        assert client.get(f"/mina/beslut/{hidden.pk}/").status_code == 404
        assert client.post(f"/mina/beslut/{hidden.pk}/overklaga/", {"words": "x"}).status_code == 404
    assert not Appeal.objects.exists()


def test_words_of_an_appeal_wait_for_whoever_had_to_sign_in(client, hidden, writer):
    client.post(f"/mina/beslut/{hidden.pk}/overklaga/", {"words": "Mina långa skäl"})
    session = dict(client.session)
    client.force_login(writer)
    for key, value in session.items():
        if not key.startswith("_auth"):
            held = client.session
            held[key] = value
            held.save()

    assert "Mina långa skäl" in client.get(f"/mina/beslut/{hidden.pk}/").content.decode()


def test_a_staff_role_elsewhere_decides_nothing(appealed, timra):
    assert not can_decide_appeal(staff(timra, Role.MODERATOR), appealed)


def test_the_export_holds_what_one_is_told_and_not_what_moderators_say_to_each_other(
    entry, writer, citizen, moderator, hidden
):
    from participation.accounts.personal_data import export_of
    from participation.discussion import actions as discussion

    other = discussion.post(topic=entry.topic, author=writer, text="Annat", now=NOW)
    actions.flag(topic=entry.topic, entry=other, reporter=citizen, reason="spam", text="", now=NOW)
    actions.keep(topic=entry.topic, entry=other, moderator=moderator, facts="Bara mellan oss", now=NOW)

    mine = str(export_of(writer))

    assert "Hotar en granne" in mine
    assert "Bara mellan oss" not in mine
