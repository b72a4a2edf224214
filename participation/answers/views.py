"""What the public reads of answers, beside the pages of what was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from participation.attachments.responses import serve
from participation.topics.models import Topic

from .models import Answer, AnswerFile, EarlierAnswer
from .reach import drafts_for

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A decision is everybody's with the public answer that it belongs to. Before that, and when it was taken away, it
    is for those who work with it."""
    signed = Answer.objects.filter(file=OuterRef("pk"), topic__in=Topic.objects.public())
    before = EarlierAnswer.objects.filter(
        file=OuterRef("pk"), topic__in=Topic.objects.public(), taken_away_at__isnull=True
    )
    files = AnswerFile.objects.filter(is_deleted=False).annotate(is_said=Exists(signed) | Exists(before))
    found = get_object_or_404(files, pk=pk)
    is_public: bool = found.is_said and found.taken_away_at is None  # type: ignore[attr-defined]  # annotated
    if not is_public and not _works_with(request, found):
        raise Http404
    return serve(request, found, public=is_public)


def _works_with(request: HttpRequest, found: AnswerFile) -> bool:
    return request.user.is_authenticated and drafts_for(request.user).filter(topic=found.topic_id).exists()
