from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participation.accounts.permissions import is_administrator, municipalities_of
from participation.topics.models import Topic

from .ideas_link import draft_from_idea
from .models import ServiceProposalPage

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "POST"])
def from_idea(request: HttpRequest, topic_pk: int) -> HttpResponse:
    """An editor makes a draft proposal of a public idea: asked by GET, made by POST, another only when asked for."""
    own = Topic.objects.public().of_kind(Topic.Kind.IDEA)
    if not is_administrator(request.user):
        own = own.filter(municipality__in=municipalities_of(request.user, "editor", "publisher"))
    idea = get_object_or_404(own.select_related("municipality", "about"), pk=topic_pk)
    made = ServiceProposalPage.objects.filter(sources__idea=idea).order_by("pk")
    if request.method == "GET" or (made and "ett_till" not in request.POST):
        return render(request, "eservices/admin/from_idea.html", {"idea": idea, "made": made})
    page = draft_from_idea(idea_topic=idea, by=request.user)  # type: ignore[arg-type]  # the admin lets nobody else in
    messages.success(request, _("Utkastet är gjort. Skriv klart det och skicka det till godkännande."))
    return redirect("wagtailadmin_pages:edit", page.pk)
