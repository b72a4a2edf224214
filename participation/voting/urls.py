from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from . import views

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "voting"
urlpatterns: list[URLPattern] = [
    path("<int:pk>/", views.support, name="support"),
    path("<int:pk>/emot/", views.object_to, name="object"),
    path("<int:pk>/ta-tillbaka/", views.take_back, name="take_back"),
    path("<int:pk>/skal/", views.reasons, name="reasons"),
]
