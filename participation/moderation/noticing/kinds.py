"""What a machine can notice, and how much each weighs: the table that decides what reaches a moderator."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    THREAT = "threat", _("Ord som hotar")
    INSULT = "insult", _("Skällsord")
    LINKS = "links", _("Tre länkar eller fler")
    SHORTENER = "shortener", _("Förkortad länk som döljer vart den leder")
    HOST = "host", _("Länkar till samma webbplats gång på gång")
    REPEATED = "repeated", _("Samma ord som personen nyss skrev på ett annat ställe")
    COPIED = "copied", _("Samma ord som någon annan nyss skrev")
    LINK = "link", _("En eller två länkar")
    ADVERT = "advert", _("Ord som ofta står i reklam")
    NEW = "new", _("Kontot är yngre än ett dygn")
    RATE = "rate", _("Många texter på kort stund")


# What is noticed waits for a moderator when the weights together reach ENOUGH: a weak one (1) never does alone.
ENOUGH = 2
WEIGHTS: dict[str, int] = {
    Kind.THREAT: 3,
    Kind.INSULT: 2,
    Kind.LINKS: 2,
    Kind.SHORTENER: 2,
    Kind.HOST: 2,
    Kind.REPEATED: 2,
    Kind.COPIED: 2,
    Kind.LINK: 1,
    Kind.ADVERT: 1,
    Kind.NEW: 1,
    Kind.RATE: 1,
}
MANY_LINKS = 3
NEW_FOR = timedelta(days=1)
SAME_HOST = 2  # earlier texts of theirs with a link there
FEW_WORDS = 8  # "Bra idé, det håller jag med om" is said by many
MANY_TEXTS, IN_TIME = 6, timedelta(minutes=15)
LATELY = timedelta(days=7)


def is_enough(kinds: set[str]) -> bool:
    return sum(WEIGHTS[kind] for kind in kinds) >= ENOUGH
