"""Pictures that a letter shows: everybody may see them once it goes out, and they stay what they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ReferenceIndex

from .models import Letter

if TYPE_CHECKING:
    from django.db.models import QuerySet


def letters_with(file: Any) -> QuerySet[Letter]:
    using = ReferenceIndex.get_references_to(file).filter(base_content_type=ContentType.objects.get_for_model(Letter))
    return Letter.objects.filter(pk__in=[int(number) for number in using.values_list("object_id", flat=True)])


def is_in_a_sent_letter(file: Any) -> bool:
    """A stopped one too: those who got it should not see it lose its pictures."""
    return letters_with(file).filter(started_at__isnull=False).exists()
