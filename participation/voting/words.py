"""What the buttons say, for each kind of thing one can support. Whole sentences: languages bend words differently."""

from __future__ import annotations

from typing import TypedDict

from django.utils.translation import gettext as _

from participation.topics.models import Topic


class Words(TypedDict):
    support: str
    supported: str
    closed: str
    follows: str


def words_for(topic: Topic) -> Words:
    if topic.kind == Topic.Kind.IDEA:
        return {
            "support": _("Stöd idén"),
            "supported": _("Du stöder idén"),
            "closed": _("Det går inte längre att stödja idén"),
            "follows": _("Du följer idén när du stöder den, och får veta vad som händer. Ditt namn syns inte."),
        }
    return {
        "support": _("Stöd förslaget"),
        "supported": _("Du stöder förslaget"),
        "closed": _("Det går inte längre att stödja förslaget"),
        "follows": _("Du följer förslaget när du stöder det, och får veta vad som händer. Ditt namn syns inte."),
    }
