from __future__ import annotations

from django.urls import path

from . import dispatch_views, staff_views

urlpatterns = [
    path("", staff_views.index, name="index"),
    path("nytt/", staff_views.add, name="choose"),
    path("nytt/<slug:kind>/", staff_views.add, name="add"),
    path("inte-skickade/", dispatch_views.dispatches, name="dispatches"),
    path("skickad/<int:pk>/", dispatch_views.dispatch, name="dispatch"),
    path("<int:pk>/", staff_views.system, name="system"),
    path("<int:pk>/andra/", staff_views.edit, name="edit"),
    path("<int:pk>/anslutning/", staff_views.connection, name="connection"),
    path("<int:pk>/lage/", staff_views.mapping, name="add_mapping"),
    path("<int:pk>/lage/<int:mapping_pk>/", staff_views.mapping, name="mapping"),
    path("<int:pk>/kategori/", staff_views.category, name="category"),
]
