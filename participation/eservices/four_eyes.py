"""No text of the municipality reaches the public before a second person has approved it.

The wall is `check_publication`, asked before the row of a proposal is stored, where every route ends: the
editor's button, bulk actions, the clock, copies, mirrors, the API. What else is here decides what
approved means, and hides buttons that would not work. See docs/decisions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PagePermissionTester, TaskState

from .models.workflow import Signature
from .same_words import first_with_these_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wagtail.models import Revision

# What the tree and the topic make of a proposal, beside all that Wagtail keeps of any page but its title.
NOT_WORDS = {"page_ptr", "topic", "municipality", "pk"}


class NotApproved(PermissionDenied):
    """A second person has not approved these words."""

    def __init__(self) -> None:
        super().__init__(_("En annan person måste godkänna texten innan den publiceras."))


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
        first = first_with_these_words(revision)
        Signature.objects.update_or_create(revision=revision, defaults={"approved_at": None, "first": first})


def writer_of(revision: Revision) -> int | None:
    """The key of whoever wrote these words, which need not be who saved them last. None when that account is closed."""
    signed = Signature.objects.select_related("first").filter(revision=revision).first()
    written = signed.first if signed is not None and signed.first is not None else revision
    return written.user_id  # type: ignore[no-any-return]


def countersign(state: TaskState) -> None:
    """Somebody approved: true of the words from now on, if it was not their writer, whoever closes an account later."""
    if state.status != TaskState.STATUS_APPROVED or state.finished_by_id in (None, writer_of(state.revision)):
        return
    Signature.objects.filter(revision=state.revision_id).update(approved_at=state.finished_at)


def check_publication(page: Page, update_fields: Iterable[str] | None) -> None:
    """Before the row of a proposal is stored. Raises NotApproved when it would show words that nobody else approved.

    A row that is public stands by a revision that was approved, and other words come with another revision.
    """
    if not page.live:
        return
    stored = type(page).objects.filter(pk=page.pk, live=True).first()
    if stored is not None and stored.live_revision_id == page.live_revision_id:
        if update_fields is None and words_of(stored) != words_of(page):
            raise NotApproved
    elif not (is_approved(page.live_revision) and page.live_revision.object_id == str(page.pk)):  # a copy has its own
        raise NotApproved


def words_of(page: Page) -> dict[str, Any]:
    kept_of_any = NOT_WORDS | {field.name for field in Page._meta.get_fields()} - {"title"}
    return {name: value for name, value in page.serializable_data().items() if name not in kept_of_any}


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
