"""Who reads a report, and each of its photos, is decided in one place, with reasons, by those who may."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.urls import reverse

from participation.accounts.models import Role
from participation.attachments.masking import Area
from participation.faults.actions import forget_contact, mask_photo
from participation.faults.models import FaultEvent
from participation.faults.review.anchors import anchor, anchor_of
from participation.moderation import actions as moderation
from participation.moderation.models import Appeal, Decision, Flag, Item
from participation.moderation.openly.figures import decided
from participation.moderation.waiting import queue_of
from participation.notifications.models import Notification, OutgoingMail
from tests.factories import TopicFactory, staff

from ..factories import IN_SUNDSVALL, NOW, category_of, looked_at, reported, shown
from .conftest import WHY, decide_address, flag_address, hidden

LIST = "/cms/anmalt/"
DESK = "/cms/felanmalningar/"


def is_open(client, report) -> bool:
    return client.get(f"/felanmalan/anmalan/{report.number}/").status_code == 200


def test_the_queue_shows_words_place_photos_and_nothing_of_who(client, flagged, moderator):
    client.force_login(moderator)

    page = client.get(LIST).content.decode()

    assert f"Felanmälan: {flagged.number}" in page
    assert "Grannen har byggt på vägen." in page
    assert "Storgatan 12" in page
    assert f"{DESK}{flagged.pk}/bild/{flagged.photos.get().pk}/" in page
    assert "maja@" not in page
    assert flagged.token not in page


@pytest.mark.parametrize("kept", [0, 2])
def test_how_it_went_before_for_who_reported_is_not_said(
    client, sundsvall, author, citizen, moderator, case_officer, kept
):
    for _number in range(kept):
        topic = TopicFactory(municipality=sundsvall, author=author)
        moderation.flag(topic=topic, reason="spam", text="", reporter=citizen, now=NOW)
        moderation.keep(topic=topic, moderator=moderator, now=NOW)
    report = shown(sundsvall, text="Lampan är trasig.", reporter=author)
    client.force_login(citizen)
    client.post(flag_address(report), {"reason": "personal", "text": ""})
    assert Item.objects.waiting().get().writer == author
    client.force_login(moderator)

    for address in (LIST, decide_address(report)):
        page = client.get(address).content.decode()
        assert report.number in page
        assert "fick vara kvar" not in page
        assert "inga beslut förut" not in page
        assert "Den som skrev, här förut" not in page
    topic = anchor_of(report)
    moderation.hide_topic(topic=topic, moderator=case_officer, rule="spam", facts="x", now=NOW)
    moderation.appeal(decision=Decision.objects.get(outcome="hidden"), person=author, words="Nej", now=NOW)
    page = client.get(LIST).content.decode()
    assert "Överklagande" in page
    assert "fick vara kvar" not in page


def test_letting_it_be_answers_who_flagged(client, flagged, moderator, citizen):
    client.force_login(moderator)

    page = client.get(decide_address(flagged)).content.decode()
    assert "Det är mitt hus." in page
    assert "Varna" not in page
    client.post(decide_address(flagged), {"outcome": "kept"})

    assert is_open(client, flagged)
    assert not Item.objects.waiting().exists()
    assert "får vara kvar" in Notification.objects.get(person=citizen, kind="moderation_decision").sentence
    assert not OutgoingMail.objects.filter(to="maja@example.com").exists()


def test_hiding_needs_rule_and_facts(client, flagged, moderator):
    client.force_login(moderator)

    page = client.post(decide_address(flagged), {"outcome": "hidden"}).content.decode()

    assert "Välj vilken regel det bryter mot." in page
    assert is_open(client, flagged)


def test_hidden_it_is_gone_for_all_and_its_reporter_reads_why(client, flagged, moderator, citizen):
    client.force_login(moderator)
    client.post(decide_address(flagged), WHY)
    client.logout()

    assert not is_open(client, flagged)
    assert flagged.number not in client.get("/felanmalan/anmalda/2281/").content.decode()
    decision = Decision.objects.get()
    assert (decision.outcome, decision.found, decision.municipality) == ("hidden", "flag", flagged.municipality)
    mail = OutgoingMail.objects.get(to="maja@example.com")
    for said in ("En privatperson går att känna igen.", "dataskyddsförordning", "någon hade anmält", "överklaga"):
        assert said in mail.text
    assert "Kommunen arbetar med felet som vanligt." in mail.text
    assert "Grannen" not in mail.text
    assert flagged.get_absolute_url() in mail.text
    status = client.get(flagged.get_absolute_url()).content.decode()
    assert reverse("faults:decision", args=[flagged.token, decision.pk]) in status
    assert "Det du anmälde" in Notification.objects.get(person=citizen, kind="moderation_decision").sentence
    event = flagged.events.get(kind=FaultEvent.Kind.PUBLICITY, detail__to="hidden")
    assert event.by == moderator
    call_command("verify_integrity")


def test_a_photo_is_hidden_by_itself(client, flagged, moderator, publisher):
    photo, seen = flagged.photos.get(), f"/felanmalan/anmalan/{flagged.number}/"
    topic = anchor_of(flagged)
    client.force_login(moderator)
    decide = f"/cms/anmalt/bild/{topic.pk}/{photo.pk}/"
    assert decide in client.get(decide_address(flagged)).content.decode()
    client.post(decide, WHY)

    client.logout()
    assert str(photo.pk) not in client.get(seen).content.decode()
    assert client.get(f"{seen}bild/{photo.pk}/").status_code == 404
    assert str(photo.pk) not in client.get(flag_address(flagged)).content.decode()
    assert str(photo.pk) not in client.get(f"/open311/v2/requests/{flagged.number}.json").content.decode()
    assert looked_at(client, f"{flagged.get_absolute_url()}bild/{photo.pk}/").status_code == 200
    decision = Decision.objects.get(picture=photo.pk)
    own = reverse("faults:decision", args=[flagged.token, decision.pk])
    assert str(photo.pk) in client.get(own).content.decode()
    client.post(own, {"words": "Det är min egen bil."})
    appeal = Appeal.objects.get()
    client.force_login(publisher)
    page = client.get(f"{LIST}overklagande/{appeal.pk}/").content.decode()
    staff_photo = f"{DESK}{flagged.pk}/bild/{photo.pk}/"
    assert staff_photo in page
    assert looked_at(client, staff_photo).status_code == 200
    client.post(f"{LIST}overklagande/{appeal.pk}/", {"outcome": "changed", "answer": "Det stämmer."})
    client.logout()
    assert str(photo.pk) in client.get(seen).content.decode()


def test_a_publisher_sees_no_photo_without_an_appeal(client, flagged, publisher):
    client.force_login(publisher)

    assert client.get(f"{DESK}{flagged.pk}/bild/{flagged.photos.get().pk}/").status_code in (302, 403, 404)
    assert client.get(decide_address(flagged)).status_code == 404


def test_a_photo_that_is_blacked_out_keeps_what_is_said_of_it(client, flagged, moderator, case_officer):
    photo, topic = flagged.photos.get(), anchor_of(flagged)
    moderation.flag(topic=topic, picture=photo.pk, reason="hate", text="", now=NOW)
    moderation.hide_picture(topic=topic, picture=photo.pk, moderator=moderator, rule="hate", facts="Nej", now=NOW)
    moderation.flag(topic=topic, picture=photo.pk, reason="spam", text="", now=NOW)

    new = mask_photo(photo=photo, areas=[Area(0, 0, 0.5, 1)], by=case_officer, now=NOW)

    assert new.is_hidden
    rows = (Flag.objects.waiting().filter(about="photo"), Item.objects.filter(kind="photo"), Decision.objects.all())
    assert all(row.picture == new.pk for found in rows for row in found)
    client.force_login(moderator)
    client.post(f"/cms/anmalt/bild/{topic.pk}/{new.pk}/", {"outcome": "restored", "seen": Decision.objects.get().pk})
    new.refresh_from_db()
    assert not new.is_hidden


def test_an_appeal_by_the_secret_address_is_decided_by_another_and_once(client, flagged, moderator, publisher):
    decision = hidden(flagged, moderator)
    own = reverse("faults:decision", args=[flagged.token, decision.pk])
    page = client.get(own)
    assert "no-store" in page.headers["Cache-Control"]
    assert "En privatperson går att känna igen." in page.content.decode()
    assert client.post(own, {"words": " "}).status_code == 422
    client.post(own, {"words": "Det är ingen privatperson."})
    again = client.post(own, {"words": "En gång till"}, follow=True)
    assert "Det går att göra en gång." in again.content.decode()

    appeal = Appeal.objects.get()
    assert (appeal.person, appeal.first_decided_by) == (None, moderator)
    assert "Ditt överklagande" in client.get(own).content.decode()
    client.force_login(moderator)
    assert client.get(f"{LIST}overklagande/{appeal.pk}/").status_code == 404
    client.force_login(publisher)
    read = client.get(f"{LIST}overklagande/{appeal.pk}/").content.decode()
    assert "Det är ingen privatperson." in read
    assert "Grannen har byggt på vägen." in read
    assert "Den som anmälde felet" in read
    client.post(f"{LIST}overklagande/{appeal.pk}/", {"outcome": "changed", "answer": "Du har rätt."})
    client.logout()

    assert is_open(client, flagged)
    mail = OutgoingMail.objects.filter(to="maja@example.com").order_by("pk")
    (answer,) = [one for one in mail if "Du fick rätt" in one.subject]
    assert "Du har rätt." in answer.text
    assert "visas igen" in answer.text
    assert mail.last() == answer  # and no other beside it
    assert not any("visas igen" in one.subject for one in mail)
    assert "Du har rätt." in client.get(own).content.decode()


@pytest.mark.parametrize("what", ["report", "photo"])
def test_what_is_taken_back_answers_the_appeal_and_is_told_once(client, flagged, moderator, publisher, what):
    topic, picture = anchor_of(flagged), flagged.photos.get().pk
    if what == "report":
        decision, back = hidden(flagged, moderator), moderation.restore_topic
        said = {"topic": topic}
    else:
        said, back = {"topic": topic, "picture": picture}, moderation.restore_picture
        decision = moderation.hide_picture(**said, moderator=moderator, rule="hate", facts="Nej", now=NOW)
    client.post(reverse("faults:decision", args=[flagged.token, decision.pk]), {"words": "Nej"})
    OutgoingMail.objects.filter(to="maja@example.com").delete()

    back(**said, moderator=moderator, now=NOW)

    assert (Appeal.objects.get().outcome, Appeal.objects.get().decided_by) == ("changed", None)
    mail = OutgoingMail.objects.get(to="maja@example.com")
    assert "Du fick rätt" in mail.subject
    assert "Beslutet togs tillbaka" in mail.text


def test_words_on_the_page_of_a_decision_stay_words(client, flagged, moderator, publisher):
    said = "<b title=x>\"'&amp;<script>1</script>"
    type(flagged).objects.filter(pk=flagged.pk).update(text=said)
    topic = anchor_of(flagged)
    decision = moderation.hide_topic(topic=topic, moderator=moderator, rule="personal", facts=said, now=NOW)
    own = reverse("faults:decision", args=[flagged.token, decision.pk])
    client.post(own, {"words": said})
    moderation.decide_appeal(appeal=Appeal.objects.get(), moderator=publisher, outcome="upheld", answer=said, now=NOW)

    page = client.get(own).content.decode()

    assert "<b title=x>" not in page
    assert "<script>1" not in page
    assert page.count("&lt;b title=x&gt;&quot;&#x27;&amp;amp;&lt;script&gt;1") >= 4


def test_an_appeal_that_is_refused_leaves_it_hidden(client, flagged, moderator, publisher):
    decision = hidden(flagged, moderator)
    client.post(reverse("faults:decision", args=[flagged.token, decision.pk]), {"words": "Nej"})
    client.force_login(publisher)
    client.post(f"{LIST}overklagande/{Appeal.objects.get().pk}/", {"outcome": "upheld", "answer": "Det står fast."})
    client.logout()

    assert not is_open(client, flagged)
    assert "Det står fast." in OutgoingMail.objects.filter(to="maja@example.com").last().text


def test_with_an_account_it_stands_among_ones_decisions(client, sundsvall, citizen, author, moderator):
    report = shown(sundsvall, reporter=author)
    client.post(flag_address(report), {"reason": "hate"})
    decision = hidden(report, moderator)
    client.force_login(author)

    assert report.number in client.get("/mina/beslut/").content.decode()
    own = reverse("faults:decision", args=[report.token, decision.pk])
    assert client.get(f"/mina/beslut/{decision.pk}/")["Location"] == own
    assert client.post(f"/mina/beslut/{decision.pk}/overklaga/", {"words": "x"})["Location"] == own
    client.post(own, {"words": "Nej"})

    assert Appeal.objects.get().person == author
    assert Notification.objects.filter(person=author, kind="fault_news", body__contains="går att känna igen").exists()
    forget_contact(report=report, by=author, now=NOW)
    assert not Decision.objects.filter(concerns=author).exists()
    assert not Item.objects.filter(writer=author).exists()
    assert anchor_of(report).author is None


def test_a_decision_is_read_by_its_own_address_alone(client, flagged, moderator, sundsvall):
    decision = hidden(flagged, moderator)
    other = shown(sundsvall)

    for token in (other.token, "ingen"):
        assert client.get(f"/felanmalan/arende/{token}/beslut/{decision.pk}/").status_code == 404
        assert client.post(f"/felanmalan/arende/{token}/beslut/{decision.pk}/", {"words": "x"}).status_code == 404
    assert not Appeal.objects.exists()


def test_what_was_let_be_is_no_decision_against_the_reporter(client, flagged, moderator):
    kept = moderation.keep(topic=anchor_of(flagged), moderator=moderator, now=NOW)

    assert client.get(reverse("faults:decision", args=[flagged.token, kept.pk])).status_code == 404
    assert "Beslut om vem som ser anmälan" not in client.get(flagged.get_absolute_url()).content.decode()


@pytest.mark.parametrize("outcome", ["kept", "hidden"])
def test_what_waits_is_shown_or_hidden_from_the_queue(client, waiting, moderator, outcome):
    client.force_login(moderator)
    page = client.get(decide_address(waiting)).content.decode()
    assert "Visa för alla" in page
    client.post(decide_address(waiting), {**WHY, "outcome": outcome})

    assert is_open(client, waiting) == (outcome == "kept")
    assert Item.objects.get().decision.outcome == outcome
    assert OutgoingMail.objects.filter(text__contains="går att känna igen").exists() == (outcome == "hidden")
    call_command("verify_integrity")


def test_many_at_once(client, sundsvall, moderator):
    lights = category_of(sundsvall, publicity="waiting")
    reports = [reported(sundsvall, category=lights) for _ in range(3)]
    client.force_login(moderator)
    rows = list(Item.objects.values_list("pk", flat=True))
    client.post(f"{LIST}flera/", {"rad": rows, "flera-outcome": "warned", "flera-rule": "hate", "flera-facts": "x"})
    assert Item.objects.waiting().count() == 3
    client.post(f"{LIST}flera/", {"rad": rows, "flera-outcome": "kept"})

    assert all(is_open(client, report) for report in reports)


def test_the_desk_shows_the_same_and_leads_to_the_same_page(client, flagged, waiting, case_officer, sundsvall):
    shown(sundsvall, text="Ingen har sagt något.")
    client.force_login(case_officer)

    page = client.get(f"{DESK}?ko=visa").content.decode()
    assert flagged.number in page
    assert waiting.number in page
    assert page.count(f"{DESK}") >= 2
    assert "Ingen har sagt något." not in page
    for report in (flagged, waiting):
        assert decide_address(report) in client.get(f"{DESK}{report.pk}/").content.decode()
        assert client.get(f"{DESK}{report.pk}/synlighet/")["Location"] == decide_address(report)
    answer = client.post(decide_address(flagged), {"outcome": "kept"})
    assert answer["Location"] == f"{DESK}{flagged.pk}/"
    assert flagged.number not in client.get(f"{DESK}?ko=visa").content.decode()


def test_hiding_from_the_desk_asks_for_reasons_too(client, public, case_officer):
    client.force_login(case_officer)

    answer = client.post(f"{DESK}{public.pk}/synlighet/", {"publicity": "hidden"})
    assert answer["Location"] == decide_address(public)
    assert is_open(client, public)
    client.post(decide_address(public), WHY)
    assert not is_open(client, public)
    client.post(decide_address(public), {"outcome": "restored", "seen": Decision.objects.get().pk})
    assert is_open(client, public)


def test_many_at_the_desk(client, public, waiting, case_officer, sundsvall):
    client.force_login(case_officer)
    said = {"pk": [public.pk, waiting.pk], "gor": "1"}
    page = client.post(f"{DESK}flera/", {**said, "publicity": "hidden"}).content.decode()
    assert "Skriv varför de inte ska visas." in page
    client.post(f"{DESK}flera/", {**said, "publicity": "hidden", "rule": "other", "facts": "Dubblerad bild."})
    assert not is_open(client, public)
    assert not Item.objects.waiting().exists()
    assert Decision.objects.filter(outcome="hidden").count() == 2
    client.post(f"{DESK}flera/", {**said, "publicity": "shown"})

    assert is_open(client, public)
    assert is_open(client, waiting)
    call_command("verify_integrity")


@pytest.mark.parametrize("who", ["nobody", "citizen", "editor", "publisher", "outsider"])
def test_strangers_and_staff_of_other_roles_and_places_reach_nothing(client, request, flagged, waiting, who):
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))
    photo = flagged.photos.get()

    for address in (decide_address(flagged), f"/cms/anmalt/bild/{anchor_of(flagged).pk}/{photo.pk}/"):
        for answer in (client.get(address), client.post(address, WHY)):
            assert answer.status_code in (302, 403, 404)
            assert b"Grannen" not in answer.content
    assert b"Grannen" not in client.get(LIST, follow=True).content
    client.post(f"{LIST}flera/", {"rad": Item.objects.values_list("pk", flat=True), "flera-outcome": "kept"})
    assert is_open(client, flagged)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.CASE_OFFICER])
def test_staff_next_door_see_nothing(client, flagged, waiting, timra, role):
    client.force_login(staff(timra, role))

    for report in (flagged, waiting):
        assert client.get(decide_address(report)).status_code == 404
    assert flagged.number not in client.get(f"{DESK}?ko=visa").content.decode()


def test_a_case_officer_has_no_list_of_what_others_flag(client, flagged, case_officer):
    client.force_login(case_officer)

    assert client.get(decide_address(flagged)).status_code == 200
    assert client.get(LIST).status_code in (302, 403)
    assert queue_of(case_officer, now=NOW).total == 1


def test_the_desk_leads_a_case_officer_to_where_the_rest_waits(client, sundsvall, case_officer, moderator):
    lights = category_of(sundsvall, publicity="waiting")
    for _number in range(7):
        reported(sundsvall, category=lights)

    (more,) = queue_of(case_officer, now=NOW).more
    assert more.url == f"{DESK}?ko=visa"
    client.force_login(case_officer)
    assert client.get(more.url).status_code == 200
    assert queue_of(moderator, now=NOW).more[0].url == LIST


def test_nobody_decides_on_a_report_of_their_own(client, sundsvall, moderator):
    report = shown(sundsvall, IN_SUNDSVALL, reporter=moderator)
    client.post(flag_address(report), {"reason": "hate"})
    client.force_login(moderator)

    assert client.get(decide_address(report)).status_code == 404
    assert report.number not in client.get(LIST).content.decode()


def test_whoever_comes_second_hears_of_it(client, flagged, moderator, case_officer):
    hidden(flagged, moderator)
    client.force_login(case_officer)

    answer = client.post(decide_address(flagged), {"outcome": "restored", "seen": ""})

    assert answer.status_code == 409
    assert not is_open(client, flagged)


def test_the_list_costs_the_same_for_one_report_and_for_many(client, flagged, moderator, sundsvall):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(moderator)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for _number in range(8):
        reported(sundsvall, category=category_of(sundsvall, f"sak-{_number}", publicity="waiting"))
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)

    assert len(many) == len(few)


def test_everybody_may_know_how_reports_are_decided_on(client, sundsvall, moderator):
    reports = [reported(sundsvall, text=f"Hål {number}", now=NOW) for number in range(10)]
    for report in reports[:5]:
        topic = anchor(report)
        moderation.settle(topic=topic, outcome="hidden", rule="hate", facts="Nej", moderator=moderator, now=NOW)
    for report in reports[5:]:
        moderation.settle(topic=anchor(report), outcome="kept", moderator=moderator, now=NOW)

    (span,) = decided(sundsvall, until=NOW.date().replace(day=1))
    assert span.number == 10
    assert {part.label: part.number for part in span.outcomes} == {
        "Doldes: Hot, hat eller kränkning": 5,
        "Fick vara kvar": 5,
    }
