"""What staff wrote for the municipality: it stays when an account is closed, without their name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.models import TaskState

from .models import Answer, AnswerComment, AnswerDraft, AnswerTaskState

if TYPE_CHECKING:
    from participation.accounts.models import User


def export(person: User) -> dict[str, Any]:
    return {
        "svar": [
            {"om": answer.topic.title, "svar": answer.sentence, "text": answer.text, "när": answer.answered_at}
            for answer in Answer.objects.filter(answered_by=person).select_related("topic").order_by("pk")
        ],
        "utkast": [
            {"om": draft.topic.title, "börjat": draft.begun_at}
            for draft in AnswerDraft.objects.filter(begun_by=person).select_related("topic").order_by("pk")
        ],
        "kommentarer": [
            {"om": said.draft.topic.title, "när": said.written_at, "ord": said.text}
            for said in AnswerComment.objects.filter(author=person).select_related("draft__topic").order_by("pk")
        ],
        "nämnd i kommentarer": [
            {"om": said.draft.topic.title, "när": said.written_at}
            for said in AnswerComment.objects.filter(mentioned=person).select_related("draft__topic").order_by("pk")
        ],
        "godkännanden": [
            {
                "när": state.finished_at,
                "beslut": TaskState(status=state.status).get_status_display(),
                "ord": state.comment,
            }
            for state in AnswerTaskState.objects.filter(finished_by=person).order_by("pk")
        ],
    }
