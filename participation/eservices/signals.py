"""Wagtail tells that a page was saved, published or taken down; what follows stands in proposals.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from wagtail.models import TaskState
from wagtail.signals import page_published, page_unpublished

from .four_eyes import countersign
from .models import ServiceProposalPage
from .proposals import after_publication, after_unpublication, topic_for

if TYPE_CHECKING:
    from wagtail.models import Revision


@receiver(pre_save, sender=ServiceProposalPage)
def give_topic(instance: ServiceProposalPage, raw: bool = False, **kwargs: Any) -> None:
    """A new proposal gets a topic of its own; a copy too, but a translation keeps the one it was made from."""
    if raw or instance.municipality_id is None:
        return
    taken = (
        instance.topic_id is not None
        and instance._state.adding
        and ServiceProposalPage.objects.filter(topic=instance.topic_id)
        .exclude(translation_key=instance.translation_key)
        .exists()
    )
    if instance.topic_id is None or taken:
        instance.topic = topic_for(instance)


@receiver(post_save, sender=TaskState)
def decided(instance: TaskState, raw: bool = False, **kwargs: Any) -> None:
    """Wagtail's own signal of an approval comes after the page was published."""
    if not raw:
        countersign(instance)


@receiver(page_published, sender=ServiceProposalPage)
def published(instance: ServiceProposalPage, revision: Revision, **kwargs: Any) -> None:
    after_publication(page=instance, by=revision.user)


@receiver(page_unpublished, sender=ServiceProposalPage)
def unpublished(instance: ServiceProposalPage, **kwargs: Any) -> None:
    after_unpublication(page=instance)
