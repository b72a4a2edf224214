"""Wagtail mails about every workflow, in words of its own and in English. Of answers we tell ourselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from wagtail.admin import signal_handlers as wagtails

from .models import AnswerDraft

if TYPE_CHECKING:
    from collections.abc import Callable

NOTIFIERS = (
    wagtails.task_submission_email_notifier,
    wagtails.workflow_approval_email_notifier,
    wagtails.workflow_rejection_email_notifier,
)


def keep() -> None:
    """Called once, when the apps are ready."""
    for notifier in NOTIFIERS:
        notifier.can_handle = _of_others(notifier.can_handle)


def _of_others(can_handle: Callable[..., bool]) -> Callable[..., bool]:
    def asked(instance: Any, **kwargs: Any) -> bool:
        running = getattr(instance, "workflow_state", instance)
        ours = ContentType.objects.get_for_model(AnswerDraft).pk
        return running.content_type_id != ours and can_handle(instance, **kwargs)

    return asked
