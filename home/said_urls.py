from __future__ import annotations

from django.urls import path

from . import said_feeds, said_views

app_name = "said"
urlpatterns = [
    path("<str:code>/", said_views.said_and_done, name="page"),
    path("<str:code>/svar.csv", said_views.table, name="table"),
    path("<str:code>/flode/", said_feeds.Answers(), name="feed"),
]
