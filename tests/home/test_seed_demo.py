from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from home.actions import answer_ways
from home.demo.people import ACCOUNTS, PASSWORD
from home.models import NewsPage, RegionHomePage
from participation.accounts.models import User
from participation.answers import actions as answers
from participation.answers.models import Answer, AnswerDraft, AnswerTask, AnswerTemplate
from participation.answers.ways import steps_of, workflow_of
from participation.casework.models import Assignment, Note
from participation.eservices.models import EService, ServiceProposalPage
from participation.faults.models import FaultReport
from participation.ideas.models import Idea
from participation.moderation.models import Item
from participation.newsletters.models import Delivery, Letter, Subscription
from participation.notifications.models import Notification, OutgoingMail
from participation.places.models import Municipality
from participation.topics.models import Topic
from participation.voting.models import Support

COUNTED = [User, Idea, Topic, Support, EService, ServiceProposalPage, NewsPage, OutgoingMail, Municipality]
COUNTED += [AnswerTask, AnswerDraft, Answer, AnswerTemplate, Group, Assignment, Note, Notification]
COUNTED += [Letter, Subscription]


def run():
    out = StringIO()
    call_command("seed_demo", stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield run()
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_it_is_refused_where_the_public_could_sign_in(settings):
    settings.DEVELOPMENT = False
    before = User.objects.filter(is_demo=True).count()

    with pytest.raises(CommandError, match="känt lösenord"):
        call_command("seed_demo")

    assert User.objects.filter(is_demo=True).count() == before


def test_it_prints_the_addresses_and_the_accounts(told, db):
    printed = StringIO()

    call_command("demo_addresses", stdout=printed)

    assert "http://testserver/sundsvall/" in printed.getvalue()
    assert PASSWORD in printed.getvalue()
    for account in ACCOUNTS:
        assert account.email in printed.getvalue()


def test_at_each_start_feeds_and_wagtails_mails_lead_to_where_it_runs(told, db, client, settings):
    settings.BASE_URL = "http://127.0.0.1:8102"

    call_command("demo_addresses", stdout=StringIO())

    feed = client.get("/ideer/floden/2281.xml").content.decode()
    assert 'href="http://127.0.0.1:8102/sundsvall/ideer/' in feed
    assert "testserver" not in feed
    home = Page.objects.get(url_path="/region/sundsvall/")
    assert home.full_url == "http://127.0.0.1:8102/sundsvall/"


@pytest.mark.parametrize("account", [account.email for account in ACCOUNTS])
def test_every_account_can_sign_in(told, db, client, account):
    response = client.post("/konto/login/", {"login": account, "password": PASSWORD})

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get(email=account).pk)


@pytest.mark.parametrize(
    "status", ["draft", "in_review", "gathering", "to_be_answered", "answered", "proposal", "expired"]
)
def test_ideas_stand_at_every_place_of_their_way(told, db, status):
    assert Idea.objects.filter(status=status).exists()


def test_answers_hold_a_yes_a_partly_and_a_no(told, db):
    outcomes = Idea.objects.filter(status="answered").values_list("topic__answer__outcome", flat=True)

    assert set(outcomes) == {"will_do", "partly", "will_not"}


def account(name):
    return User.objects.get(email=f"{name}@demo.example")


def test_answers_go_through_a_lawyer_and_a_committee_who_hold_no_other_role(told, db):
    place = Municipality.objects.get(code="2281")
    steps = steps_of(workflow_of(place.pk))

    assert [step.name for step in steps] == ["Jurist", "Nämnd"]
    for step, name in zip(steps, ("jurist", "namnd"), strict=True):
        assert [person.email for person in step.groups.get().user_set.all()] == [f"{name}@demo.example"]
        assert not account(name).groups.filter(staff_group__isnull=False).exists()
    assert not Municipality.objects.exclude(pk=place.pk).filter(answer_way__isnull=False).exists()


