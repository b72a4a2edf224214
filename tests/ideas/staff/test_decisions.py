from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.answers.models import Answer
from participation.ideas import actions
from participation.ideas.models import Idea, IdeaVersion
from participation.notifications.models import Notification, OutgoingMail
from participation.voting.actions import support
from tests import answering
from tests.factories import DepartmentFactory, UserFactory
from tests.ideas.factories import NOW, add_supports, in_review, published

from .conftest import edited, seen, url

Status = Idea.Status


def fresh(idea: Idea) -> Idea:
    return Idea.objects.select_related("topic", "owner").get(pk=idea.pk)


def send(client, name, idea, **fields):
    return client.post(url(name, idea), {"seen": seen(idea), **fields}, follow=True)


def answer_to(client, idea, **fields):
    """The form of answers, with what stood in it."""
    address = reverse("answers_admin:write", args=[idea.topic_id])
    page = client.get(address)
    seen_there = page.context.get("seen", "0-0") if page.context else "0-0"
    return client.post(address, {"seen": seen_there, "gor": "skicka", **fields}, follow=True)


def an_answer(department, **changes) -> dict:
    return {
        "outcome": "will_do",
        "sentence": "Ja, spåret får lyktor.",
        "text": "Vi har pengar till det.",
        "next_step": "Vi beställer lyktor",
        "next_step_on": (timezone.localdate() + timedelta(days=30)).isoformat(),
        "department": department.pk,
        "registry_number": "KS 2026/17",
        **changes,
    }


def test_approving_publishes_and_tells_the_writer(client, moderator, waiting, author):
    client.force_login(moderator)

    html = send(client, "approve", waiting).content.decode()

    assert fresh(waiting).status == Status.GATHERING
    assert "är publicerad" in html
    assert Notification.objects.filter(person=author, kind="idea_published").exists()


def test_sending_back_needs_words_and_hands_the_idea_to_its_writer(client, moderator, waiting, author):
    client.force_login(moderator)
    assert send(client, "send_back", waiting, reason=" ").status_code == 200
    assert fresh(waiting).status == Status.IN_REVIEW

    response = send(client, "send_back", waiting, reason="Ta bort namnet på grannen.")

    assert fresh(waiting).status == Status.DRAFT
    assert response.redirect_chain[-1][0] == "/cms/ideer/"
    assert "tillbaka hos den som skrev" in response.content.decode()
    assert Notification.objects.get(person=author, kind="idea_returned").body == "Ta bort namnet på grannen."
    assert client.get(url("inspect", waiting)).status_code == 404


def test_refusing_needs_a_rule_and_words_and_the_writer_reads_both(client, moderator, waiting, author):
    client.force_login(moderator)
    for fields in ({"rule": "spam"}, {"words": "Det är reklam."}, {"rule": "påhittad", "words": "Nej"}):
        send(client, "refuse", waiting, **fields)
        assert fresh(waiting).status == Status.IN_REVIEW

    send(client, "refuse", waiting, rule="spam", words="Texten säljer lampor.")

    assert fresh(waiting).status == Status.REFUSED
    assert fresh(waiting).review_note == "Den är reklam eller skräp. Texten säljer lampor."
    assert "säljer lampor" in OutgoingMail.objects.filter(person=author, kind="idea_refused").get().text


def test_a_published_idea_can_be_refused_and_an_answered_one_cannot(
    client, moderator, case_officer, public, department
):
    client.force_login(moderator)
    assert url("refuse", public) in client.get(url("inspect", public)).content.decode()

    answering.answer(
        idea=public, by=case_officer, outcome="will_not", sentence="Nej", text="Nej", department=department, now=NOW
    )

    assert url("refuse", public) not in client.get(url("inspect", public)).content.decode()
    response = send(client, "refuse", public, rule="spam", words="Reklam")
    assert "En kollega har redan svarat på idén." in response.content.decode()
    assert fresh(public).status == Status.ANSWERED


def test_assigning_is_among_the_municipalitys_own_departments(client, case_officer, public, department, timra):
    client.force_login(case_officer)
    theirs = DepartmentFactory(municipality=timra, name="Timrås förvaltning")
    assert "Timrås förvaltning" not in client.get(url("assign", public)).content.decode()

    assert send(client, "assign", public, department=theirs.pk).status_code == 200
    assert fresh(public).owner is None

    send(client, "assign", public, department=department.pk)

    assert fresh(public).owner == department


def test_an_answer_is_published_and_signed(client, case_officer, public, department):
    client.force_login(case_officer)

    html = answer_to(client, public, **an_answer(department)).content.decode()

    answer = Answer.objects.get(topic=public.topic)
    assert fresh(public).status == Status.ANSWERED
    assert (answer.department, answer.registry_number, answer.answered_by) == (department, "KS 2026/17", case_officer)
    assert "Svaret är publicerat" in html


