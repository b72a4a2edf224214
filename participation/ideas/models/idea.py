from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from participation.places.models import Department, Municipality
from participation.topics.models import Topic

from ..querysets import IdeaQuerySet

if TYPE_CHECKING:
    from participation.answers.models import Answer


class Idea(models.Model):
    """A citizen's idea. Its topic carries author, municipality, visibility and counters."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Utkast")
        IN_REVIEW = "in_review", _("Granskas")
        PUBLISHED = "published", _("Publicerad")
        GATHERING = "gathering", _("Samlar stöd")
        TO_BE_ANSWERED = "to_be_answered", _("Hos kommunen")
        ANSWERED = "answered", _("Besvarad")
        PROPOSAL = "proposal", _("Blev ett e-tjänsteförslag")
        WITHDRAWN = "withdrawn", _("Tillbakadragen")
        REFUSED = "refused", _("Inte godkänd")
        EXPIRED = "expired", _("Fick inte tillräckligt med stöd")
        MERGED = "merged", _("Sammanslagen")

    topic = models.OneToOneField(Topic, on_delete=models.PROTECT, related_name="idea")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Address of a draft")
    reference = models.CharField(_("nummer"), max_length=20, unique=True, null=True, blank=True)
    title = models.CharField(_("rubrik"), max_length=120)
    text = models.TextField(_("text"), max_length=8000, blank=True)
    status = models.CharField(_("läge"), max_length=20, choices=Status.choices, default=Status.DRAFT)
    status_since = models.DateTimeField(_("sedan"))
    status_before_withdrawal = models.CharField(max_length=20, blank=True)
    owner = models.ForeignKey(
        Department,
        verbose_name=_("ansvarig förvaltning"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ideas",
    )
    became = models.ForeignKey(
        Topic,
        verbose_name=_("blev"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="came_from_ideas",
        help_text="The e-service proposal that it became part of",
    )
    became_report = models.OneToOneField(
        "faults.FaultReport",
        verbose_name=_("blev felanmälan"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="came_from_idea",
        help_text="It was really a fault",
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("sammanslagen med"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_ideas",
        help_text="Where it is read, supported and discussed now; never an idea that is itself merged",
    )
    threshold = models.PositiveIntegerField(_("stöd som krävs"), default=0, help_text="As promised at publication")
    gathering_until = models.DateTimeField(_("samlar stöd till"), null=True, blank=True)
    answer_due_on = models.DateField(_("svar senast"), null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True, help_text="When somebody first supported these words")
    review_note = models.TextField(_("granskarens ord"), blank=True)
    handed_in = models.JSONField(
        default=dict, blank=True, help_text="Of one that was returned: what staff read, while its author changes it"
    )

    lat = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)])
    lon = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)])
    place = models.CharField(_("plats"), max_length=200, blank=True)

    imported_from = models.CharField(max_length=40, blank=True, help_text="The other site, as people know it")
    imported_id = models.CharField(max_length=64, blank=True)
    imported_author = models.CharField(max_length=80, blank=True)
    imported_to = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The topic's municipality again, for the constraint",
    )
    imported_on = models.DateField(null=True, blank=True, help_text="The day on the other site, where it is known")
    imported_language = models.CharField(max_length=12, blank=True)
    imported_supports = models.PositiveIntegerField(
        null=True, blank=True, help_text="On the other site. No support here: Topic.supports counts rows"
    )
    import_run = models.ForeignKey(
        "ideas.ImportRun", on_delete=models.PROTECT, null=True, blank=True, related_name="ideas"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[Idea]] = IdeaQuerySet.as_manager()

    class Meta:
        verbose_name = _("idé")
        verbose_name_plural = _("idéer")
        constraints = [
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__isnull=False, lon__isnull=False),
                name="ideas_whole_position",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(reference__isnull=False), name="ideas_submitted_has_reference"
            ),
            models.CheckConstraint(
                condition=~Q(status="gathering") | Q(gathering_until__isnull=False), name="ideas_gathering_has_an_end"
            ),
            models.CheckConstraint(
                condition=~Q(status="to_be_answered") | Q(answer_due_on__isnull=False), name="ideas_answer_has_a_date"
            ),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into__isnull=True)),
                name="ideas_merged_leads_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(imported_from="") | Q(imported_to__isnull=False) & ~Q(imported_id=""),
                name="ideas_imported_is_whole",
            ),
            models.UniqueConstraint(
                fields=["imported_to", "imported_from", "imported_id"],
                condition=~Q(imported_from=""),
                name="ideas_imported_once",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "gathering_until"], name="ideas_ending"),
            models.Index(fields=["imported_from", "imported_id"], name="ideas_imported"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        if self.status == self.Status.DRAFT or not self.reference:
            return reverse("ideas:draft", args=[self.key])
        return reverse("ideas:detail", args=[self.reference])

    @property
    def answer(self) -> Answer | None:
        """What is public. Reads the topic's: select `topic__answer` with the idea."""
        return getattr(self.topic, "answer", None)

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_unsent(self) -> bool:
        """Whether it holds words that only its author has read: a draft, or one that was withdrawn as a draft."""
        was_draft = self.status_before_withdrawal == self.Status.DRAFT
        return self.is_draft or (self.status == self.Status.WITHDRAWN and was_draft)

    @property
    def status_word(self) -> str:
        """One that became a report is refused as an idea, but that is not how it ended."""
        if self.became_report_id is not None:
            return gettext("Blev en felanmälan")
        return str(self.Status(self.status).label)

    @property
    def position(self) -> tuple[float, float] | None:
        """(lon, lat), or None."""
        return None if self.lat is None or self.lon is None else (self.lon, self.lat)

    @property
    def author_name(self) -> str:
        """Reads the author and their home: select them with the idea."""
        if self.imported_from:
            return gettext("en invånare på %(site)s") % {"site": self.imported_from}
        author = self.topic.author
        return author.public_name if author else gettext("Invånare")

    @property
    def is_frozen(self) -> bool:
        """For good: also when the one who supported it takes that back, for they may come again. The author's own
        support freezes nothing."""
        return self.frozen_at is not None

    @property
    def owes_what_it_promised(self) -> bool:
        """Whether the promise of its answer is still to be kept here: what became a proposal is promised there."""
        return self.status == self.Status.ANSWERED

    def is_promise_late(self, today: date) -> bool:
        """Reads the answer: select it with the idea."""
        answer = self.answer
        return self.owes_what_it_promised and answer is not None and answer.is_late(today)

    def is_answer_late(self, today: date) -> bool:
        due = self.answer_due_on
        return self.status == self.Status.TO_BE_ANSWERED and due is not None and today > due
