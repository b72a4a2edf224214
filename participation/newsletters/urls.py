from __future__ import annotations

from django.urls import path

from . import views

app_name = "newsletters"
urlpatterns = [
    path("bekrafta/<str:token>/", views.confirm, name="confirm"),
    path("sluta/<str:token>/", views.leave, name="leave"),
    path("<str:code>/", views.archive, name="archive"),
    path("<str:code>/<int:pk>/", views.letter, name="letter"),
]
