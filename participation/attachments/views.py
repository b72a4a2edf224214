from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from .held import token_hashes
from .models import HeldUpload
from .responses import serve


@require_safe
def held(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Only the session that sent the photo sees it; everyone else learns nothing of it."""
    mine = HeldUpload.objects.of(token_hashes(request.session)).fresh(timezone.now())
    return serve(request, get_object_or_404(mine, pk=pk), variant="thumbnail")
