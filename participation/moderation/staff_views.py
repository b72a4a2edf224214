"""The moderator's queue, in the Wagtail admin. Every view starts from what this person may decide on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.core.paging import keyset
from participation.core.words import ended
from participation.discussion.models import Comment
from participation.topics.models import Topic
from participation.topics.words_elsewhere import name_of

from . import actions, between
from .bulk_forms import ManyForm
from .carrying_out import about_of, carry_out, choices_for, choices_for_picture, may_pause
from .errors import NothingToDecide
from .forms import DecisionForm
from .history import past_of
from .models import Appeal, Decision, Flag, Item
from .models.decision import About
from .owners import anchored, picture_of, pictures_of
from .permissions import can_decide, can_decide_appeal, can_decide_somewhere
from .places import owner_url
from .rows import as_shown, counts_of, lines_of, numbers_of, rows_of, who_reads, with_all
from .sifting import QueueFilter
from .telling import reasons_of
from .wording import changes_since, same_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse, QueryDict

    from participation.accounts.models import User

PER_PAGE = 30
FROM_PAGE = "sida"  # ?fran=: one came from the public page, and goes back there


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    user, now = moderator_of(request), timezone.now()
    mine = Item.objects.decided_by(user)
    form = QueueFilter(request.GET, user=user)
    numbers = numbers_of(mine, now=now)
    items = as_shown(with_all(form.chosen(mine, now=now))).annotate(**numbers)
    page = keyset(items, order=form.order, after=request.GET.get("efter"), size=PER_PAGE)
    context = {
        "form": form,
        "many": ManyForm(),
        "rows": rows_of(page.items, reader=user, now=now),
        "counts": counts_of(page.items, numbers),
        "is_first": page.is_first,
        "first": form.query(),
        "next": form.query(efter=page.next_cursor) if page.next_cursor else "",
    }
    return render(request, "moderation/admin/index.html", context)


def moderator_of(request: HttpRequest) -> User:
    if not can_decide_somewhere(request.user):
        raise PermissionDenied
    user: Any = request.user  # the admin lets nobody else in
    return user  # type: ignore[no-any-return]


def person_of(request: HttpRequest) -> User:
    """Whoever may decide on what the view has found, and need not decide on anything else."""
    user: Any = request.user  # the admin lets nobody else in
    return user  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Thing:
    """What is decided on, as it stands now: `seen` is what its page shows and its form carries back."""

    topic: Topic
    entry: Comment | None
    picture: UUID | None
    flags: list[Flag]
    item: Item | None
    seen: actions.Seen

    @classmethod
    def of(cls, topic: Topic, entry: Comment | None = None, picture: UUID | None = None) -> Thing:
        said = Flag.objects.on(topic, entry, picture=picture)
        if picture is None:
            said |= Flag.objects.on(topic, entry, about=About.NAME)
        flags = list(said.waiting().order_by("created_at", "pk"))
        item, seen = item_of(topic, entry, picture), actions.seen_now(topic, entry, picture)
        return cls(topic, entry, picture, flags, item, seen)

    @property
    def about(self) -> dict[str, Any]:
        return {"topic": self.topic, "entry": self.entry, "picture": self.picture}

    def form(self, data: QueryDict | None = None, *, typed: QueryDict | None = None) -> DecisionForm | None:
        """With what was `typed` for what is no longer as it was; None where nothing is left to decide."""
        if self.picture is not None:
            choices, can_pause = choices_for_picture(picture_of(self.topic, self.picture), self.flags), False
        else:
            choices, can_pause = choices_for(self.topic, self.entry, self.flags), may_pause(self.topic, self.entry)
        if not choices:
            return None
        initial = typed.dict() if typed else {"rule": self.item.reason if self.item else ""}
        return DecisionForm(data, choices=choices, can_pause=can_pause, initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide on an entry, flagged or not."""
    entries = Comment.objects.select_related(
        "topic__municipality", "topic__author__home", "author__home", "department", "root"
    )

    def find() -> Thing:
        found = get_object_or_404(entries, id=pk)
        if not can_decide(request.user, found.topic, found):
            raise Http404
        return Thing.of(found.topic, found)

    return decide(request, find)


@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    return decide(request, lambda: Thing.of(decidable(request, pk)))


@require_http_methods(["GET", "HEAD", "POST"])
def picture(request: HttpRequest, pk: int, picture: UUID) -> HttpResponse:
    """Decide on one picture of a topic, flagged or not."""

    def find() -> Thing:
        found = decidable(request, pk)
        if picture_of(found, picture) is None and not Flag.objects.on(found, picture=picture).exists():  # type: ignore[attr-defined]
            raise Http404
        return Thing.of(found, picture=picture)

    return decide(request, find)


def decidable(request: HttpRequest, pk: int) -> Topic:
    """What nobody has handed in is no moderator's business. Raises Http404."""
    topics = Topic.objects.visible_to(request.user) | Topic.objects.of_kind(*Topic.ANCHORS)
    found = get_object_or_404(topics.select_related("municipality", "author__home"), pk=pk)
    if not can_decide(request.user, found):
        raise Http404
    return found


def decide(request: HttpRequest, find: Callable[[], Thing]) -> HttpResponse:
    thing, came = find(), None
    form = thing.form(request.POST or None)
    if request.method == "POST":
        try:
            if form is not None and form.is_valid():
                return decided(request, thing, form)
            about = About.PICTURE if thing.picture else about_of(request.POST.get("outcome", ""))
            actions.nothing_came_between(**thing.about, seen=seen_by(request), about=about)
            if form is None:
                raise NothingToDecide
        except NothingToDecide as what:
            thing, came = find(), what
            form = thing.form(typed=request.POST)
    return page(request, thing, form=form, came=came)


