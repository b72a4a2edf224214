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
from participation.faults.models import FaultReport
from participation.ideas.models import Idea
from participation.notifications.models import OutgoingMail

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
    "answers.AnswerComment_mentioned.user": GOES,
    "casework.Assignment.person": GOES,
    "casework.Mention.person": GOES,
    "moderation.MailWish.person": GOES,
    "moderation.Trace.author": GOES,
    "newsletters.Subscription.person": GOES,
    "notifications.AutomaticFollow.person": GOES,
    "notifications.Interest.person": GOES,
    "notifications.Follow.person": GOES,
    "notifications.MailPreference.person": GOES,
    "notifications.Notification.person": GOES,
    "notifications.OutgoingMail.person": GOES,
    "push.Device.person": GOES,
    "django_comments.CommentFlag.user": GOES,
    "wagtailadmin.EditingSession.user": GOES,
    "wagtailadmin.FormState.user": GOES,
    "wagtailcore.PageSubscription.user": GOES,
    "wagtailusers.UserProfile.user": GOES,
    # Others built on these: words, figures and decisions stay.
    "accounts.Pause.person": NAMELESS,
    "moderation.Appeal.decided_by": NAMELESS,
    "moderation.Appeal.first_decided_by": NAMELESS,
    "moderation.Appeal.person": NAMELESS,
    "moderation.Decision.concerns": NAMELESS,
    "moderation.Item.barred": NAMELESS,
    "moderation.Item.read_by": NAMELESS,
    "moderation.Item.writer": NAMELESS,
    "newsletters.Letter.approved_by": NAMELESS,
    "newsletters.Letter.written_by": NAMELESS,
    "notifications.Announcement.actor": NAMELESS,
    "casework.Assignment.by": NAMELESS,
    "casework.Evaluation.asked_by": NAMELESS,
    "casework.Evaluation.published_by": NAMELESS,
    "casework.Evaluation.summed_up_by": NAMELESS,
    "casework.Note.author": NAMELESS,
    "casework.Sheet.evaluator": NAMELESS,
    "django_comments.Comment.user": NAMELESS,
    "discussion.Appreciation.person": NAMELESS,
    "discussion.Comment.author": NAMELESS,
    "eservices.EServiceImport.started_by": NAMELESS,
    "eservices.StageEntry.by": NAMELESS,
    "faults.AreaWatch.person": GOES,
    "faults.FaultFollower.person": GOES,
    "faults.FaultEvent.by": NAMELESS,
    "faults.FaultReport.assigned_to": NAMELESS,
    "faults.FaultReport.reporter": NAMELESS,
    "faults.RoutingRule.person": NAMELESS,
    "faults.RuleChange.by": NAMELESS,
    "home.Translation.translator": NAMELESS,
    "ideas.FaultCluster.made_by": NAMELESS,
    "answers.Answer.answered_by": NAMELESS,
    "answers.AnswerComment.author": NAMELESS,
    "answers.AnswerDraft.begun_by": NAMELESS,
    "answers.AnswerFile.taken_away_by": NAMELESS,
    "answers.EarlierAnswer.taken_away_by": NAMELESS,
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
MODEL = "(model)"  # no column is called so
OWN = {"account_emailaddress", "accounts_user", "django_session", "cache_entry", "account_emailconfirmation"}


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Planted]:
    with django_db_blocker.unblock(), planted_world(tmp_path_factory.mktemp("planted")) as world:
        yield world


def everything() -> dict[tuple[str, Any], dict[str, Any]]:
    """Every row of every table, by table and key."""
    return {
        (model._meta.db_table, row[model._meta.pk.attname]): {**row, MODEL: model}
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in OWN
        for row in model._base_manager.values(*(field.attname for field in model._meta.concrete_fields))
    }


def theirs(row: dict[str, Any], person: int, unseen: set[tuple[str, Any]]) -> bool:
    """A row that is the person's alone: the inventory says so, or it hangs on what nobody else has seen."""
    meta = row[MODEL]._meta
    keys = [field for field in meta.concrete_fields if field.many_to_one or field.one_to_one]
    hangs_on = {(field.related_model._meta.db_table, row[field.attname]) for field in keys}
    if unseen & {(meta.db_table, row[meta.pk.attname]), *hangs_on}:
        return True
    return any(row[key.attname] == person and INVENTORY.get(f"{meta.label}.{key.name}") == GOES for key in keys)


def unseen_of(person: User) -> set[tuple[str, Any]]:
    """Drafts, and mail to the address that they left with a report."""
    drafts = Idea.objects.written_by(person).filter(status=Idea.Status.DRAFT).values_list("pk", "topic_id")
    addresses = FaultReport.objects.filter(reporter=person).values("contact_email")
    mails = OutgoingMail.objects.filter(to__in=addresses).values_list("pk", flat=True)
    found = {("notifications_outgoingmail", mail) for mail in mails}
    return (
        found | {("ideas_idea", idea) for idea, _topic in drafts} | {("topics_topic", topic) for _idea, topic in drafts}
    )


@pytest.mark.django_db
@pytest.mark.filterwarnings(UNCLOSED)
@pytest.mark.parametrize("role", [role for role in ROLES if role != "visitor"])
def test_whoever_goes_takes_nothing_of_anybody_elses_along(planted: Planted, role: str) -> None:
    """THREATS 38: all that is gone was theirs alone, and what stays is as it was but for their name."""
    person = User.objects.get(pk=planted.people[role].pk)
    number, unseen = person.pk, unseen_of(person)
    with transaction.atomic():
        before = everything()
        close_account(person=person)
        after = everything()
        transaction.set_rollback(True)

    others = {key: row for key, row in before.items() if not theirs(row, number, unseen)}
    assert len(others) > 1000
    gone = [key for key in others if key not in after]
    assert gone == []
    assert [change for key, row in others.items() for change in changes(key, row, after[key], number)] == []


# Figures of what went, and how to reach whoever went.
FIGURES = {"followers", "updated_at", "contact_email", "contact_phone"}
# Words that speak of their writer, in a row that stays for its decision: (table, column) and whose they are.
OWN_WORDS = {("moderation_appeal", "words"): "person_id", ("moderation_decision", "record"): "concerns_id"}


def changes(key: Any, row: dict[str, Any], now: dict[str, Any], person: int) -> list[Any]:
    """Words, states and files that are others than before; keys to people, and one's own words, may be gone now."""
    own = {name for (table, name), whose in OWN_WORDS.items() if table == key[0] and row[whose] == person}
    return [
        (key, name, value, now[name])
        for name, value in row.items()
        if value != now[name] and name not in FIGURES | own and not _is_key_to_a_person(row[MODEL], name)
    ]


def _is_key_to_a_person(model: Any, name: str) -> bool:
    return any(field.attname == name and field.related_model is User for field in model._meta.concrete_fields)
