from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.places.models import Department
from participation.topics.models import Topic

from ..querysets import AnswerQuerySet
from .file import AnswerFile

if TYPE_CHECKING:
    from datetime import date


class Outcome(models.TextChoices):
    WILL_DO = "will_do", _("Ja, det gör vi")
    PARTLY = "partly", _("Ja, delvis")
    WILL_NOT = "will_not", _("Nej")
    EXISTS = "exists", _("Finns redan")


PROMISES = (Outcome.WILL_DO, Outcome.PARTLY)


def is_late(today: date, at: str = "") -> Q:
    """A promise whose day has passed without anybody having said that it is kept. `at`: the way to the answer."""
    return Q(**{f"{at}outcome__in": PROMISES, f"{at}done_on__isnull": True, f"{at}next_step_on__lt": today})


class AnswerWords(models.Model):
    """What an answer says, the same while it is written and when it is public."""

    outcome = models.CharField(_("svar"), max_length=10, choices=Outcome.choices)
    sentence = models.CharField(_("svaret i en mening"), max_length=200)
    text = models.TextField(_("svaret"), max_length=8000)
    department = models.ForeignKey(
        Department, verbose_name=_("förvaltning"), on_delete=models.PROTECT, related_name="+"
    )
    registry_number = models.CharField(_("diarienummer"), max_length=40, blank=True)
    next_step = models.CharField(_("vad händer nu"), max_length=300)
    next_step_on = models.DateField(_("när"), null=True, blank=True)
    file = models.ForeignKey(
        AnswerFile,
        verbose_name=_("beslutshandling"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.sentence

    @property
    def is_a_promise(self) -> bool:
        """Whether the municipality has said that it will do something."""
        return self.outcome in PROMISES


WORDS = tuple(field.name for field in AnswerWords._meta.local_fields)


class Answer(AnswerWords):
    """What the municipality has answered, signed by a department: public wherever its topic is.

    Written only by `actions.make_public`, so that what is being drafted is nowhere near what the public reads.
    """

    topic = models.OneToOneField(Topic, on_delete=models.PROTECT, related_name="answer")
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    done_on = models.DateField(_("genomfört"), null=True, blank=True)
    done_sentence = models.CharField(_("vad vi gjorde"), max_length=200, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("svar")
        verbose_name_plural = _("svar")
        indexes = [models.Index(fields=["-answered_at", "-id"], name="answers_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="answers_known_outcome"),
        ]

    @property
    def waits_to_be_done(self) -> bool:
        return self.is_a_promise and self.done_on is None

    def is_late(self, today: date) -> bool:
        """The same as `is_late`. Whether the promise is still to be kept, its owner knows: see `Subject.owes`."""
        return self.waits_to_be_done and self.next_step_on is not None and self.next_step_on < today
