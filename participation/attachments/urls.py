from __future__ import annotations

from django.urls import path

from . import views

app_name = "attachments"
urlpatterns = [path("forvarade/<uuid:pk>/", views.held, name="held")]
