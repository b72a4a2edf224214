"""Nothing is said in public before the municipality's workflow has approved exactly these words.

Asked by `AnswerDraft.publish`, where a button, an approval and the clock all end, and once more by
`actions.make_public`, which alone writes what the public reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import TaskState, WorkflowState

from .errors import NotApproved
from .ways import workflow_of

if TYPE_CHECKING:
    from wagtail.models import Revision


def check_approved(revision: Revision) -> None:
    """Raises NotApproved."""
    if not is_approved(revision):
        raise NotApproved


def is_approved(revision: Revision) -> bool:
    """Whether a workflow was walked to its end with these words, or the municipality has none and had none.

    A workflow whose steps were all switched off meanwhile ends without anybody having approved: that does not count.
    """
    draft = revision.content_object
    if draft is None:
        return False
    asked = TaskState.objects.filter(revision=revision, workflow_state__in=draft.workflow_states.values("pk"))
    walked = asked.filter(workflow_state__status=WorkflowState.STATUS_APPROVED)
    if walked.filter(status=TaskState.STATUS_APPROVED).exists():
        return True
    on_the_way = asked.exclude(workflow_state__status=WorkflowState.STATUS_CANCELLED)
    return workflow_of(draft.topic.municipality_id) is None and not on_the_way.exists()
