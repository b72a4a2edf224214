from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participation.faults.querysets import FaultCategoryQuerySet
from participation.places.models import Department, Municipality


class Priority(models.IntegerChoices):
    LOW = 1, _("Låg")
    NORMAL = 2, _("Vanlig")
    HIGH = 3, _("Hög")
    URGENT = 4, _("Akut")


class Publicity(models.TextChoices):
    """Whether others than the reporter and staff see a report."""

    HIDDEN = "hidden", _("Syns inte för andra")
    WAITING = "waiting", _("Väntar på granskning")
    SHOWN = "shown", _("Syns för alla")


class FaultCategory(models.Model):
    """What kind of fault a municipality takes in, who owns it, and what it promises. Open311 calls it a service."""

    municipality = models.ForeignKey(
        Municipality, verbose_name=_("kommun"), on_delete=models.PROTECT, related_name="fault_categories"
    )
    code = models.SlugField(_("kod"), max_length=60, help_text=_("Används i adresser och av andra system."))
    name = models.CharField(_("namn"), max_length=80)
    name_en = models.CharField(_("namn på engelska"), max_length=80, blank=True)
    group = models.CharField(_("grupp"), max_length=60, blank=True, help_text=_("Till exempel Gata och väg."))
    description = models.CharField(_("förklaring"), max_length=300, blank=True)
    keywords = models.TextField(
        _("ord som tyder på kategorin"), blank=True, help_text=_("Ett ord på varje rad. Böjningar hittas ändå.")
    )
    order = models.PositiveSmallIntegerField(_("ordning"), default=0)
    is_active = models.BooleanField(_("går att välja"), default=True)
    department = models.ForeignKey(
        Department,
        verbose_name=_("förvaltning"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="fault_categories",
    )
    publicity = models.CharField(
        _("vem ser anmälningarna"),
        max_length=7,
        choices=Publicity.choices,
        default=Publicity.WAITING,
        help_text=_("Väntar på granskning: en anmälan syns för alla när kommunen har läst den."),
    )
    priority = models.PositiveSmallIntegerField(
        _("prioritet från början"), choices=Priority.choices, default=Priority.NORMAL
    )
    answer_within = models.PositiveSmallIntegerField(
        _("arbetsdagar till första svar"), default=3, validators=[MaxValueValidator(260)]
    )
    close_within = models.PositiveSmallIntegerField(
        _("arbetsdagar till avslut"), default=20, validators=[MaxValueValidator(520)]
    )

    objects = FaultCategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("felkategori")
        verbose_name_plural = _("felkategorier")
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code"], name="faults_one_category_a_code"),
            models.CheckConstraint(condition=Q(priority__range=(1, 4)), name="faults_category_priority_known"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name

    @property
    def words(self) -> list[str]:
        return [word.strip() for word in self.keywords.splitlines() if word.strip()]


class Question(models.Model):
    """What a category asks besides. Open311 calls it an attribute."""

    class Kind(models.TextChoices):
        """With the datatype of Open311 GeoReport v2; `information` is its `variable=false`."""

        STRING = "string", _("En rad text")
        TEXT = "text", _("Längre text")
        NUMBER = "number", _("Tal")
        DATETIME = "datetime", _("Datum och tid")
        ONE_OF = "singlevaluelist", _("Ett val")
        SOME_OF = "multivaluelist", _("Flera val")
        INFORMATION = "information", _("Bara en upplysning")

    category = models.ForeignKey(FaultCategory, on_delete=models.CASCADE, related_name="questions")
    code = models.SlugField(_("kod"), max_length=60)
    kind = models.CharField(_("slag"), max_length=16, choices=Kind.choices)
    words = models.CharField(_("frågan"), max_length=300)
    words_en = models.CharField(_("frågan på engelska"), max_length=300, blank=True)
    help_text = models.CharField(_("hjälp till svaret"), max_length=200, blank=True)
    is_required = models.BooleanField(_("måste besvaras"), default=False)
    order = models.PositiveSmallIntegerField(_("ordning"), default=1)

    class Meta:
        verbose_name = _("fråga")
        verbose_name_plural = _("frågor")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["category", "code"], name="faults_one_question_a_code"),
            models.CheckConstraint(
                condition=~Q(kind="information", is_required=True), name="faults_information_asks_nothing"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.words_en if self.words_en and get_language() == "en" else self.words

    @property
    def has_choices(self) -> bool:
        return self.kind in (self.Kind.ONE_OF, self.Kind.SOME_OF)


class Choice(models.Model):
    """An answer to choose. One that `stops` says whose fault it is instead ("not ours, call this number")."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices")
    key = models.SlugField(_("kod"), max_length=60)
    name = models.CharField(_("svaret"), max_length=120)
    name_en = models.CharField(_("svaret på engelska"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("ordning"), default=1)
    stops = models.BooleanField(_("anmälan tas inte emot här"), default=False)
    stop_words = models.CharField(
        _("vart den ska i stället"), max_length=300, blank=True, help_text=_("Vem som ansvarar och hur man når dem.")
    )

    class Meta:
        verbose_name = _("svar att välja")
        verbose_name_plural = _("svar att välja")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["question", "key"], name="faults_one_choice_a_key"),
            models.CheckConstraint(condition=Q(stops=False) | ~Q(stop_words=""), name="faults_a_stop_says_why"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name
