from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import staff_views
from .permissions import can_manage_keys_somewhere

if TYPE_CHECKING:
    from django.http import HttpRequest


@hooks.register("register_admin_urls")
def urls() -> list[URLResolver]:
    views = [
        path("", staff_views.index, name="index"),
        path("ny/", staff_views.new, name="new"),
        path("<int:pk>/byt/", staff_views.rotate, name="rotate"),
        path("<int:pk>/dra-in/", staff_views.end, name="revoke"),
    ]
    return [path("open311/", include((views, "open311_keys")))]


class KeysItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_manage_keys_somewhere(request.user)


@hooks.register("register_settings_menu_item")
def menu_item() -> MenuItem:
    return KeysItem(_("Nycklar till Open311"), reverse("open311_keys:index"), icon_name="key", order=900)
