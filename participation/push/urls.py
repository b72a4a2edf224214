from __future__ import annotations

from django.urls import path

from . import views

app_name = "push"
urlpatterns = [
    path("", views.devices, name="devices"),
    path("ny/", views.add, name="add"),
    path("<int:pk>/ta-bort/", views.remove, name="remove"),
]
