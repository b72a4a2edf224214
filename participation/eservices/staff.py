"""The catalogue in the staff desk: to read, never to write, for those who have a role in the municipality."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import BasePermissionPolicy

from participation.accounts.permissions import is_administrator, municipalities_of

from . import staff_views
from .models import EService
from .permissions import can_import_somewhere, can_list_eservices, can_list_somewhere

if TYPE_CHECKING:
    from participation.accounts.models import User


class ReadOnlyByMunicipality(BasePermissionPolicy):
    """Whoever has a role in a municipality may view its services. Nobody may add, change or delete: an import does."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action == "view" and can_list_somewhere(user)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Model) -> bool:
        return (
            action == "view" and isinstance(instance, EService) and can_list_eservices(user, instance.municipality_id)
        )

    def instances_user_has_any_permission_for(self, user: User, actions: Iterable[str]) -> QuerySet[EService]:
        services = EService.objects.all()
        if "view" not in actions:
            return services.none()
        return services if is_administrator(user) else services.filter(municipality__in=municipalities_of(user))


class EServiceIndex(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[EService]:
        services = self.permission_policy.instances_user_has_permission_for(self.request.user, "view")
        return services.select_related("municipality")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not can_import_somewhere(self.request.user):
            return []
        return [HeaderButton(_("Importera en fil"), url=reverse("eservice:import"), icon_name="upload")]


class EServiceInspect(generic.InspectView):
    page_title = gettext_lazy("Visa")

    def get_object(self, queryset: Any = None) -> EService:
        services = self.permission_policy.instances_user_has_permission_for(self.request.user, "view")
        return get_object_or_404(services, pk=self.pk)

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = super().get_field_display_value(field_name, field)
        return {True: _("Ja"), False: _("Nej")}[value] if isinstance(value, bool) else value


class EServiceViewSet(ModelViewSet):
    model = EService
    icon = "desktop"
    menu_label = gettext_lazy("E-tjänster")
    menu_order = 250
    add_to_admin_menu = True
    add_to_reference_index = False
    inspect_view_enabled = True
    copy_view_enabled = False
    index_view_class = EServiceIndex
    inspect_view_class = EServiceInspect
    permission_policy = ReadOnlyByMunicipality(EService)
    list_display = [
        "name",
        "category",
        "municipality",
        BooleanColumn("is_enabled", label=gettext_lazy("Öppen")),
        "changed_at",
        "gone_at",
    ]
    list_filter = ["is_enabled", "requires_authentication", "payment"]
    search_fields = ["name", "category", "external_id"]
    search_backend_name = None
    form_fields = ["name"]  # asked for by ModelViewSet; no view here has a form
    inspect_view_fields = [
        "name",
        "municipality",
        "category",
        "summary",
        "url",
        "requires_authentication",
        "requires_signing",
        "payment",
        "is_enabled",
        "external_id",
        "version",
        "first_seen_at",
        "changed_at",
        "gone_at",
    ]

    def register_admin_url_finder(self) -> None:
        """No address edits a service: one that led to a route that does not exist would break every chooser."""

    def get_urlpatterns(self) -> list[URLPattern]:
        """Only the routes that read, and the import; the others do not exist."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
            path("import/", staff_views.start_import, name="import"),
            path("import/<int:pk>/", staff_views.show_import, name="import_report"),
        ]
