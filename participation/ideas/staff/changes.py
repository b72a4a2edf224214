"""Changes of published ideas that wait for review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from participation.core.between import CameBetween

from .. import actions
from ..models import IdeaVersion
from ..states import TextFrozen
from .acts import may_decide_version
from .deciding import decide_version
from .forms import VersionRefusalForm
from .reach import ideas_for, staff_of
from .sheets import told

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from participation.accounts.models import User


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    user = staff_of(request)
    version = _reached(user, pk)
    try:
        decide_version(
            version=version,
            seen=request.POST.get("seen", ""),
            by=user,
            act=lambda fresh: actions.approve_version(version=fresh, by=user, now=timezone.now()),
        )
    except CameBetween as came:
        return told(request, version.idea_id, str(came))
    except TextFrozen:
        words = _("Någon har hunnit stödja idén, så texten ligger fast. Avvisa ändringen och föreslå ett tillägg.")
        return told(request, version.idea_id, words)
    messages.success(request, _("Ändringen är publicerad. Den som skrev får veta det."))
    return redirect("ideas_admin:inspect", pk=version.idea_id)


@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    user = staff_of(request)
    version = _reached(user, pk)
    form = VersionRefusalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            decide_version(
                version=version,
                seen=request.POST.get("seen", ""),
                by=user,
                act=lambda fresh: actions.refuse_version(version=fresh, by=user, reason=reason, now=timezone.now()),
            )
        except CameBetween as came:
            return told(request, version.idea_id, str(came))
        messages.success(request, _("Ändringen är avvisad. Den som skrev får veta varför."))
        return redirect("ideas_admin:inspect", pk=version.idea_id)
    context = {
        "idea": version.idea,
        "topic": version.idea.topic,
        "version": version,
        "form": form,
        "title": _("Avvisa ändringen"),
        "seen": request.POST.get("seen") or version.stamp,
        "can_send": version.review == IdeaVersion.Review.WAITING,
    }
    return render(request, "ideas/admin/act.html", context)


def _reached(user: User, pk: int) -> IdeaVersion:
    """404 outside the person's reach, PermissionDenied for whoever does not review it."""
    versions = IdeaVersion.objects.select_related("idea__topic__municipality", "idea__topic__author__home")
    version = get_object_or_404(versions, pk=pk, idea__in=ideas_for(user))
    if not may_decide_version(user, version.idea):
        raise PermissionDenied
    return version
