"""The rules that a text may break, and what each stands on.

Lagen (1998:112) om ansvar för elektroniska anslagstavlor, 5 §: whoever runs a notice board must take away what
obviously is one of these crimes, or an obvious infringement of copyright. They wait under a clock of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise


class Reason(models.TextChoices):
    HATE = "hate", _("Hot, hat eller kränkning")
    PERSONAL = "personal", _("Någon annans personuppgifter")
    SPAM = "spam", _("Reklam eller skräp")
    OFF_TOPIC = "off_topic", _("Hör inte hit")
    # What 5 § of the law on electronic notice boards names.
    INCITEMENT = "incitement", _("Uppvigling eller uppmaning till terrorism")
    HATE_CRIME = "hate_crime", _("Hets mot folkgrupp")
    THREAT = "threat", _("Olaga hot eller olaga integritetsintrång")
    CHILD_ABUSE = "child", _("Övergrepp på barn i bild (barnpornografi)")
    VIOLENCE = "violence", _("Olaga våldsskildring")
    COPYRIGHT = "copyright", _("Intrång i upphovsrätt")
    ILLEGAL = "illegal", _("Något annat olagligt")
    OTHER = "other", _("Något annat")
    # Of ideas alone: what they are refused for.
    NOT_OURS = "not_ours", _("Kommunen bestämmer inte över det")
    REPEATED = "repeated", _("Samma idé finns redan")
    NO_IDEA = "no_idea", _("Det är inget förslag")


class Ground(models.TextChoices):
    """What a decision stands on (the Digital Services Act, article 17.3 d and e)."""

    LAW = "law", _("Lagen")
    RULES = "rules", _("Kommunens regler för portalen")


BOARD_LAW = frozenset(
    {
        Reason.INCITEMENT,
        Reason.HATE_CRIME,
        Reason.THREAT,
        Reason.CHILD_ABUSE,
        Reason.VIOLENCE,
        Reason.COPYRIGHT,
    }
)
OF_IDEAS = (Reason.NOT_OURS, Reason.REPEATED, Reason.NO_IDEA)
FOR_FLAGS = tuple(reason for reason in Reason if reason not in OF_IDEAS)
LAWS: dict[str, Promise] = {
    Reason.INCITEMENT: _("5 § lagen om ansvar för elektroniska anslagstavlor och 16 kap. 5 § brottsbalken"),
    Reason.HATE_CRIME: _("5 § lagen om ansvar för elektroniska anslagstavlor och 16 kap. 8 § brottsbalken"),
    Reason.THREAT: _("5 § lagen om ansvar för elektroniska anslagstavlor och 4 kap. 5 och 6 c §§ brottsbalken"),
    Reason.CHILD_ABUSE: _("5 § lagen om ansvar för elektroniska anslagstavlor och 16 kap. 10 a § brottsbalken"),
    Reason.VIOLENCE: _("5 § lagen om ansvar för elektroniska anslagstavlor och 16 kap. 10 c § brottsbalken"),
    Reason.COPYRIGHT: _("5 § lagen om ansvar för elektroniska anslagstavlor och upphovsrättslagen"),
    Reason.PERSONAL: _("EU:s dataskyddsförordning"),
    Reason.ILLEGAL: _("svensk lag"),
}


def ground_of(rule: str) -> str:
    """What a decision on this rule stands on, unless the moderator says otherwise."""
    return Ground.LAW if rule in LAWS else Ground.RULES


def law_of(rule: str) -> Promise | str:
    """The law by name, for the one who is told."""
    return LAWS.get(rule, "")
