"""Parts of a photo are hidden for good: a face, a number plate. What they covered is nowhere any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from participation.attachments.actions import replace_photo
from participation.attachments.masking import black_out
from participation.attachments.refusals import PhotoRefused
from participation.faults.errors import PhotoGone
from participation.faults.models import FaultEvent, FaultPhoto
from participation.moderation.actions import replace_picture

from .locking import lock
from .recording import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from participation.accounts.models import User
    from participation.attachments.intake import ReceivedPhoto
    from participation.attachments.masking import Area


def mask_photo(*, photo: FaultPhoto, areas: Sequence[Area], by: User, now: datetime) -> FaultPhoto:
    """The new photo. Raises PhotoRefused, PhotoGone.

    The picture is made before the transaction begins: it takes a second, and others write meanwhile.
    """
    try:
        masked = black_out(photo, areas)
    except PhotoRefused:
        if not FaultPhoto.objects.filter(pk=photo.pk).exists():
            raise PhotoGone from None  # somebody else masked it meanwhile, and its file went
        raise
    return _replace(photo, masked, len(areas), by, now)


@transaction.atomic
def _replace(photo: FaultPhoto, masked: ReceivedPhoto, areas: int, by: User, now: datetime) -> FaultPhoto:
    report = lock(photo.report)
    current = report.photos.filter(pk=photo.pk).first()
    if current is None or current.sha256 != photo.sha256:
        raise PhotoGone
    kept = {"is_answer": current.is_answer, "is_hidden": current.is_hidden}
    new = replace_photo(attachment=current, photo=masked, report=report, **kept)
    replace_picture(old=photo.pk, new=new.pk)
    record(report, FaultEvent.Kind.MASKED, by=by, detail={"photo": new.order, "areas": areas}, now=now)
    return new
