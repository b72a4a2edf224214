from __future__ import annotations

from django.urls import path

from . import views

app_name = "moderated"
urlpatterns = [
    path("<str:code>/", views.page, name="page"),
    path("<str:code>/granskning.csv", views.table, name="table"),
    path("<str:code>/granskning.json", views.data, name="data"),
]
