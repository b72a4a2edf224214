from __future__ import annotations

from wagtail import hooks

from .staff import EServiceViewSet


@hooks.register("register_admin_viewset")
def eservices() -> EServiceViewSet:
    return EServiceViewSet()
