"""A page in another language is a draft that somebody writes, whichever way it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import PermissionDenied
from wagtail.admin.api.actions.copy_for_translation import CopyForTranslationAPIAction
from wagtail.admin.api.views import PagesAdminAPIViewSet

if TYPE_CHECKING:
    from wagtail.api.v2.router import WagtailAPIRouter
    from wagtail.models import Page


class DraftInAnotherLanguage(CopyForTranslationAPIAction):
    """Wagtail would also make a mirror, which is live at once and asks nobody who may publish."""

    def execute(self, instance: Page, data: dict[str, Any]) -> Any:
        if data["alias"]:
            raise PermissionDenied
        return super().execute(instance, data)


class Pages(PagesAdminAPIViewSet):
    actions: ClassVar[dict[str, type]] = {
        **PagesAdminAPIViewSet.actions,
        "copy_for_translation": DraftInAnotherLanguage,
    }


def drafts_only(router: WagtailAPIRouter) -> None:
    router.register_endpoint("pages", Pages)
