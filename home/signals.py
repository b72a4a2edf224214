"""What Wagtail tells us of its tree."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.admin import signal_handlers as wagtails
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page
from wagtail.signals import (
    copy_for_translation_done,
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from participation.accounts.models import User
from participation.places.pages import MunicipalPage, municipality_of

from . import menus
from .actions.translations import begin
from .findability import keep_topic, keep_topics_below
from .models.findable import FindablePage


def connect() -> None:
    # Wagtail mails those who may approve a page, superusers among them, and then superusers once more.
    wagtails.workflow_submission_email_notifier.can_handle = lambda instance, **kwargs: False
    page_published.connect(_published, dispatch_uid="home_published")
    page_unpublished.connect(_unpublished, dispatch_uid="home_unpublished")
    page_slug_changed.connect(_address_changed, dispatch_uid="home_slug")
    post_page_move.connect(_moved, dispatch_uid="home_moved")
    copy_for_translation_done.connect(_copied, dispatch_uid="home_copied")


def _published(sender: Any, instance: Page, **kwargs: Any) -> None:
    menus.forget()
    if isinstance(instance, FindablePage):
        keep_topic(page=instance)


def _unpublished(sender: Any, instance: Page, **kwargs: Any) -> None:
    """Wagtail says so before a live page is deleted, too."""
    menus.forget()
    if isinstance(instance, FindablePage):
        keep_topic(page=instance, is_leaving=True)


def _address_changed(sender: Any, instance: Page, **kwargs: Any) -> None:
    menus.forget()
    keep_topics_below(page=instance)


def _moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    """The pages of a municipality are those below its front page, whatever they were before."""
    menus.forget()
    parent = instance.get_parent()
    home = municipality_of(parent) if parent is not None else None
    for below in instance.get_descendants(inclusive=True).specific():
        if isinstance(below, MunicipalPage) and home is not None:
            type(below).objects.filter(pk=below.pk).update(municipality=home)
    keep_topics_below(page=instance)


def _copied(sender: Any, source_obj: Any, target_obj: Any, **kwargs: Any) -> None:
    if isinstance(target_obj, Page) and target_obj.alias_of_id is None:
        by = get_active_log_context().user
        begin(swedish=source_obj, page=target_obj, by=by if isinstance(by, User) else None, now=timezone.now())
