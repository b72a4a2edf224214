"""The editors' pictures, at MEDIA_URL. Nothing else below MEDIA_ROOT has an address here.

Documents have a view that asks who may read them, and what is half uploaded belongs to nobody yet. A picture that no
published page shows yet is for the staff who handle it, in whatever size. The portal serves
this itself, so that it needs no web server beside it and every file has its true type and a policy in which nothing
can act; a proxy may keep the answers.
"""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpResponseNotModified
from django.utils._os import safe_join
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from django.views.static import was_modified_since

from home.staff import files
from participation.attachments.responses import POLICY

if TYPE_CHECKING:
    from os import stat_result

    from django.http import HttpRequest, HttpResponseBase

FOLDERS = {"images", "original_images", "avatar_images"}
TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".gif": "image/gif",
}
A_DAY = 24 * 60 * 60


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    content_type = TYPES.get(Path(path).suffix.lower())
    if content_type is None:
        raise Http404
    file, found = _found(path)
    is_public = _is_public(file, request)
    response: HttpResponseBase
    if was_modified_since(request.headers.get("If-Modified-Since"), found.st_mtime):
        response = FileResponse(file.open("rb"), content_type=content_type)
    else:
        response = HttpResponseNotModified()
    response.headers["Last-Modified"] = http_date(found.st_mtime)
    response.headers["Cache-Control"] = f"public, max-age={A_DAY}" if is_public else "private, no-store"
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _is_public(file: Path, request: HttpRequest) -> bool:
    """Raises Http404 for whoever may not see it yet. A file of no picture is no draft's."""
    shown = files.picture_in(file.relative_to(Path(settings.MEDIA_ROOT).absolute()).as_posix())
    if shown is None or files.is_on_a_page(shown):
        return True
    if not files.handles_picture(request.user, shown):
        raise Http404
    return False


def _found(path: str) -> tuple[Path, stat_result]:
    try:
        file = Path(safe_join(settings.MEDIA_ROOT, path))
        if file.relative_to(Path(settings.MEDIA_ROOT).absolute()).parts[0] not in FOLDERS:
            raise Http404
        found = file.stat()
    except (SuspiciousFileOperation, OSError, ValueError, IndexError):
        raise Http404 from None
    if not stat.S_ISREG(found.st_mode):
        raise Http404
    return file, found
