from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from . import reaction_views, views

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "discussion"
urlpatterns: list[URLPattern] = [
    path("skriv/<int:topic_pk>/", views.post, name="post"),
    path("<int:pk>/", views.branch, name="branch"),
    path("inlagg/<int:pk>/", views.permalink, name="permalink"),
    path("inlagg/<int:pk>/svara/", views.reply, name="reply"),
    path("inlagg/<int:pk>/andra/", views.edit, name="edit"),
    path("inlagg/<int:pk>/ta-bort/", views.delete, name="delete"),
    path("inlagg/<int:pk>/uppskatta/", reaction_views.appreciate, name="appreciate"),
    path("inlagg/<int:pk>/uppskatta/ta-tillbaka/", reaction_views.unappreciate, name="unappreciate"),
]
