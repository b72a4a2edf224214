from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participation.eservices.querysets import EServiceQuerySet
from participation.places.models import Municipality
from participation.topics.models import Topic


class EService(models.Model):
    """One of the municipality's e-services, as its own platform describes it. Only an import writes here."""

    class Source(models.TextChoices):
        OPEN_EPLATFORM = "open_eplatform", "Open ePlatform"

    topic = models.OneToOneField(Topic, on_delete=models.PROTECT, related_name="eservice")
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("kommun"), on_delete=models.PROTECT, related_name="eservices"
    )
    source = models.CharField(_("källa"), max_length=20, choices=Source.choices, default=Source.OPEN_EPLATFORM)
    external_id = models.CharField(_("id i källan"), max_length=40)
    version = models.CharField(_("version i källan"), max_length=40, blank=True)
    name = models.CharField(_("namn"), max_length=200)
    # The first name, for ever: an address that people have shared goes on working when the name changes.
    slug = models.SlugField(_("adress"), max_length=120)
    sort_name = models.CharField(max_length=400, editable=False)
    summary = models.TextField(_("i korthet"), blank=True)
    description = models.TextField(_("beskrivning"), blank=True, help_text="Safe HTML, see sanitising.clean_html")
    category = models.CharField(_("kategori"), max_length=200, blank=True)
    category_slug = models.SlugField(max_length=120)
    url = models.URLField(_("länk till e-tjänsten"), max_length=500)
    requires_authentication = models.BooleanField(_("kräver e-legitimation"), default=False)
    requires_signing = models.BooleanField(_("kräver underskrift"), default=False)
    payment = models.BooleanField(_("har betalning"), default=False)
    is_enabled = models.BooleanField(_("öppen"), default=True)
    aliases = models.JSONField(_("andra adresser"), default=list, blank=True)
    content_hash = models.CharField(max_length=64, editable=False)
    first_seen_at = models.DateTimeField(_("först sedd"))
    changed_at = models.DateTimeField(_("senast ändrad"))
    gone_at = models.DateTimeField(_("borttagen i källan"), null=True, blank=True)

    objects: ClassVar[models.Manager[EService]] = EServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-tjänst")
        verbose_name_plural = _("e-tjänster")
        ordering = ["sort_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "source", "external_id"], name="eservices_one_row_a_service"
            ),
            models.UniqueConstraint(fields=["municipality", "slug"], name="eservices_one_service_an_address"),
            models.CheckConstraint(
                condition=Q(url__startswith="https://") | Q(url__startswith="http://"),
                name="eservices_link_is_a_web_address",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "category_slug", "sort_name", "id"], name="eservices_by_category"),
            models.Index(fields=["municipality", "sort_name", "id"], name="eservices_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_gone(self) -> bool:
        return self.gone_at is not None

    @property
    def path(self) -> str:
        """The Swedish address, for Topic.path. Reads `municipality`: select it with the service."""
        return f"/e-tjanster/{self.municipality.code}/{self.slug}/"

    def get_absolute_url(self) -> str:
        return reverse("eservices:detail", args=[self.municipality.code, self.slug])
