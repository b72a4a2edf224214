"""Who works for a municipality: its administrators give and take roles, among accounts that exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from home.actions.roles import ADDED, REMOVED, LastAdministrator, NobodyToAdd, give_role, take_role
from participation.accounts.models import Role, StaffGroup, User

from .forms import NewStaffForm
from .place import own_place, who_runs

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest, HttpResponse
    from wagtail.log_actions import LogActionRegistry

    from participation.places.models import Municipality


def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(ADDED, gettext_lazy("Ge en roll"), gettext_lazy("Någon fick en roll"))
    actions.register_action(REMOVED, gettext_lazy("Ta bort en roll"), gettext_lazy("Någon fick en roll borttagen"))


@require_http_methods(["GET", "HEAD", "POST"])
def staff(request: HttpRequest, code: str) -> HttpResponse:
    municipality = own_place(request, code)
    form = NewStaffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            give_role(municipality=municipality, by=who_runs(request), now=timezone.now(), **form.cleaned_data)
        except NobodyToAdd:
            form.add_error("email", _("Det finns inget konto med den adressen som kan läggas till."))
        else:
            messages.success(request, _("Personen har fått rollen och får veta det."))
            return redirect("place_admin:staff", code=code)
    context = {"municipality": municipality, "form": form, "groups": _groups(municipality)}
    return render(request, "home/staff/staff.html", context)


@require_POST
def remove(request: HttpRequest, code: str) -> HttpResponse:
    municipality = own_place(request, code)
    role, number = request.POST.get("role", ""), request.POST.get("person", "")
    if role not in Role.values or not number.isdecimal() or len(number) > 18:
        raise Http404
    group = StaffGroup.objects.filter(municipality=municipality, role=role)
    person = get_object_or_404(User.objects.filter(is_superuser=False, groups__in=group.values("group")), pk=number)
    try:
        take_role(municipality=municipality, person=person, role=role, by=who_runs(request), now=timezone.now())
    except LastAdministrator:
        messages.error(request, _("Det måste finnas minst en administratör. Lägg till en annan först."))
    else:
        messages.success(request, _("Rollen är borttagen. Personen får veta det."))
    if person.pk == request.user.pk and role == Role.ADMINISTRATOR:
        return redirect("wagtailadmin_home")
    return redirect("place_admin:staff", code=code)


def _groups(municipality: Municipality) -> list[dict[str, Any]]:
    """Colleagues are told apart by the address they sign in with; only those who run the place see it."""
    groups = StaffGroup.objects.filter(municipality=municipality).prefetch_related("group__user_set")
    order = list(Role.values)
    return [
        {
            "role": group.role,
            "label": group.get_role_display(),
            "people": sorted(group.group.user_set.all(), key=lambda user: user.email),
        }
        for group in sorted(groups, key=lambda group: order.index(group.role))
    ]
