"""Routing rules are changed by staff, and each change is kept: who, when, and what the rule said before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from participation.faults.models import RoutingRule, RuleChange

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User


@transaction.atomic
def save_rule(*, rule: RoutingRule, by: User, now: datetime) -> RuleChange | None:
    """A new one or a changed one, with its fields set. Returns None where it says what it said before."""
    stored = RoutingRule.objects.select_for_update(of=("self",)).filter(pk=rule.pk).first() if rule.pk else None
    before = stored.in_words() if stored else {}
    rule.save()
    said = _difference(before, rule.in_words())
    return _keep(rule, by=by, at=now, rule=rule, said=said) if said else None


@transaction.atomic
def remove_rule(*, rule: RoutingRule, by: User, now: datetime) -> RuleChange:
    """What it said stays, with those who changed it."""
    stored = RoutingRule.objects.get(pk=rule.pk)
    change = _keep(stored, by=by, at=now, said=_difference(stored.in_words(), {}), is_removal=True)
    stored.delete()
    return change


def _difference(before: dict[str, str], after: dict[str, str]) -> list[list[str]]:
    pairs = {field: (before.get(field, ""), after.get(field, "")) for field in RoutingRule.SAYS}
    return [[field, was, becomes] for field, (was, becomes) in pairs.items() if was != becomes]


def _keep(changed: RoutingRule, **said: Any) -> RuleChange:
    change: RuleChange = RuleChange.objects.create(municipality=changed.municipality, name=changed.name, **said)
    return change
