"""Du sa, vi gjorde: what became of what residents said, in one municipality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from participation.answers.models import Answer
from participation.core.paging import keyset
from participation.core.spreadsheet import csv_response
from participation.places.models import Municipality

from .front import pairs_of
from .said_figures import DONE, OVERDUE, PROMISED, REFUSED, figures_of, which

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from participation.answers.querysets import AnswerQuerySet

PER_PAGE = 20
TABS = (
    ("", gettext_lazy("Alla svar")),
    (DONE, gettext_lazy("Genomfört")),
    (PROMISED, gettext_lazy("Lovat, inte klart än")),
    (OVERDUE, gettext_lazy("Försenade löften")),
    (REFUSED, gettext_lazy("Nej")),
)


@require_safe
def said_and_done(request: HttpRequest, code: str) -> HttpResponse:
    municipality = get_object_or_404(Municipality, code=code, is_open=True)
    tab, today = request.GET.get("visa", ""), timezone.localdate()
    chosen = which(today).get(tab)
    tab = tab if chosen else ""
    answers = _answers(municipality, today).filter(chosen or Q())
    answers = answers.defer("text", "topic__idea__text")
    page = keyset(answers, order=("-answered_at", "-pk"), after=request.GET.get("efter"), size=PER_PAGE)
    context = {
        "municipality": municipality,
        "crumb": [{"title": municipality.name, "url": municipality.path}],
        "figures": figures_of(municipality, today=today),
        "tabs": [{"key": key, "label": label, "is_here": key == tab} for key, label in TABS],
        "tab": tab,
        "pairs": pairs_of(page.items),
        "page": page,
    }
    return render(request, "home/said_and_done.html", context)


@require_safe
def table(request: HttpRequest, code: str) -> HttpResponseBase:
    """The same as open data: nobody's name."""
    municipality = get_object_or_404(Municipality, code=code, is_open=True)
    return csv_response(_rows(municipality), name=f"svar-{municipality.code}.csv")


def _answers(municipality: Municipality, today: date) -> AnswerQuerySet:
    related = ("topic__author__home", "topic__idea", "department")
    return Answer.objects.public_in(municipality).with_overdue(today).select_related(*related)


def _rows(municipality: Municipality) -> Iterator[list[object]]:
    yield [_("Rubrik"), _("Svar"), _("Svaret i en mening"), _("Vad händer nu?"), _("Senast när?"), _("Förvaltning"),
           _("Diarienummer"), _("Besvarad"), _("Genomfört"), _("Vad vi gjorde"), _("Stöd"), _("Adress"),
           _("Försenat löfte")]  # fmt: skip
    answers = _answers(municipality, timezone.localdate()).order_by("-answered_at", "-pk")
    for answer in answers.iterator(chunk_size=500):
        topic = answer.topic
        yield [
            topic.title,
            answer.get_outcome_display(),
            answer.sentence,
            answer.next_step,
            answer.next_step_on or "",
            answer.department.name,
            answer.registry_number,
            timezone.localdate(answer.answered_at),
            answer.done_on or "",
            answer.done_sentence,
            topic.supports,
            f"{settings.BASE_URL}{topic.get_absolute_url()}",
            _("ja") if answer.is_overdue else "",  # type: ignore[attr-defined]  # annotated
        ]
