"""For which automatic signals what was written waits unseen until a moderator has read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log

from participation.moderation.actions import hold_for
from participation.moderation.models import HeldSignal
from participation.moderation.noticing.kinds import WEIGHTS, Kind

from .place import own_place, who_runs

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from wagtail.log_actions import LogActionRegistry

SIGNALS = "moderation.signals"


def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        SIGNALS,
        gettext_lazy("Ändra vad som hålls kvar för granskning"),
        gettext_lazy("Signaler som håller kvar ändrade"),
    )


class HoldForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Håll kvar för granskning"),
        choices=Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Det du kryssar för syns inte för andra förrän en granskare har läst det, även när ingen annan signal har "
            "märkt något. Den som skrev får veta det direkt och ser sin text."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def signals(request: HttpRequest, code: str) -> HttpResponse:
    municipality = own_place(request, code)
    held = list(HeldSignal.objects.filter(municipality=municipality).values_list("kind", flat=True))
    form = HoldForm(request.POST if request.method == "POST" else None, initial={"kinds": held})
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            added, removed = hold_for(municipality=municipality, kinds=form.cleaned_data["kinds"])
            if added or removed:
                data = {"added": sorted(added), "removed": sorted(removed)}
                log(instance=municipality, action=SIGNALS, user=who_runs(request), data=data)
        messages.success(request, _("Sparat. Det gäller det som skrivs från och med nu."))
        return redirect("place_admin:signals", code=code)
    strong = [Kind(kind).label for kind, weight in WEIGHTS.items() if weight > 1]
    weak = [Kind(kind).label for kind, weight in WEIGHTS.items() if weight == 1]
    context = {"municipality": municipality, "form": form, "strong": strong, "weak": weak}
    return render(request, "home/staff/signals.html", context, status=422 if form.is_bound else 200)
