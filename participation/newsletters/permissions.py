"""Who writes newsletters, and who may let one go: a publisher who did not write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from participation.accounts.models import Role
from participation.accounts.permissions import has_role, is_administrator, municipalities_of
from participation.places.models import Municipality

from .models import Letter

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from participation.accounts.models import User

    Anyone = User | AnonymousUser

WRITERS = (Role.EDITOR, Role.PUBLISHER)


def can_write(user: Anyone, municipality: Municipality | int) -> bool:
    return has_role(user, municipality, *WRITERS)


def can_write_somewhere(user: Anyone) -> bool:
    return is_administrator(user) or bool(municipalities_of(user, *WRITERS))


def written_for(user: User) -> QuerySet[Municipality]:
    places = Municipality.objects.all()
    return places if is_administrator(user) else places.filter(pk__in=municipalities_of(user, *WRITERS))


def letters_of(user: User) -> QuerySet[Letter]:
    """What this person sees of newsletters in the desk, drafts and figures: those of their own municipality."""
    letters = Letter.objects.all()
    return letters if is_administrator(user) else letters.filter(municipality__in=municipalities_of(user, *WRITERS))


def publishes(user: Anyone, letter: Letter) -> bool:
    return has_role(user, letter.municipality_id, Role.PUBLISHER)


def may_send(user: Anyone, letter: Letter) -> tuple[bool, str]:
    """The same rule as for what is published: the role that publishes, and never the writer alone (decision 5)."""
    if not publishes(user, letter):
        return False, gettext("Bara en publicist kan skicka brevet. Lämna det till någon av dem.")
    if letter.written_by_id is None:
        return False, gettext("Den som skrev brevet har inte kvar sitt konto. Spara brevet, så står du som skribent.")
    if letter.written_by_id == user.pk:
        return False, gettext("Du skrev brevet. Någon annan än du behöver läsa det och skicka det.")
    return True, ""
