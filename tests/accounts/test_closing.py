from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import models
from django.urls import reverse
from django.utils import timezone

from participation.accounts import personal_data
from participation.accounts.actions import close_account
from participation.accounts.models import User
from participation.notifications.actions import follow, notify
from participation.notifications.models import Follow, OutgoingMail
from tests.factories import TopicFactory, UserFactory

from .pages import PASSWORD, assert_is_ours, code_in

if TYPE_CHECKING:
    from django.test import Client

    from participation.topics.models import Topic

pytestmark = pytest.mark.django_db
CLOSE = "/mina/avsluta/"

# What a foreign key to a person does when the person goes. A new one must be decided here: what others need stays
# without a name (SET_NULL), what was the person's alone goes with them (CASCADE).
GO_WITH_THE_PERSON = {
    "account.EmailAddress.user",
    "accounts.User_groups.user",
    "accounts.User_user_permissions.user",
    "answers.AnswerComment_mentioned.user",
    "casework.Assignment.person",
    "casework.Mention.person",
    "django_comments.CommentFlag.user",
    "faults.AreaWatch.person",
    "faults.FaultFollower.person",
    "mfa.Authenticator.user",
    "moderation.MailWish.person",
    "moderation.Trace.author",
    "newsletters.Subscription.person",
    "notifications.AutomaticFollow.person",
    "notifications.Follow.person",
    "notifications.Interest.person",
    "notifications.MailPreference.person",
    "notifications.Notification.person",
    "notifications.OutgoingMail.person",
    "push.Device.person",
    "wagtailadmin.EditingSession.user",
    "wagtailadmin.FormState.user",
    "wagtailcore.PageSubscription.user",
    "wagtailcore.UploadedFile.uploaded_by_user",
    "wagtailusers.UserProfile.user",
}
# Notes of colleagues hang under these; they are handed over before the person goes (hand_over_notes).
HANDED_OVER = {"wagtailcore.Comment.user", "wagtailcore.CommentReply.user"}
# The log keeps a number that leads nowhere: no constraint in the database.
KEPT_AS_A_NUMBER = {"wagtailcore.ModelLogEntry.user", "wagtailcore.PageLogEntry.user"}


def links_to_people() -> dict[str, models.ForeignKey]:
    return {
        f"{model._meta.app_label}.{model.__name__}.{field.name}": field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is User and field.model is model
    }


def test_it_is_decided_for_every_link_to_a_person_what_becomes_of_it() -> None:
    rules = {name: field.remote_field.on_delete for name, field in links_to_people().items()}

    cascading = {name for name, rule in rules.items() if rule is models.CASCADE}
    assert cascading - HANDED_OVER <= GO_WITH_THE_PERSON
    assert {name for name, rule in rules.items() if rule is models.DO_NOTHING} <= KEPT_AS_A_NUMBER
    others = {name: rule for name, rule in rules.items() if rule not in (models.CASCADE, models.DO_NOTHING)}
    assert {name for name, rule in others.items() if rule is not models.SET_NULL} == set()


@pytest.fixture
def signed_in(client: Client, citizen: User) -> Client:
    client.post(reverse("account_login"), {"login": citizen.email, "password": PASSWORD})
    return client


def test_a_person_closes_their_account(signed_in: Client, citizen: User) -> None:
    page = assert_is_ours(signed_in.get(CLOSE))
    assert page.main.find("input", attrs={"name": "understood"})

    response = signed_in.post(CLOSE, {"understood": "on"}, follow=True)

    assert_is_ours(response)
    assert not User.objects.filter(pk=citizen.pk).exists()
    assert "_auth_user_id" not in signed_in.session
    assert mail.outbox[-1].to == ["citizen@example.com"]
    assert mail.outbox[-1].subject == "Ditt konto är avslutat"


def test_without_the_tick_nothing_happens(signed_in: Client, citizen: User) -> None:
    assert_is_ours(signed_in.post(CLOSE, {}))

    assert User.objects.filter(pk=citizen.pk).exists()


def test_an_old_session_must_show_that_it_is_the_person(signed_in: Client, citizen: User) -> None:
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        page = assert_is_ours(signed_in.get(CLOSE))
        assert not page.main.find("input", attrs={"name": "understood"})
        signed_in.post(CLOSE, {"understood": "on"})
        assert User.objects.filter(pk=citizen.pk).exists()
        link = next(a["href"] for a in page.main.find_all("a", href=True) if "reauthenticate" in a["href"])

        response = signed_in.post(link, {"password": PASSWORD, "next": CLOSE})
        assert response.headers["Location"] == CLOSE
        signed_in.post(CLOSE, {"understood": "on"})

    assert not User.objects.filter(pk=citizen.pk).exists()


def test_whoever_has_no_password_shows_it_with_a_new_code(signed_in: Client, citizen: User) -> None:
    citizen.set_unusable_password()
    citizen.save()
    signed_in.force_login(citizen)
    page = assert_is_ours(signed_in.get(CLOSE))
    form = page.main.find("form", action=reverse("account_logout"))
    after = form.find("input", attrs={"name": "next"})["value"]

    response = signed_in.post(reverse("account_logout"), {"next": after})
    assert response.headers["Location"] == "/konto/login/code/?next=/mina/avsluta/"
    response = signed_in.post(response.headers["Location"], {"email": citizen.email})
    code = code_in(mail.outbox[-1].body)
    response = signed_in.post("/konto/login/code/confirm/", {"code": code, "next": CLOSE})

    assert response.headers["Location"] == CLOSE
    assert assert_is_ours(signed_in.get(CLOSE)).main.find("input", attrs={"name": "understood"})


