"""Wagtail tells that a page was saved, published or taken down; what follows stands in proposals.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from wagtail.models import Page, Revision, TaskState
from wagtail.signals import page_published, page_unpublished

from .four_eyes import NotApproved, check_publication, countersign, is_approved
from .models import ServiceProposalPage
from .proposals import after_publication, after_unpublication, topic_for

if TYPE_CHECKING:
    from collections.abc import Iterable


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


@receiver(pre_save, sender=ServiceProposalPage)
@receiver(pre_save, sender=Page)
def two_people(instance: Page, raw: bool = False, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
    """Also where the row is stored as a mere page, as Wagtail does when it moves one."""
    if not raw and instance.specific_class is ServiceProposalPage:
        check_publication(instance, update_fields)


@receiver(pre_save, sender=Revision)
def two_people_before_a_date(instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    """Words that wait for their day are approved before they get one."""
    if raw or instance.approved_go_live_at is None or instance.content_type.model_class() is not ServiceProposalPage:
        return
    if not is_approved(instance):
        raise NotApproved


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
