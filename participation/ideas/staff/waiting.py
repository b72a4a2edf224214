"""What of the ideas waits for a person, for the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.accounts.models import Role
from participation.answers.querysets import day_when_it_comes_out, step_where_it_waits
from participation.answers.shown import promise_job
from participation.core.dates import in_words
from participation.core.desk import Deed, Job, Key, Queue

from ..states import Status
from .reach import counts, ideas_for, promise_is_late, with_waiting

if TYPE_CHECKING:
    from datetime import date, datetime

    from participation.accounts.models import User

    from ..models import Idea
    from ..querysets import IdeaQuerySet

SHOWN = 5


def queues_of(user: User, *, now: datetime) -> list[Queue]:
    """Only what this person can decide: nobody handles an idea of their own."""
    reviewed = ideas_for(user, Role.MODERATOR).exclude(topic__author=user)
    answered = ideas_for(user, Role.CASE_OFFICER).exclude(topic__author=user)
    today = timezone.localdate(now)
    reviews, answers = counts(reviewed, today=today), counts(answered, today=today)
    on_time = answers["answer"] - answers["late"]
    return [
        _queue(Key.LATE, answers["late"], _due(answered, today, late=True), _late_job, now, "sena"),
        _queue(Key.LATE, answers["promises"], _promises(answered, today), _promise_job, now, "loften"),
        _queue(Key.REVIEW, reviews["review"], _reviews(reviewed), _review_job, now, "granska"),
        _queue(Key.REVIEW, reviews["versions"], _changes(reviewed), _change_job, now, "andringar"),
        _queue(Key.ANSWER, on_time, _due(answered, today, late=False), _answer_job, now, "svara"),
    ]


def _queue(key: Key, total: int, ideas: IdeaQuerySet, job: object, now: datetime, group: str) -> Queue:
    if not total:
        return Queue(key, total=0)
    jobs = [job(idea, now) for idea in ideas[:SHOWN]]  # type: ignore[operator]  # one of the functions below
    more = []
    if total > SHOWN:
        label = ngettext("Visa %(count)d till", "Visa %(count)d till", total - SHOWN) % {"count": total - SHOWN}
        more = [Deed(label, f"{reverse('ideas_admin:index')}?visa={group}")]
    return Queue(key, total, jobs, more)


def _reviews(ideas: IdeaQuerySet) -> IdeaQuerySet:
    return with_waiting(ideas).filter(status=Status.IN_REVIEW).for_page().order_by("status_since", "pk")


def _changes(ideas: IdeaQuerySet) -> IdeaQuerySet:
    changed = with_waiting(ideas).filter(version_waits=True)  # type: ignore[misc]  # annotated
    return changed.for_page().order_by("changed_since", "pk")


def _due(ideas: IdeaQuerySet, today: date, *, late: bool) -> IdeaQuerySet:
    due = {"answer_due_on__lt" if late else "answer_due_on__gte": today}
    found = ideas.filter(status=Status.TO_BE_ANSWERED, **due).annotate(
        answer_step=step_where_it_waits("topic__answer_draft"),
        answer_comes_at=day_when_it_comes_out("topic__answer_draft"),
    )
    return found.for_page().order_by("answer_due_on", "pk")  # type: ignore[no-any-return]


def _promises(ideas: IdeaQuerySet, today: date) -> IdeaQuerySet:
    return ideas.filter(promise_is_late(today)).for_page().order_by("topic__answer__next_step_on", "pk")


def _promise_job(idea: Idea, now: datetime) -> Job:
    done = Deed(_("Skriv att den är genomförd"), _url("done", idea))
    deeds = done, Deed(_("Skriv ett nytt svar"), _url("answer", idea))
    return promise_job(idea.topic.answer, title=idea.title, url=_url("inspect", idea), deeds=deeds, now=now)


def _late_job(idea: Idea, now: datetime) -> Job:
    today = timezone.localdate(now)
    due = idea.answer_due_on or today
    late = (today - due).days
    return Job(
        title=_("Svar: %(title)s") % {"title": idea.title},
        url=_url("inspect", idea),
        why=_("%(supported)s Svaret skulle ha kommit %(day)s.")
        % {"supported": _supported(idea), "day": in_words(due, today=today)}
        + _on_its_way(idea),
        shape="late",
        word=ngettext("%(count)d dag för sent", "%(count)d dagar för sent", late) % {"count": late},
        deeds=_answering(idea),
    )


def _answer_job(idea: Idea, now: datetime) -> Job:
    today = timezone.localdate(now)
    left = ((idea.answer_due_on or today) - today).days
    word = ngettext("%(count)d dag kvar", "%(count)d dagar kvar", left) % {"count": left}
    return Job(
        title=idea.title,
        url=_url("inspect", idea),
        why=_supported(idea) + _on_its_way(idea),
        shape="town",
        word=word if left else _("Sista dagen"),
        deeds=_answering(idea),
    )


def _answering(idea: Idea) -> tuple[Deed, ...]:
    share = _("Fördela") if idea.owner is None else _("Byt förvaltning")
    writing = Deed(_("Skriv svar"), _url("answer", idea))
    if _on_its_way(idea):
        writing = Deed(_("Se svaret"), reverse("answers_admin:answer", args=[idea.topic_id]))
    return writing, Deed(share, _url("assign", idea))


def _on_its_way(idea: Idea) -> str:
    """Where the answer is that somebody has written and sent; nothing where there is none."""
    step, at = idea.answer_step, idea.answer_comes_at  # type: ignore[attr-defined]  # annotated by _due
    if step:
        return " " + _("Svaret väntar på nästa steg: %(step)s.") % {"step": step}
    day = at and date_format(timezone.localtime(at), "j F Y H:i")
    return " " + _("Svaret är klart och kommer ut %(day)s.") % {"day": day} if day else ""


def _supported(idea: Idea) -> str:
    got = idea.topic.supports
    words = [ngettext("%(count)d stöd.", "%(count)d stöd.", got) % {"count": got}]
    return " ".join([*words, f"{idea.owner.name}."] if idea.owner else words)


def _review_job(idea: Idea, now: datetime) -> Job:
    seen = str(idea.last_event)  # type: ignore[attr-defined]  # annotated by reach.with_waiting
    return Job(
        title=_("Ny idé: %(title)s") % {"title": idea.title},
        url=_url("inspect", idea),
        quote=idea.topic.summary,
        why=_("%(name)s, %(place)s.") % {"name": idea.author_name, "place": idea.topic.municipality.name},
        shape="wait",
        word=_waited(idea.status_since, now),
        deeds=(
            Deed(_("Publicera"), _url("approve", idea), posted=(("seen", seen), ("from", "desk"))),
            Deed(_("Avvisa med skäl"), _url("refuse", idea)),
        ),
    )


def _change_job(idea: Idea, now: datetime) -> Job:
    return Job(
        title=_("Ändring: %(title)s") % {"title": idea.title},
        url=f"{_url('inspect', idea)}#andring",
        why=_("Idén är publicerad. Alla ser den gamla texten tills någon beslutar."),
        shape="wait",
        word=_waited(idea.changed_since, now),  # type: ignore[attr-defined]  # annotated by reach.with_waiting
        deeds=(Deed(_("Läs ändringen"), f"{_url('inspect', idea)}#andring"),),
    )


def _waited(since: datetime, now: datetime) -> str:
    return _("Väntar %(time)s") % {"time": timesince(since, now, depth=1)}


def _url(name: str, idea: Idea) -> str:
    return reverse(f"ideas_admin:{name}", args=[idea.pk])
