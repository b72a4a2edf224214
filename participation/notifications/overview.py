"""What this app puts on a person's own page, in the export of their data, and takes away when they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.accounts.overview import Line, Section
from participation.topics.models import Topic
from participation.topics.words_elsewhere import names_of

from .models import Follow, Interest, MailPreference, Notification, OutgoingMail

if TYPE_CHECKING:
    from participation.accounts.models import User

FEW = 5


def news_section(person: User) -> Section:
    unread = Notification.objects.to(person).unread()[:FEW]
    return Section(
        title=_("Nyheter till dig"),
        lines=[Line(title=news.sentence, url=reverse("notifications:open", args=[news.pk])) for news in unread],
        empty=_("Inget nytt just nu."),
        more_label=_("Alla nyheter"),
        more_url=reverse("notifications:inbox"),
    )


def written_section(person: User) -> Section | None:
    """What else the person has written: ideas have a section of their own, with more to say of them."""
    others = Topic.objects.visible_to(person).filter(author=person).exclude(kind=Topic.Kind.IDEA)
    written = others.order_by("-created_at", "-id")[:FEW]
    names = names_of(written)
    lines = [_written(topic, names[topic.pk].title) for topic in written]
    return Section(title=_("Annat du har skrivit"), lines=lines) if lines else None


def _written(topic: Topic, title: str) -> Line:
    shape, word = {
        Topic.Visibility.AUTHOR: ("wait", _("Utkast, bara du ser det")),
        Topic.Visibility.STAFF: ("wait", _("Väntar på granskning")),
    }.get(Topic.Visibility(topic.visibility), ("open", _("Publicerad")))
    return Line(
        title=title or _("Utan rubrik"),
        url=topic.get_absolute_url() if topic.path else "",
        kind=topic.get_kind_display(),
        status_shape=shape,
        status_word=word,
    )


def following_section(person: User) -> Section:
    followed = Topic.objects.visible_to(person).filter(follows__person=person).order_by("-follows__created_at")[:FEW]
    names = names_of(followed)
    lines = [
        Line(title=names[topic.pk].title, url=topic.get_absolute_url(), kind=topic.get_kind_display())
        for topic in followed
    ]
    return Section(
        title=_("Det du följer"),
        lines=lines,
        empty=_("Du följer inget än. Tryck på Följ vid en idé, så berättar vi vad som händer med den."),
        more_label=_("Allt du följer"),
        more_url=reverse("notifications:following"),
    )


def export_news(person: User) -> list[dict[str, Any]]:
    rows = Notification.objects.to(person).order_by("created_at", "id")
    return [
        {"när": row.created_at, "mening": row.sentence, "text": row.body, "läst": row.read_at, "adress": row.path}
        for row in rows
    ]


def export_follows(person: User) -> list[dict[str, Any]]:
    visible = Topic.objects.visible_to(person)
    rows = Follow.objects.filter(person=person, topic__in=visible).select_related("topic").order_by("created_at", "id")
    return [{"sedan": row.created_at, "rubrik": row.topic.title, "adress": row.topic.path} for row in rows]


def export_interests(person: User) -> list[dict[str, Any]]:
    rows = Interest.objects.filter(person=person).select_related("municipality", "category")
    return [
        {
            "sedan": row.created_at,
            "kommun": row.municipality.name,
            "ämne": row.category.name if row.category else "",
            "område": row.frame,
        }
        for row in rows.order_by("created_at", "id")
    ]


def export_wishes(person: User) -> dict[str, str]:
    return dict(MailPreference.objects.filter(person=person).values_list("reason", "cadence"))


def forget(sender: Any, instance: User, **kwargs: Any) -> None:
    """Before a person's row goes, by whatever hand: their follows leave the counters, their mail the outbox."""
    Topic.objects.filter(follows__person=instance, followers__gt=0).update(followers=F("followers") - 1)
    OutgoingMail.objects.filter(to__iexact=instance.email).delete()
