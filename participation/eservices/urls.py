from __future__ import annotations

from django.urls import path

from . import views

app_name = "eservices"

urlpatterns = [
    path("<str:code>/<slug:slug>/", views.detail, name="detail"),
]
