from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from . import views

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "evaluations"
urlpatterns: list[URLPattern] = [path("<int:pk>/", views.shown, name="shown")]
