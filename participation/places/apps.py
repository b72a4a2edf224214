from __future__ import annotations

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "participation.places"
    label = "places"
    verbose_name = "Platser"
