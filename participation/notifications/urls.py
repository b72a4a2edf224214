from __future__ import annotations

from django.urls import path

from . import views

app_name = "notifications"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("alla-lasta/", views.all_read, name="all_read"),
    path("foljer/", views.following, name="following"),
    path("folj/<int:pk>/", views.follow, name="follow"),
    path("sluta-folja/<int:pk>/", views.unfollow, name="unfollow"),
    path("mejl/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("<int:pk>/", views.open_news, name="open"),
    path("<int:pk>/last/", views.read, name="read"),
]