def test_one_answer_waits_for_the_lawyer_and_nobody_outside_reads_it(told, db, client):
    draft = AnswerDraft.objects.get(live=False)
    idea = Idea.objects.get(topic=draft.topic)
    assert (idea.status, draft.current_workflow_task_state.task.name) == ("to_be_answered", "Jurist")
    assert draft.latest_revision.user == account("handlaggare")
    assert "Demo" in draft.text

    assert draft.sentence not in client.get(idea.get_absolute_url()).content.decode()
    client.force_login(account("jurist"))
    assert f"Svar att godkänna: {idea.title}" in client.get("/cms/").content.decode()
    assert draft.sentence in client.get(f"/cms/svar/{draft.topic_id}/").content.decode()


def test_the_waiting_answer_can_go_all_the_way(told, db, client):
    draft = AnswerDraft.objects.get(live=False)

    for name in ("jurist", "namnd"):
        seen, now = answers.stamp(draft), timezone.now()
        draft = answers.decide(draft=draft, by=account(name), approves=True, comment="", seen=seen, now=now)

    assert draft.sentence in client.get(draft.topic.get_absolute_url()).content.decode()


def test_somebody_has_an_idea_with_a_note_that_only_colleagues_read(told, db, client):
    row = Assignment.objects.select_related("topic").get()
    note = Note.objects.get(topic=row.topic)
    assert row.person == account("handlaggare")
    assert note.text.startswith("Demo")

    assert note.text not in client.get(row.topic.get_absolute_url()).content.decode()
    client.force_login(account("handlaggare"))
    assert note.text in client.get(f"/cms/arbete/{row.topic_id}/").content.decode()


def test_an_answer_template_says_that_it_is_of_the_demonstration(told, db, client):
    template = AnswerTemplate.objects.get()
    client.force_login(account("handlaggare"))

    page = client.post(
        f"/cms/svar/mallar/2281/{template.pk}/", {"name": template.name, "words": template.words, "gor": "visa"}
    )

    assert template.name.startswith("Demo")
    assert "Tack för ”Fler bänkar längs ån”." in page.content.decode()


def test_one_newsletter_was_sent_by_another_than_its_writer_and_one_waits(told, db, client):
    sent, waits = Letter.objects.get(status="sent"), Letter.objects.get(status="draft")
    assert all(letter.subject.startswith("Demo") for letter in (sent, waits))
    assert (sent.written_by, sent.approved_by) == (account("redaktor"), account("publicist"))
    assert (sent.audience, sent.sent, sent.withheld) == (2, 2, 0)
    assert set(Delivery.objects.values_list("outcome", flat=True)) == {"sent"}

    archive = client.get("/nyhetsbrev/2281/").content.decode()
    assert sent.subject in archive
    assert waits.subject not in archive
    page = client.get(f"/nyhetsbrev/2281/{sent.pk}/").content.decode()
    assert "Demo: texten är påhittad." in page
    assert "Byt förskola i en enda e-tjänst" in page
    client.force_login(account("publicist"))
    assert f"Nyhetsbrev: {waits.subject}" in client.get("/cms/").content.decode()


def test_the_proposal_was_approved_by_another_than_its_writer(told, db, client):
    page = ServiceProposalPage.objects.get(locale__language_code="sv")
    state = page.latest_revision.task_states.get()

    assert page.live
    assert state.finished_by.email == "publicist@demo.example"
    assert page.latest_revision.user.email == "redaktor@demo.example"
    assert client.get("/en/sundsvall/e-tjanster/byt-forskola/").status_code == 200


@pytest.mark.parametrize("status", ["received", "in_progress", "fixed"])
def test_faults_stand_at_every_step(told, db, status):
    assert FaultReport.objects.filter(status=status, text__startswith="Demo").exists()


