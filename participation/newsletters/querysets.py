from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

if TYPE_CHECKING:
    from participation.accounts.models import User

    from .models import Letter, Subscription  # noqa: F401 - named in a base class below


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def standing(self) -> SubscriptionQuerySet:
        return self.filter(confirmed_at__isnull=False, left_at__isnull=True)

    def receiving(self, letter: Letter) -> SubscriptionQuerySet:
        """Whom the letter goes to: those of `wanting` who read in its language."""
        return self.wanting(letter).filter(language=letter.language)

    def wanting(self, letter: Letter) -> SubscriptionQuerySet:
        """In any language. Who chose no category wants all; a letter without one is for everybody."""
        found = self.standing().filter(municipality=letter.municipality_id).exclude(person__is_active=False)
        wanted = list(letter.categories.values_list("pk", flat=True))
        if not wanted:
            return found
        chosen = self.model.categories.through.objects.filter(subscription=OuterRef("pk"))
        return found.filter(Q(Exists(chosen.filter(category__in=wanted))) | ~Q(Exists(chosen)))

    def of(self, person: User) -> SubscriptionQuerySet:
        """Also those that were asked for at their address before they had an account."""
        return self.filter(Q(person=person) | Q(email=person.email))
