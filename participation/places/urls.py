from __future__ import annotations

from django.urls import re_path

from . import views

app_name = "places"
urlpatterns = [
    re_path(r"^karta/(?P<code>[0-9]{4})\.svg$", views.map_svg, name="map"),
    re_path(r"^tema/(?P<accent>[0-9a-fA-F]{6})\.css$", views.palette, name="palette"),
]
