"""A picture or a document that readers see, or that somebody is about to approve, stays what it is.

Pages are approved by their words and by the numbers of their pictures: another file under the same number would be seen
by everybody at once, and approved by nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex, Revision, TaskState
from wagtail.models.reference_index import ReferenceGroups

from .files import pages_with

if TYPE_CHECKING:
    from collections.abc import Iterator

STAYS = _("Den används på en sida. Lägg upp den nya filen för sig, och välj den på sidan i stället.")


def stands(file: Any) -> bool:
    return pages_with(file).live().exists() or file.pk in _about_to_be_shown(file)


def _about_to_be_shown(file: Any) -> Iterator[int]:
    """Files of that kind which a text names that waits for approval or for its day. Those are few."""
    waits = Q(approved_go_live_at__isnull=False) | Q(task_states__status=TaskState.STATUS_IN_PROGRESS)
    kind = ContentType.objects.get_for_model(file)
    for revision in Revision.page_revisions.filter(waits).distinct():
        for to_kind, number, *_path in ReferenceIndex._extract_references_from_object(revision.as_object()):
            if to_kind == kind.pk:
                yield int(number)


class SameFile(forms.ModelForm):
    """Of a file that stands one may change the name, the keywords and the focal point."""

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if self.instance.pk and "file" in self.changed_data and stands(self.instance):
            raise forms.ValidationError(STAYS)
        return file


class DocumentForm(SameFile, BaseDocumentForm):
    pass


def keep() -> None:
    """Wagtail asks before it deletes whether anything protects, and says so: its pages do, from now on."""
    protected = ReferenceGroups.is_protected.func

    def is_protected(self: ReferenceGroups) -> bool:
        return bool(protected(self)) or _shown(self)

    ReferenceGroups.is_protected = property(is_protected)


def _shown(references: ReferenceGroups) -> bool:
    kinds = ContentType.objects.get_for_models(get_image_model(), get_document_model(), Page)
    page = kinds.pop(Page).pk
    files = {kind.pk for kind in kinds.values()}
    pages = [
        int(row.object_id)
        for row in references.qs
        if (row.base_content_type_id == page and row.to_content_type_id in files)
    ]
    return bool(pages) and Page.objects.live().filter(pk__in=pages).exists()
