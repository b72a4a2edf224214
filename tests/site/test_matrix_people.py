"""What becomes of every row that names a person when their account is closed: an inventory. THREATS 26, 38.

A new key to a person is red until somebody has decided, and said here, what happens to it.
"""

from __future__ import annotations

from participation.accounts.models import User

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
