from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from participation.places.models import Department
from participation.topics.models import Topic

from .answer import AnswerWords, Outcome

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from wagtail.models import Revision, Workflow


class AnswerDraft(WorkflowMixin, DraftStateMixin, PreviewableMixin, RevisionMixin, AnswerWords):
    """An answer while staff write it: Wagtail's revisions, workflow, dates and preview.

    Not a snippet: Wagtail's views of those ask who may for the model, not for the municipality. The views in
    `staff/` do. One row for each topic; another answer is another revision of it.
    """

    topic = models.OneToOneField(Topic, on_delete=models.PROTECT, related_name="answer_draft")
    outcome = models.CharField(_("svar"), max_length=10, choices=Outcome.choices, blank=True)
    sentence = models.CharField(_("svaret i en mening"), max_length=200, blank=True)
    text = models.TextField(_("svaret"), max_length=8000, blank=True)
    next_step = models.CharField(_("vad händer nu"), max_length=300, blank=True)
    department = models.ForeignKey(  # type: ignore[assignment]  # not known while it is begun
        Department, verbose_name=_("förvaltning"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("svar under arbete")
        verbose_name_plural = _("svar under arbete")

    def __str__(self) -> str:
        return self.sentence or str(self.topic_id)

    def get_workflow(self) -> Workflow | None:
        from ..ways import workflow_of

        return workflow_of(self.topic.municipality_id)

    @transaction.atomic
    def publish(self, revision: Revision, *args: Any, now: datetime | None = None, **kwargs: Any) -> None:
        """Whoever asks, and from wherever: the editor, an approval, the clock. Wagtail's own question, the model's
        permission, is not asked: nobody has it. Raises NotApproved and CannotBeAnswered."""
        from ..actions import make_public
        from ..approval import check_approved

        check_approved(revision)
        super().publish(revision, *args, **{**kwargs, "skip_permission_checks": True})
        self.refresh_from_db()
        if self.live and self.live_revision_id == revision.pk:  # otherwise it waits for its day
            make_public(draft=self, revision=revision, now=now or timezone.now())

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """An older revision brings back its words, never another topic."""
        draft: Self = super().with_content_json(content)
        draft.topic_id, draft.begun_at, draft.begun_by_id = self.topic_id, self.begun_at, self.begun_by_id
        return draft

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        from ..previewing import as_the_citizen_sees_it

        return as_the_citizen_sees_it(request, self)
