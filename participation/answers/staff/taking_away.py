"""To take away what should never have been public: a decision document, or the words of an earlier answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participation.core.between import CameBetween

from .. import actions
from ..forms import TakeAwayForm
from ..models import Answer, AnswerFile, EarlierAnswer
from ..permissions import can_delete_for_good, can_take_away
from ..reach import draft_for
from .writing import staff_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from participation.accounts.models import User
    from participation.topics.models import Topic


@dataclass(frozen=True)
class Published:
    """What was published with answers to a topic beside the words of now. `url` is where this person takes it away."""

    what: AnswerFile | EarlierAnswer
    url: str


def published_files(topic: Topic) -> QuerySet[AnswerFile]:
    said = Q(pk__in=Answer.objects.filter(topic=topic).values("file"))
    said |= Q(pk__in=EarlierAnswer.objects.filter(topic=topic).values("file"))
    return AnswerFile.objects.filter(said, topic=topic).order_by("-created_at")


def published_files_for(user: User, topic: Topic) -> list[Published]:
    return [_published(user, topic, file, "take_file_away") for file in published_files(topic)]


def earlier_answers_for(user: User, topic: Topic) -> list[Published]:
    return [_published(user, topic, earlier, "take_answer_away") for earlier in EarlierAnswer.objects.of(topic)]


def _published(user: User, topic: Topic, what: AnswerFile | EarlierAnswer, name: str) -> Published:
    away = what.taken_away_at is not None
    may = not what.is_deleted and (can_delete_for_good(user, topic) if away else can_take_away(user, topic))
    return Published(what, reverse(f"answers_admin:{name}", args=[topic.pk, what.pk]) if may else "")


@require_http_methods(["GET", "HEAD", "POST"])
def take_file_away(request: HttpRequest, topic_pk: int, pk: UUID) -> HttpResponse:
    user = staff_of(request)
    topic = draft_for(user, topic_pk).topic
    file = get_object_or_404(published_files(topic), pk=pk)
    return _taken_away(request, user, topic, file, _("Ta bort ”%(name)s”?") % {"name": file.name})


@require_http_methods(["GET", "HEAD", "POST"])
def take_answer_away(request: HttpRequest, topic_pk: int, pk: int) -> HttpResponse:
    user = staff_of(request)
    topic = draft_for(user, topic_pk).topic
    earlier = get_object_or_404(EarlierAnswer.objects.of(topic), pk=pk)
    return _taken_away(request, user, topic, earlier, _("Ta bort det tidigare svaret?"))


def _taken_away(
    request: HttpRequest, user: User, topic: Topic, what: AnswerFile | EarlierAnswer, heading: str
) -> HttpResponse:
    may_delete, is_away = can_delete_for_good(user, topic), what.taken_away_at is not None
    if not can_take_away(user, topic) or (is_away and not may_delete):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = TakeAwayForm(data, may_delete=may_delete, is_away=is_away)
    if form.is_valid():
        for_good = bool(form.cleaned_data.get("for_good"))
        because = form.cleaned_data.get("because", "")
        try:
            actions.take_away(what=what, by=user, because=because, for_good=for_good, now=timezone.now())
        except CameBetween as came:
            messages.warning(request, str(came))
        else:
            gone, hidden = _("Det är raderat för gott."), _("Det är borttaget. Sidan säger när och varför.")
            messages.success(request, gone if for_good else hidden)
        return redirect("answers_admin:answer", topic.pk)
    context = {"topic": topic, "what": what, "form": form, "heading": heading, "is_away": is_away}
    return render(request, "answers/admin/take_away.html", context)
