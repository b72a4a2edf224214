from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.db.models.fields.files import FieldFile

from .intake import ReceivedDocument, ReceivedPhoto, Upload, receive_document, receive_photo
from .models import Attachment, HeldUpload

A = TypeVar("A", bound=Attachment)


def store_photo(*, model: type[A], upload: Upload | ReceivedPhoto, alt: str = "", **owner: Any) -> A:
    """`owner` fills the subclass's own fields: `store_photo(model=FaultPhoto, upload=…, alt=…, report=report)`.

    Raises PhotoRefused. A photo that a form has received already is passed as it is, so that it is developed once.
    """
    photo = upload if isinstance(upload, ReceivedPhoto) else receive_photo(upload)
    return _store(
        model(
            kind=Attachment.Kind.PHOTO,
            content_type="image/jpeg",
            alt=alt,
            size=len(photo.jpeg),
            width=photo.width,
            height=photo.height,
            sha256=photo.sha256,
            **owner,
        ),
        owner,
        photo.jpeg,
        photo.thumbnail,
    )


def store_document(*, model: type[A], upload: Upload | ReceivedDocument, alt: str = "", **owner: Any) -> A:
    """Raises DocumentRefused. `alt` is a word on what the document is, shown beside its name."""
    document = upload if isinstance(upload, ReceivedDocument) else receive_document(upload)
    return _store(
        model(
            kind=Attachment.Kind.DOCUMENT,
            content_type=document.content_type,
            name=document.name,
            alt=alt,
            size=len(document.content),
            sha256=document.sha256,
            **owner,
        ),
        owner,
        document.content,
    )


def _store(attachment: A, owner: dict[str, Any], content: bytes, thumbnail: bytes | None = None) -> A:
    try:
        with transaction.atomic():
            attachment.order = _next_order(type(attachment), owner)
            # The name that a person's phone or computer gave a photo is nobody else's business.
            attachment.name = attachment.name or f"foto-{attachment.order}.jpg"
            attachment.file.save("", ContentFile(content), save=False)
            if thumbnail is not None:
                attachment.thumbnail.save("", ContentFile(thumbnail), save=False)
            attachment.save(force_insert=True)
    except BaseException:
        _remove(attachment.file, attachment.thumbnail)
        raise
    return attachment


def _next_order(model: type[Attachment], owner: dict[str, Any]) -> int:
    last = model._default_manager.filter(**owner).aggregate(last=Max("order"))["last"]
    return (last or 0) + 1


@transaction.atomic
def replace_photo(*, attachment: A, photo: ReceivedPhoto, **owner: Any) -> A:
    """Another picture in its place, under another address: whoever kept the old address finds nothing there."""
    new = store_photo(model=type(attachment), upload=photo, alt=attachment.alt, **owner)
    new.order, new.name = attachment.order, attachment.name
    new.save(update_fields=["order", "name"])
    delete(attachment=attachment)
    return new


@transaction.atomic
def delete(*, attachment: Attachment) -> None:
    """The files go when the row is surely gone."""
    files = attachment.file, attachment.thumbnail
    attachment.delete()
    transaction.on_commit(partial(_remove, *files))


@transaction.atomic
def empty(*, attachment: Attachment) -> None:
    """The files go for good, and what they were called. The row stays, to say that something was there."""
    files = attachment.file, attachment.thumbnail
    attachment.file, attachment.thumbnail = "", ""  # type: ignore[assignment]  # Django makes an empty file of it
    attachment.name, attachment.alt, attachment.sha256 = "", "", ""
    attachment.save()
    transaction.on_commit(partial(_remove, *files))


def _remove(*files: FieldFile) -> None:
    for file in files:
        with suppress(FileNotFoundError):
            if file:
                file.storage.delete(str(file.name))


def purge_held(*, now: datetime) -> int:
    """Photos of forms that nobody came back to. Returns how many."""
    stale = list(HeldUpload.objects.stale(now))
    for held in stale:
        delete(attachment=held)
    return len(stale)
