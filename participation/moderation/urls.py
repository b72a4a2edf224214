from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from . import views

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "moderation"
urlpatterns: list[URLPattern] = [
    path("<int:pk>/", views.flag_topic, name="flag_topic"),
    path("inlagg/<int:pk>/", views.flag_entry, name="flag_entry"),
    path("tack/<int:topic_pk>/", views.thanks, name="thanks"),
]
