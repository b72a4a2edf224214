"""Black out parts of a photo, by dragging over it or by numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from participation.attachments.intake import PhotoRefused
from participation.faults.actions import mask_photo
from participation.faults.errors import FaultError
from participation.faults.models import FaultPhoto
from participation.faults.staff_views import handled, staff_of

from .mask_forms import area_forms

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

PREVIEW = "visa"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mask(request: HttpRequest, pk: int, photo_pk: UUID) -> HttpResponse:
    photos = FaultPhoto.objects.select_related("report__municipality")
    photo = get_object_or_404(photos, pk=photo_pk, report__in=handled(request).filter(pk=pk))
    areas = area_forms(request.POST or None)
    shown, problem = [], ""
    if request.method == "POST" and areas.is_valid():
        if request.POST.get("gor") == PREVIEW:
            shown = areas.areas
        else:
            try:
                mask_photo(photo=photo, areas=areas.areas, by=staff_of(request), now=timezone.now())
            except (FaultError, PhotoRefused) as refusal:
                problem = str(refusal)
            else:
                messages.success(request, _("Delar av fotot är dolda. Det gamla fotot finns inte kvar."))
                return redirect("fault_reports:report", pk)
    context = {"photo": photo, "report": photo.report, "areas": areas, "shown": shown, "problem": problem}
    return render(request, "faults/desk/mask.html", context)
