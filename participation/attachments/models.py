from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .darkroom import THUMBNAIL_SIDE
from .storage import private_storage

HELD_FOR = timedelta(hours=24)


def place_of(instance: Attachment, filename: str) -> str:
    """Nothing of a person in the path: the name they gave the file is only kept in the row."""
    number = instance.pk.hex
    return f"{instance.folder()}/{number[:2]}/{number}{instance.SUFFIXES[instance.content_type]}"


def place_of_thumbnail(instance: Attachment, filename: str) -> str:
    return f"{instance.folder()}/{instance.pk.hex[:2]}/{instance.pk.hex}-t.jpg"


class Attachment(models.Model):
    """A photo or document of something. The subclass adds the foreign key to its owner.

    A subclass with a Meta of its own inherits `Attachment.Meta`, or it loses the constraints.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", _("Foto")
        DOCUMENT = "document", _("Dokument")

    SUFFIXES = {
        "image/jpeg": ".jpg",
        "application/pdf": ".pdf",
        "application/vnd.oasis.opendocument.text": ".odt",
        "application/vnd.oasis.opendocument.spreadsheet": ".ods",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
        "text/plain; charset=utf-8": ".txt",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("slag"), max_length=10, choices=Kind.choices)
    file = models.FileField(_("fil"), storage=private_storage, upload_to=place_of, max_length=200)
    thumbnail = models.FileField(
        _("liten bild"), storage=private_storage, upload_to=place_of_thumbnail, max_length=200, blank=True
    )
    content_type = models.CharField(max_length=100)
    name = models.CharField(_("namn"), max_length=100)
    alt = models.CharField(_("vad bilden visar"), max_length=250, blank=True)
    size = models.PositiveIntegerField(_("storlek i byte"))
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    order = models.PositiveSmallIntegerField(_("ordning"), default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["order", "created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="%(app_label)s_%(class)s_is_not_empty"),
            models.CheckConstraint(
                # A comparison with NULL is unknown, and unknown passes a check: NULL is ruled out by name.
                condition=Q(kind="photo", content_type="image/jpeg", width__gt=0, height__gt=0)
                & Q(width__isnull=False, height__isnull=False)
                & ~Q(thumbnail="")
                | Q(kind="document", width__isnull=True, height__isnull=True, thumbnail=""),
                name="%(app_label)s_%(class)s_is_photo_or_document",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def folder(cls) -> str:
        """Below the private storage."""
        return f"{cls._meta.app_label}/{cls._meta.model_name}"

    def get_absolute_url(self) -> str:
        raise NotImplementedError("The subclass knows the view that checks who may see its files")

    @property
    def thumbnail_url(self) -> str:
        return f"{self.get_absolute_url()}?variant=thumbnail"

    @property
    def thumbnail_width(self) -> int:
        return self._shrunk(self.width)

    @property
    def thumbnail_height(self) -> int:
        return self._shrunk(self.height)

    def _shrunk(self, length: int | None) -> int:
        longest = max(self.width or 1, self.height or 1)
        return max(1, round((length or 1) * min(1, THUMBNAIL_SIDE / longest)))

    @property
    def is_photo(self) -> bool:
        return self.kind == self.Kind.PHOTO

    @property
    def suffix(self) -> str:
        """What people know the type by: "pdf", "docx"."""
        return self.SUFFIXES.get(self.content_type, "").removeprefix(".")


class HeldUploadQuerySet(models.QuerySet["HeldUpload"]):
    def of(self, token_hashes: list[str]) -> HeldUploadQuerySet:
        return self.filter(token_hash__in=token_hashes)

    def fresh(self, now: datetime) -> HeldUploadQuerySet:
        return self.filter(created_at__gt=now - HELD_FOR)

    def stale(self, now: datetime) -> HeldUploadQuerySet:
        return self.filter(created_at__lte=now - HELD_FOR)


class HeldUpload(Attachment):
    """A photo that waits for the rest of its form to be put right. Only the session that sent it holds the token."""

    token_hash = models.CharField(max_length=64, db_index=True, editable=False)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    objects = HeldUploadQuerySet.as_manager()

    class Meta(Attachment.Meta):
        indexes = [models.Index(fields=["created_at"], name="attachments_held_by_age")]
        constraints = [
            *Attachment.Meta.constraints,
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__isnull=False, latitude__isnull=False)
                & Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="attachments_held_position_is_whole",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("attachments:held", args=[self.pk])

    @classmethod
    def folder(cls) -> str:
        return "held"

    @property
    def thumbnail_url(self) -> str:
        return self.get_absolute_url()  # nobody needs it larger before it is sent

    @property
    def position(self) -> tuple[float, float] | None:
        if self.longitude is None or self.latitude is None:
            return None
        return self.longitude, self.latitude
