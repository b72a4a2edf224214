from __future__ import annotations

from wagtail import hooks
from wagtail.admin.viewsets.chooser import ChooserViewSet

from .choosers import eservice_chooser, idea_chooser
from .staff import EServiceViewSet


@hooks.register("register_admin_viewset")
def eservices() -> EServiceViewSet:
    return EServiceViewSet()


@hooks.register("register_admin_viewset")
def choosers() -> list[ChooserViewSet]:
    return [idea_chooser, eservice_chooser]
