from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from . import appeal_views, bulk_views, staff_views

if TYPE_CHECKING:
    from django.urls import URLPattern

urlpatterns: list[URLPattern] = [
    path("", staff_views.index, name="index"),
    path("flera/", bulk_views.decide_many, name="many"),
    path("inlagg/<int:pk>/", staff_views.entry, name="entry"),
    path("amne/<int:pk>/", staff_views.topic, name="topic"),
    path("bild/<int:pk>/<uuid:picture>/", staff_views.picture, name="picture"),
    path("overklagande/<int:pk>/", appeal_views.appeal, name="appeal"),
    path("paus/<int:pk>/hav/", staff_views.lift, name="lift"),
]