def seen_by(request: HttpRequest) -> actions.Seen:
    said = request.POST.get
    return actions.Seen(decision=said("seen", ""), state=said("state"), words=said("words"), name=said("name"))


def decided(request: HttpRequest, thing: Thing, form: DecisionForm) -> HttpResponse:
    carry_out(
        **thing.about,
        outcome=form.cleaned_data["outcome"],
        said=form.said,
        days=form.pause_days,
        seen=seen_by(request),
        moderator=person_of(request),
        now=timezone.now(),
    )
    messages.success(request, _("Beslutet är sparat. De som berörs får veta det."))
    if request.GET.get("fran") == FROM_PAGE:
        return redirect("discussion:permalink", thing.entry.pk) if thing.entry else redirect(owner_page(thing.topic))
    return redirect("flags:index" if can_decide_somewhere(request.user) else owner_url(thing.topic))


def page(
    request: HttpRequest, thing: Thing, *, form: DecisionForm | None, came: NothingToDecide | None = None
) -> HttpResponse:
    user, now = person_of(request), timezone.now()
    topic, entry, picture, item = thing.topic, thing.entry, thing.picture, thing.item
    held = anchored(topic) if entry is None else None
    reader = ""
    if item is not None:
        reader = who_reads(item, user, now)
        actions.begin_reading(item=item, reader=user, now=now)
    decisions = Decision.objects.filter(**thing.about).select_related("topic", "decided_by__home", "pause")
    context = {
        "topic": topic,
        "name": name_of(topic),
        "entry": entry,
        "is_picture": picture is not None,
        "picture": picture_of(topic, picture) if picture else None,
        "item": item,
        "changed": changes_since(topic, item.since) if item is not None and item.kind == Item.Kind.TOPIC else [],
        "flags": said_of(thing),
        "decisions": [
            {
                "decision": one,
                "reasons": list(reasons_of(one)),
                "can_lift": can_lift(one, now),
                "words": "" if same_words(one.words, thing.seen.words or "") else one.words,
            }
            for one in decisions
        ],
        "appeals": appeals_of(thing, user),
        "past": past(topic, entry),
        "pictures": pictures_of(topic) if entry is None and picture is None else [],
        "form": form,
        "seen": thing.seen,
        "typed": request.POST.get("facts", "") if form is None else "",
        "reader": reader,
        "between": between.in_words(came, user) if came else "",
        "changes": between.changes(came),
        "is_late": item is not None and item.is_late(now),
        "owner_url": owner_url(topic),
        "anchored": held,
        "standing": actions.standing_of(topic) if held else "",
        "has_queue": can_decide_somewhere(user),
    }
    return render(request, "moderation/admin/decide.html", context, status=409 if came else 200)


def said_of(thing: Thing) -> list[dict[str, Any]]:
    """The flags, each with the words that it was about where they are no longer those; the same words once."""
    told: set[str] = set()
    said = []
    for flag in thing.flags:
        now = thing.seen.name if flag.about == About.NAME else thing.seen.words
        before = "" if flag.words in told or same_words(flag.words, now or "") else flag.words
        told.add(before)
        said.append({"flag": flag, "words": " ".join(map(ended, lines_of(flag))), "before": before})
    return said


def appeals_of(thing: Thing, user: User) -> list[dict[str, Any]]:
    """Of decisions on it, those that wait: taking one back answers them."""
    on_it = Q(**{f"decision__{name}": value for name, value in thing.about.items()})
    waiting = Appeal.objects.filter(on_it, decided_at__isnull=True).select_related("decision")
    return [{"appeal": row, "is_mine": can_decide_appeal(user, row)} for row in waiting.order_by("created_at", "pk")]


@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a pause before its time. `pk` is the decision that paused."""
    user = moderator_of(request)
    related = Decision.objects.select_related("topic__municipality", "topic__author", "entry__author", "pause__person")
    found = get_object_or_404(related, id=pk, outcome=Decision.Outcome.PAUSED)
    if not can_decide(user, found.topic, found.entry):
        raise Http404
    try:
        actions.lift_pause(decision=found, moderator=user, now=timezone.now())
    except NothingToDecide:
        messages.warning(request, _("Pausen var redan slut."))
    else:
        messages.success(request, _("Pausen är hävd. Den som var pausad får veta det."))
    if found.entry_id:
        return redirect("flags:entry", found.entry_id)
    return redirect("flags:topic", found.topic_id)


def item_of(topic: Topic, entry: Comment | None, picture: UUID | None) -> Item | None:
    waiting = Item.objects.waiting().filter(topic=topic, entry=entry, picture=picture).exclude(kind=Item.Kind.APPEAL)
    return waiting.select_related("read_by").order_by("turn_at", "id").first()


def past(topic: Topic, entry: Comment | None) -> Any:
    writer = entry.author_id if entry is not None else topic.author_id
    if writer is None or anchored(topic) is not None:  # who reported a fault is not known here
        return None
    counts = Decision.objects.counts_of([writer], [topic.municipality_id])
    return past_of(counts.get((writer, topic.municipality_id), {}))


def can_lift(decision: Decision, now: datetime) -> bool:
    return decision.outcome == Decision.Outcome.PAUSED and decision.pause is not None and decision.pause.is_on(now)


def owner_page(topic: Topic) -> str:
    """The page that all can read, or where staff handle it when it is hidden."""
    return topic.get_absolute_url() if topic.is_public else owner_url(topic)
