from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Revision

if TYPE_CHECKING:
    from participation.accounts.models import User


class SecondPersonTask(AbstractGroupApprovalTask):
    """Approval by a group, but never by the one who wrote the words."""

    class Meta:
        verbose_name = _("godkännande av en andra person")
        verbose_name_plural = _("godkännanden av en andra person")

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, str, bool]]:
        revision = obj.latest_revision
        if revision is not None and revision.user_id == user.pk:
            return []
        return super().get_actions(obj, user)  # type: ignore[no-any-return]

    @classmethod
    def get_description(cls) -> str:
        return str(_("En annan person än den som skrev måste godkänna."))


class Signature(models.Model):
    """A person wrote these words and, since `approved_at`, another approved them.

    That it was two people is kept as a fact: Wagtail keeps who they were, and forgets it with their accounts.
    """

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="signature")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("underskrift")
        verbose_name_plural = _("underskrifter")

    def __str__(self) -> str:
        return str(self.revision_id)
