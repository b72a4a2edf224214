"""A picture of an idea is flagged, hidden and appealed by itself: the idea stays."""

from __future__ import annotations

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from PIL import Image

from participation.ideas import actions
from participation.ideas.faults_link.becoming import become_fault
from participation.moderation import actions as moderation
from participation.moderation.errors import AlreadyFlagged
from participation.moderation.models import Appeal, Decision, Flag, Item
from participation.notifications.models import Notification, OutgoingMail
from tests.ideas.conftest import signed_in, status_of
from tests.ideas.factories import NOW, a_draft, was_read

WHY = {"outcome": "hidden", "rule": "personal", "facts": "Ett ansikte syns tydligt."}


def a_picture(colour="navy"):
    written = BytesIO()
    Image.new("RGB", (64, 48), colour).save(written, "JPEG")
    written.seek(0)
    return written


@pytest.fixture
def idea(sundsvall, author, reviewing_after):
    draft = a_draft(sundsvall, author, title="Belys spåret")
    for colour in ("navy", "red"):
        actions.add_photo(idea=draft, upload=a_picture(colour))
    return was_read(actions.submit(idea=draft, now=NOW))


@pytest.fixture
def pictures(idea):
    return list(idea.attachments.all())


@pytest.fixture
def flagged(idea, pictures, citizen, moderator):
    moderation.flag(topic=idea.topic, picture=pictures[0].pk, reporter=citizen, reason="personal", text="", now=NOW)
    return pictures[0]


def address(idea, picture):
    return f"/cms/anmalt/bild/{idea.topic_id}/{picture.pk}/"


def test_the_form_asks_what_it_is_and_names_each_picture(client, idea, pictures, moderator):
    page = client.get(f"/anmal/{idea.topic_id}/").content.decode()

    assert "Vad gäller det?" in page
    for number, picture in enumerate(pictures, start=1):
        assert f'value="{picture.pk}"' in page
        assert f"Bild {number}" in page
    answer = client.post(f"/anmal/{idea.topic_id}/", {"reason": "personal", "about": str(pictures[1].pk)})
    assert answer.status_code == 302
    flag = Flag.objects.get()
    assert (flag.about, flag.picture) == ("photo", pictures[1].pk)
    item = Item.objects.waiting().get()
    assert (item.kind, item.picture, item.flags) == ("photo", pictures[1].pk, 1)
    told = Notification.objects.filter(person=moderator, kind="moderation_flag").get()
    assert (told.sentence, told.path) == ("En bild till ”Belys spåret” är anmäld", address(idea, pictures[1]))


def test_a_picture_of_another_idea_is_no_answer(client, idea, sundsvall, author):
    other = a_draft(sundsvall, author)
    theirs = actions.add_photo(idea=other, upload=a_picture())

    answer = client.post(f"/anmal/{idea.topic_id}/", {"reason": "personal", "about": str(theirs.pk)})

    assert answer.status_code == 422
    assert not Flag.objects.exists()


def test_words_and_each_picture_wait_by_themselves(idea, pictures, flagged, citizen, moderator):
    moderation.flag(topic=idea.topic, picture=pictures[1].pk, reporter=citizen, reason="hate", text="", now=NOW)
    moderation.flag(topic=idea.topic, reporter=citizen, reason="spam", text="", now=NOW)
    with pytest.raises(AlreadyFlagged):
        moderation.flag(topic=idea.topic, picture=flagged.pk, reporter=citizen, reason="hate", text="", now=NOW)
    moderation.keep(topic=idea.topic, picture=flagged.pk, moderator=moderator, now=NOW)

    waiting = set(Item.objects.waiting().values_list("kind", "picture"))
    assert waiting == {("photo", pictures[1].pk), ("topic", None)}
    assert Flag.objects.waiting().count() == 2
    call_command("verify_integrity")


def test_hidden_it_is_seen_by_its_author_and_moderators_alone(
    client, idea, pictures, flagged, author, moderator, citizen, editor, outsider
):
    staff = signed_in(moderator)
    page = staff.get(address(idea, flagged)).content.decode()
    assert flagged.get_absolute_url() in page
    assert "Någon annans personuppgifter" in page
    staff.post(address(idea, flagged), WHY)

    public = f"/ideer/{idea.reference}/"
    for who in (client, signed_in(citizen), signed_in(editor), signed_in(outsider)):
        html = who.get(public).content.decode()
        assert flagged.get_absolute_url() not in html
        assert pictures[1].get_absolute_url() in html
        assert status_of(who, flagged.get_absolute_url()) == status_of(who, flagged.thumbnail_url) == 404
        assert status_of(who, pictures[1].get_absolute_url()) == 200
    assert status_of(signed_in(author), flagged.get_absolute_url()) == status_of(staff, flagged.thumbnail_url) == 200
    assert str(flagged.pk) not in client.get(f"/anmal/{idea.topic_id}/").content.decode()


