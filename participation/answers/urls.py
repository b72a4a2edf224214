from __future__ import annotations

from django.urls import path

from . import views

app_name = "answers"
urlpatterns = [
    path("fil/<uuid:pk>/", views.file, name="file"),
]
