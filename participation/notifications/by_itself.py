"""What a person follows because of what they did: said at that moment, and switched off in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from participation.accounts.models import User

from .models import AutomaticFollow, Follow

if TYPE_CHECKING:
    from django.http import HttpRequest

    from participation.topics.models import Topic

Deed = AutomaticFollow.Deed


def would_follow(*, topic: Topic, person: User, deed: str) -> bool:
    """Whether the deed makes the person a follower: not where they are one, nor where they have switched it off."""
    there = Follow.objects.filter(topic=topic, person=OuterRef("pk"))
    off = AutomaticFollow.objects.filter(person=OuterRef("pk"), deed=deed, is_on=False)
    return User.objects.filter(~Exists(there), ~Exists(off), pk=person.pk).exists()


def say_so(request: HttpRequest) -> None:
    """That they follow it now. The page they come to has the button that ends it."""
    messages.info(request, _("Du följer det här nu, och får veta vad som händer. Du kan sluta följa här på sidan."))


def is_on(person: User) -> dict[str, bool]:
    rows = dict(AutomaticFollow.objects.filter(person=person).values_list("deed", "is_on"))
    return {deed: rows.get(deed, True) for deed in Deed.values}
