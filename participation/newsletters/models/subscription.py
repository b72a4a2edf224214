from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.places.models import Municipality
from participation.topics.models import Category

from ..querysets import SubscriptionQuerySet


class Subscription(models.Model):
    """Who wants a municipality's newsletters: a person with an account, or an address that said yes in a mail."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="newsletters"
    )
    email = models.EmailField(_("e-post"), blank=True)
    language = models.CharField(max_length=5, default="sv")
    categories = models.ManyToManyField(Category, blank=True, related_name="+")
    created_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When a mail last asked for a yes")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True, help_text="It can be undone for a week, then the row goes")

    objects: ClassVar[models.Manager[Subscription]] = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("prenumeration")
        verbose_name_plural = _("prenumerationer")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, email="") | (Q(person__isnull=True) & ~Q(email="")),
                name="newsletters_a_person_or_an_address",
            ),
            models.UniqueConstraint(
                fields=["municipality", "person"], condition=Q(person__isnull=False), name="newsletters_once_a_person"
            ),
            models.UniqueConstraint(
                fields=["municipality", "email"], condition=~Q(email=""), name="newsletters_once_an_address"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["municipality", "id"],
                condition=Q(confirmed_at__isnull=False, left_at__isnull=True),
                name="newsletters_receivers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.municipality_id}"

    @property
    def address(self) -> str:
        """Reads `person`: select it with the subscription."""
        return self.person.email if self.person else self.email
