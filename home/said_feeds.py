"""What the municipality has answered, for a feed reader."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from participation.answers.models import Answer
from participation.core.feeds import PlainAtom
from participation.core.words import without_unseen
from participation.places.models import Municipality
from participation.topics.words_elsewhere import names_of

if TYPE_CHECKING:
    from django.http import HttpRequest

NEWEST = 30


class Answers(Feed):
    """Among the newest, a promise that is done is an entry of its own: a reader of feeds hears of it, too. So is one
    whose day has passed, however old the answer is."""

    feed_type = PlainAtom

    def get_object(self, request: HttpRequest, code: str) -> Municipality:
        return get_object_or_404(Municipality, code=code, is_open=True)

    def title(self, municipality: Municipality) -> str:
        return _("Du sa, vi gjorde i %(name)s") % {"name": municipality.name}

    def link(self, municipality: Municipality) -> str:
        return reverse("said:page", args=[municipality.code])

    def items(self, municipality: Municipality) -> list[Answer]:
        today = timezone.localdate()
        answers = Answer.objects.public_in(municipality).with_overdue(today).select_related("topic").defer("text")
        newest = answers.order_by("-answered_at", "-pk")[:NEWEST]
        late = answers.overdue(today).order_by("-next_step_on", "-pk")[:NEWEST]
        found = {answer.pk: answer for answer in (*newest, *late)}
        items = sorted(found.values(), key=lambda answer: (self.item_pubdate(answer), answer.pk), reverse=True)[:NEWEST]
        names = names_of(item.topic for item in items)
        for item in items:
            item.topic.title = names[item.topic_id].title  # to be read, never stored
        return items

    def item_title(self, item: Answer) -> str:
        said = _("Löftet är försenat") if _is_late(item) else item.get_outcome_display()
        return without_unseen(f"{item.topic.title}: {said}")

    def item_description(self, item: Answer) -> str:
        if _is_late(item) and item.next_step_on:
            when = _("Skulle ha varit klart %(day)s") % {"day": date_format(item.next_step_on, "j F Y")}
            return without_unseen(f"{when}: {item.next_step}")
        return without_unseen(item.done_sentence or item.sentence)

    def item_link(self, item: Answer) -> str:
        return f"{item.topic.get_absolute_url()}#svar"

    def item_guid(self, item: Answer) -> str:
        became = ":done" if item.done_on else f":late:{item.next_step_on}" if _is_late(item) else ""
        return f"samskapa:answer:{item.pk}:{item.answered_at:%Y%m%d%H%M%S}{became}"

    def item_pubdate(self, item: Answer) -> datetime:
        """Of a late promise the first moment after its day."""
        if _is_late(item) and item.next_step_on:
            return timezone.make_aware(datetime.combine(item.next_step_on + timedelta(days=1), time.min))
        return item.answered_at


def _is_late(item: Answer) -> bool:
    return bool(item.is_overdue)  # type: ignore[attr-defined]  # annotated
