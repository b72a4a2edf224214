from __future__ import annotations

from typing import Literal

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response

from .models import Attachment

Variant = Literal["full", "thumbnail"]

# A document that is opened by mistake in the browser can do nothing there.
POLICY = "default-src 'none'; sandbox"


def variant_of(request: HttpRequest) -> Variant:
    """As `Attachment.thumbnail_url` writes it."""
    return "thumbnail" if request.GET.get("variant") == "thumbnail" else "full"


def serve(
    request: HttpRequest, attachment: Attachment, *, variant: Variant = "full", public: bool = False
) -> HttpResponseBase:
    """The file, as it may safely be shown. Who may see it is for the caller to have asked.

    `public` lets shared caches keep it, for five minutes only: what is hidden must soon be hidden everywhere.
    """
    tag = f'"{attachment.sha256}{"-t" if variant == "thumbnail" else ""}"'
    response = get_conditional_response(request, etag=tag) or _file(attachment, variant)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "public, max-age=300" if public else "private, no-cache"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    if public:  # readers of feeds and of the open data show it on pages of their own
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _file(attachment: Attachment, variant: Variant) -> FileResponse:
    stored = attachment.thumbnail if variant == "thumbnail" else attachment.file
    if not stored:
        raise Http404
    try:
        content = stored.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    shown = attachment.is_photo and attachment.content_type == "image/jpeg"  # made by us, pixel by pixel
    return FileResponse(
        content, as_attachment=not shown, filename=attachment.name, content_type=attachment.content_type
    )
