from __future__ import annotations

from django.urls import path

from . import feeds, views

app_name = "eservices"

urlpatterns = [
    path("forslag/<int:pk>/flode/", feeds.NewsOfProposal(), name="feed_of"),
    path("<str:code>/<slug:slug>/", views.detail, name="detail"),
]
