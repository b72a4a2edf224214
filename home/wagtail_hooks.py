from __future__ import annotations

from typing import TYPE_CHECKING

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.images.views.chooser import viewset as image_chooser

from .images import AvatarForm
from .staff import (
    answer_way,
    bulk,
    decided,
    files,
    filters,
    first_day,
    hiding,
    notes,
    people,
    place,
    reach,
    reasons,
    refusing,
    reports,
    signals,
    standing,
    taking_down,
    translating,
    translations,
    whole_forms,
)
from .staff.desk import DeskPanel
from .staff.permissions import runs_somewhere

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.admin.ui.components import Component
    from wagtail.log_actions import LogActionRegistry

AvatarSettingsPanel.form_class = AvatarForm
filters.narrow()
decided.narrow()
whole_forms.narrow()
bulk.narrow()
notes.narrow()
refusing.narrow()
reports.narrow()
reach.narrow()
standing.keep()
image_chooser.select_format_view_class = files.OwnFormats
hooks.register("construct_reports_menu", hiding.without_reports)
hooks.register("construct_homepage_summary_items", hiding.without_site_figures)
hooks.register("construct_page_chooser_queryset", hiding.pages_to_choose)
hooks.register("construct_admin_api", files.only_own_files, order=1)  # after Wagtail's own
hooks.register("construct_admin_api", translating.drafts_only, order=1)
hooks.register("after_unpublish_page", taking_down.take_down_too)
hooks.register("after_delete_page", taking_down.say_what_is_left)
hooks.register("before_unpublish_page", reasons.ask)
hooks.register("after_unpublish_page", reasons.keep)
hooks.register("before_serve_document", files.published_or_own)


@hooks.register("insert_global_admin_css")
def desk_css() -> str:
    sheets = [(static(f"portal/css/{name}.css"),) for name in ("desk-brand", "desk")]
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)


@hooks.register("insert_global_admin_js")
def name_rich_text() -> str:
    return format_html('<script type="module" src="{}"></script>', static("portal/js/desk-rich-text.js"))


@hooks.register("construct_homepage_panels")
def desk_first(request: HttpRequest, panels: list[Component]) -> None:
    """Instead of Wagtail's list of what waits for approval, which would say all of it twice."""
    panels[:] = [DeskPanel(), *(panel for panel in panels if not isinstance(panel, WorkflowObjectsToModeratePanel))]


@hooks.register("register_admin_urls")
def urls() -> list[URLResolver | URLPattern]:
    hiding.close_what_leaks()
    pages = [
        path("", place.index, name="index"),
        path("<str:code>/", place.settings, name="settings"),
        path("<str:code>/forvaltningar/", place.departments, name="departments"),
        path("<str:code>/kategorier/", place.categories, name="categories"),
        path("<str:code>/sa-arbetar-vi/", place.how_we_work, name="how_we_work"),
        path("<str:code>/svarens-vag/", answer_way.answer_way, name="answer_way"),
        path("<str:code>/svarens-vag/<int:pk>/", answer_way.step, name="answer_step"),
        path("<str:code>/signaler/", signals.signals, name="signals"),
        path("<str:code>/personal/", people.staff, name="staff"),
        path("<str:code>/personal/ta-bort/", people.remove, name="remove_staff"),
    ]
    translation_pages = [
        path("", translations.index, name="index"),
        path("<int:pk>/<slug:code>/", translations.pair, name="pair"),
    ]
    return [
        path("kommun/", include((pages, "place_admin"))),
        path("oversattningar/", include((translation_pages, "translations"))),
        path("forsta-dagen/", first_day.first_day, name="first_day"),
    ]


class PlaceItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return runs_somewhere(request.user)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return PlaceItem(_("Kommunen"), reverse("place_admin:index"), name="place", icon_name="cog", order=900)


@hooks.register("register_admin_menu_item")
def translations_item() -> MenuItem:
    return translations.TranslationsItem(
        _("Översättningar"), reverse("translations:index"), name="translations", icon_name="globe", order=205
    )


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    people.register_log_actions(actions)
    place.register_log_actions(actions)
    translations.register_log_actions(actions)
    reasons.register_log_actions(actions)
    answer_way.register_log_actions(actions)
    signals.register_log_actions(actions)
