from __future__ import annotations

from django.urls import path

from . import following, views

app_name = "notifications"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("alla-lasta/", views.all_read, name="all_read"),
    path("alla-lasta/angra/", views.unread_again, name="unread_again"),
    path("foljer/", following.following, name="following"),
    path("foljer/angra/", following.undo, name="undo"),
    path("foljer/<str:code>/", following.place, name="place"),
    path("foljer/sluta/<int:pk>/", following.stop_interest, name="stop_interest"),
    path("folj/<int:pk>/", views.follow, name="follow"),
    path("sluta-folja/<int:pk>/", views.unfollow, name="unfollow"),
    path("mejl/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("<int:pk>/", views.open_news, name="open"),
    path("<int:pk>/last/", views.read, name="read"),
]
