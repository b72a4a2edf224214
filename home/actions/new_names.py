"""Names that stand on answers and proposals from before: whoever runs the place hears when one becomes another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from participation.notifications.actions import notify
from participation.notifications.models import Reason

from .roles import those_who_run

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.places.models import Municipality


def tell_of_new_names(*, municipality: Municipality, renamed: list[list[str]], by: User, path: str) -> None:
    """`renamed` is [before, after] of each. It holds at once, everywhere; and can be changed back: decision 16."""
    words = _("{by} har bytt namn på ”{before}” till ”{after}”")
    for before, after in renamed:
        notify(
            people=those_who_run(municipality),
            kind="new_name",
            reason=Reason.STAFF,
            sentence=format_lazy(words, by=by.public_name, before=before, after=after),
            body=_(
                "Det nya namnet syns redan, också på svar och förslag från förut. Stämmer det inte, så byt tillbaka."
            ),
            path=path,
            place=municipality.pk,
            actor=by,
            now=timezone.now(),
        )
