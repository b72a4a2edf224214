"""When an idea is decided, those who reported the faults behind it hear of it, each once for each decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from participation.faults.actions import give_news

from ..models import FaultCluster, Idea
from ..telling import concerned_by, supporters_and_followers
from .clusters import reports_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import Promise

    from participation.topics.models import Topic

Status = Idea.Status

WORDS: dict[str, Promise] = {
    Status.ANSWERED: _("Kommunen har svarat på idén ”{title}”, som bygger på den här felanmälan och andra: {link}"),
    Status.PROPOSAL: _("Idén ”{title}”, som bygger på den här felanmälan och andra, blev ett e-tjänsteförslag: {link}"),
    Status.EXPIRED: _("Idén ”{title}”, som bygger på den här felanmälan och andra, fick för lite stöd: {link}"),
    # Only its author and staff read it from now on.
    Status.REFUSED: _("Kommunen går inte vidare med en idé som byggde på den här felanmälan och andra."),
}


OF_PROPOSAL = _("{said}. E-tjänsteförslaget bygger på den här felanmälan och andra: {link}")


def tell_reporters(idea: Idea, *, now: datetime) -> None:
    """After a step of the locked `idea`; also for ideas that go on in it. Of what a moderator has hidden nothing.

    Who wrote, supports or follows the idea has heard already: the news stand on their report's page, and that is all.
    """
    if idea.status not in WORDS or (idea.status != Status.REFUSED and not idea.topic.is_public):
        return
    clusters = FaultCluster.objects.filter(Q(idea=idea) | Q(idea__merged_into=idea)).exclude(told_of=idea.status)
    for cluster in clusters.select_related("category"):
        words = format_lazy(WORDS[idea.status], title=idea.title, link=settings.BASE_URL + idea.topic.path)
        _tell(cluster, idea.status, words, detail={"idea": idea.reference}, heard=_who_heard(idea), now=now)


def tell_of_proposal(topic: Topic, decision: str, words: str | Promise, *, now: datetime) -> None:
    """Of a published one that was drafted of reports: `decision` is told once until there is another."""
    cluster = FaultCluster.objects.select_related("category").filter(topic=topic).exclude(told_of=decision).first()
    if cluster is not None and topic.is_public:
        words = format_lazy(OF_PROPOSAL, said=words, link=settings.BASE_URL + topic.path)
        people = concerned_by([topic.pk]).filter(is_active=True)
        heard = set(people.values_list("email", flat=True))
        _tell(cluster, decision, words, detail={"proposal": topic.pk}, heard=heard, now=now)


def _tell(
    cluster: FaultCluster,
    decision: str,
    words: str | Promise,
    *,
    detail: dict[str, Any],
    heard: set[str],
    now: datetime,
) -> None:
    give_news(reports=reports_of(cluster).order_by("pk"), words=words, detail=detail, heard=heard, now=now)
    cluster.told_of = decision
    cluster.save(update_fields=["told_of"])


def _who_heard(idea: Idea) -> set[str]:
    """Of a refusal the author alone."""
    author = idea.topic.author
    heard = {author.email} if author is not None else set()
    if idea.status == Status.REFUSED:
        return heard
    return heard | set(supporters_and_followers(idea).values_list("email", flat=True))
