"""Who works for a municipality, and as what. Every change is told to the person and written in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from participation.accounts.addresses import same_address
from participation.accounts.models import Role, StaffGroup, User
from participation.notifications.actions import notify

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from participation.places.models import Municipality

ADDED, REMOVED = "accounts.role_given", "accounts.role_taken"


class NobodyToAdd(Exception):
    """No account with that address can be added. One answer for all reasons: it tells nothing about the account."""


class LastPublisher(Exception):
    """Somebody must be able to run the municipality."""


@transaction.atomic
def give_role(*, municipality: Municipality, email: str, role: str, by: User, now: datetime) -> User:
    """Raises NobodyToAdd."""
    group = _group(municipality, role)
    address = same_address(email)
    person = User.objects.filter(
        email=address,
        is_active=True,
        is_superuser=False,
        emailaddress__verified=True,
        emailaddress__email=address,
    ).first()
    if person is None:
        raise NobodyToAdd
    if not person.groups.filter(pk=group.group_id).exists():
        person.groups.add(group.group_id)
        _written(ADDED, municipality, person, role, by)
        words = _("Du är nu {role} i {place}")
        _told(person, format_lazy(words, role=Role(role).label, place=municipality.name), path=_desk(), by=by, now=now)
        _tell_those_who_run(municipality, person, role, by=by, now=now)
    return person


@transaction.atomic
def take_role(*, municipality: Municipality, person: User, role: str, by: User, now: datetime) -> None:
    """Raises LastPublisher. A role that the person does not have is left as it is."""
    group = _group(municipality, role)
    if not person.groups.filter(pk=group.group_id).exists():
        return
    if role == Role.PUBLISHER and not _others_in(group, person):
        raise LastPublisher
    person.groups.remove(group.group_id)
    _written(REMOVED, municipality, person, role, by)
    words = _("Du är inte längre {role} i {place}")
    _told(person, format_lazy(words, role=Role(role).label, place=municipality.name), path="", by=by, now=now)


def _group(municipality: Municipality, role: str) -> StaffGroup:
    """Locked to the end of the transaction, so that two publishers never take each other away."""
    return StaffGroup.objects.select_for_update(no_key=True).get(municipality=municipality, role=role)


def _others_in(group: StaffGroup, person: User) -> bool:
    return User.objects.filter(groups=group.group_id, is_active=True).exclude(pk=person.pk).exists()


def _written(action: str, municipality: Municipality, person: User, role: str, by: User) -> None:
    log(instance=municipality, action=action, user=by, data={"person": person.pk, "role": role})


def _told(person: User, sentence: object, *, path: str, by: User, now: datetime) -> None:
    notify(people=[person], kind="staff_role", sentence=sentence, path=path, actor=by, now=now)  # type: ignore[arg-type]


def _tell_those_who_run(municipality: Municipality, person: User, role: str, *, by: User, now: datetime) -> None:
    """Nobody makes a second publisher of themselves, or of a friend, unseen: four eyes would be two."""
    words = _("{by} har gjort {who} till {role} i {place}")
    notify(
        people=[one for one in those_who_run(municipality) if one.pk != person.pk],
        kind="staff_role",
        sentence=format_lazy(
            words, by=by.public_name, who=person.public_name, role=Role(role).label, place=municipality.name
        ),
        body=_("Stämmer det inte, så ta bort rollen under Personal."),
        path=reverse("place_admin:staff", args=[municipality.code]),
        actor=by,
        now=now,
    )


def those_who_run(municipality: Municipality) -> QuerySet[User]:
    """Its publishers and the portal's administrators."""
    held = {"groups__staff_group__municipality": municipality, "groups__staff_group__role": Role.PUBLISHER}
    publishers = User.objects.filter(**held).values("pk")
    return User.objects.filter(Q(is_superuser=True) | Q(pk__in=publishers), is_active=True)


def _desk() -> str:
    return reverse("wagtailadmin_home")
