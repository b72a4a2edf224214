from __future__ import annotations

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from participation.notifications.querysets import is_following
from participation.notifications.reading import read_here
from participation.topics.models import Topic

from .addresses import crumb, ideas_about_url, improve_url
from .ideas_link import or_kept
from .models import EService
from .shown import pages_of, shown

SHOWN = 100  # of each kind; of ideas the list of all of them shows the rest


@require_safe
def detail(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """One e-service, and what people want to do with it. A gone one stays while somebody's idea is about it."""
    services = EService.objects.visible_to(request.user).select_related("topic", "municipality")
    service: EService = get_object_or_404(services, municipality__code=code, slug=slug)
    concern = Topic.objects.visible_to(request.user).filter(or_kept(service.topic.concerning.values("pk")))
    concern = concern.order_by("-supports", "-published_at", "-pk")
    proposals, ideas = (list(concern.of_kind(kind)[: SHOWN + 1]) for kind in (Topic.Kind.PROPOSAL, Topic.Kind.IDEA))
    if service.is_gone and not (proposals or ideas):
        raise Http404(_("E-tjänsten finns inte längre."))
    pages = pages_of(proposals)
    has_more = len(ideas) > SHOWN
    context = {
        "service": service,
        "municipality": service.municipality,
        "proposals": [shown(topic, pages.get(topic.pk)) for topic in proposals[:SHOWN]],
        "ideas": [shown(topic, None) for topic in ideas[:SHOWN]],
        "number_of_ideas": concern.of_kind(Topic.Kind.IDEA).count() if has_more else len(ideas),
        "all_ideas_url": ideas_about_url(service) if has_more else "",
        "improve_url": improve_url(service),
        "topic": service.topic,
        "is_following": is_following(request.user, service.topic),
        "host": urlsplit(service.url).hostname,
        "crumb": crumb(service.municipality, to_catalogue=True),
    }
    read_here(request, path=service.topic.path)
    return render(request, "eservices/detail.html", context)