@pytest.mark.parametrize("outcome", ["will_do", "partly"])
@pytest.mark.parametrize("lacks", ["next_step", "next_step_on"])
def test_a_yes_says_what_happens_now_and_when(client, case_officer, public, department, outcome, lacks):
    client.force_login(case_officer)

    response = answer_to(client, public, **an_answer(department, outcome=outcome, **{lacks: ""}))

    assert response.context["form"].errors.keys() == {lacks}
    assert "Vi har pengar till det." in response.content.decode()
    assert fresh(public).status == Status.GATHERING


def test_a_no_says_what_happens_now_and_needs_no_day(client, case_officer, public, department):
    client.force_login(case_officer)
    no = an_answer(department, outcome="will_not", next_step="", next_step_on="")
    assert answer_to(client, public, **no).context["form"].errors.keys() == {"next_step"}

    answer_to(client, public, **{**no, "next_step": "Frågan är avslutad"})

    assert fresh(public).status == Status.ANSWERED


def test_a_next_step_is_not_in_the_past(client, case_officer, public, department):
    client.force_login(case_officer)

    response = answer_to(client, public, **an_answer(department, next_step_on="2020-01-01"))

    assert "next_step_on" in response.context["form"].errors


def test_what_was_promised_is_marked_as_done(client, case_officer, public, department):
    client.force_login(case_officer)
    answer_to(client, public, **an_answer(department))
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "done_on" in send(client, "done", public, sentence="Klart", done_on=tomorrow).context["form"].errors

    send(client, "done", public, sentence="Lyktorna lyser.", done_on=timezone.localdate().isoformat())

    assert Answer.objects.get(topic=public.topic).done_sentence == "Lyktorna lyser."
    assert url("done", public) not in client.get(url("inspect", public)).content.decode()


# --- Nobody decides on their own, and nothing is decided twice


@pytest.mark.parametrize("name", ["approve", "send_back", "refuse"])
def test_nobody_reviews_an_idea_of_their_own(client, moderator, sundsvall, name):
    own = in_review(sundsvall, moderator)
    client.force_login(moderator)

    send(client, name, own, reason="Bra", rule="spam", words="Bra")

    assert fresh(own).status == Status.IN_REVIEW


@pytest.mark.parametrize("name", ["answer", "assign"])
def test_nobody_answers_an_idea_of_their_own(client, case_officer, sundsvall, department, name):
    own = published(sundsvall, case_officer)
    client.force_login(case_officer)

    send(client, name, own, **an_answer(department))
    answer_to(client, own, **an_answer(department))

    assert fresh(own).status == Status.GATHERING
    assert fresh(own).owner is None


def test_the_second_to_publish_is_told_who_was_first(client, moderator, colleague, waiting):
    stale = seen(waiting)
    actions.approve(idea=waiting, by=colleague, now=NOW)
    events = waiting.events.count()
    client.force_login(moderator)

    html = client.post(url("approve", waiting), {"seen": stale}, follow=True).content.decode()

    assert "Anna har redan publicerat idén. Inget ändrades." in html
    assert waiting.events.count() == events


def test_a_double_click_says_so(client, moderator, waiting):
    stale = seen(waiting)
    client.force_login(moderator)

    client.post(url("approve", waiting), {"seen": stale})
    html = client.post(url("approve", waiting), {"seen": stale}, follow=True).content.decode()

    assert "Du har redan publicerat idén." in html
    assert IdeaVersion.objects.filter(idea=waiting).count() == 1


def test_what_a_colleague_sent_back_cannot_be_published_from_an_old_page(client, moderator, colleague, waiting):
    stale = seen(waiting)
    actions.return_for_changes(idea=waiting, by=colleague, reason="Ändra", now=NOW)
    client.force_login(moderator)

    response = client.post(url("approve", waiting), {"seen": stale}, follow=True)

    assert "Anna har redan lämnat tillbaka idén" in response.content.decode()
    assert waiting.title not in response.content.decode()
    assert fresh(waiting).status == Status.DRAFT


def test_a_text_that_was_changed_and_sent_again_is_read_again(client, moderator, colleague, waiting):
    stale = seen(waiting)
    actions.return_for_changes(idea=waiting, by=colleague, reason="Ändra", now=NOW)
    actions.save_draft(idea=waiting, text="Helt annan text.", now=NOW)
    actions.submit(idea=waiting, now=NOW)
    client.force_login(moderator)

    response = client.post(url("approve", waiting), {"seen": stale}, follow=True)

    assert "Den som skrev idén har skickat in idén igen" in response.content.decode()
    assert fresh(waiting).status == Status.IN_REVIEW


@pytest.mark.parametrize("token", ["", "0", "abc", "99999999999"])
def test_a_decision_without_having_read_is_no_decision(client, moderator, waiting, token):
    client.force_login(moderator)

    client.post(url("approve", waiting), {"seen": token})

    assert fresh(waiting).status == Status.IN_REVIEW


