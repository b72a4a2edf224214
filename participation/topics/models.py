from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participation.places.models import Municipality

from .querysets import TopicQuerySet
from .stems import stems
from .words import Words

OTHER_LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES) - {settings.LANGUAGE_CODE}


class Category(models.Model):
    """What an idea is about, in words that the municipality chose."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="categories")
    name = models.CharField(_("namn"), max_length=60)
    name_en = models.CharField(_("namn på engelska"), max_length=60, blank=True)
    slug = models.SlugField(_("adress"), max_length=60)
    order = models.PositiveSmallIntegerField(_("ordning"), default=0)

    class Meta:
        verbose_name = _("kategori")
        verbose_name_plural = _("kategorier")
        ordering = ["order", "name"]
        constraints = [models.UniqueConstraint(fields=["municipality", "slug"], name="topics_one_category_a_slug")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name


class Topic(models.Model):
    """The anchor of all that can be discussed, supported, followed, flagged or found.

    Its owner (an idea, an e-service, a proposal) keeps title, path and visibility true.
    Counters change only by `update(F() + 1)` in the transaction that writes the row they count.
    """

    class Kind(models.TextChoices):
        IDEA = "idea", _("Idé")
        PROPOSAL = "proposal", _("E-tjänsteförslag")
        ESERVICE = "eservice", _("E-tjänst")
        NEWS = "news", _("Nyhet")
        PAGE = "page", _("Sida")
        FAULT = "fault", _("Felanmälan")

    ANCHORS: ClassVar[tuple[str, ...]] = (Kind.FAULT,)  # what is flagged by it has a page and readers of its own

    class Visibility(models.TextChoices):
        AUTHOR = "author", _("Bara den som skrev")
        STAFF = "staff", _("Den som skrev och kommunens granskare")
        PUBLIC = "public", _("Alla")
        NOBODY = "nobody", _("Ingen")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="topics")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=255)
    summary = models.CharField(max_length=300, blank=True)
    path = models.CharField(max_length=255, blank=True, help_text="The Swedish address, without host")
    visibility = models.CharField(max_length=6, choices=Visibility.choices, default=Visibility.AUTHOR)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="topics"
    )
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, blank=True, related_name="topics")
    about = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="concerning")

    supports = models.PositiveIntegerField(default=0)
    objections = models.PositiveIntegerField(default=0)
    comments = models.PositiveIntegerField(default=0)
    followers = models.PositiveIntegerField(default=0)

    can_support = models.BooleanField(default=False)
    can_discuss = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    last_activity_at = models.DateTimeField(null=True, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)

    search_text = models.TextField(blank=True, help_text="What is searched beside title and summary")
    title_stems = models.TextField(blank=True, editable=False)
    stems = models.TextField(blank=True, editable=False)

    objects: ClassVar[models.Manager[Topic]] = TopicQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=["author", "staff", "public", "nobody"]), name="topics_known_visibility"
            ),
            models.CheckConstraint(
                condition=~Q(kind="fault") | Q(visibility="nobody"), name="topics_an_anchor_is_read_by_nobody"
            ),
            models.CheckConstraint(
                condition=~Q(visibility="public") | Q(published_at__isnull=False), name="topics_public_has_a_date"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "kind", "visibility", "-published_at", "-id"], name="topics_newest"),
            models.Index(fields=["municipality", "kind", "visibility", "-supports", "-id"], name="topics_supported"),
            models.Index(fields=["municipality", "visibility", "-last_activity_at", "-id"], name="topics_active"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.title_stems = stems(self.title)
        self.stems = self.stems_of_all
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "title_stems", "stems"}
        with transaction.atomic():
            super().save(*args, **kwargs)
            TopicWords.objects.keep([TopicWords.of(self)])

    @property
    def language(self) -> str:
        """Of the title and the page that it leads to: the portal's own, unless there is only another."""
        first = self.path.removeprefix("/").partition("/")[0]
        return first if first in OTHER_LANGUAGES else settings.LANGUAGE_CODE

    def get_absolute_url(self) -> str:
        if self.language != settings.LANGUAGE_CODE:
            return self.path
        language = get_language()
        prefix = f"/{language}" if language and language != settings.LANGUAGE_CODE else ""
        return f"{prefix}{self.path}"

    @property
    def stems_of_all(self) -> str:
        return stems(f"{self.title} {self.summary} {self.search_text}")

    @property
    def is_public(self) -> bool:
        return self.visibility == self.Visibility.PUBLIC


class TopicWords(Words):
    """What a topic itself says; the entries of its thread have words of their own."""

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, primary_key=True, related_name="words")

    class Meta(Words.Meta):
        pass

    @classmethod
    def of(cls, topic: Topic) -> Self:
        at = topic.published_at or topic.created_at
        return cls(topic=topic, municipality_id=topic.municipality_id, at=at, stems=topic.stems)
