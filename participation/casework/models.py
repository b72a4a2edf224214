from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.topics.models import Topic

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Assignment(models.Model):
    """Who of the staff works with a topic. The department that answers for it stands with the idea or the proposal."""

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="assignment")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments")
    since = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("handläggare")
        verbose_name_plural = _("handläggare")

    def __str__(self) -> str:
        return f"{self.topic_id} → {self.person_id}"


class Note(models.Model):
    """What colleagues tell each other. Nobody else reads it; what its writer takes away is gone."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="casework_notes"
    )
    text = models.TextField(_("anteckning"), max_length=4000)
    written_at = models.DateTimeField()
    mentioned = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Mention", related_name="mentioned_in", verbose_name=_("säg till")
    )

    class Meta:
        verbose_name = _("anteckning")
        verbose_name_plural = _("anteckningar")
        ordering = ["-written_at", "-id"]
        indexes = [models.Index(fields=["topic", "-written_at", "-id"], name="casework_newest_notes")]

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.pk}"


class Mention(models.Model):
    """A colleague who was told of a note."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "person"], name="casework_mentioned_once")]

    def __str__(self) -> str:
        return f"{self.note_id}: {self.person_id}"


class Evaluation(models.Model):
    """What several evaluators say of a topic. Private until somebody other than who summed it up publishes it."""

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="evaluation")
    question = models.TextField(_("vad ska bedömas?"), max_length=2000)
    due_on = models.DateField(_("svar senast"))
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    summary = models.TextField(_("sammanfattning"), max_length=4000, blank=True)
    summed_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("utvärdering")
        verbose_name_plural = _("utvärderingar")
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | ~Q(summary=""), name="casework_published_is_summed_up"
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=models.F("summed_up_by")),
                name="casework_two_people_publish",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.asked_at:%Y-%m-%d}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    def is_late(self, today: date) -> bool:
        return not self.is_published and today > self.due_on


CRITERIA: dict[str, tuple[StrPromise, StrPromise]] = {
    # name: (what is judged, what to think of)
    "cost": (_("Kostnad"), _("Vad kostar det att bygga och att sköta, och vad sparas?")),
    "feasibility": (_("Genomförbarhet"), _("Går det att göra med den teknik, de avtal och de människor vi har?")),
    "law": (_("Juridik"), _("Får kommunen göra det? Tänk på dataskydd, upphandling och tillgänglighet.")),
    "effect": (_("Nytta"), _("Vilka får det bättre, hur många är de och hur mycket bättre får de det?")),
}
LOWEST, HIGHEST = 1, 5


def grade_field(criterion: str) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        CRITERIA[criterion][0],
        null=True,
        blank=True,
        validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)],
    )


def words_field() -> models.TextField:
    return models.TextField(_("varför"), max_length=2000, blank=True)


class Sheet(models.Model):
    """One evaluator's judgement: a grade from 1 (speaks strongly against) to 5 (strongly for) of each of CRITERIA."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="sheets")
    evaluator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="evaluation_sheets"
    )
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    left_told_at = models.DateTimeField(null=True, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    cost = grade_field("cost")
    cost_words = words_field()
    feasibility = grade_field("feasibility")
    feasibility_words = words_field()
    law = grade_field("law")
    law_words = words_field()
    effect = grade_field("effect")
    effect_words = words_field()

    class Meta:
        verbose_name = _("bedömning")
        verbose_name_plural = _("bedömningar")
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "evaluator"], name="casework_one_sheet_an_evaluator"),
            models.CheckConstraint(
                condition=Q(handed_in_at__isnull=True) | Q(**{f"{name}__isnull": False for name in CRITERIA}),
                name="casework_handed_in_is_whole",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__range": (LOWEST, HIGHEST)}),
                    name=f"casework_{name}_from_one_to_five",
                )
                for name in CRITERIA
            ),
        ]
        indexes = [
            models.Index(
                fields=["evaluator", "asked_at"], condition=Q(handed_in_at__isnull=True), name="casework_to_evaluate"
            )
        ]

    objects: ClassVar[models.Manager[Sheet]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.evaluation_id}: {self.evaluator_id}"
