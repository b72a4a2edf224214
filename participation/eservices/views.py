from __future__ import annotations

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from participation.topics.models import Topic

from .addresses import crumb, improve_url
from .ideas_link import or_kept
from .models import EService

CONCERNING = 100


@require_safe
def detail(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """One e-service, and what people want to do with it. A gone one stays while somebody's idea is about it."""
    services = EService.objects.visible_to(request.user).select_related("topic", "municipality")
    service: EService = get_object_or_404(services, municipality__code=code, slug=slug)
    concern = Topic.objects.visible_to(request.user).filter(or_kept(service.topic.concerning.values("pk")))
    concerning = list(concern.order_by("-supports", "-published_at", "-pk")[:CONCERNING])
    if service.is_gone and not concerning:
        raise Http404(_("E-tjänsten finns inte längre."))
    context = {
        "service": service,
        "municipality": service.municipality,
        "proposals": of_kind("proposal", concerning),
        "ideas": of_kind("idea", concerning),
        "improve_url": improve_url(service),
        "host": urlsplit(service.url).hostname,
        "crumb": crumb(service.municipality, to_catalogue=True),
    }
    return render(request, "eservices/detail.html", context)


def of_kind(kind: str, topics: list[Topic]) -> list[Topic]:
    return [topic for topic in topics if topic.kind == kind]
