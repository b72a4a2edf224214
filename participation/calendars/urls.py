from __future__ import annotations

from django.urls import path

from . import views

app_name = "calendars"
urlpatterns = [
    path("<str:code>/", views.dates, name="dates"),
    path("<str:code>/samskapa.ics", views.feed, name="feed"),
    path("om/<int:pk>/samskapa.ics", views.topic_feed, name="topic"),
]
