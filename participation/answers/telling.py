"""Who hears of an answer while it is worked on. When it is public, its owner tells: see the signal `answered`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import Role, User
from participation.accounts.permissions import who_hold
from participation.notifications.actions import notify
from participation.notifications.models import Reason
from participation.topics.words_elsewhere import title_told

from .leaving import who_hear_of, who_write_instead
from .models import AnswerDraft
from .permissions import who_may_approve

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet
    from django.utils.functional import Promise
    from wagtail.models import TaskState, WorkflowState

    from participation.places.models import Municipality
    from participation.topics.models import Topic

    from .models import AnswerComment


def who_answer(municipality: Municipality | int) -> QuerySet[User]:
    return who_hold(municipality, Role.CASE_OFFICER, Role.PUBLISHER, Role.ADMINISTRATOR)


def who_write(draft: AnswerDraft, running: WorkflowState | None = None) -> QuerySet[User]:
    """Whoever began, wrote last, or sent it in, and is still there; those who write instead where none of them is."""
    latest = draft.latest_revision
    sender = running.requested_by_id if running else None
    return who_hear_of(draft, _numbers(draft.begun_by_id, latest.user_id if latest else None, sender))


def tell_of_step(
    draft: AnswerDraft, *, people: Iterable[User] | None = None, by: User | None, now: datetime, mail: bool = True
) -> None:
    """The next who decide, where somebody has to, or those of them who have just come."""
    state = draft.current_workflow_task_state
    if state is None:
        return
    due_on = getattr(state, "due_on", None)
    words = _("{step}. Besluta senast {day}.") if due_on else _("{step}. Besluta så snart du kan.")
    tell(
        draft,
        who_may_approve(state.task.specific, draft) if people is None else people,
        "answer_to_approve",
        _("Ett svar väntar på ditt beslut: ”{title}”"),
        body=format_lazy(words, step=state.task.name, day=in_words(due_on) if due_on else ""),
        by=by,
        now=now,
        mail=mail,
    )


def tell_again(topic: Topic, *, by: User | None, now: datetime) -> None:
    """It was hidden, and is shown again: mails of before may have been held back, and whoever decides finds it now."""
    draft = AnswerDraft.objects.select_related("topic__municipality").filter(topic=topic).first()
    if draft is not None:
        tell_of_step(draft, by=by, now=now)


def tell_of_withdrawal(topic: Topic, *, number: str, by: User, mail: bool, now: datetime) -> None:
    """Its author took it away while an answer was on its way. Its number only, and no news of the topic: whoever
    decides on a step sees that no more."""
    draft = _on_its_way(topic)
    if draft is None:
        return
    notify(
        people=_whose_work_it_is(draft),
        kind="answer_withdrawn",
        reason=Reason.STAFF,
        sentence=format_lazy(_("Idé {number} är tillbakadragen, så svaret på den väntar"), number=number),
        body=_("Ingen behöver skriva eller besluta nu. Du får veta om idén kommer tillbaka. Då går svaret vidare."),
        path=reverse("answers_admin:answer", args=[topic.pk]),
        place=topic.municipality_id,
        actor=by,
        mail=mail,
        now=now,
    )


def tell_of_joining(topic: Topic, *, by: User | None, now: datetime) -> None:
    """It became part of a proposal while its answer was on the way."""
    draft = _on_its_way(topic)
    if draft is None:
        return
    tell(
        draft,
        _whose_work_it_is(draft),
        "answer_rests",
        _("Idén ”{title}” är nu en del av ett e-tjänsteförslag, så svaret på den väntar"),
        body=_(
            "Ingen behöver skriva eller besluta nu, för förslaget får ett eget svar. "
            "Lämnar idén förslaget går svaret vidare."
        ),
        by=by,
        now=now,
    )


def tell_of_coming_back(topic: Topic, *, by: User | None, mail: bool = True, now: datetime) -> None:
    draft = _on_its_way(topic)
    if draft is None:
        return
    tell_of_step(draft, by=by, mail=mail, now=now)
    sentence = _("Idén ”{title}” är tillbaka, så svaret går vidare")
    tell(draft, who_write(draft, draft.current_workflow_state), "answer_goes_on", sentence, by=by, mail=mail, now=now)


def _whose_work_it_is(draft: AnswerDraft) -> set[User]:
    """Who wrote it, and who is to decide on it now."""
    state = draft.current_workflow_task_state
    deciders = who_may_approve(state.task.specific, draft) if state else User.objects.none()
    return {*deciders, *who_write(draft, draft.current_workflow_state)}


def _on_its_way(topic: Topic) -> AnswerDraft | None:
    drafts = AnswerDraft.objects.select_related("topic__municipality", "latest_revision").filter(topic=topic)
    return drafts.filter(Q(live=False) | Q(has_unpublished_changes=True)).first()


def tell_of_return(draft: AnswerDraft, running: WorkflowState, *, comment: str, by: User, now: datetime) -> None:
    sentence = _("Svaret på ”{title}” är tillbaka för att ändras")
    tell(draft, who_write(draft, running), "answer_returned", sentence, body=comment, by=by, now=now)


def tell_of_approval(draft: AnswerDraft, running: WorkflowState, *, by: User, now: datetime) -> None:
    sentence = _("Svaret på ”{title}” är godkänt och publicerat")
    if not (draft.live and not draft.approved_schedule):
        sentence = _("Svaret på ”{title}” är godkänt och publiceras när dess tid kommer")
    tell(draft, who_write(draft, running), "answer_approved", sentence, by=by, now=now)


def tell_of_taking_back(draft: AnswerDraft, state: TaskState, *, by: User, now: datetime) -> None:
    sentence = _("Svaret på ”{title}” är taget tillbaka. Du behöver inte besluta om det nu.")
    tell(draft, who_may_approve(state.task.specific, draft), "answer_taken_back", sentence, by=by, now=now, mail=False)


def tell_of_comment(written: AnswerComment, mentioned: Collection[User], *, now: datetime) -> None:
    """Whoever writes the answer, and whoever is to read it. What it says is in no mail: only that there is one."""
    draft, by = written.draft, written.author
    state = draft.current_workflow_state
    at = f"#kommentar-{written.pk}"
    sentence = _("En kollega vill att du läser en kommentar om svaret på ”{title}”")
    tell(draft, mentioned, "answer_mention", sentence, by=by, now=now, at=at)
    writers = who_write(draft, state).exclude(pk__in=[person.pk for person in mentioned])
    tell(draft, writers, "answer_comment", _("En kollega har kommenterat svaret på ”{title}”"), by=by, now=now, at=at)


def remind(draft: AnswerDraft, state: TaskState, *, due_on: date, now: datetime) -> None:
    sentence = _("Påminnelse: ett svar väntar på ditt beslut, ”{title}”")
    words = format_lazy(_("{step}. Besluta senast {day}."), step=state.task.name, day=in_words(due_on))
    tell(
        draft, who_may_approve(state.task.specific, draft), "answer_to_approve", sentence, body=words, by=None, now=now
    )


def tell_of_late_step(draft: AnswerDraft, state: TaskState, *, now: datetime) -> None:
    """Those who run the place and those who wrote: they can ask, or take it back."""
    people = User.objects.filter(
        Q(pk__in=who_hold(draft.topic.municipality_id, Role.PUBLISHER, Role.ADMINISTRATOR).values("pk"))
        | Q(pk__in=who_write(draft, state.workflow_state).values("pk")),
        is_active=True,
    ).exclude(pk=draft.topic.author_id or 0)
    sentence = _("Ett svar är försenat på vägen: ”{title}”")
    words = format_lazy(_("Det väntar på steget {step}."), step=state.task.name)
    tell(draft, people, "answer_step_late", sentence, body=words, by=None, now=now)


def tell_not_published(draft: AnswerDraft, *, now: datetime) -> None:
    """Its day came, and something stood in the way: it waits for a person from now on."""
    people = who_write_instead(draft.topic)
    sentence = _("Svaret på ”{title}” kunde inte publiceras som planerat")
    words = _("Öppna svaret, läs igenom det och skicka det igen.")
    tell(draft, people, "answer_not_published", sentence, body=words, by=None, now=now)


def tell(
    draft: AnswerDraft,
    people: Iterable[User],
    kind: str,
    sentence: str | Promise,
    *,
    by: User | None,
    now: datetime,
    body: str | Promise = "",
    mail: bool = True,
    at: str = "",
    **named: str,
) -> None:
    """`sentence` gets the title, and what is `named`."""
    notify(
        people=people,
        kind=kind,
        reason=Reason.STAFF,
        sentence=format_lazy(sentence, title=title_told(draft.topic), **named),
        body=body,
        topic=draft.topic,
        path=reverse("answers_admin:answer", args=[draft.topic_id]) + at,
        actor=by,
        mail=mail,
        now=now,
    )


def _numbers(*keys: int | None) -> set[int]:
    return {key for key in keys if key is not None}


def _in_words(day: date) -> str:
    return date_format(day, "j F")


in_words = lazy(_in_words, str)
