from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from participation.accounts.pausing import Paused, why_paused
from participation.discussion.models import Comment
from participation.topics.models import Topic
from participation.topics.words_elsewhere import name_of

from . import actions
from .errors import AlreadyFlagged, TooManyFlags
from .forms import FlagForm
from .owners import pictures_of
from .permissions import can_flag_entry, can_flag_topic

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest, HttpResponse

    from .owners import Picture

# What citizens write or take part in. A page of the municipality has an editor, whom its footer names.
FLAGGABLE = (Topic.Kind.IDEA, Topic.Kind.PROPOSAL)
ask_or_do = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Flaggable:
    """What the form is about. `title` and `words` name it to the reader; `made` gives the topic where there is none
    before somebody flags (`topic` is not stored then); `thanks` is where one is led."""

    topic: Topic
    entry: Comment | None = None
    title: str = ""
    language: str = settings.LANGUAGE_CODE  # of the title
    words: str = ""
    pictures: Sequence[Picture] = ()
    why_not: str = ""
    made: Callable[[], Topic] | None = None
    thanks: str = ""

    @property
    def has_name(self) -> bool:
        """Whether its writer stands there under a name of their own, which may be what is wrong."""
        if self.made is not None:
            return False
        writer = self.entry.author if self.entry is not None else self.topic.author
        return writer is not None and bool(writer.display_name)


@ask_or_do
def flag_topic(request: HttpRequest, pk: int) -> HttpResponse:
    topic = visible_topic(request, pk)
    if topic.kind not in FLAGGABLE:
        raise Http404
    shown = [picture for picture in pictures_of(topic) if not picture.is_hidden]
    _may, why_not = can_flag_topic(request.user, topic)
    name = name_of(topic)
    thing = Flaggable(topic, title=name.title, language=name.language, pictures=shown, why_not=why_not)
    return take_flag(request, thing)


@ask_or_do
def flag_entry(request: HttpRequest, pk: int) -> HttpResponse:
    entries = Comment.objects.visible_to(request.user)
    entry = get_object_or_404(entries.select_related("topic__municipality", "author__home", "department"), id=pk)
    _may, why_not = can_flag_entry(request.user, entry)
    return take_flag(request, Flaggable(entry.topic, entry, title=name_of(entry.topic).title, why_not=why_not))


def take_flag(request: HttpRequest, thing: Flaggable) -> HttpResponse:
    """An owner whose things are no topics gives its own."""
    topic = thing.topic
    paused = why_paused(request.user, topic.municipality_id)
    may_type = not thing.why_not and (not paused or request.method == "POST")  # what was typed when it began stays
    what: dict[str, Any] = {"has_name": thing.has_name, "pictures": thing.pictures}
    form = FlagForm(request.POST or None, **what) if may_type else None
    if form is not None and request.method == "POST" and form.is_valid() and flagged(request, thing, form):
        return redirect(thing.thanks or reverse("moderation:thanks", args=[topic.pk]))
    context: dict[str, object] = {"topic": topic, "municipality": topic.municipality, "entry": thing.entry}
    context |= {"form": form, "why_not": thing.why_not or paused, "thing": thing}
    context["crumb"] = [{"title": thing.title, "url": topic.get_absolute_url()}]
    return render(request, "moderation/flag.html", context, status=422 if form is not None and form.is_bound else 200)


def flagged(request: HttpRequest, thing: Flaggable, form: FlagForm) -> bool:
    """Whether the person is thanked; a repetition is thanked as well."""
    reporter = request.user if request.user.is_authenticated else None
    topic = thing.made() if thing.made else thing.topic
    try:
        actions.flag(topic=topic, entry=thing.entry, reporter=reporter, now=timezone.now(), **form.said)
    except AlreadyFlagged:
        return True
    except Paused as paused:
        form.add_error(None, str(paused))
        return False
    except TooManyFlags:
        form.add_error(None, _("Du har anmält mycket på kort stund. Vänta en timme. Är det bråttom, ring kommunen."))
        return False
    return True


@require_GET
def thanks(request: HttpRequest, topic_pk: int) -> HttpResponse:
    topic = visible_topic(request, topic_pk)
    context = {"topic": topic, "municipality": topic.municipality}
    return render(request, "moderation/thanks.html", context)


def visible_topic(request: HttpRequest, pk: int) -> Topic:
    return get_object_or_404(Topic.objects.visible_to(request.user).select_related("municipality", "author"), pk=pk)
