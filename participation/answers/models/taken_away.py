from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User


class TakenAway(models.Model):
    """What was public and is not any more. Those who work with it read it still, or it is deleted for good: then the
    row is left, to say that something was there."""

    taken_away_at = models.DateTimeField(null=True, blank=True)
    taken_away_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    taken_away_because = models.CharField(_("varför det togs bort"), max_length=300, blank=True)
    is_deleted = models.BooleanField(_("raderat för gott"), default=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_away_at__isnull=True, taken_away_because="", is_deleted=False)
                | Q(taken_away_at__isnull=False) & ~Q(taken_away_because=""),
                name="%(app_label)s_%(class)s_taken_away_says_why",
            )
        ]

    def mark_taken_away(self, *, by: User, because: str, now: datetime) -> None:
        self.taken_away_at, self.taken_away_by, self.taken_away_because = now, by, because
