from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.accounts.secrets import decrypt, encrypt
from participation.faults.querysets import CaseSystemQuerySet
from participation.places.models import Municipality

from .category import FaultCategory
from .report import FaultReport

if TYPE_CHECKING:
    from datetime import datetime


SHORTEST_SECRET = 6  # shorter ones are parts of words


def new_push_key() -> str:
    return secrets.token_urlsafe(24)


class CaseSystem(models.Model):
    """Where reports go to be worked on. Municipalities can share one. Its kind is a folder of `case_systems/`."""

    name = models.CharField(_("namn"), max_length=80, unique=True)
    kind = models.CharField(_("slag"), max_length=40)
    municipalities = models.ManyToManyField(Municipality, verbose_name=_("kommuner"), related_name="case_systems")
    url = models.CharField(_("adress"), max_length=300, blank=True)
    settings = models.JSONField(_("inställningar"), default=dict, blank=True)
    encrypted_secrets = models.TextField(blank=True, editable=False)
    push_key = models.CharField(max_length=40, default=new_push_key, editable=False)
    shares_contact = models.BooleanField(
        _("får kontaktuppgifter"), default=False, help_text=_("Skickar med e-post och telefon till den som anmälde.")
    )
    is_on = models.BooleanField(_("i bruk"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    # How it is doing.
    failures = models.PositiveIntegerField(default=0, help_text="In a row")
    failing_since = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    polled_at = models.DateTimeField(null=True, blank=True)
    caught_up_at = models.DateTimeField(null=True, blank=True)
    seen_until = models.DateTimeField(null=True, blank=True)
    listed_ours_at = models.DateTimeField(
        null=True, blank=True, help_text="When a search first brought back a case of ours: only then is none believed"
    )
    look_again_at = models.DateTimeField(
        null=True, blank=True, help_text="Not before that is it searched for cases of ours, to see if it lists them"
    )
    looks = models.PositiveSmallIntegerField(default=0, help_text="How often that was in vain")

    objects = CaseSystemQuerySet.as_manager()

    class Meta:
        verbose_name = _("ärendesystem")
        verbose_name_plural = _("ärendesystem")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def secrets(self) -> dict[str, str]:
        return dict(json.loads(decrypt(self.encrypted_secrets))) if self.encrypted_secrets else {}

    def keep_secrets(self, **given: str) -> None:
        """Add or replace; an empty one leaves what was. Save the row afterwards."""
        kept = {**self.secrets, **{name: value for name, value in given.items() if value}}
        self.encrypted_secrets = encrypt(json.dumps(kept)) if kept else ""

    def without_secrets(self, words: str) -> str:
        """For what a system says of itself: some repeat the key that they refuse."""
        for secret in self.secrets.values():
            if len(secret) >= SHORTEST_SECRET:
                words = words.replace(secret, "…")
        return words

    def setting(self, name: str, default: Any = "") -> Any:
        return self.settings.get(name) or default

    def is_paused(self, now: datetime) -> bool:
        return self.paused_until is not None and self.paused_until > now


class CategoryInSystem(models.Model):
    """That reports of a category go to a case system, and what the category is called there."""

    category = models.OneToOneField(
        FaultCategory, verbose_name=_("kategori"), on_delete=models.CASCADE, related_name="in_system"
    )
    system = models.ForeignKey(
        CaseSystem, verbose_name=_("ärendesystem"), on_delete=models.CASCADE, related_name="categories"
    )
    code = models.CharField(_("kod i ärendesystemet"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("kategori i ärendesystem")
        verbose_name_plural = _("kategorier i ärendesystem")
        ordering = ["category__name", "pk"]

    def __str__(self) -> str:
        return f"{self.category_id} → {self.system_id}"


class StatusMapping(models.Model):
    """What a status of a case system means here, and what the reporter reads. Off until staff have tried it."""

    system = models.ForeignKey(CaseSystem, on_delete=models.CASCADE, related_name="mappings")
    theirs = models.CharField(_("läge hos dem"), max_length=80)
    ours = models.CharField(
        _("läge här"),
        max_length=12,
        choices=FaultReport.Status.choices,
        blank=True,
        help_text=_("Tomt: läget ändras inte."),
    )
    words = models.TextField(_("text till den som anmälde"), max_length=1000, blank=True)
    words_en = models.TextField(
        _("texten på engelska"),
        max_length=1000,
        blank=True,
        help_text=_("Läses på engelska sidor och i mejl på engelska. Tomt: den svenska texten visas."),
    )
    shows_their_words = models.BooleanField(
        _("visa också deras text"),
        default=False,
        help_text=_("Texten syns för den som anmälde. Nämner de namn? Låt bli."),
    )
    notify = models.BooleanField(_("mejla den som anmälde"), default=True)
    is_on = models.BooleanField(_("i bruk"), default=False)

    class Meta:
        verbose_name = _("lägesöversättning")
        verbose_name_plural = _("lägesöversättningar")
        ordering = ["theirs"]
        constraints = [
            models.UniqueConstraint(fields=["system", "theirs"], name="faults_one_meaning_a_status"),
            models.CheckConstraint(
                condition=~Q(ours__in=["asked", "not_ours", "closed"]) | ~Q(words=""),
                name="faults_a_mapped_no_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(ours__in=["received", "duplicate"]), name="faults_mapped_to_what_systems_decide"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theirs} → {self.ours}"

    @property
    def ours_for_staff(self) -> str:
        return FaultReport.Status(self.ours).for_others
