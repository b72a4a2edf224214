"""What becomes of every row that names a person when their account is closed: an inventory. THREATS 26, 38.

A new key to a person is red until somebody has decided, and said here, what happens to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.db import transaction

from participation.accounts.actions import close_account
from participation.accounts.models import User

from .leaks_world import UNCLOSED, planted_world
from .matrix_table import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.leaks.planted import Planted

GOES, NAMELESS, HANDED_OVER, LOG = "goes", "stays, nameless", "handed over", "stays, with a number that is nobody's"

INVENTORY = {
    "account.EmailAddress.user": GOES,
    "mfa.Authenticator.user": GOES,
    "accounts.User_groups.user": GOES,
    "accounts.User_user_permissions.user": GOES,
    "notifications.Follow.person": GOES,
    "notifications.MailPreference.person": GOES,
    "notifications.Notification.person": GOES,
    "notifications.OutgoingMail.person": GOES,
    "django_comments.CommentFlag.user": GOES,
    "wagtailadmin.EditingSession.user": GOES,
    "wagtailadmin.FormState.user": GOES,
    "wagtailcore.PageSubscription.user": GOES,
    "wagtailusers.UserProfile.user": GOES,
    # Others built on these: words, figures and decisions stay.
    "django_comments.Comment.user": NAMELESS,
    "discussion.Appreciation.person": NAMELESS,
    "discussion.Comment.author": NAMELESS,
    "eservices.EServiceImport.started_by": NAMELESS,
    "eservices.StageEntry.by": NAMELESS,
    "faults.AreaWatch.person": GOES,
    "faults.FaultEvent.by": NAMELESS,
    "faults.FaultReport.assigned_to": NAMELESS,
    "faults.FaultReport.reporter": NAMELESS,
    "faults.RoutingRule.person": NAMELESS,
    "ideas.IdeaAnswer.answered_by": NAMELESS,
    "ideas.IdeaEvent.by": NAMELESS,
    "ideas.IdeaVersion.created_by": NAMELESS,
    "ideas.IdeaVersion.decided_by": NAMELESS,
    "ideas.Merger.merged_by": NAMELESS,
    "ideas.Merger.undone_by": NAMELESS,
    "moderation.Decision.decided_by": NAMELESS,
    "moderation.Flag.reporter": NAMELESS,
    "topics.Topic.author": NAMELESS,
    "voting.Support.person": NAMELESS,
    "wagtailcore.Comment.resolved_by": NAMELESS,
    "wagtailcore.Page.locked_by": NAMELESS,
    "wagtailcore.Page.owner": NAMELESS,
    "wagtailcore.Revision.user": NAMELESS,
    "wagtailcore.TaskState.finished_by": NAMELESS,
    "wagtailcore.UploadedFile.uploaded_by_user": NAMELESS,
    "wagtailcore.WorkflowState.requested_by": NAMELESS,
    "wagtaildocs.Document.uploaded_by_user": NAMELESS,
    "wagtailimages.Image.uploaded_by_user": NAMELESS,
    # They would take the answers of colleagues along: accounts.actions gives them to nobody first.
    "wagtailcore.Comment.user": HANDED_OVER,
    "wagtailcore.CommentReply.user": HANDED_OVER,
    "wagtailcore.ModelLogEntry.user": LOG,
    "wagtailcore.PageLogEntry.user": LOG,
}
AS_WRITTEN = {"CASCADE": {GOES, HANDED_OVER}, "SET_NULL": {NAMELESS}, "DO_NOTHING": {LOG}, "": {GOES}}


def keys_to_a_person() -> dict[str, str]:
    """Every key in the database that points at a person, with what the database does when they go."""
    relations = [
        relation
        for relation in User._meta.get_fields(include_hidden=True)
        if relation.auto_created and (relation.one_to_many or relation.one_to_one) and relation.related_model
    ]
    return {
        f"{relation.related_model._meta.label}.{relation.field.name}": getattr(relation.on_delete, "__name__", "")
        for relation in relations
    }


def test_every_key_to_a_person_is_in_the_inventory() -> None:
    assert set(keys_to_a_person()) == set(INVENTORY)


def test_the_database_does_what_the_inventory_says() -> None:
    wrong = {
        name: does for name, does in keys_to_a_person().items() if INVENTORY[name] not in AS_WRITTEN.get(does, set())
    }

    assert wrong == {}


# --- and so it is, with all that can hang on a person -----------------------------------------------

# Their own way in, and what is kept for a moment; the mail that says goodbye is told to nobody else.
OWN = {"account_emailaddress", "accounts_user", "django_session", "cache_entry", "account_emailconfirmation"}


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Planted]:
    with django_db_blocker.unblock(), planted_world(tmp_path_factory.mktemp("planted")) as world:
        yield world


def everything() -> dict[tuple[str, Any], dict[str, Any]]:
    """Every row of every table, by table and key."""
    return {
        (model._meta.db_table, row[model._meta.pk.attname]): {"model": model, **row}
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in OWN
        for row in model._base_manager.values(*(field.attname for field in model._meta.concrete_fields))
    }


def theirs(row: dict[str, Any], person: int) -> bool:
    """A row that is the person's alone, as the inventory says."""
    return any(
        row.get(field.attname) == person and INVENTORY.get(f"{row['model']._meta.label}.{field.name}") == GOES
        for field in row["model"]._meta.concrete_fields
    )


@pytest.mark.django_db
@pytest.mark.filterwarnings(UNCLOSED)
@pytest.mark.parametrize("role", [role for role in ROLES if role != "visitor"])
def test_whoever_goes_takes_nothing_of_anybody_elses_along(planted: Planted, role: str) -> None:
    """THREATS 38: all that is gone was theirs alone, and what stays is as it was but for their name."""
    person = User.objects.get(pk=planted.people[role].pk)
    with transaction.atomic():
        before = everything()
        close_account(person=person)
        after = everything()
        transaction.set_rollback(True)

    gone = {key: row for key, row in before.items() if key not in after}
    assert [key for key, row in gone.items() if not theirs(row, planted.people[role].pk)] == []
    assert changed_words(before, after) == []


COUNTERS = {"followers", "updated_at"}


def changed_words(before: dict[Any, Any], after: dict[Any, Any]) -> list[Any]:
    """Words, states and files of rows that stay: only keys to people and the figures of what went may differ."""
    return [
        (key, name, row[name], after[key][name])
        for key, row in before.items()
        if key in after
        for name in row
        if row[name] != after[key][name] and name not in COUNTERS and not _is_key_to_a_person(row["model"], name)
    ]


def _is_key_to_a_person(model: Any, name: str) -> bool:
    return any(field.attname == name and field.related_model is User for field in model._meta.concrete_fields)