def test_the_proposal_has_walked_through_its_stages_in_order(told, db):
    page = ServiceProposalPage.objects.get(slug="byt-forskola", locale__language_code="sv")

    assert [entry.stage for entry in page.topic.stage_entries.all()] == ["need", "codesign", "prototype"]


def test_all_that_is_invented_says_so(told, db):
    assert all("(demo)" in place.full_name for place in Municipality.objects.all())
    assert all("Demo" in idea.text for idea in Idea.objects.all())
    assert all(service.name.startswith("Demo") for service in EService.objects.all())
    assert all(person.display_name.startswith("Demo") for person in User.objects.filter(is_demo=True))


def test_nobody_is_mailed_about_what_never_happened(told, db):
    assert not OutgoingMail.objects.exists()


def test_every_stored_figure_is_true(told, db):
    call_command("verify_integrity", stdout=StringIO())


def test_twice_is_once_and_a_visitors_traces_stay(told, db):
    OutgoingMail.objects.create(to="medborgare@demo.example", subject="Kod", text="123", message_id="<kod@x>")
    idea = Idea.objects.filter(status="draft").get()
    Idea.objects.filter(pk=idea.pk).update(text="Demo: ändrad av en besökare")
    before = {model: model.objects.count() for model in COUNTED}

    run()

    assert {model: model.objects.count() for model in COUNTED} == before
    idea.refresh_from_db()
    assert idea.text == "Demo: ändrad av en besökare"


def test_what_visitors_did_with_the_desk_stays(told, db):
    place, officer, now = Municipality.objects.get(code="2281"), account("handlaggare"), timezone.now()
    draft = AnswerDraft.objects.get(live=False)
    answers.take_back(draft=draft, by=officer, seen=answers.stamp(draft), now=now)
    draft = AnswerDraft.objects.get(live=False)
    answers.discard(draft=draft, by=officer, seen=answers.stamp(draft))
    lawyer = steps_of(workflow_of(place.pk))[0]
    answer_ways.remove_step(municipality=place, task=lawyer, by=account("administrator"), now=now)
    for rows in (AnswerTemplate, Note, Assignment):
        rows.objects.all().delete()
    Letter.objects.filter(status="draft").delete()
    Idea.objects.filter(status="answered").update(title="Demo: en annan rubrik")  # is told anew, and waits
    before = {model: model.objects.count() for model in (AnswerDraft, AnswerTask, AnswerTemplate, Note, Letter, Answer)}

    run()

    assert {model: model.objects.count() for model in before} == before
    assert [step.name for step in steps_of(workflow_of(place.pk))] == ["Nämnd"]
    assert Idea.objects.filter(status="to_be_answered").count() == 4


@pytest.mark.parametrize("path", ["/", "/en/", "/sundsvall/", "/en/sundsvall/", "/timra/", "/harnosand/"])
def test_its_front_pages_answer(told, db, client, path):
    assert client.get(path).status_code == 200


def test_the_front_page_of_the_region_is_composed_by_whoever_runs_the_portal(told, db, client):
    page = RegionHomePage.objects.get(locale__language_code="sv")
    address = f"/cms/pages/{page.pk}/edit/"

    client.force_login(account("portal"))
    opened = client.get(address)
    client.force_login(account("administrator"))

    assert opened.status_code == 200
    assert "Kommunerna (uppdateras av sig" in opened.content.decode()
    assert client.get(address).status_code == 302


def test_the_moderators_have_decided_enough_for_figures_that_can_be_told(told, db, client):
    place = Municipality.objects.get(code="2281")
    page = client.get(f"/granskning/{place.code}/").content.decode()

    assert "Det finns för få beslut" not in page
    assert "Doldes: Reklam eller skräp" in page
    assert "Hälften var klara inom" in page
    assert "Prövade" in page
    assert client.get(f"/granskning/{place.code}/granskning.json").json()["appeals"] != []
    assert not Item.objects.waiting().filter(kind__in=["entry", "appeal"]).exists()
