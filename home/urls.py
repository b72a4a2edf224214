from __future__ import annotations

from django.urls import path

from .search_views import search_page

app_name = "home"
urlpatterns = [path("", search_page, name="search")]
