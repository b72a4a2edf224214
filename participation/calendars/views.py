"""Dates of a municipality or of one topic: a page for people, and a calendar that their program subscribes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from participation.places.models import Municipality
from participation.topics.models import Topic
from participation.topics.words_elsewhere import name_of

from .dates import Wanted
from .gathering import gathered
from .writing import written

if TYPE_CHECKING:
    from django.http import HttpRequest

SHOWN = 100


@require_safe
def dates(request: HttpRequest, code: str) -> HttpResponse:
    municipality = get_object_or_404(Municipality, code=code, is_open=True)
    today = timezone.localdate()
    ahead = [entry for entry in gathered(Wanted(municipality, today)) if entry.day >= today]
    context = {"municipality": municipality, "entries": ahead[:SHOWN], "more": len(ahead) > SHOWN}
    return render(request, "calendars/dates.html", context)


@require_safe
def feed(request: HttpRequest, code: str) -> HttpResponse:
    municipality = get_object_or_404(Municipality, code=code, is_open=True)
    name = _("Samskapa %(place)s") % {"place": municipality.name}
    return _calendar(Wanted(municipality, timezone.localdate()), name, f"samskapa-{municipality.slug}")


@require_safe
def topic_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """Of an idea or a proposal, as long as everybody may see it."""
    topics = Topic.objects.public().filter(municipality__is_open=True).select_related("municipality")
    topic = get_object_or_404(topics, pk=pk)
    wanted = Wanted(topic.municipality, timezone.localdate(), topic)
    return _calendar(wanted, name_of(topic).title, f"samskapa-{topic.pk}")


def _calendar(wanted: Wanted, name: str, file: str) -> HttpResponse:
    content = written(gathered(wanted), name=name, language=get_language() or "sv")
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{file}.ics"'
    return response
