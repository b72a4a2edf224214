from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress

from home.models import HowWeWork
from participation.accounts.models import Role, StaffGroup, User

from ..roles import ADMINISTRATOR, ALL_NEXT_DOOR, CITIZENS, NEIGHBOURS, STAFF

if TYPE_CHECKING:
    from participation.places.models import Municipality

    from ..planted import Planted


def plant(planted: Planted) -> None:
    for role in (*CITIZENS, *STAFF, *NEIGHBOURS, ALL_NEXT_DOOR, ADMINISTRATOR):
        planted.people[role] = person(planted, role)
    planted.bystander = person(planted, "bystander", display_name=planted.of("bystander's name"))
    for role in STAFF:
        employ(planted.people[role], planted.here, role)
        employ(planted.people[f"b_{role}"], planted.next_door, role)
        employ(planted.people[ALL_NEXT_DOOR], planted.next_door, role)
    HowWeWork.objects.update_or_create(municipality=planted.here, defaults={"words": planted.words("how we work")})
    User.objects.filter(pk=planted.people[ADMINISTRATOR].pk).update(is_superuser=True, is_staff=True)
    planted.people[ADMINISTRATOR].refresh_from_db()
    # No password has this form: nobody can sign in with it, and nobody may ever read it.
    User.objects.filter(pk=planted.people["author"].pk).update(password=f"!{planted.of('password')}")
    planted.people["author"].refresh_from_db()  # a session holds on to the password


def person(planted: Planted, role: str, **fields: str) -> User:
    """Staff have a name that others see; the author has none, and a real one that nobody needs."""
    secret = role in ("author", "bystander")
    shown = {} if secret else {"display_name": f"Läckageprov {role}"}
    real = {"first_name": planted.of(f"{role}'s real name")} if secret else {}
    user = User.objects.create_user(
        email=planted.marks.address(f"{role}'s address"), home=planted.here, **{**shown, **real, **fields}
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def employ(user: User, municipality: Municipality, role: str) -> None:
    user.groups.add(StaffGroup.objects.get(municipality=municipality, role=Role(role)).group)
