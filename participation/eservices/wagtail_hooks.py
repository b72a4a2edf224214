from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.viewsets.chooser import ChooserViewSet

from . import proposal_views
from .choosers import eservice_chooser, idea_chooser
from .staff import EServiceViewSet


@hooks.register("register_admin_viewset")
def eservices() -> EServiceViewSet:
    return EServiceViewSet()


@hooks.register("register_admin_viewset")
def choosers() -> list[ChooserViewSet]:
    return [idea_chooser, eservice_chooser]


@hooks.register("register_admin_urls")
def proposal_urls() -> list[URLPattern]:
    return [path("forslag/av-ide/<int:topic_pk>/", proposal_views.from_idea, name="proposal_from_idea")]
