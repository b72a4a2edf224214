from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from .views import form, report

app_name = "faults"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="faults:new"), name="start"),
    path("ny/", form.new, name="new"),
    path("ny/<str:code>/", form.new, name="new_in"),
    path("mina/", report.mine, name="mine"),
    path("arende/<str:token>/", report.status, name="status"),
    path("arende/<str:token>/kvitto/", report.receipt, name="receipt"),
    path("arende/<str:token>/bild/<uuid:pk>/", report.photo, name="photo"),
    path("arende/<str:token>/tillagg/", report.add, name="add"),
    path("arende/<str:token>/glom/", report.forget, name="forget"),
]
