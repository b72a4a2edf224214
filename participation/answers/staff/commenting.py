"""A word about an answer from somebody who does not decide, or not yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import actions
from ..forms import CommentForm, DecisionForm
from ..reach import draft_for
from .sheet import out_of_reach, page
from .writing import staff_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_POST
def comment(request: HttpRequest, topic_pk: int) -> HttpResponse:
    user = staff_of(request)
    try:
        draft = draft_for(user, topic_pk)
    except Http404:
        return out_of_reach(request, user, topic_pk, said=request.POST.get("text", ""))
    form = CommentForm(request.POST, draft=draft, by=user)
    if not form.is_valid():
        return page(request, draft, user, DecisionForm(), comment_form=form)
    written = actions.comment(
        draft=draft,
        by=user,
        text=form.cleaned_data["text"],
        mentioned=list(form.cleaned_data["mentioned"]),
        now=timezone.now(),
    )
    messages.success(request, _("Kommentaren är sparad. Svaret står kvar där det var."))
    return redirect(f"{reverse('answers_admin:answer', args=[topic_pk])}#kommentar-{written.pk}")
