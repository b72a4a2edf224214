from __future__ import annotations

from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("installningar/", views.settings, name="settings"),
    path("uppgifter/", views.my_data, name="my_data"),
    path("uppgifter/fil/", views.my_data_file, name="my_data_file"),
    path("kod/", views.send_code, name="send_code"),
    path("avsluta/", views.close, name="close"),
    path("avslutat/", views.closed, name="closed"),
]
