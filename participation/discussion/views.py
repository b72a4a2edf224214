from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from participation.accounts.pausing import Paused
from participation.core.held import hold, peek_held, take_held
from participation.notifications.actions import follow
from participation.notifications.by_itself import say_so
from participation.notifications.models import AutomaticFollow
from participation.topics.continuing import visible_or_further
from participation.topics.models import Topic
from participation.topics.words_elsewhere import name_of

from . import actions
from .errors import DiscussionClosed, EntryGone, NotYours, TooFast
from .forms import CommentForm, EditForm
from .models import Comment
from .permissions import can_delete, can_edit, can_post, can_reply
from .telling import read_with_thread
from .thread import address_of, branch_for, held_key

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


def visible_entry(request: HttpRequest, pk: int) -> Comment:
    entries = Comment.objects.visible_to(request.user).as_read_by(request.user)
    entries = entries.select_related("topic__municipality", "author__home", "department", "root")
    return get_object_or_404(entries, id=pk)  # not pk: a number beyond the column is a 404, too


def visible_topic(request: HttpRequest, pk: int) -> Topic:
    return visible_or_further(Topic.objects.select_related("municipality"), request.user, pk)


@read_or_write
def post(request: HttpRequest, topic_pk: int) -> HttpResponse:
    """A new entry. Its form stands on the topic's own page; this page shows it only when something is wrong."""
    topic = visible_topic(request, topic_pk)
    if request.method != "POST":
        return redirect(f"{topic.get_absolute_url()}#trad")
    if not request.user.is_authenticated:
        hold(request, held_key(topic))
        return redirect_to_login(f"{topic.get_absolute_url()}#trad")
    form = CommentForm(request.POST, topic=topic, user=request.user)
    if (entry := written(request, topic, form)) is not None:
        take_held(request, held_key(topic))
        return redirect(address_of(entry))
    return render(request, "discussion/write.html", page_of(topic, form=form), status=422)


@read_or_write
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """An answer, on a page of its own. Somebody who is not signed in may begin; the text is kept."""
    answered = visible_entry(request, pk)
    topic = answered.topic
    allowed, why_not = can_reply(request.user, answered)
    if request.method == "POST" and not request.user.is_authenticated:
        return held_at_the_door(request)
    held = peek_held(request) if request.method != "POST" else None
    label = _("Ditt svar")
    if request.method == "POST":
        form = CommentForm(request.POST, topic=topic, user=request.user, label=label)
        if (entry := written(request, topic, form, answering=answered)) is not None:
            take_held(request)
            return redirect(address_of(entry))
    else:
        initial = {"comment": held.get("comment", "")} if held else {}
        form = CommentForm(topic=topic, user=request.user, label=label, initial=initial)
    may_type = allowed or (not request.user.is_authenticated and answered.is_shown and topic.can_discuss)
    context = page_of(topic, form=form if may_type else None, answered=answered, why_not=why_not, kept=bool(held))
    if not may_type:
        context["words"] = typed(held or request.POST)
    return render(request, "discussion/write.html", context, status=422 if form.is_bound else 200)


def typed(fields: QueryDict) -> list[str]:
    """What there is no form for any more, to be copied."""
    return [words] if (words := fields.get("comment", "").strip()) else []


def _follow(request: HttpRequest, entry: Comment) -> None:
    """Whoever says something hears how it goes on, and is told so; not those who speak for the municipality."""
    person = entry.author
    if person is None or entry.department_id is not None:
        return
    if follow(topic=entry.topic, person=person, deed=AutomaticFollow.Deed.COMMENT):
        say_so(request)


