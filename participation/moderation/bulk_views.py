"""Many rows of the queue, one decision, one reason. Each is decided by itself: what somebody else decided stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from participation.topics.words_elsewhere import names_of

from .between import in_words, was_first
from .bulk_forms import MOST, ManyForm
from .carrying_out import carry_out_item
from .errors import NothingToDecide, WordsChanged
from .models import Item
from .rows import rows_of, with_all
from .staff_views import moderator_of
from .wording import difference, same_words

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from participation.accounts.models import User

READ = "ord-"  # and the number of the row: the words that it showed


@require_http_methods(["GET", "HEAD", "POST"])
def decide_many(request: HttpRequest) -> HttpResponse:
    user, now = moderator_of(request), timezone.now()
    if request.method != "POST":
        return redirect("flags:index")
    chosen = [int(pk) for pk in request.POST.getlist("rad")[:MOST] if pk.isdecimal() and len(pk) < 18]
    if not chosen:
        messages.warning(request, _("Kryssa för minst en rad som väntar."))
        return redirect("flags:index")
    form = ManyForm(request.POST)
    if not form.is_valid():
        return again(request, form, waiting(user, chosen), now, status=422)
    done: set[int] = set()
    came: dict[int, NothingToDecide | PermissionDenied] = {}
    for item in waiting(user, chosen):
        read = request.POST.get(f"{READ}{item.pk}")
        what = {"outcome": form.cleaned_data["outcome"], "said": form.said, "words": read}
        try:
            carry_out_item(item=item, moderator=user, now=now, **what)
        except (NothingToDecide, PermissionDenied) as why:
            came[item.pk] = why
        else:
            done.add(item.pk)
    left = [pk for pk in chosen if pk not in done]
    say(request, len(done), len(left), why_not(user, left, came))
    items = waiting(user, left)
    return again(request, form, items, now, status=409) if items or not done else redirect("flags:index")


def waiting(user: User, chosen: list[int]) -> list[Item]:
    mine = Item.objects.decided_by(user).waiting().filter(pk__in=chosen)
    return list(with_all(mine).order_by("turn_at", "id"))


def again(request: HttpRequest, form: ManyForm, items: list[Item], now: datetime, *, status: int) -> HttpResponse:
    """What was not decided, with what was typed, and where the words are other than those that were read."""
    rows = rows_of(items, reader=moderator_of(request), now=now)
    for row in rows:
        read = request.POST.get(f"{READ}{row.item.pk}", row.wording)
        if not same_words(read, row.wording):
            row.changes = difference(read, row.wording)
    return render(request, "moderation/admin/many.html", {"many": form, "rows": rows}, status=status)


def why_not(user: User, left: list[int], came: dict[int, NothingToDecide | PermissionDenied]) -> list[str]:
    """Row by row what stood in the way, and who was first; of rows that are theirs to decide on alone."""
    rows = Item.objects.decided_by(user).filter(pk__in=left).select_related("topic", "decision__decided_by__home")
    items = rows.order_by("turn_at", "id")
    titles = {pk: name.title for pk, name in names_of(item.topic for item in items).items()}
    return [
        _("%(kind)s, ”%(title)s”: %(why)s")
        % {"kind": item.get_kind_display(), "title": titles[item.topic_id], "why": _why(item, came.get(item.pk), user)}
        for item in items
    ]


def _why(item: Item, came: NothingToDecide | PermissionDenied | None, user: User) -> str:
    if item.decision is not None:
        return was_first(item.decision.decided_by, item.decision.get_outcome_display(), user)
    if came is None or not item.is_waiting:
        return _("Den väntar inte längre.")
    return in_words(came, user) if isinstance(came, WordsChanged) else _("Beslutet passar inte det slags text.")


def say(request: HttpRequest, done: int, left: int, why: list[str]) -> None:
    if done:
        what = ngettext("%(n)d beslut är sparat.", "%(n)d beslut är sparade.", done) % {"n": done}
        messages.success(request, _("%(what)s De som berörs får veta det.") % {"what": what})
    if left:
        what = ngettext("%(n)d rad ändrades inte.", "%(n)d rader ändrades inte.", left) % {"n": left}
        messages.warning(request, " ".join([what, *why]))
