from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from home.demo.people import ACCOUNTS, PASSWORD
from home.models import NewsPage
from participation.accounts.models import User
from participation.eservices.models import EService, ServiceProposalPage
from participation.faults.models import FaultReport
from participation.ideas.models import Idea
from participation.notifications.models import OutgoingMail
from participation.places.models import Municipality
from participation.topics.models import Topic
from participation.voting.models import Support

COUNTED = [User, Idea, Topic, Support, EService, ServiceProposalPage, NewsPage, OutgoingMail, Municipality]


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
    outcomes = Idea.objects.filter(status="answered").values_list("answer__outcome", flat=True)

    assert set(outcomes) == {"will_do", "partly", "will_not"}


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


@pytest.mark.parametrize("path", ["/", "/en/", "/sundsvall/", "/en/sundsvall/", "/timra/", "/harnosand/"])
def test_its_front_pages_answer(told, db, client, path):
    assert client.get(path).status_code == 200
