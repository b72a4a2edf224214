"""Why a page was taken down: asked of whoever does it, and kept in its history for colleagues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import LogFormatter, log

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from wagtail.log_actions import LogActionRegistry
    from wagtail.models import Page

BECAUSE, FIELD, LONGEST = "home.taken_down_because", "skal", 300


class Because(LogFormatter):
    label = gettext_lazy("Skäl till avpublicering")

    def format_message(self, log_entry: Any) -> str:
        return _("Skälet till att sidan togs ner: %(reason)s") % {"reason": log_entry.data.get("reason", "")}


def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(BECAUSE)(Because)


def ask(request: HttpRequest, page: Page) -> HttpResponse | None:
    if _reason(request):
        return None
    messages.error(request, _("Skriv varför sidan tas ner. Kolleger ser det i sidans historik."))
    return redirect(request.get_full_path())


def keep(request: HttpRequest, page: Page) -> None:
    log(instance=page, action=BECAUSE, user=request.user, data={"reason": _reason(request)})


def _reason(request: HttpRequest) -> str:
    return " ".join(request.POST.get(FIELD, "").split())[:LONGEST]
