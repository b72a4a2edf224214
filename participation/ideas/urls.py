from __future__ import annotations

from django.urls import path, re_path

from .views import read

app_name = "ideas"
urlpatterns = [
    path("bilaga/<uuid:pk>/", read.attachment, name="attachment"),
    path("utkast/<uuid:key>/", read.draft, name="draft"),
    re_path(r"^(?P<reference>[0-9]{4}-[0-9]{4}-[0-9]{4,8})/$", read.detail, name="detail"),
]
