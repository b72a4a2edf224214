"""Send one report to a case system of one's own choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from participation.faults.actions import send_to_system
from participation.faults.staff_actions import act, handled_report
from participation.faults.staff_views import staff_of

from .sending_forms import SendingForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, pk: int) -> HttpResponse:
    report = handled_report(request, pk)
    form = SendingForm(request.POST if request.method == "POST" else None, report=report)

    def do() -> None:
        send_to_system(report=report, by=staff_of(request), now=timezone.now(), **form.cleaned_data)

    return act(request, report, form, _("Skicka till ärendesystem"), do)
