"""A municipality with all that can be said of faults, and the same words written into every field of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from participation.accounts.models import Role, User
from participation.api.actions import make_client
from participation.attachments.intake import receive_photo
from participation.faults.actions import (
    change_status,
    correct_position,
    follow_report,
    hand_to_unit,
    mark_double,
    split_off,
    write_note,
)
from participation.faults.actions.rules import save_rule
from participation.faults.models import (
    AreaWatch,
    CaseLink,
    CaseSystem,
    CategoryInSystem,
    Choice,
    Dispatch,
    FaultEvent,
    FaultReport,
    FollowRequest,
    IncomingUpdate,
    ObjectOwner,
    OutgoingUpdate,
    Question,
    ResponseTemplate,
    RoutingRule,
    RuleChange,
    StatusMapping,
)
from participation.places.models import Department, Municipality
from tests.factories import UserFactory, staff
from tests.faults.factories import IN_SUNDSVALL, category_of, photo, placed, reported

if TYPE_CHECKING:
    from collections.abc import Iterator

LINK = "en-lank-ur-ett-mejl"
# What the program itself writes, reads and compares: no words of anybody.
OF_THE_PROGRAM = {
    "token", "token_hash", "client_key", "key_hash", "push_key", "encrypted_secrets", "number", "code", "kind",
    "language", "weekdays", "url", "digest", "content_type", "sha256", "password", "version", "accent",
}  # fmt: skip
NO_WORDS = (models.EmailField, models.SlugField, models.URLField, models.FileField)


@dataclass
class Story:
    place: Municipality
    officer: User
    citizen: User
    rows: dict[str, Any] = field(default_factory=dict)


def told() -> Story:
    """Of all that a page, a mail or a table of faults can show, at least one."""
    place = Municipality.objects.get(code="2281")
    officer = staff(place, Role.CASE_OFFICER, display_name="Handläggare")
    story = Story(place, officer, UserFactory(home=place, email="anmalaren@example.com"))
    story.rows["department"] = Department.objects.create(municipality=place, name="Park")
    _kinds(story)
    _reports(story)
    _systems(story)
    _desk(story)
    return story


def _kinds(story: Story) -> None:
    category = category_of(
        story.place,
        "lyktor",
        name="Lampor",
        publicity="shown",
        group="Gata",
        description="Lyktor",
        keywords="lampa",
        name_en="Lamps",
        department=story.rows["department"],
    )
    question = Question.objects.create(
        category=category, code="stolpe", kind="singlevaluelist", words="Vilken?", help_text="Hjälp"
    )
    choice = Choice.objects.create(question=question, key="en", name="En", stops=False)
    story.rows |= {"category": category, "question": question, "choice": choice}


def _reports(story: Story) -> None:
    rows, by, now = story.rows, story.officer, timezone.now()

    def new(**said: Any) -> FaultReport:
        fields: dict[str, Any] = {"category": rows["category"], "place": placed(IN_SUNDSVALL), "now": now}
        return reported(story.place, **{**fields, "contact_email": "a@example.com", "contact_phone": "060", **said})

    answers = [{"code": "stolpe", "question": "Vilken?", "values": ["en"], "names": ["En"]}]
    report = new(reporter=story.citizen, answers=answers, photos=[receive_photo(photo())])
    write_note(report=report, by=by, text="Ord", now=now)
    change_status(report=report, by=by, status="planned", message="Ord", now=now)
    correct_position(report=report, by=by, place=placed(IN_SUNDSVALL, "Torget"), message="Ord", now=now)
    rows["follower"], _new = follow_report(report=report, email="foljaren@example.com", now=now)
    whole = new(reporter=story.citizen)
    rows["part"] = split_off(
        report=whole, by=by, text="Ord", category=rows["category"], message="Ord", rest_is_done=False, now=now
    )
    double = new()
    mark_double(report=double, original=report, by=by, message="Ord", now=now)
    asked, ended = new(), new()
    change_status(report=asked, by=by, status="asked", message="Ord", now=now)
    change_status(report=ended, by=by, status="fixed", message="Ord", now=now)
    streets = Department.objects.create(municipality=story.place, name="Gata")
    hand_to_unit(report=whole, by=by, department=streets, message="Ord", now=now)
    FaultReport.objects.filter(pk=report.pk).update(assigned_to=by)
    rows |= {"report": report, "whole": whole, "double": double, "asked": asked, "ended": ended}
    rows["inquiry"], rows["photo"] = asked.inquiries.get(), report.photos.get()
    rows["asks"] = FollowRequest.objects.create(report=report, email="fragar@example.com", created_at=now, asked_at=now)
    rows["watch"] = AreaWatch.objects.create(
        email="b@example.com", municipality=story.place, created_at=now, confirmed_at=now, told_until=now
    )


def _systems(story: Story) -> None:
    rows, now = story.rows, timezone.now()
    system = CaseSystem.objects.create(
        name="Ärenden", kind="open311", url="http://127.0.0.1:1/v2", error="Ord", failures=3, failing_since=now
    )
    system.municipalities.add(story.place)
    CategoryInSystem.objects.create(category=rows["category"], system=system, code="172")
    rows["mapping"] = StatusMapping.objects.create(
        system=system, theirs="klart", ours="fixed", words="Ord", is_on=True, shows_their_words=True
    )
    rows["dispatch"] = dispatch = Dispatch.objects.create(
        report=rows["report"], system=system, state="dead", error="Ord", external_id="A-1", their_status="klart",
        next_attempt_at=now, created_at=now,
    )  # fmt: skip
    OutgoingUpdate.objects.create(dispatch=dispatch, event=rows["report"].events.first())
    IncomingUpdate.objects.create(
        system=system, dispatch=dispatch, update_id="1", external_id="A-1", status="klart", words="Ord", at=now,
        received_at=now, outcome="noted",
    )  # fmt: skip
    CaseLink.objects.create(dispatch=dispatch, token_hash=CaseLink.hashed(LINK), expires_at=now + timedelta(days=9))
    rows["system"] = system
    rows["client"], _key = make_client(municipality=story.place, name="Appen", now=now)


def _desk(story: Story) -> None:
    rows, now = story.rows, timezone.now()
    said: dict[str, Any] = {"municipality": story.place, "category": rows["category"]}
    rows["response"] = ResponseTemplate.objects.create(
        **said, name="Lagat", status="fixed", words="Ord", words_en="Ord"
    )
    rule = RoutingRule(
        **said, name="Lampor", department=rows["department"], person=story.officer, system=rows["system"], answer="en",
        question_code="stolpe",
    )  # fmt: skip
    save_rule(rule=rule, by=story.officer, now=now)
    rule.name, rule.answer, rule.owner = "Andra", "", ObjectOwner.objects.create(name="Vägar", contact="Ring")
    save_rule(rule=rule, by=story.officer, now=now)
    rows["rule"] = rule


# --- the same words in every field ------------------------------------------------------------


def written_into() -> Iterator[tuple[type[models.Model], list[models.Field[Any, Any]]]]:
    """Every field of words, of every model of faults and of what stands beside them: a new one is among them."""
    others = [Department, User, apps.get_model("api", "ApiClient")]
    for model in [*apps.get_app_config("faults").get_models(), *others]:
        fields = [
            one
            for one in model._meta.local_fields
            if isinstance(one, models.CharField | models.TextField)
            and not isinstance(one, NO_WORDS)
            and not (one.choices or one.is_relation or one.name in OF_THE_PROGRAM)
        ]
        if fields and not issubclass(model, apps.get_model("wagtailcore", "Page")):
            yield model, fields


def rewrite(words: Iterator[str], spare: count[int]) -> int:
    """`words` in turn into every row; returns how many fields were written."""
    written = 0
    for model, fields in written_into():
        for row in model._base_manager.order_by("pk"):
            values = {one.name: _fitting(words, one, next(spare)) for one in fields}
            if getattr(row, "part_of_id", None):
                del values["contact_phone"]  # a part holds nothing of the reporter
            # Not by the manager of the model: what has happened is append-only to everybody else.
            models.QuerySet(model).filter(pk=row.pk).update(**values)
            written += len(values)
    for report in FaultReport.objects.exclude(answers=[]):
        report.answers = [{**one, "question": next(words), "names": [next(words)]} for one in report.answers]
        report.save(update_fields=["answers"])
    for change in RuleChange.objects.all():
        RuleChange.objects.filter(pk=change.pk).update(said=[[next(words)] * 3 for _one in change.said])
    for event in FaultEvent.objects.filter(kind="position"):
        detail = {"from": {**event.detail.get("from", {}), "place": next(words)}}
        models.QuerySet(FaultEvent).filter(pk=event.pk).update(detail=detail)
    return written


def _fitting(words: Iterator[str], one: models.Field[Any, Any], number: int) -> str:
    """Unique where it must be; cut where it is too long, as nobody could have written it."""
    most = min(one.max_length or 1000, 1000)
    text = next(words)
    return f"{text[: most - 6].rstrip()} {number}"[:most] if most > 12 else text[:most]
