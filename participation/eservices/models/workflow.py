from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Revision

if TYPE_CHECKING:
    from wagtail.models import TaskState

    from participation.accounts.models import User


class SecondPersonTask(AbstractGroupApprovalTask):
    """Approval by a group, but never by the one who wrote the words."""

    class Meta:
        verbose_name = _("godkännande av en andra person")
        verbose_name_plural = _("godkännanden av en andra person")

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, str, bool]]:
        from participation.eservices.four_eyes import writer_of

        if obj.latest_revision is not None and writer_of(obj.latest_revision) == user.pk:
            return []
        return super().get_actions(obj, user)  # type: ignore[no-any-return]

    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> Any:
        """Words that were saved after they were sent in are asked about anew, and the older ones stay unsigned.

        The editor brings the task to the words that the person has before them first: `approving.only_what_was_read`.
        It may save them once more (always so with a row that is new on a page that is up), or with the person's own
        changes: they stand by these where they may publish alone.
        """
        task_state.refresh_from_db()
        page = task_state.workflow_state.content_object.specific
        latest = page.latest_revision
        is_open = task_state.status == task_state.STATUS_IN_PROGRESS
        if action_name == "approve" and is_open and task_state.revision_id != page.latest_revision_id:
            if latest is None or latest.user_id != user.pk or not _stands_by(user, page):
                task_state.cancel(user=user, resume=True)
                return None
            task_state.revision = latest
            task_state.save(update_fields=["revision"])
        return super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls) -> str:
        return str(_("En annan person än den som skrev måste godkänna."))


def _stands_by(user: User, page: Any) -> bool:
    from participation.eservices.four_eyes import writer_of

    return writer_of(page.latest_revision) != user.pk or page.permissions_for_user(user).can_publish()


class Signature(models.Model):
    """A person wrote these words and, since `approved_at`, another approved them.

    Whoever saves words that are there already has not written them: `first` is the revision in which they were written,
    empty where it is this one. That it was two people is kept as a fact: Wagtail keeps who they were, and forgets it
    with their accounts.
    """

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="signature")
    first = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("underskrift")
        verbose_name_plural = _("underskrifter")

    def __str__(self) -> str:
        return str(self.revision_id)
