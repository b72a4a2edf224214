from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.template.loader import render_to_string
from django.views.decorators.http import conditional_page, require_safe

from .atlas import BadPosition, point_of
from .borders import atlas
from .facts import municipality_facts
from .map_picture import MAP_WIDTHS, MapPicture, map_picture
from .palette import check_accent, stylesheet

YEAR, HOUR = 365 * 24 * 3600, 3600
# An SVG carries its own <style>; nothing else may run or load in it.
SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@require_safe
@conditional_page
def map_svg(request: HttpRequest, code: str) -> HttpResponse:
    """The border of a municipality as a picture. `?bredd=` one of MAP_WIDTHS, `?lon=&lat=` a pin."""
    if code not in municipality_facts():
        return HttpResponseNotFound()
    pin = _pin(request)
    picture = map_picture(atlas(), code, width=width_of(request), pins=[pin] if pin else [])
    response = drawn(picture)
    response.headers["Cache-Control"] = f"{'private' if pin else 'public'}, max-age={HOUR}"
    return response


def drawn(picture: MapPicture) -> HttpResponse:
    """Rendered without the request: the picture is the same for everybody and may lie in a shared cache."""
    response = HttpResponse(render_to_string("places/map.svg", {"picture": picture}), content_type="image/svg+xml")
    response.headers["Content-Security-Policy"] = SVG_POLICY
    return response


@require_safe
def palette(request: HttpRequest, accent: str) -> HttpResponse:
    """The colours of a municipality; the address holds the accent, so it never changes."""
    colour = f"#{accent.lower()}"
    try:
        check_accent(colour)
    except ValidationError:
        return HttpResponseNotFound()
    response = HttpResponse(stylesheet(colour), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def width_of(request: HttpRequest) -> int:
    asked = request.GET.get("bredd", "")
    return next((width for width in MAP_WIDTHS if str(width) == asked), MAP_WIDTHS[0])


def _pin(request: HttpRequest) -> tuple[float, float] | None:
    """A position that is missing or no position gives a map without a pin: a picture cannot explain."""
    try:
        point = point_of(float(request.GET["lon"]), float(request.GET["lat"]))
    except (KeyError, ValueError, BadPosition):
        return None
    return point.x, point.y
