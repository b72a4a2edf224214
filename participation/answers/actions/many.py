from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from participation.core.between import CameBetween

from ..canned import FILLED, filled_in
from ..models import AnswerDraft
from ..permissions import can_draft
from ..subjects import can_be_subject, subject_of
from .drafting import UNBEGUN, discard, save_draft, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from participation.accounts.models import User
    from participation.topics.models import Topic


@dataclass(frozen=True)
class Made:
    """`seen` is the stamp of the draft, by which it is sent or taken away again; `why_not` where none was made."""

    topic: Topic
    seen: str = ""
    why_not: str = ""


def draft_many(*, topics: Iterable[Topic], by: User, words: Mapping[str, Any], now: datetime) -> list[Made]:
    """A draft for each, filled in with its own title. One that cannot be made stops no other, and changes nothing."""
    return [_drafted(topic, by, words, now) for topic in topics]


def _drafted(topic: Topic, by: User, words: Mapping[str, Any], now: datetime) -> Made:
    if why_not := _why_not(topic, by):
        return Made(topic, why_not=why_not)
    department = words["department"]
    if department is not None and department.municipality_id != topic.municipality_id:
        return Made(topic, why_not=_("Förvaltningen hör till en annan kommun."))
    today = timezone.localdate(now)
    named = {name: filled_in(words[name], topic, department, today=today) for name in FILLED}
    if len(named["sentence"]) > 200 or len(named["next_step"]) > 300:
        return Made(topic, why_not=_("Meningen blir för lång när rubriken fylls i."))
    try:
        draft = save_draft(topic=topic, by=by, words={**words, **named}, seen=UNBEGUN, now=now)
    except CameBetween as came:
        return Made(topic, why_not=str(came))
    return Made(topic, seen=stamp(draft))


def _why_not(topic: Topic, by: User) -> str:
    if not can_be_subject(topic.kind) or not can_draft(by, topic):
        return _("Du kan inte svara på den.")
    if why_not := subject_of(topic).why_not(topic):
        return why_not
    if AnswerDraft.objects.filter(topic=topic).exists():
        return _("Den har redan ett svar eller ett utkast.")
    return ""


def discard_many(*, drafts: Iterable[tuple[AnswerDraft, str]], by: User) -> tuple[int, int]:
    """How many were taken away, and how many somebody has changed or sent meanwhile: those stay."""
    gone = kept = 0
    for draft, seen in drafts:
        try:
            discard(draft=draft, by=by, seen=seen)
            gone += 1
        except CameBetween:
            kept += 1
    return gone, kept