def test_whoever_runs_the_portal_cannot_lock_it_by_mistake(client: Client) -> None:
    boss = UserFactory(is_superuser=True)
    client.post(reverse("account_login"), {"login": boss.email, "password": PASSWORD})

    client.post(CLOSE, {"understood": "on"})

    assert User.objects.filter(pk=boss.pk).exists()
    assert "administratör" in assert_is_ours(client.get(CLOSE)).main.get_text()


def test_what_others_built_on_stays_without_a_name(author: User, citizen: User) -> None:
    topic: Topic = TopicFactory(author=author)
    follow(topic=topic, person=author)
    follow(topic=topic, person=citizen)

    close_account(person=author)

    topic.refresh_from_db()
    assert topic.author is None
    assert topic.followers == 1
    assert Follow.objects.get().person == citizen


def test_nothing_of_anybody_elses_is_lost(author: User, citizen: User) -> None:
    topic = TopicFactory(author=author)
    notify(people=[author, citizen], kind="x", sentence="Hej", topic=topic)

    close_account(person=author)

    assert citizen.notifications.count() == 1
    assert OutgoingMail.objects.filter(person=citizen).count() == 1


def test_no_table_remembers_the_address(author: User) -> None:
    author.display_name = "Ett Ovanligt Namn"
    author.save()
    topic = TopicFactory(author=author)
    notify(people=[author], kind="x", sentence="Hej", topic=topic)
    OutgoingMail.objects.create(to="Author@example.com", subject="Din kod", text="x", message_id="<1@x>")

    close_account(person=author)

    assert _found_anywhere("author@example.com") == []
    assert _found_anywhere("Ett Ovanligt Namn") == []


def _found_anywhere(words: str) -> list[str]:
    found = []
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, (models.CharField, models.TextField, models.JSONField)):
                lookup = {f"{field.name}__icontains": words}
                try:
                    if model._default_manager.filter(**lookup).exists():
                        found.append(f"{model.__name__}.{field.name}")
                except TypeError:
                    continue
    return found


def test_every_session_of_the_person_ends_and_no_others(client: Client, author: User, citizen: User) -> None:
    client.force_login(citizen)
    elsewhere = client.__class__()
    elsewhere.force_login(author)

    close_account(person=author)

    assert Session.objects.count() == 1
    assert client.get("/mina/").status_code == 200
    assert elsewhere.get("/mina/").status_code == 302


def test_an_app_forgets_its_own_part_in_the_same_transaction(author: User, monkeypatch: pytest.MonkeyPatch) -> None:
    topic = TopicFactory(author=author)

    def rename(person: Any) -> None:
        person.topics.update(title="Utan namn")

    def break_down(person: Any) -> None:
        raise ValueError

    monkeypatch.setattr(personal_data, "_erasers", {"a": rename, "b": break_down})
    with pytest.raises(ValueError):
        close_account(person=author)
    topic.refresh_from_db()
    assert topic.title != "Utan namn"
    assert User.objects.filter(pk=author.pk).exists()

    monkeypatch.setattr(personal_data, "_erasers", {"a": rename})
    close_account(person=author)
    topic.refresh_from_db()
    assert topic.title == "Utan namn"


def test_notes_of_colleagues_under_a_note_survive_its_writer(editor: User, publisher: User) -> None:
    from wagtail.models import Comment, CommentReply, Page

    page = Page.objects.first()
    note = Comment.objects.create(page=page, user=editor, text="Kolla", contentpath="title")
    reply = CommentReply.objects.create(comment=note, user=publisher, text="Klart")

    close_account(person=editor)

    reply.refresh_from_db()
    note.refresh_from_db()
    assert note.user.display_name == "Borttaget konto"
    assert not note.user.is_active


@pytest.mark.parametrize("several", [False, True])
def test_deleting_in_the_admin_forgets_as_much_and_keeps_as_much(
    client: Client, editor: User, publisher: User, several: bool
) -> None:
    from wagtail.models import Comment, CommentReply, Page

    boss = UserFactory(email="boss@example.com", is_superuser=True)
    topic = TopicFactory(author=editor)
    follow(topic=topic, person=editor)
    note = Comment.objects.create(page=Page.objects.first(), user=editor, text="Kolla", contentpath="title")
    reply = CommentReply.objects.create(comment=note, user=publisher, text="Klart")
    client.force_login(boss)
    one, many = f"/cms/users/delete/{editor.pk}/", f"/cms/bulk/accounts/user/delete/?id={editor.pk}"
    assert client.get(many if several else one).status_code == 200
    assert User.objects.filter(pk=editor.pk).exists()

    client.post(many if several else one)

    topic.refresh_from_db()
    reply.refresh_from_db()
    assert not User.objects.filter(pk=editor.pk).exists()
    assert (topic.author, topic.followers) == (None, 0)


def test_an_editor_deletes_nobody(client: Client, editor: User, citizen: User) -> None:
    client.force_login(editor)

    client.post(f"/cms/users/delete/{citizen.pk}/")
    client.post(f"/cms/bulk/accounts/user/delete/?id={citizen.pk}")

    assert User.objects.filter(pk=citizen.pk).exists()
