from __future__ import annotations

from django.urls import re_path

from . import views

# A municipality's own server stands under its code or name, the region's without.
PLACE = r"^(?:(?!v2/)(?P<place>[\w-]+)/)?"
FORMAT = r"\.(?P<fmt>xml|json)$"

app_name = "open311"
urlpatterns = [
    re_path(rf"{PLACE}(?:v2/)?discovery{FORMAT}", views.discovery, name="discovery"),
    re_path(rf"{PLACE}v2/services{FORMAT}", views.services, name="services"),
    re_path(rf"{PLACE}v2/services/(?P<code>[\w.-]+){FORMAT}", views.definition, name="definition"),
    re_path(rf"{PLACE}v2/requests{FORMAT}", views.requests, name="requests"),
    re_path(rf"{PLACE}v2/requests/(?P<number>[\w-]+){FORMAT}", views.one, name="request"),
    re_path(rf"{PLACE}v2/tokens/(?P<token>[^/]+){FORMAT}", views.token, name="token"),
    re_path(rf"{PLACE}v2/servicerequestupdates{FORMAT}", views.updates, name="updates"),
]
