"""The page behind the one-time link of a mail, and the door at which case systems push their updates.

GET only shows: mail scanners open links. The POST spends the link, and the next one comes with the next mail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from participation.core.words import WordsField
from participation.faults.models import CaseLink, CaseSystem, Dispatch, FaultReport
from participation.faults.states import NEEDS_REASON, can_go

from .email.again import write_again
from .hearing import hear
from .kinds import KINDS
from .protocol import Change
from .tickets import ticket_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from django.http import HttpRequest

CHOSEN = ("in_progress", "planned", "fixed", "not_ours", "closed")


class LinkForm(forms.Form):
    status = forms.ChoiceField(label=lazy("Hur går det?"), widget=forms.RadioSelect)
    words = WordsField(
        label=lazy("Vad har ni gjort, eller varför inte?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=lazy("Kommunen läser det. Nämn ingen vid namn."),
    )

    def __init__(self, *args: Any, report: FaultReport, shown: Collection[str] = (), **kwargs: Any) -> None:
        """`shown`: with which of them the reporter reads the words too."""
        super().__init__(*args, **kwargs)
        self.shown = shown
        if shown:
            self.fields["words"].help_text = _("Kommunen läser det, och ibland den som anmälde. Nämn ingen vid namn.")
        # What is said of a double decides nothing, but staff read it.
        fit = [status for status in CHOSEN if report.duplicate_of_id or can_go(report, status)]
        choices = [(status, FaultReport.Status(status).label) for status in fit]
        self.fields["status"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("status") in NEEDS_REASON and not cleaned.get("words"):
            reads = cleaned["status"] in self.shown
            why = (
                _("Skriv varför, så att den som anmälde förstår.")
                if reads
                else _("Skriv varför, så att kommunen förstår.")
            )
            self.add_error("words", why)
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    rows = CaseLink.objects.select_related(
        "dispatch__system", "dispatch__report__municipality", "dispatch__report__category"
    )
    found = get_object_or_404(rows, token_hash=CaseLink.hashed(token))
    now, report = timezone.now(), found.dispatch.report
    read = found.dispatch.system.mappings.filter(is_on=True, shows_their_words=True)
    form = LinkForm(request.POST or None, report=report, shown=set(read.values_list("theirs", flat=True)))
    state = _state(found, now)
    if state == "open" and request.method == "POST" and form.is_valid():
        state = _spend(found, form)
    said = {
        "report": report,
        "municipality": report.municipality,
        "form": form,
        "state": state,
        "token": token,
        "ticket": ticket_of(found.dispatch) if state == "open" else None,  # what they may read of it, as in the mail
    }
    if state == "elsewhere":
        said["is_far"] = not found.dispatch.system.municipalities.filter(pk=report.municipality_id).exists()
    response = render(request, "faults/case_link.html", said, status=200 if state in ("open", "done") else 410)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def _state(found: CaseLink, now: datetime) -> str:
    if found.dispatch.left_at is not None:  # nothing of the report is theirs to read any more
        return "elsewhere"
    return "open" if found.spent_at is None and found.expires_at > now else "over"


@transaction.atomic
def _spend(found: CaseLink, form: LinkForm) -> str:
    """Of two who press at once, one gets "done"; and neither, where the report went elsewhere meanwhile."""
    now = timezone.now()
    dispatch = (
        Dispatch.objects.select_related("system", "report").select_for_update(of=("self",)).get(pk=found.dispatch_id)
    )
    if dispatch.left_at is not None:
        return "elsewhere"
    if not CaseLink.objects.filter(pk=found.pk, spent_at__isnull=True).update(spent_at=now):
        return "over"
    change = Change(
        f"link-{found.pk}", dispatch.external_id, form.cleaned_data["status"], now, form.cleaned_data["words"]
    )
    hear(dispatch.system, change, now=now)
    report = FaultReport.objects.get(pk=dispatch.report_id)
    if report.is_open:
        write_again(dispatch, found, now=now)
    return "done"


@csrf_exempt
@require_POST
def push(request: HttpRequest, pk: int) -> HttpResponse:
    """An update of a case system, with the key that staff gave it."""
    system = CaseSystem.objects.in_use().filter(pk=pk).first()
    kind = KINDS.get(system.kind) if system else None
    if system is None or not constant_time_compare(request.POST.get("api_key", ""), system.push_key):
        return JsonResponse([{"code": 403, "description": "api_key missing or wrong"}], status=403, safe=False)
    if kind is None or kind.read_push is None or not (changes := kind.read_push(request)):
        words = "update_id and service_request_id are required"
        return JsonResponse([{"code": 400, "description": words}], status=400, safe=False)
    for change in changes:
        hear(system, change, now=timezone.now())
    return JsonResponse([{"update_id": change.update_id} for change in changes], safe=False)
