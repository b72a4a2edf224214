from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from participation.answers import actions
from participation.answers.errors import CannotBeAnswered, NotComplete
from participation.answers.models import Answer, AnswerDraft
from participation.core.between import CameBetween
from participation.ideas import actions as ideas
from participation.ideas.models import Idea
from participation.notifications.models import Notification
from tests.factories import DepartmentFactory, UserFactory, staff
from tests.ideas.factories import NOW, add_supports, published
from tests.security.reading import content_of

from .factories import a_way, decided, drafted, fresh, sent

pytestmark = pytest.mark.django_db


def url(name, idea, *more):
    return reverse(f"answers_admin:{name}", args=[idea.topic_id, *more])


def filled_in(department, **changes):
    return {
        "outcome": "will_do",
        "sentence": "Ja, spåret får lyktor.",
        "text": "Vi har pengar till det.",
        "next_step": "Vi beställer lyktor",
        "next_step_on": (timezone.localdate() + timedelta(days=30)).isoformat(),
        "department": department.pk,
        "registry_number": "KS 2026/17",
        "gor": "spara",
        "seen": "0-0-0",
        **changes,
    }


def test_the_address_of_an_ideas_answer_leads_to_the_form(client, case_officer, idea):
    client.force_login(case_officer)

    response = client.get(reverse("ideas_admin:answer", args=[idea.pk]), follow=True)

    assert response.redirect_chain == [(url("write", idea), 302)]
    assert idea.text.split("\n")[0] in response.content.decode()


def test_a_draft_may_lack_anything_and_nobody_outside_sees_it(client, case_officer, idea):
    client.force_login(case_officer)

    response = client.post(
        url("write", idea), {"sentence": "Hemlig mening", "seen": "0-0-0", "gor": "spara"}, follow=True
    )

    assert "Utkastet är sparat" in response.content.decode()
    assert not Answer.objects.exists()
    client.logout()
    assert "Hemlig mening" not in client.get(idea.get_absolute_url()).content.decode()
    assert not Notification.objects.filter(kind="idea_answered").exists()


def test_where_there_is_no_workflow_it_is_public_at_once_and_people_are_told(client, case_officer, idea, department):
    add_supports(idea, 2)
    client.force_login(case_officer)

    response = client.post(url("write", idea), filled_in(department, gor="skicka"), follow=True)

    assert "Svaret är publicerat" in response.content.decode()
    assert Idea.objects.get(pk=idea.pk).status == "answered"
    assert Notification.objects.filter(kind="idea_answered").count() == 3
    client.logout()
    page = client.get(idea.get_absolute_url()).content.decode()
    assert "Ja, spåret får lyktor." in page
    assert "Vi beställer lyktor" in page
    assert "KS 2026/17" in page


def test_a_document_comes_out_with_the_answer_and_not_before(client, case_officer, idea, department):
    client.force_login(case_officer)
    decision = SimpleUploadedFile("beslut.pdf", b"%PDF-1.4 beslut", content_type="application/pdf")
    client.post(url("write", idea), filled_in(department, documents=decision))
    draft = AnswerDraft.objects.get()
    address = draft.file.get_absolute_url()
    assert content_of(client.get(address)) == b"%PDF-1.4 beslut"
    client.logout()
    assert client.get(address).status_code == 404

    sent(draft, case_officer)

    assert content_of(client.get(address)) == b"%PDF-1.4 beslut"
    assert "beslut.pdf" in client.get(idea.get_absolute_url()).content.decode()


def test_the_preview_is_the_public_page_with_the_new_words(client, case_officer, idea, department):
    drafted(idea, case_officer, department, sentence="Ja, men senare.")
    client.force_login(case_officer)

    shown = client.get(url("preview", idea))

    assert "Ja, men senare." in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert "Visa i administrationen" not in shown.content.decode()
    assert Idea.objects.get(pk=idea.pk).status == "gathering"
    assert not Answer.objects.exists()


def test_an_answer_waits_for_its_day_and_nobody_is_told_before(case_officer, idea, department):
    from home.scheduled import publish_scheduled

    soon = timezone.now() + timedelta(hours=1)
    draft = sent(drafted(idea, case_officer, department, go_live_at=soon), case_officer)
    assert not Answer.objects.exists()
    assert not Notification.objects.filter(kind="idea_answered").exists()
    with pytest.raises(CameBetween):
        drafted(idea, case_officer, department, sentence="Ändrat")

    draft.revisions.update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    publish_scheduled(timezone.now())

    assert not Answer.objects.exists()  # its own day has not come, whatever the list says


