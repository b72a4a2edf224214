"""Case officer → lawyer → committee: nothing is public before all have approved the very same words."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from participation.answers import actions
from participation.answers.errors import NotApproved
from participation.answers.models import Answer, AnswerTaskState
from participation.answers.staff.history import happened
from participation.core.between import CameBetween
from participation.core.working_days import add_working_days
from participation.ideas.models import Idea
from participation.notifications.models import Notification, OutgoingMail
from participation.notifications.unsubscribing import reasons_in
from tests.factories import UserFactory, staff
from tests.ideas.factories import published

from .factories import a_way, decided, drafted, fresh, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(sundsvall):
    return UserFactory(email="namnd@example.com", display_name="Nämnd Bo")


@pytest.fixture
def way(sundsvall, lawyer, member):
    return a_way(sundsvall, Jurist=[lawyer], Nämnd=[member])


@pytest.fixture
def waiting(way, idea, case_officer, department):
    return sent(drafted(idea, case_officer, department), case_officer)


def nine_o_clock(day):
    return timezone.make_aware(datetime.combine(day, time(9)))


def url(name, draft):
    return reverse(f"answers_admin:{name}", args=[draft.topic_id])


def test_nothing_is_public_until_the_last_has_approved(client, waiting, idea, lawyer, member):
    assert not Answer.objects.exists()

    after = decided(waiting, lawyer)
    assert not Answer.objects.exists()
    assert after.current_workflow_task.name == "Nämnd"
    assert "Ja, till halva" not in client.get(idea.get_absolute_url()).content.decode()

    decided(waiting, member)

    assert Answer.objects.get().sentence == "Ja, till halva sträckan."
    assert "Ja, till halva" in client.get(idea.get_absolute_url()).content.decode()
    assert Notification.objects.filter(kind="idea_answered").exists()


def test_a_case_officer_cannot_publish_past_the_workflow(way, idea, case_officer, department):
    draft = drafted(idea, case_officer, department)

    with pytest.raises(NotApproved):
        draft.latest_revision.publish(user=case_officer)
    with pytest.raises(NotApproved):
        actions.answer(
            topic=idea.topic, by=case_officer, now=timezone.now(), outcome="will_not", sentence="Nej", text="Nej",
            department=department,
        )  # fmt: skip
    with pytest.raises(NotApproved):
        actions.make_public(draft=draft, revision=draft.latest_revision, now=timezone.now())

    assert not Answer.objects.exists()
    assert not fresh(draft).live


def test_nor_by_a_date_that_nobody_approved(way, idea, case_officer, department):
    from home.scheduled import publish_scheduled

    draft = drafted(idea, case_officer, department)
    draft.revisions.update(approved_go_live_at=timezone.now() - timedelta(minutes=1))

    publish_scheduled(timezone.now())

    assert not Answer.objects.exists()
    assert not fresh(draft).approved_schedule
    assert Notification.objects.filter(person=case_officer, kind="answer_not_published").exists()


def test_a_workflow_that_lost_its_steps_on_the_way_approves_nothing(waiting, way, lawyer, member, case_officer):
    first, second = way.workflow.tasks
    second.specific.deactivate()

    with pytest.raises(NotApproved):
        first.specific.deactivate(user=case_officer)

    assert not Answer.objects.exists()


def test_the_way_names_the_people_of_a_step_and_says_where_nobody_decides(
    client, waiting, lawyer, member, case_officer
):
    client.force_login(case_officer)
    page = client.get(url("answer", waiting)).content.decode()
    assert "Jurist Eva" in page
    assert "svar: Jurist" not in page

    lawyer.groups.clear()
    page = client.get(url("answer", waiting)).content.decode()
    assert "Ingen kan besluta här än" in page


def test_what_is_being_decided_on_is_locked(waiting, idea, case_officer, department):
    with pytest.raises(CameBetween, match="väntar på godkännande"):
        drafted(idea, case_officer, department, sentence="Nej.")


def test_sent_back_it_begins_anew_so_that_all_read_the_new_words(
    waiting, idea, case_officer, department, lawyer, member
):
    decided(waiting, lawyer)
    decided(waiting, member, approves=False, comment="Vad kostar det?")
    assert Notification.objects.get(person=case_officer, kind="answer_returned").body == "Vad kostar det?"

    draft = sent(drafted(idea, case_officer, department, text="Det kostar en miljon."), case_officer)

    assert draft.current_workflow_task.name == "Jurist"
    decided(draft, lawyer)
    assert not Answer.objects.exists()
    decided(draft, member)
    assert Answer.objects.get().text == "Det kostar en miljon."


def test_whoever_writes_can_take_it_back(client, waiting, case_officer, lawyer):
    client.force_login(case_officer)

    client.post(url("take_back", waiting), {"seen": actions.stamp(waiting)})

    assert not fresh(waiting).workflow_in_progress
    with pytest.raises(CameBetween):
        decided(waiting, lawyer)


def test_nobody_approves_their_own_words(sundsvall, idea, case_officer, department):
    a_way(sundsvall, Kollega=[case_officer, staff(sundsvall, "case_officer", "editor")])
    draft = sent(drafted(idea, case_officer, department), case_officer)

    with pytest.raises(PermissionDenied):
        decided(draft, case_officer)

    assert not Answer.objects.exists()


def test_nor_do_they_when_a_colleague_changed_it_last(client, sundsvall, idea, case_officer, department):
    colleague = staff(sundsvall, "case_officer", "editor")
    a_way(sundsvall, Kollega=[case_officer])
    draft = sent(drafted(idea, case_officer, department), case_officer)
    actions.take_back(draft=draft, by=colleague, seen=actions.stamp(draft), now=timezone.now())
    draft = sent(drafted(idea, colleague, department, text="Samma. Med punkt."), colleague)

    client.force_login(case_officer)
    page = client.get(url("answer", draft)).content.decode()
    assert "Du har skrivit texten eller en del av den." in page
    assert "Ingen kan besluta i steget Kollega än." in page
    assert "Svar att godkänna" not in client.get("/cms/").content.decode()
    with pytest.raises(PermissionDenied):
        decided(draft, case_officer)


def test_what_is_published_is_behind_and_its_writer_approves_the_next(
    client, sundsvall, idea, case_officer, department
):
    colleague = staff(sundsvall, "case_officer", "editor")
    a_way(sundsvall, Kollega=[case_officer, colleague])
    decided(sent(drafted(idea, case_officer, department), case_officer), colleague)
    draft = sent(drafted(idea, colleague, department, text="Nya ord."), colleague)

    client.force_login(case_officer)
    assert "Svar att godkänna" in client.get("/cms/").content.decode()
    decided(draft, case_officer)

    assert Answer.objects.get().text == "Nya ord."


def test_nor_an_answer_to_their_own_idea(client, sundsvall, case_officer, department):
    writer = UserFactory(home=sundsvall)
    idea = published(sundsvall, writer)
    a_way(sundsvall, Jurist=[writer])
    draft = sent(drafted(idea, case_officer, department), case_officer)
    client.force_login(writer)

    assert client.get(url("answer", draft)).status_code in (302, 404)
    with pytest.raises(PermissionDenied):
        decided(draft, writer)


@pytest.mark.parametrize("who", ["member", "case_officer", "moderator", "publisher", "outsider"])
def test_only_the_group_of_the_step_decides(request, client, waiting, who):
    person = request.getfixturevalue(who)
    client.force_login(person)

    client.post(url("decide", waiting), {"gor": "godkann", "seen": actions.stamp(waiting)})

    assert fresh(waiting).current_workflow_task.name == "Jurist"


def test_a_lawyer_of_the_neighbours_sees_nothing(client, waiting, timra):
    theirs = UserFactory(email="granne@example.com")
    a_way(timra, Jurist=[theirs])
    client.force_login(theirs)

    assert waiting.topic.title not in client.get(reverse("answers_admin:index") + "?visa=alla").content.decode()
    for name in ("answer", "preview"):
        assert client.get(url(name, waiting)).status_code == 404
    assert client.post(url("decide", waiting), {"gor": "godkann"}).status_code == 404
    assert client.get(reverse("answers_admin:write", args=[waiting.topic_id])).status_code == 404


def test_what_was_decided_on_old_words_is_no_decision(client, waiting, lawyer):
    client.force_login(lawyer)

    response = client.post(url("decide", waiting), {"gor": "godkann", "seen": "0-9"})

    assert response.status_code == 409
    assert fresh(waiting).current_workflow_task.name == "Jurist"


def test_whoever_comes_late_hears_what_was_done_and_by_whom(client, waiting, lawyer, member, case_officer):
    opened = actions.stamp(waiting)

    def said(person):
        client.force_login(person)
        return client.post(url("decide", waiting), {"gor": "godkann", "seen": opened}).context["between"]

    decided(waiting, lawyer)
    assert said(lawyer) == "Du har godkänt svaret sedan du öppnade det."
    decided(waiting, member, approves=False, comment="Nej.")
    assert said(lawyer) == "Nämnd Bo har lämnat tillbaka svaret sedan du öppnade det."
    again = sent(fresh(waiting), case_officer)
    assert said(lawyer) == "En kollega har skickat svaret för godkännande sedan du öppnade det."
    actions.take_back(draft=again, by=case_officer, seen=actions.stamp(again), now=timezone.now())
    assert said(lawyer) == "En kollega har tagit tillbaka svaret sedan du öppnade det."


def test_sending_back_needs_words(client, waiting, lawyer):
    client.force_login(lawyer)

    response = client.post(url("decide", waiting), {"gor": "lamna-tillbaka", "seen": actions.stamp(waiting)})

    assert "comment" in response.context["form"].errors
    assert fresh(waiting).workflow_in_progress


def test_each_step_is_told_in_swedish_and_wagtail_mails_nobody(waiting, lawyer, member):
    mails = list(OutgoingMail.objects.filter(to=lawyer.email).values_list("subject", flat=True))

    assert mails == ["Ett svar väntar på ditt beslut: ”Belys spåret runt Sidsjön”"]
    assert not OutgoingMail.objects.filter(to=member.email).exists()
    assert not OutgoingMail.objects.filter(text__contains="moderation").exists()


def test_mails_of_it_concern_ones_duty_and_the_way_out_of_them_leaves_all_else(client, waiting, lawyer):
    mail = OutgoingMail.objects.get(to=lawyer.email)

    assert Notification.objects.get(person=lawyer).reason == "staff"
    assert reasons_in(mail.headers, lawyer.pk) == ["staff"]
    client.force_login(lawyer)
    assert 'name="mejl-staff"' in client.get(reverse("accounts:settings")).content.decode()


def test_what_has_happened_says_that_it_was_sent_in(waiting):
    sent_in = next(row for row in happened(waiting) if row.what == "Skickat för godkännande")

    assert sent_in.who == "En kollega"
    assert sent_in.at == waiting.current_workflow_state.created_at


def test_a_step_has_a_last_day_in_working_days(waiting):
    state = AnswerTaskState.objects.get()

    assert state.due_on == add_working_days(timezone.localdate(), 5)


def test_a_step_that_waits_is_reminded_once_and_raised_once(waiting, lawyer, publisher, case_officer):
    from participation.answers.reminding import look

    state = AnswerTaskState.objects.get()
    before = nine_o_clock(state.due_on)
    for _turn in range(2):
        look(before)
    assert Notification.objects.filter(person=lawyer, sentence__startswith="Påminnelse").count() == 1
    after = nine_o_clock(add_working_days(state.due_on, 1))
    for _turn in range(2):
        look(after)

    told = Notification.objects.filter(kind="answer_step_late")
    assert {row.person for row in told} == {publisher, case_officer}


def test_it_waits_on_the_desk_of_those_who_decide_and_nobody_elses(client, waiting, lawyer, member):
    client.force_login(lawyer)
    assert "Svar att godkänna: Belys spåret" in client.get("/cms/").content.decode()
    client.force_login(member)
    assert "Svar att godkänna" not in client.get("/cms/").content.decode()


def test_the_way_and_what_was_said_are_shown(client, waiting, lawyer, member, case_officer):
    decided(waiting, lawyer, comment="Juridiskt rätt.")
    client.force_login(case_officer)

    html = client.get(url("answer", waiting)).content.decode()

    assert "Godkänt av Jurist Eva" in html
    assert "Juridiskt rätt." in html
    assert "Väntar här" in html


def test_approved_for_a_day_it_waits_for_that_day(way, idea, case_officer, department, lawyer, member, monkeypatch):
    from home.scheduled import publish_scheduled

    soon = timezone.now() + timedelta(hours=1)
    draft = sent(drafted(idea, case_officer, department, go_live_at=soon), case_officer)
    decided(draft, lawyer)
    decided(draft, member)
    assert not Answer.objects.exists()
    later = soon + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    publish_scheduled(later)

    assert Answer.objects.exists()


class TestOnTheDesk:
    @pytest.fixture
    def due(self, idea):
        Idea.objects.filter(pk=idea.pk).update(status="to_be_answered", answer_due_on=timezone.localdate())
        Idea.objects.filter(pk=published(idea.topic.municipality, title="Sen").pk).update(
            status="to_be_answered", answer_due_on=timezone.localdate() - timedelta(days=2)
        )
        return idea

    @staticmethod
    def jobs(client, person):
        client.force_login(person)
        queues = client.get("/cms/").context["queues"]
        return {job.title.removeprefix("Svar: "): job for queue in queues for job in queue.jobs}

    def test_an_answer_on_its_way_is_not_offered_to_be_written_again(self, client, due, waiting, case_officer, lawyer):
        jobs = self.jobs(client, case_officer)
        assert sorted(job.deeds[0].label for job in jobs.values()) == ["Se svaret", "Skriv svar"]
        (job,) = (one for one in jobs.values() if one.deeds[0].label == "Se svaret")
        assert job.deeds[0].url == url("answer", waiting)
        assert job.why.endswith("Svaret väntar på nästa steg: Jurist.")

        decided(waiting, lawyer, approves=False, comment="Kortare")

        assert "Se svaret" not in {job.deeds[0].label for job in self.jobs(client, case_officer).values()}

    def test_one_that_waits_for_its_day_is_said_to(self, client, due, way, case_officer, department, lawyer, member):
        soon = timezone.now() + timedelta(hours=1)
        draft = sent(drafted(due, case_officer, department, go_live_at=soon), case_officer)
        for person in (lawyer, member):
            decided(draft, person)

        (job,) = (one for one in self.jobs(client, case_officer).values() if one.deeds[0].label == "Se svaret")
        assert "Svaret är klart och kommer ut " in job.why

    def test_whoever_decides_reads_that_a_mail_comes(self, client, way, member, case_officer):
        told = "Du får ett mejl när ett svar väntar på ditt beslut."
        for person, is_told in ((member, True), (case_officer, False)):
            client.force_login(person)
            for path in ("/cms/", "/cms/svar/?visa=mina", "/cms/svar/"):
                assert (told in client.get(path).content.decode()) == is_told, (person, path)
