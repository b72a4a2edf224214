"""Write an idea: the words, then where it is and what belongs to it. Two steps, and nothing typed is lost."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from participation.accounts.pausing import why_paused
from participation.core.held import hold, peek_held, take_held

from .. import actions
from ..addresses import crumb
from ..forms import NewIdeaForm, WordsForm
from ..listing import service_asked_for
from ..models import Idea
from ..similar import similar_to
from .door import keeps_words, typed_before
from .finding import open_municipality
from .late import while_a_draft

if TYPE_CHECKING:
    from django.http import HttpRequest

    from participation.accounts.models import User
    from participation.places.models import Municipality

SEEN = "seen"
ELSEWHERE = gettext_lazy(
    "Utkastet har ändrats i ett annat fönster sedan du öppnade sidan. Längre ner står det som är sparat. "
    "Skickar du igen ersätter den här texten det."
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Step one. Open to all; whoever is not signed in goes by way of signing in, with the words kept."""
    municipality = open_municipality(code)
    if request.method == "POST":
        return _first_words(request, municipality, NewIdeaForm(request.POST, municipality=municipality))
    held = peek_held(request) if request.user.is_authenticated else None
    if held is not None:
        return _back_from_the_door(request, municipality, NewIdeaForm(held, municipality=municipality))
    initial = {"about": service_asked_for(municipality, request.GET.get("om", "")), **_refused_words(request)}
    form = NewIdeaForm(municipality=municipality, initial=initial)
    return _words_page(request, municipality, form)


def _first_words(request: HttpRequest, municipality: Municipality, form: WordsForm) -> HttpResponse:
    if not form.is_valid():
        return _words_page(request, municipality, form, status=422)
    if not request.user.is_authenticated:
        hold(request)
        return redirect_to_login(request.path)
    return redirect(_new_draft(request, municipality, form))


def _back_from_the_door(request: HttpRequest, municipality: Municipality, form: WordsForm) -> HttpResponse:
    if not form.is_valid():
        return _words_page(request, municipality, form)
    messages.info(request, _("Det du skrev finns kvar och är sparat som utkast."))
    return redirect(_new_draft(request, municipality, form))


def _new_draft(request: HttpRequest, municipality: Municipality, form: WordsForm) -> Idea:
    author = cast("User", request.user)  # both ways here have asked
    take_held(request)
    return actions.start_draft(author=author, municipality=municipality, now=timezone.now(), **form.cleaned_data)


@never_cache
@keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
@while_a_draft
def words(request: HttpRequest, idea: Idea) -> HttpResponse:
    """Step one again, for a draft that is already there."""
    municipality = idea.topic.municipality
    if request.method != "POST":
        typed = typed_before(request)
        form = WordsForm(typed, municipality=municipality, initial=words_of(idea))
        return _words_page(request, municipality, form, idea=idea, seen=typed.get(SEEN) if typed else None)
    form = WordsForm(request.POST, municipality=municipality)
    if _written_elsewhere(request, idea):
        return _in_another_window(request, idea, form)
    if "auto" in request.POST:
        return _save_while_writing(idea, form)
    if not form.is_valid():
        return _words_page(request, municipality, form, idea=idea, status=422, seen=request.POST.get(SEEN))
    actions.save_draft(idea=idea, now=timezone.now(), **form.cleaned_data)
    return redirect(idea)


def _stamp(idea: Idea) -> str:
    """Of the words that a page of the draft was opened with."""
    return sha256(f"{idea.title}\0{idea.text}".encode()).hexdigest()[:16]


def _written_elsewhere(request: HttpRequest, idea: Idea) -> bool:
    """Whether the draft holds other words than those that this page began with, and others than it sends."""
    there = [idea.title.split(), idea.text.split()]
    sent = [request.POST.get(name, "").split() for name in ("title", "text")]
    return request.POST.get(SEEN, _stamp(idea)) != _stamp(idea) and sent != there


def _in_another_window(request: HttpRequest, idea: Idea, form: WordsForm) -> HttpResponse:
    """Neither is lost: what was typed stands in the form, what is saved below it; to send again is to choose."""
    if "auto" in request.POST:
        return HttpResponse(ELSEWHERE, status=409, content_type="text/plain; charset=utf-8")
    form.add_error(None, ELSEWHERE)
    return _words_page(request, idea.topic.municipality, form, idea=idea, status=409, shows_saved=True)


def _save_while_writing(idea: Idea, form: WordsForm) -> HttpResponse:
    """Each field that can be saved, by itself. 204, or 422 and in words what is not saved."""
    before = words_of(idea)
    form.is_valid()
    idea = actions.save_draft(idea=idea, now=timezone.now(), **form.cleaned_data)
    seen = {"X-Seen": _stamp(idea)}
    missed = [
        f"{form[name].label}: {' '.join(map(str, form.errors[name]))}"
        for name in form.errors
        if form[name].value() or before.get(name)  # what is not written yet is not missed
    ]
    if not missed:
        return HttpResponse(status=204, headers=seen)
    told = _("Det här är inte sparat än. %(what)s") % {"what": " ".join(missed)}
    return HttpResponse(told, status=422, content_type="text/plain; charset=utf-8", headers=seen)


def _words_page(
    request: HttpRequest,
    municipality: Municipality,
    form: WordsForm,
    *,
    idea: Idea | None = None,
    status: int = 200,
    seen: str | None = None,
    shows_saved: bool = False,
) -> HttpResponse:
    typed = f"{form['title'].value() or ''} {form['text'].value() or ''}" if form.is_bound else ""
    context = {
        "municipality": municipality,
        "form": form,
        "idea": idea,
        "seen": (seen or _stamp(idea)) if idea else "",
        "shows_saved": shows_saved,
        "similar": similar_to(typed, municipality=municipality),
        "paused": why_paused(request.user, municipality.pk),
        "crumb": crumb(municipality),
    }
    return render(request, "ideas/words.html", context, status=status)


def words_of(idea: Idea) -> dict[str, Any]:
    topic = idea.topic
    return {"title": idea.title, "text": idea.text, "category": topic.category_id, "about": topic.about_id}


def _refused_words(request: HttpRequest) -> dict[str, str]:
    """`?av=`: a refused idea of one's own, to be written anew."""
    if not request.user.is_authenticated:
        return {}
    refused = Idea.objects.written_by(request.user).filter(status=Idea.Status.REFUSED)  # type: ignore[attr-defined]
    found = refused.filter(reference=request.GET.get("av", "")[:20]).first()
    return {"title": found.title, "text": found.text} if found is not None else {}