def test_when_the_day_has_come_it_is_public_and_people_are_told(case_officer, idea, department, monkeypatch):
    from home.scheduled import publish_scheduled

    soon = timezone.now() + timedelta(hours=1)
    sent(drafted(idea, case_officer, department, go_live_at=soon), case_officer)
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)

    publish_scheduled(later)

    assert Answer.objects.get().sentence == "Ja, till halva sträckan."
    assert Notification.objects.filter(kind="idea_answered").exists()


def test_the_day_can_be_taken_away(case_officer, idea, department):
    draft = sent(drafted(idea, case_officer, department, go_live_at=timezone.now() + timedelta(days=1)), case_officer)

    actions.unschedule(draft=draft, by=case_officer, seen=actions.stamp(draft))

    assert not fresh(draft).approved_schedule
    drafted(idea, case_officer, department, sentence="Ändrat")


def test_a_new_answer_leaves_the_public_one_until_it_is_published(client, case_officer, idea, department):
    draft = sent(drafted(idea, case_officer, department), case_officer)

    drafted(idea, case_officer, department, sentence="Ja, hela vägen.")

    assert Answer.objects.get().sentence == "Ja, till halva sträckan."
    sent(fresh(draft), case_officer)
    assert Answer.objects.get().sentence == "Ja, hela vägen."


def test_a_draft_of_a_public_answer_can_be_thrown_away(case_officer, idea, department):
    draft = sent(drafted(idea, case_officer, department), case_officer)
    draft = drafted(idea, case_officer, department, sentence="Nej.")

    actions.discard(draft=draft, by=case_officer, seen=actions.stamp(draft))

    assert actions.latest_words(fresh(draft)).sentence == "Ja, till halva sträckan."
    assert Answer.objects.exists()


def test_the_same_words_make_nobody_their_writer(case_officer, idea, department, sundsvall):
    draft = drafted(idea, case_officer, department)
    colleague = staff(sundsvall, "case_officer", "editor")

    drafted(idea, colleague, department)

    assert fresh(draft).latest_revision.user == case_officer


def test_whoever_comes_second_keeps_the_words_and_is_told(client, case_officer, idea, department, sundsvall):
    colleague = staff(sundsvall, "case_officer", "editor", display_name="Anna")
    client.force_login(case_officer)
    drafted(idea, colleague, department, sentence="Annas mening.")

    response = client.post(url("write", idea), filled_in(department, sentence="Min mening."))

    html = response.content.decode()
    assert response.status_code == 409
    assert "Anna har ändrat svaret" in html
    assert "Min mening." in html
    assert actions.latest_words(AnswerDraft.objects.get()).sentence == "Annas mening."


def test_words_that_were_published_meanwhile_unchanged_are_not_written_over_unseen(
    client, case_officer, idea, department, sundsvall
):
    draft = drafted(idea, case_officer, department)
    seen = actions.stamp(draft)
    client.force_login(case_officer)
    client.post(url("write", idea), filled_in(department, sentence=draft.sentence, seen=seen, gor="skicka"))
    assert Answer.objects.exists()

    response = client.post(url("write", idea), filled_in(department, sentence="Nej.", seen=seen, gor="skicka"))

    assert response.status_code == 409
    assert "Nej." in response.content.decode()
    assert Answer.objects.get().sentence != "Nej."


@pytest.mark.parametrize(
    ("lacks", "named"),
    [
        ({"next_step": ""}, ["next_step"]),
        ({"next_step_on": None}, ["next_step_on"]),
        ({"outcome": ""}, ["outcome"]),
        ({"text": ""}, ["text"]),
    ],
)
def test_what_is_sent_is_whole(case_officer, idea, department, lacks, named):
    draft = drafted(idea, case_officer, department, **lacks)

    with pytest.raises(NotComplete) as error:
        sent(draft, case_officer)

    assert error.value.fields == named


def test_an_idea_that_was_withdrawn_meanwhile_is_not_answered(client, case_officer, author, idea, department):
    draft = drafted(idea, case_officer, department)
    ideas.withdraw(idea=idea, by=author, now=NOW)

    with pytest.raises(CannotBeAnswered):
        sent(draft, case_officer)

    assert not Answer.objects.exists()


def test_a_department_of_the_neighbours_is_no_choice(client, case_officer, idea, department, timra):
    theirs = DepartmentFactory(municipality=timra, name="Timrås förvaltning")
    client.force_login(case_officer)

    response = client.post(url("write", idea), filled_in(theirs))

    assert "Timrås" not in client.get(url("write", idea)).content.decode()
    assert "department" in response.context["form"].errors


# --- Who may


