from __future__ import annotations

import hashlib
import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.faults.querysets import DispatchQuerySet

from .case_system import CaseSystem
from .event import FaultEvent
from .report import FaultReport


class Dispatch(models.Model):
    """A report on its way to a case system: the outbox row, and afterwards what ties the two together.

    Every remote step that is done is written down before the next, so that a worker that takes over goes on from
    there. `fence` is raised at each taking: who holds an old one writes nothing.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Väntar på att skickas")
        SENDING = "sending", _("Skickas")
        DONE = "done", _("Framme")
        DEAD = "dead", _("Gick inte att skicka")

    class Step(models.TextChoices):
        NEW = "new", _("Inget gjort")
        POSTED = "posted", _("Skickad, svar saknas")
        CREATED = "created", _("Ärendet finns i systemet")

    report = models.ForeignKey(FaultReport, on_delete=models.CASCADE, related_name="dispatches")
    system = models.ForeignKey(CaseSystem, on_delete=models.PROTECT, related_name="dispatches")
    code = models.CharField(max_length=120, blank=True, help_text="The category, as the system calls it")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    step = models.CharField(max_length=8, choices=Step.choices, default=Step.NEW)
    external_id = models.CharField(max_length=120, blank=True)
    ticket = models.CharField(max_length=120, blank=True, help_text="Given instead of an id that takes long")
    photos_sent = models.PositiveSmallIntegerField(default=0, help_text="Or left to people, see photos_by_hand")
    photos_by_hand = models.PositiveSmallIntegerField(default=0, help_text="That the system had no way to take")
    photos_unconfirmed = models.PositiveSmallIntegerField(default=0, help_text="As OutgoingUpdate.is_confirmed")
    by_hand_at = models.DateTimeField(
        null=True, blank=True, help_text="When it last did not take something; empty once people have told it that"
    )
    attempts = models.PositiveIntegerField(default=0, help_text="Failed ones, since it last went well")
    next_attempt_at = models.DateTimeField()
    waiting_since = models.DateTimeField(
        default=timezone.now, help_text="When there was last something new to send, or staff sent it again"
    )
    leased_until = models.DateTimeField(null=True, blank=True)
    fence = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    version = models.CharField(max_length=80, blank=True, help_text="Of the case, for If-Match")
    their_status = models.CharField(max_length=80, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True, help_text="Of the newest update that counted")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(
        null=True, blank=True, help_text="When the report went to a municipality whose case this is not"
    )

    objects = DispatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "system"], name="faults_dispatched_once"),
            models.UniqueConstraint(
                fields=["system", "external_id"], condition=~Q(external_id=""), name="faults_one_report_a_case"
            ),
            models.CheckConstraint(
                condition=Q(state="sending", leased_until__isnull=False)
                | ~Q(state="sending") & Q(leased_until__isnull=True),
                name="faults_sending_has_a_lease",
            ),
            models.CheckConstraint(condition=~Q(state="done") | Q(step="created"), name="faults_done_means_created"),
            models.CheckConstraint(condition=~Q(state="dead") | ~Q(error=""), name="faults_dead_says_why"),
        ]
        indexes = [
            models.Index(
                fields=["system", "next_attempt_at", "id"],
                condition=Q(state__in=["waiting", "sending"]),
                name="faults_dispatch_due",
            ),
            models.Index(fields=["system", "-id"], condition=Q(state="dead"), name="faults_dispatch_dead"),
            models.Index(fields=["-id"], condition=Q(by_hand_at__isnull=False), name="faults_dispatch_by_hand"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} → {self.system_id}: {self.state}"


class OutgoingUpdate(models.Model):
    """Something that happened here and that the case system is told, after all that happened before it."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.CASCADE, related_name="updates")
    event = models.ForeignKey(FaultEvent, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True, help_text="Or found to be for people, see by_hand")
    by_hand = models.BooleanField(default=False, help_text="The system takes no news: people tell it")
    is_confirmed = models.BooleanField(default=True, help_text="Not where an answer without a word was all that came")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["dispatch", "event"], name="faults_told_once")]
        indexes = [
            models.Index(fields=["dispatch", "id"], condition=Q(sent_at__isnull=True), name="faults_untold_updates")
        ]

    def __str__(self) -> str:
        return f"{self.dispatch_id}: {self.event_id}"


class IncomingUpdate(models.Model):
    """What a case system said, once for each id of theirs, with what it led to."""

    class Outcome(models.TextChoices):
        CHANGED = "changed", _("Läget ändrades")
        NOTED = "noted", _("Antecknad")
        LATE = "late", _("Kom för sent, antecknad")
        UNKNOWN = "unknown", _("Gäller inget ärende härifrån")

    system = models.ForeignKey(CaseSystem, on_delete=models.CASCADE, related_name="incoming")
    update_id = models.CharField(max_length=120)
    external_id = models.CharField(max_length=120)
    dispatch = models.ForeignKey(Dispatch, on_delete=models.CASCADE, null=True, blank=True, related_name="incoming")
    status = models.CharField(max_length=80, blank=True)
    words = models.TextField(blank=True)
    at = models.DateTimeField(help_text="As they say")
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "update_id"], name="faults_heard_once")]
        indexes = [
            models.Index(
                fields=["system", "external_id"], condition=Q(outcome="unknown"), name="faults_heard_too_early"
            )
        ]

    def __str__(self) -> str:
        return f"{self.system_id}: {self.update_id}"


class CaseLink(models.Model):
    """The one-time link in a mail with which its receiver says what became of a case. Only its hash is kept."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    spent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.dispatch_id}"

    @staticmethod
    def new_token() -> str:
        return secrets.token_urlsafe(24)

    @staticmethod
    def hashed(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()