def test_the_author_gets_the_reasons_and_a_won_appeal_shows_it_again(
    client, idea, flagged, author, moderator, citizen, publisher
):
    signed_in(moderator).post(address(idea, flagged), WHY)

    decision = Decision.objects.get()
    assert (decision.outcome, decision.about, decision.found) == ("hidden", "photo", "flag")
    mail = OutgoingMail.objects.get(to=author.email, kind="moderation_decision")
    assert mail.subject == "En bild till ”Belys spåret” är dold av en granskare"
    assert "Ett ansikte syns tydligt." in mail.text
    assert "Det du anmälde" in Notification.objects.get(person=citizen, kind="moderation_decision").sentence
    mine = signed_in(author)
    assert flagged.thumbnail_url in mine.get(f"/mina/beslut/{decision.pk}/").content.decode()
    mine.post(f"/mina/beslut/{decision.pk}/overklaga/", {"words": "Det är en docka."})
    appeal = Appeal.objects.get()
    other = signed_in(publisher)
    assert flagged.get_absolute_url() in other.get(f"/cms/anmalt/overklagande/{appeal.pk}/").content.decode()
    other.post(f"/cms/anmalt/overklagande/{appeal.pk}/", {"outcome": "changed", "answer": "Det är en docka."})

    flagged.refresh_from_db()
    assert not flagged.is_hidden
    assert flagged.get_absolute_url() in client.get(f"/ideer/{idea.reference}/").content.decode()


def test_many_at_once_and_again_by_another(idea, flagged, moderator):
    staff, item = signed_in(moderator), Item.objects.get()
    staff.post("/cms/anmalt/flera/", {"rad": item.pk, **{f"flera-{name}": value for name, value in WHY.items()}})

    flagged.refresh_from_db()
    assert flagged.is_hidden
    seen = Decision.objects.get().pk
    again = staff.post(address(idea, flagged), {"outcome": "restored", "seen": ""})
    assert again.status_code == 409
    staff.post(address(idea, flagged), {"outcome": "restored", "seen": seen})
    flagged.refresh_from_db()
    assert not flagged.is_hidden


@pytest.mark.parametrize("who", ["nobody", "citizen", "editor", "publisher", "case_officer", "outsider", "author"])
def test_only_moderators_of_the_municipality_decide(client, request, idea, flagged, who):
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))

    for answer in (client.get(address(idea, flagged)), client.post(address(idea, flagged), WHY)):
        assert answer.status_code in (302, 404)
    flagged.refresh_from_db()
    assert not flagged.is_hidden


def test_a_picture_that_is_gone_leaves_the_queue_by_an_answer(idea, flagged, moderator):
    staff, gone = signed_in(moderator), address(idea, flagged)
    flagged.delete()

    page = staff.get(gone).content.decode()
    assert "Bilden finns inte längre." in page
    staff.post(gone, {"outcome": "kept"})

    assert not Item.objects.waiting().exists()
    assert staff.get(f"/cms/anmalt/bild/{idea.topic_id}/{uuid4()}/").status_code == 404


def test_what_is_hidden_goes_with_no_report(idea, flagged, moderator, case_officer):
    moderation.hide_picture(
        topic=idea.topic, picture=flagged.pk, moderator=moderator, rule="hate", facts="Hat", now=NOW
    )

    report = become_fault(idea=idea, category=None, place="Spåret", by=case_officer, now=NOW)

    assert [photo.sha256 for photo in report.photos.all()] == [idea.attachments.exclude(pk=flagged.pk).get().sha256]


def test_a_picture_that_was_taken_away_meanwhile_is_said_so_and_what_was_typed_stays(
    client, idea, flagged, pictures, moderator
):
    client.force_login(moderator)
    page = address(idea, flagged)
    seen = client.get(page).context["seen"]
    assert seen.words is None
    flagged.delete()

    answer = client.post(page, {**WHY, "seen": seen.decision, "state": seen.state})

    assert answer.status_code == 409
    assert "Den som skickade bilden har tagit bort den." in answer.content.decode()
    assert "Ett ansikte syns tydligt." in answer.content.decode()
    assert not Decision.objects.filter(outcome="hidden").exists()
