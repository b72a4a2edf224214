"""No text of the municipality reaches the public before a second person has approved it.

The rule stands in one place, `ServiceProposalPage.publish()`, which every route ends in: the
editor's button, bulk actions, scheduled publishing, the API. What is here only decides, and
hides buttons that would not work. See docs/decisions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from wagtail.models import PagePermissionTester, TaskState

from .models.workflow import Signature

if TYPE_CHECKING:
    from wagtail.models import Revision


class NotApproved(PermissionDenied):
    """A second person has not approved these words."""


def is_approved(revision: Revision | None) -> bool:
    """Whether somebody other than its writer approved exactly these words.

    Wagtail may overwrite a revision in place and then renews `created_at`: an approval that is
    older than that was given to other words.
    """
    if revision is None:
        return False
    return Signature.objects.filter(revision=revision, approved_at__gte=revision.created_at).exists()


def sign(revision: Revision) -> None:
    """Somebody wrote these words, and nobody has approved them yet. Words of no person are not signed."""
    if revision.user_id is None:
        Signature.objects.filter(revision=revision).delete()
    else:
        Signature.objects.update_or_create(revision=revision, defaults={"approved_at": None})


def countersign(state: TaskState) -> None:
    """Somebody approved: true of the words from now on, if it was not their writer, whoever closes an account later."""
    if state.status == TaskState.STATUS_APPROVED and state.finished_by_id is not None:
        signed = Signature.objects.filter(revision=state.revision_id)
        signed.exclude(revision__user=state.finished_by_id).update(approved_at=state.finished_at)


class FourEyesTester(PagePermissionTester):
    """Says that nobody may publish, until the latest revision is approved by a second person."""

    def can_publish(self) -> bool:
        return super().can_publish() and is_approved(self.page.latest_revision)

    # Wagtail derives these from can_publish(); taking a date or an entrance away publishes nothing.
    def can_unschedule(self) -> bool:
        return super().can_publish()

    def can_set_view_restrictions(self) -> bool:
        return super().can_publish()


class FourEyesParentTester(PagePermissionTester):
    """Nothing below is created, copied or aliased straight into publication."""

    def can_publish_subpage(self) -> bool:
        return False
