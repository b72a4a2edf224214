from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import Pause
from participation.discussion.models import Comment
from participation.places.models import Municipality
from participation.topics.models import Topic

from ..querysets import DecisionQuerySet
from .reasons import Ground, Reason


class About(models.TextChoices):
    """What of a thing: its words, the name its writer shows beside them, or one of its pictures."""

    WORDS = "words", _("Det som står")
    NAME = "name", _("Namnet på den som skrev")
    PICTURE = "photo", _("En bild")


class Decision(models.Model):
    """What a moderator decided, and why: the statement of reasons of the Digital Services Act, article 17.

    Written once, never changed. `topic` and `entry` are what it is about, and for a pause or a warning what it
    came of; `concerns` is the person who is told, and who may appeal once.
    """

    class Outcome(models.TextChoices):
        HIDDEN = "hidden", _("Doldes")
        KEPT = "kept", _("Fick vara kvar")
        RESTORED = "restored", _("Visades igen")
        RETURNED = "returned", _("Tillbaka för att ändras")
        WARNED = "warned", _("Varning")
        PAUSED = "paused", _("Paus")
        LIFTED = "lifted", _("Pausen hävdes")

    class Found(models.TextChoices):
        """How the municipality came to read it (article 17.3 b and c)."""

        FLAG = "flag", _("Någon anmälde det")
        SIGNAL = "signal", _("En automatisk signal")
        STAFF = "staff", _("En granskare läste det")

    About = About
    Reason = Reason

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="decisions")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="decisions")
    entry = models.ForeignKey(Comment, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    about = models.CharField(max_length=5, choices=About.choices, default=About.WORDS)
    picture = models.UUIDField(null=True, blank=True, help_text="Which: its owner stands above this app")
    concerns = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions_on_me"
    )
    is_against = models.BooleanField(default=True, help_text="Its writer; not where nobody did anything wrong")
    outcome = models.CharField(_("beslut"), max_length=8, choices=Outcome.choices)
    rule = models.CharField(_("regel"), max_length=10, choices=Reason.choices, blank=True)
    ground = models.CharField(_("grund"), max_length=5, choices=Ground.choices, blank=True)
    facts = models.TextField(_("vad det gäller"), max_length=2000, blank=True)
    found = models.CharField(_("hur vi fick veta det"), max_length=6, choices=Found.choices, default=Found.STAFF)
    words = models.TextField(blank=True, help_text="What it is about, as it stood then; of a name, see record")
    record = models.CharField(max_length=60, blank=True, help_text="A name that was hidden, as it stood")
    pause = models.ForeignKey(Pause, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    came_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="brought",
        help_text="Of a pause: the decision of the same press",
    )
    decided_at = models.DateTimeField(_("när"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[models.Manager[Decision]] = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("granskningsbeslut")
        verbose_name_plural = _("granskningsbeslut")
        ordering = ["-decided_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome__in=["hidden", "warned", "paused"]) | ~Q(rule="") & ~Q(ground="") & ~Q(facts=""),
                name="moderation_states_its_reasons",
            ),
            models.CheckConstraint(
                condition=Q(
                    outcome__in=["hidden", "kept", "restored", "returned", "warned", "paused", "lifted"],
                    about__in=["words", "name", "photo"],
                    found__in=["flag", "signal", "staff"],
                ),
                name="moderation_known_outcome",
            ),
            models.CheckConstraint(
                condition=Q(about="photo", picture__isnull=False) | ~Q(about="photo") & Q(picture__isnull=True),
                name="moderation_decision_names_its_picture",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["paused", "lifted"], pause__isnull=False)
                | ~Q(outcome__in=["paused", "lifted"]) & Q(pause__isnull=True),
                name="moderation_pause_has_its_row",
            ),
        ]
        indexes = [
            models.Index(fields=["concerns", "municipality", "outcome"], name="moderation_history"),
            models.Index(fields=["municipality", "-decided_at", "-id"], name="moderation_decided"),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()

    def get_outcome_display(self) -> str:  # type: ignore[no-redef]  # Django leaves out its own where there is one
        """What nobody had seen yet was not hidden, but refused."""
        whole = self.entry_id is None and self.about == About.WORDS and self.outcome == self.Outcome.HIDDEN
        if whole and self.topic.kind == Topic.Kind.IDEA:
            seen_at = self.topic.published_at
            if seen_at is None or seen_at >= self.decided_at:
                return gettext("Avvisades")
        return str(self.Outcome(self.outcome).label)

    @property
    def may_be_appealed(self) -> bool:
        """What was decided against somebody. One that is sent back to be changed is the writer's to send again.
        What is anchored may be written without an account: whoever holds its secret address appeals. What was taken
        back leaves nothing to appeal."""
        against = {self.Outcome.HIDDEN, self.Outcome.WARNED, self.Outcome.PAUSED}
        is_somebodys = self.concerns_id is not None or self.topic.kind in Topic.ANCHORS
        return self.is_against and is_somebodys and self.outcome in against and self.taken_back_by is None

    @property
    def taken_back_by(self) -> Decision | None:
        """What showed it again, or lifted the pause: as `DecisionQuerySet.stand` has it for many."""
        later: DecisionQuerySet = Decision.objects.filter(pk__gt=self.pk)  # type: ignore[assignment]  # our own queryset
        if self.outcome == self.Outcome.HIDDEN:
            same = later.on(self.topic, self.entry, about=self.about, picture=self.picture)
            return same.filter(outcome=self.Outcome.RESTORED).first()
        if self.outcome == self.Outcome.PAUSED:
            return later.filter(outcome=self.Outcome.LIFTED, pause=self.pause).first()
        return None
