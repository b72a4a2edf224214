from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from participation.topics.models import Topic
from participation.topics.words_elsewhere import name_of

from .figures import judged_openly
from .models import Evaluation

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    """How the municipality judged a topic: means and the summary, never who said what."""
    topics = Topic.objects.visible_to(request.user)
    published = Evaluation.objects.filter(published_at__isnull=False, topic__in=topics)
    evaluation = get_object_or_404(published.select_related("topic__municipality"), topic=pk)
    sheets = list(evaluation.sheets.filter(handed_in_at__isnull=False))
    name = name_of(evaluation.topic)
    context = {
        "municipality": evaluation.topic.municipality,
        "topic": evaluation.topic,
        "name": name,
        "evaluation": evaluation,
        "judged": judged_openly(sheets),
        "number": len(sheets),
        "crumb": [{"title": name.title, "url": evaluation.topic.get_absolute_url()}],
    }
    return render(request, "casework/evaluation.html", context)
