"""Where a report goes, and why: a pure function of what is known of it and of the rules, so that it can be tried."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import shapely
from django.utils import timezone
from django.utils.translation import gettext as _
from shapely.geometry import shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime, time

    from participation.accounts.models import User
    from participation.faults.models import CaseSystem, FaultCategory, FaultReport, ObjectOwner, RoutingRule
    from participation.places.models import Department, Municipality


@dataclass(frozen=True)
class Facts:
    """What the rules may ask about."""

    category: FaultCategory | None
    at: datetime
    position: tuple[float, float] | None = None
    owner: ObjectOwner | None = None
    answers: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """A rule that was asked, and in words why it did not fit; empty for the one that did."""

    rule: RoutingRule
    why_not: str


@dataclass(frozen=True)
class Decision:
    """Where to. Without a rule that fits, the category's department; without that, the municipality's own queue."""

    department: Department | None
    person: User | None
    priority: int | None
    hand_to: Municipality | None
    steps: tuple[Step, ...]
    system: CaseSystem | None = None  # the rule's own choice, before that of the category
    system_code: str = ""

    @property
    def rule(self) -> RoutingRule | None:
        return self.steps[-1].rule if self.steps and not self.steps[-1].why_not else None

    def goes_to(self, report: FaultReport) -> Municipality | None:
        """Another municipality, to which the report is to be handed over at once."""
        to = self.hand_to
        return to if to is not None and to.is_open and to.pk != report.municipality_id else None


def facts_of(report: FaultReport) -> Facts:
    return Facts(
        category=report.category,
        at=report.created_at,
        position=report.position,
        owner=report.owner,
        answers={answer["code"]: [str(value) for value in answer["values"]] for answer in report.answers},
    )


def decide(rules: Iterable[RoutingRule], facts: Facts) -> Decision:
    """`rules` in their order. Always an answer: nothing is ever without a place to go."""
    steps = []
    for rule in rules:
        why_not = _why_not(rule, facts)
        steps.append(Step(rule, why_not))
        if not why_not:
            return Decision(
                department=rule.department or _own(facts),
                person=rule.person,
                priority=rule.priority,
                hand_to=rule.hand_to,
                steps=tuple(steps),
                system=rule.system,
                system_code=rule.system_code,
            )
    return Decision(_own(facts), None, None, None, tuple(steps))


def _own(facts: Facts) -> Department | None:
    return facts.category.department if facts.category else None


def _why_not(rule: RoutingRule, facts: Facts) -> str:
    if rule.category_id and (facts.category is None or facts.category.pk != rule.category_id):
        return _("kategorin är en annan")
    if rule.question_code and not _answered(rule, facts):
        return _("svaret är ett annat")
    if rule.owner_id and (facts.owner is None or facts.owner.pk != rule.owner_id):
        return _("ägaren är en annan")
    if rule.area and not _inside(rule.area, facts.position):
        return _("platsen ligger utanför området") if facts.position else _("anmälan har ingen plats på kartan")
    at = timezone.localtime(facts.at)
    if rule.weekdays and str(at.isoweekday()) not in rule.weekdays:
        return _("det är en annan veckodag")
    if rule.begins is not None and rule.ends is not None and not _between(rule.begins, at.time(), rule.ends):
        return _("det är en annan tid på dagen")
    return ""


def _answered(rule: RoutingRule, facts: Facts) -> bool:
    """Without an answer in the rule, any answer will do."""
    given = facts.answers.get(rule.question_code, [])
    return bool(given) if not rule.answer else rule.answer in given


def _inside(area: Mapping[str, object], position: tuple[float, float] | None) -> bool:
    return position is not None and shape(area).covers(shapely.Point(position))


def _between(begins: time, at: time, ends: time) -> bool:
    """Past midnight too: 22.00 to 06.00."""
    return begins <= at < ends if begins <= ends else at >= begins or at < ends
