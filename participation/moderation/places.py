"""What the thing behind a topic is called, and where staff handle it. The apps that own it stand above: by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from django.urls import NoReverseMatch, reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from participation.topics.models import Topic
from participation.topics.words_elsewhere import names_of, title_told

from .models.decision import About
from .owners import anchored

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import Promise

    from participation.accounts.models import User

    from .models import Decision


def title_for(topic: Topic, reader: User) -> str | Promise:
    """Of one, as `titles_for`; to be told in the language of whoever reads it."""
    seen = anchored(topic) is not None or Topic.objects.visible_to(reader).filter(pk=topic.pk).exists()
    return title_told(topic) if seen else _without_words(topic)


def titles_for(topics: Iterable[Topic], reader: User) -> dict[int, str | Promise]:
    """By topic: its title, where `reader` may see it. Else what it is and its number: the words may be why it had to
    go. What is anchored is called by its number anyway."""
    found = {topic.pk: topic for topic in topics}
    seen = set(Topic.objects.visible_to(reader).filter(pk__in=found).values_list("pk", flat=True))
    shown = names_of(topic for pk, topic in found.items() if pk in seen or anchored(topic) is not None)
    titles: dict[int, str | Promise] = {pk: name.title for pk, name in shown.items()}
    unseen = Topic.objects.filter(pk__in=found.keys() - titles.keys()).select_related("idea")
    return titles | {topic.pk: _without_words(topic) for topic in unseen}


def what_of(decision: Decision, title: str | Promise) -> str | Promise:
    """What a decision is about, to the one it concerns: not what it stands beside. `title` as of `titles_for`."""
    if decision.about == About.NAME:
        return _("Ditt namn")
    return format_lazy(_("En bild till ”{title}”"), title=title) if decision.picture else title


def _without_words(topic: Topic) -> str | Promise:
    try:
        return format_lazy(_("idé {reference}"), reference=topic.idea.reference)
    except ObjectDoesNotExist:
        return Topic.Kind(topic.kind).label


def words_of_fault(topic: Topic) -> str:
    """What was reported, and where."""
    report = topic.fault_anchor.report
    return f"{report.text} ({report.place})" if report.place else str(report.text)


def owner_url(topic: Topic) -> str:
    """The staff page of an idea, or the public page of anything else."""
    if topic.kind == topic.Kind.IDEA:
        try:
            return reverse("ideas_admin:inspect", args=[topic.idea.pk])
        except (NoReverseMatch, ObjectDoesNotExist):
            pass
    if (held := anchored(topic)) is not None:
        return held.address(topic)
    return topic.get_absolute_url()