def written(request: HttpRequest, topic: Topic, form: CommentForm, answering: Comment | None = None) -> Comment | None:
    """The stored entry, or None and the reason in the form."""
    allowed, why_not = can_post(request.user, topic)
    if not allowed:
        form.add_error(None, why_not)
    if not form.is_valid():
        return None
    try:
        entry = actions.post(
            topic=topic,
            author=request.user,  # type: ignore[arg-type]  # can_post lets nobody else by
            text=form.cleaned_data["comment"],
            department=form.cleaned_data.get("department"),
            answering=answering,
            now=timezone.now(),
        )
        _follow(request, entry)
        say_whether_held(request, entry)
        return entry
    except DiscussionClosed:
        further = visible_topic(request, topic.pk)
        if further.pk != topic.pk:  # two ideas were merged a moment ago: the thread goes on there
            return written(request, further, form, answering)
        form.add_error(None, _("Samtalet stängdes medan du skrev."))
    except EntryGone:
        form.add_error(None, _("Inlägget som du svarar på togs bort medan du skrev."))
    except Paused as paused:  # since the page was opened
        form.add_error(None, str(paused))
    except TooFast:
        form.add_error(None, _("Du har skrivit många inlägg på kort stund. Vänta några minuter och skicka igen."))
    return None


@read_or_write
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return held_at_the_door(request)
    entry = own_entry(request, pk)
    if not can_edit(request.user, entry, now=timezone.now()):
        held = take_held(request) if request.method != "POST" else None
        if held and typed(held):
            return render(request, "discussion/too_late.html", page_of(entry.topic, text=held["comment"]))
        if request.method != "POST":
            messages.warning(request, _("Det har gått mer än tio minuter. Inlägget går inte längre att ändra."))
            return redirect(address_of(entry))
        return render(request, "discussion/too_late.html", page_of(entry.topic, text=request.POST.get("comment", "")))
    held = peek_held(request)
    form = EditForm(request.POST or None, initial={"comment": held.get("comment", "") if held else entry.comment})
    if request.method == "POST" and form.is_valid():
        take_held(request)
        return edited(request, entry, form.cleaned_data["comment"])
    return render(request, "discussion/edit.html", page_of(entry.topic, form=form, entry=entry, kept=bool(held)))


def edited(request: HttpRequest, entry: Comment, text: str) -> HttpResponse:
    try:
        changed = actions.edit(entry=entry, person=request.user, text=text, now=timezone.now())  # type: ignore[arg-type]
    except NotYours:
        return render(request, "discussion/too_late.html", page_of(entry.topic, text=text))
    if not say_whether_held(request, changed):
        messages.success(request, _("Inlägget är ändrat."))
    return redirect(address_of(entry))


@read_or_write
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    entry = own_entry(request, pk)
    if not can_delete(request.user, entry):
        return redirect(address_of(entry))
    if request.method == "POST":
        actions.delete(entry=entry, person=request.user, now=timezone.now())
        messages.success(request, _("Ditt inlägg är borttaget."))
        return redirect(address_of(entry))
    return render(request, "discussion/delete.html", page_of(entry.topic, entry=entry))


def say_whether_held(request: HttpRequest, entry: Comment) -> bool:
    if not entry.is_held:
        return False
    messages.info(
        request,
        _("Ditt inlägg är sparat. En granskare läser det innan andra ser det. Du får veta när det är gjort."),
    )
    return True


def held_at_the_door(request: HttpRequest) -> HttpResponse:
    """To signing in and back to this page; what was typed waits there."""
    if request.method == "POST":
        hold(request)
    return redirect_to_login(request.path)


def own_entry(request: HttpRequest, pk: int) -> Comment:
    """One's own; that it exists is no secret from others, but its pages are not for them."""
    entry = visible_entry(request, pk)
    if entry.author_id != request.user.pk:
        raise Http404
    return entry


@require_GET
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect(address_of(visible_entry(request, pk)))


@require_GET
def branch(request: HttpRequest, pk: int) -> HttpResponse:
    root = visible_entry(request, pk)
    if root.root_id is not None:
        return redirect(address_of(root))
    drawn = branch_for(request, root)
    read_with_thread(request, drawn["thread"])
    context = page_of(root.topic, root=root, **drawn)
    return render(request, "discussion/branch.html", context)


def page_of(topic: Topic, **more: object) -> dict[str, object]:
    """What every page here has: its frame, and the way back."""
    name = name_of(topic)
    back = [{"title": name.title, "url": topic.get_absolute_url()}]
    return {"topic": topic, "name": name, "municipality": topic.municipality, "crumb": back, **more}
