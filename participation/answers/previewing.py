"""An answer exactly as a citizen will read it: the public page itself, with words that are not public yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Answer
from .models.answer import WORDS
from .subjects import subject_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from .models import AnswerDraft


def as_the_citizen_sees_it(request: HttpRequest, words: AnswerDraft) -> HttpResponseBase:
    """Drawn for a visitor, whoever asks: staff see no buttons of their own."""
    said = {name: getattr(words, name) for name in WORDS}
    answer = Answer(topic=words.topic, answered_at=words.go_live_at or timezone.now(), **said)
    messages.warning(request, _("Det här är en förhandsvisning. Ingen utanför kommunen ser den."))
    request.user = AnonymousUser()
    response = subject_of(words.topic).page(request, words.topic, answer)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
