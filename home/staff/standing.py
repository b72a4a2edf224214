"""A picture or a document that readers see, that somebody approved or is about to approve, stays what it is.

Pages are approved by their words and by the numbers of their pictures: another file under the same number would be seen
by everybody at once, or as soon as a page that was taken down is put up again, and approved by nobody.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex, Revision, TaskState, WorkflowState
from wagtail.models.reference_index import ReferenceGroups

from participation.newsletters.models import Letter
from participation.newsletters.pictures import letters_with

from .files import pages_with

if TYPE_CHECKING:
    from django.db.models import QuerySet

STAYS = _(
    "Den används på en sida, eller har gjort det. Lägg upp den nya filen för sig, och välj den på sidan i stället."
)


def stands(file: Any) -> bool:
    if pages_with(file).live().exists() or letters_with(file).exists():
        return True
    return any(_names(revision, file) for revision in _revisions_that_stand())


def _revisions_that_stand() -> QuerySet[Revision]:
    """What somebody approved, on whatever page; what waits for approval or its day; and the latest words of every page
    that was ever up or sent in, which is what the second person reads."""
    approved = Q(signature__approved_at__isnull=False)
    waits = Q(approved_go_live_at__isnull=False) | Q(task_states__status=TaskState.STATUS_IN_PROGRESS)
    page = {"base_content_type": OuterRef("base_content_type"), "object_id": OuterRef("object_id")}
    was_sent_in = Q(Exists(WorkflowState.objects.filter(**page)), pk__in=Page.objects.values("latest_revision"))
    was_up = Page.objects.filter(Q(live=True) | Q(first_published_at__isnull=False))
    stand = approved | waits | was_sent_in | Q(pk__in=was_up.values("latest_revision"))
    return Revision.page_revisions.filter(stand).distinct()  # type: ignore[no-any-return]


def _names(revision: Revision, file: Any) -> bool:
    if str(file.pk) not in json.dumps(revision.content):  # spares building nearly every page
        return False
    kind = ContentType.objects.get_for_model(file).pk
    named = ReferenceIndex._extract_references_from_object(revision.as_object())
    return any(to_kind == kind and str(number) == str(file.pk) for to_kind, number, *_path in named)


class SameFile(forms.ModelForm):
    """Of a file that stands one may change the name, the keywords and the focal point."""

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if self.instance.pk and "file" in self.changed_data and stands(self.instance):
            raise forms.ValidationError(STAYS)
        return file


def keep() -> None:
    """Wagtail asks before it deletes whether anything protects, and says so: its pages do, from now on."""
    protected = ReferenceGroups.is_protected.func

    def is_protected(self: ReferenceGroups) -> bool:
        return bool(protected(self)) or _shown(self)

    ReferenceGroups.is_protected = property(is_protected)


def _shown(references: ReferenceGroups) -> bool:
    kinds = ContentType.objects.get_for_models(get_image_model(), get_document_model(), Page, Letter)
    page, letter = kinds.pop(Page).pk, kinds.pop(Letter).pk
    files = {kind.pk for kind in kinds.values()}
    pages = [
        int(row.object_id)
        for row in references.qs
        if (row.base_content_type_id == page and row.to_content_type_id in files)
    ]
    letters = [int(row.object_id) for row in references.qs if row.base_content_type_id == letter]
    if Letter.objects.exclude(status=Letter.Status.DRAFT).filter(pk__in=letters).exists():
        return True
    return bool(pages) and Page.objects.live().filter(pk__in=pages).exists()
