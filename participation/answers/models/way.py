from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState, Workflow

from participation.core.working_days import add_working_days
from participation.places.models import Municipality

if TYPE_CHECKING:
    from wagtail.models import WorkflowState

    from participation.accounts.models import User


class AnswerWay(models.Model):
    """The workflow that the answers of a municipality go through. Without one, a case officer publishes."""

    municipality = models.OneToOneField(
        Municipality, verbose_name=_("kommun"), on_delete=models.PROTECT, related_name="answer_way"
    )
    workflow = models.OneToOneField(
        Workflow, verbose_name=_("arbetsflöde"), on_delete=models.PROTECT, related_name="answer_way"
    )

    class Meta:
        verbose_name = _("svarens väg")
        verbose_name_plural = _("svarens vägar")

    def __str__(self) -> str:
        return str(self.workflow_id)


class AnswerTaskState(TaskState):
    """A step that waits, with its last day. Reminded once, and raised once when it is late or nobody may decide."""

    due_on = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    nobody_told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("steg som väntar")
        verbose_name_plural = _("steg som väntar")


class AnswerTask(AbstractGroupApprovalTask):
    """Approval by a group within so many working days, and never by whoever wrote any of the words.

    What is being decided on is locked: it is sent back and changed, so that all who approve read the same words.
    """

    working_days = models.PositiveSmallIntegerField(
        _("arbetsdagar"), default=5, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )

    task_state_class = AnswerTaskState
    admin_form_fields = [*AbstractGroupApprovalTask.admin_form_fields, "working_days"]

    class Meta:
        verbose_name = _("godkännande av ett svar")
        verbose_name_plural = _("godkännanden av svar")
        constraints = [models.CheckConstraint(condition=Q(working_days__gte=1), name="answers_step_takes_a_day")]

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        state: TaskState = super().start(workflow_state, user=user)
        due = add_working_days(timezone.localdate(state.started_at), self.working_days)
        AnswerTaskState.objects.filter(pk=state.pk).update(due_on=due)
        state.due_on = due
        return state

    def locked_for_user(self, obj: Any, user: User) -> bool:
        return True

    def user_can_access_editor(self, obj: Any, user: User) -> bool:
        return False

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, str, bool]]:
        from ..permissions import may_approve_words

        return super().get_actions(obj, user) if may_approve_words(user, obj) else []  # type: ignore[no-any-return]

    @classmethod
    def get_description(cls) -> str:
        return str(_("En grupp godkänner kommunens svar inom ett antal arbetsdagar. Aldrig den som skrev det."))