@pytest.mark.parametrize("who", ["moderator", "editor", "publisher", "outsider", "citizen", "author"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_case_officers_of_the_place_write(client, request, idea, department, who, method):
    client.force_login(request.getfixturevalue(who))

    response = getattr(client, method)(url("write", idea), filled_in(department))

    assert response.status_code in (302, 403, 404)
    assert not AnswerDraft.objects.exists()


def test_nobody_answers_what_they_wrote_themselves(client, case_officer, sundsvall, department):
    own = published(sundsvall, case_officer)
    client.force_login(case_officer)

    assert client.post(url("write", own), filled_in(department)).status_code == 404

    draft = drafted(own, staff(sundsvall, "case_officer", "editor"), department)
    for name in ("answer", "preview"):
        assert client.get(url(name, own)).status_code == 404
    assert not fresh(draft).live


@pytest.mark.parametrize("name", ["answer", "preview", "write"])
def test_staff_of_another_municipality_see_nothing(client, case_officer, idea, department, timra, name):
    drafted(idea, case_officer, department)
    client.force_login(staff(timra, "moderator", "editor", "publisher", "case_officer"))

    assert client.get(url(name, idea)).status_code == 404


@pytest.mark.parametrize("name", ["decide", "take_back", "unschedule", "discard"])
def test_nor_do_they_change_anything(client, case_officer, idea, department, timra, name):
    draft = drafted(idea, case_officer, department)
    client.force_login(staff(timra, "moderator", "editor", "publisher", "case_officer"))

    response = client.post(url(name, idea), {"seen": actions.stamp(draft), "gor": "godkann"})

    assert response.status_code == 404
    assert AnswerDraft.objects.filter(pk=draft.pk).exists()


def test_their_list_is_their_own(client, case_officer, idea, department, timra):
    drafted(idea, case_officer, department)
    client.force_login(staff(timra, "case_officer"))

    html = client.get(reverse("answers_admin:index") + "?visa=alla").content.decode()

    assert idea.title not in html
    client.force_login(case_officer)
    assert idea.title in client.get(reverse("answers_admin:index")).content.decode()


def test_the_list_asks_as_much_for_many_as_for_few(
    client, case_officer, sundsvall, department, django_assert_max_num_queries
):
    for _number in range(6):
        drafted(published(sundsvall), case_officer, department)
    client.force_login(case_officer)
    client.get(reverse("answers_admin:index"))

    with django_assert_max_num_queries(30):
        client.get(reverse("answers_admin:index"))


def test_what_can_be_named_is_filled_in_and_what_cannot_is_not_sent(client, case_officer, idea, department):
    client.force_login(case_officer)
    unknown = filled_in(department, sentence="Nej, inte nu {titel}.", next_step="Ring {namn}", gor="skicka")

    page = client.post(url("write", idea), unknown).content.decode()
    assert "Det här går inte att fylla i: {namn}." in page
    assert not Answer.objects.exists()

    client.post(url("write", idea), {**unknown, "gor": "spara"})
    draft = AnswerDraft.objects.get()
    assert draft.sentence == f"Nej, inte nu {idea.title}."
    with pytest.raises(CannotBeAnswered, match=r"Det här är inte ifyllt: \{namn\}\."):
        sent(draft, case_officer)

    said = {**unknown, "next_step": "Ring {Namn på kommunen}", "seen": actions.stamp(draft)}
    client.post(url("write", idea), said)
    assert Answer.objects.get().sentence == f"Nej, inte nu {idea.title}."
    assert Answer.objects.get().next_step == "Ring Sundsvalls kommun"


def test_what_becomes_too_long_when_it_is_filled_in_is_not_kept(client, case_officer, idea, department):
    client.force_login(case_officer)

    page = client.post(url("write", idea), filled_in(department, sentence="{titel}" * 28)).content.decode()

    assert "Det blir för långt när det som står inom klamrar fylls i." in page
    assert not AnswerDraft.objects.exists()


def test_a_title_with_braces_of_its_own_holds_nothing_up(client, sundsvall, case_officer, department):
    odd = published(sundsvall, title="Byt {skylten} vid bron")
    client.force_login(case_officer)

    client.post(url("write", odd), filled_in(department, sentence="Ja till {titel}.", gor="skicka"))

    assert Answer.objects.get().sentence == "Ja till Byt {skylten} vid bron."


def test_what_waited_with_a_placeholder_before_is_not_approved(sundsvall, case_officer, idea, department):
    lawyer = UserFactory(email="jurist@example.com")
    a_way(sundsvall, Jurist=[lawyer])
    waiting = sent(drafted(idea, case_officer, department), case_officer)
    waiting.latest_revision.content["text"] = "Tack för {titel}."
    waiting.latest_revision.save()

    with pytest.raises(CannotBeAnswered, match="inte ifyllt"):
        decided(waiting, lawyer)
    assert not Answer.objects.exists()
