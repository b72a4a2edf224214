from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from . import mine_views

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "decisions"
urlpatterns: list[URLPattern] = [
    path("", mine_views.index, name="index"),
    path("<int:pk>/", mine_views.decision, name="decision"),
    path("<int:pk>/overklaga/", mine_views.appeal, name="appeal"),
]