def test_words_that_fit_no_more_can_still_be_copied(client, moderator, colleague, waiting):
    stale = seen(waiting)
    actions.refuse(idea=waiting, by=colleague, reason="Reklam", now=NOW)
    client.force_login(moderator)

    response = client.post(url("send_back", waiting), {"reason": "Mina långa ord.", "seen": stale})

    html = response.content.decode()
    assert "Anna har redan avvisat idén." in html
    assert "Mina långa ord." in html
    assert "kopiera det du vill behålla" in html
    assert fresh(waiting).status == Status.REFUSED


def test_a_form_for_what_is_already_decided_leads_back(client, moderator, public):
    client.force_login(moderator)

    response = client.get(url("send_back", public), follow=True)

    assert response.redirect_chain == [(url("inspect", public), 302)]
    assert "har redan publicerat idén" in response.content.decode()


@pytest.mark.parametrize("name", ["send_back", "refuse", "assign", "answer", "inspect"])
def test_reading_changes_nothing(client, administrator, waiting, public, name):
    client.force_login(administrator)

    for idea in (waiting, public):
        before = list(Idea.objects.filter(pk=idea.pk).values()), idea.events.count()
        client.get(url(name, idea))
        assert (list(Idea.objects.filter(pk=idea.pk).values()), idea.events.count()) == before


def test_publishing_is_not_done_by_a_link(client, moderator, waiting, public):
    version = edited(public)
    client.force_login(moderator)

    assert client.get(url("approve", waiting)).status_code == 405
    assert client.get(url("approve_change", version)).status_code == 405


def test_a_decision_from_elsewhere_is_refused(moderator, waiting, public):
    version = edited(public)
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)

    for name, thing in (("approve", waiting), ("refuse", waiting), ("send_back", waiting)):
        assert client.post(url(name, thing), {"seen": seen(thing)}).status_code == 403
    for name in ("approve_change", "refuse_change"):
        assert client.post(url(name, version), {"seen": version.created_at.isoformat()}).status_code == 403
    assert fresh(waiting).status == Status.IN_REVIEW


# --- Changes that wait


def stamp(version) -> str:
    return IdeaVersion.objects.get(pk=version.pk).created_at.isoformat()


def test_a_change_is_published(client, moderator, public):
    version = edited(public, title="Ny rubrik")
    client.force_login(moderator)

    client.post(url("approve_change", version), {"seen": stamp(version)})

    assert fresh(public).title == "Ny rubrik"


def test_a_change_is_refused_with_words(client, moderator, public, author):
    version = edited(public, title="Ny rubrik")
    client.force_login(moderator)
    client.post(url("refuse_change", version), {"seen": stamp(version), "reason": ""})
    assert IdeaVersion.objects.get(pk=version.pk).review == "waiting"

    client.post(url("refuse_change", version), {"seen": stamp(version), "reason": "Det är en annan idé."})

    assert fresh(public).title != "Ny rubrik"
    assert Notification.objects.get(person=author, kind="version_refused").body == "Det är en annan idé."


def test_nobody_is_said_to_have_refused_a_change_that_a_support_overtook(client, moderator, public):
    version = edited(public)
    read = stamp(version)
    support(topic=public.topic, person=UserFactory(), now=NOW)
    client.force_login(moderator)

    html = client.post(url("approve_change", version), {"seen": read}, follow=True).content.decode()

    assert "Någon stödde idén innan ändringen var granskad. Inget ändrades." in html
    assert "har redan avvisat" not in html


def test_a_change_is_decided_once(client, moderator, colleague, public):
    version = edited(public)
    read = stamp(version)
    actions.refuse_version(version=version, by=colleague, reason="Nej", now=NOW)
    client.force_login(moderator)

    html = client.post(url("approve_change", version), {"seen": read}, follow=True).content.decode()

    assert "Anna har redan avvisat ändringen. Inget ändrades." in html
    assert IdeaVersion.objects.get(pk=version.pk).review == "refused"


def test_a_change_that_was_written_over_is_read_again(client, moderator, public):
    version = edited(public)
    read = stamp(version)
    actions.edit_published(
        idea=public,
        by=public.topic.author,
        title="En tredje",
        text="Helt annat",
        now=timezone.now(),
        over=version.stamp,
    )
    client.force_login(moderator)

    html = client.post(url("approve_change", version), {"seen": read}, follow=True).content.decode()

    assert "Läs ändringen en gång till" in html
    assert IdeaVersion.objects.get(pk=version.pk).review == "waiting"


def test_a_change_of_supported_words_stays_unpublished(client, moderator, public):
    version = edited(public)
    add_supports(public, 1)
    client.force_login(moderator)

    html = client.post(url("approve_change", version), {"seen": stamp(version)}, follow=True).content.decode()

    assert "texten ligger fast" in html
    assert IdeaVersion.objects.get(pk=version.pk).review == "waiting"
