"""Who works for a municipality, and as what. Every change is told to the person and written in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from participation.accounts.addresses import same_address
from participation.accounts.models import Role, StaffGroup, User
from participation.accounts.names import name_for_colleagues
from participation.accounts.permissions import who_hold, who_may
from participation.answers.deserted import somebody_joined, somebody_left
from participation.answers.models import AnswerTask
from participation.notifications.actions import notify
from participation.notifications.models import Reason

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from participation.places.models import Municipality

ADDED, REMOVED = "accounts.role_given", "accounts.role_taken"


class NobodyToAdd(Exception):
    """No account with that address can be added. One answer for all reasons: it tells nothing about the account."""


class LastAdministrator(Exception):
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
        somebody_joined(_steps_of(group), person=person, by=by, now=now)
        _written(ADDED, municipality, person, role, by)
        words = _("Du är nu {role} i {place}")
        notify(
            people=[person],
            kind="staff_role",
            reason=Reason.STAFF,
            sentence=format_lazy(words, role=Role(role).label, place=municipality.name),
            path=_desk(),
            place=municipality.pk,
            actor=by,
            now=now,
        )
        _tell_those_who_run(municipality, person, role, by=by, now=now)
    return person


@transaction.atomic
def take_role(*, municipality: Municipality, person: User, role: str, by: User, now: datetime) -> None:
    """Raises LastAdministrator. A role that the person does not have is left as it is."""
    group = _group(municipality, role)
    if not person.groups.filter(pk=group.group_id).exists():
        return
    if role == Role.ADMINISTRATOR and not _others_in(group, person):
        raise LastAdministrator
    person.groups.remove(group.group_id)
    somebody_left(_steps_of(group), by=by, now=now)
    _written(REMOVED, municipality, person, role, by)
    words = _("Du är inte längre {role} i {place}")
    sentence = format_lazy(words, role=Role(role).label, place=municipality.name)
    notify(people=[person], kind="staff_role", reason=Reason.OTHER, sentence=sentence, actor=by, now=now)


def _group(municipality: Municipality, role: str) -> StaffGroup:
    """Locked to the end of the transaction, so that two administrators never take each other away."""
    return StaffGroup.objects.select_for_update(no_key=True).get(municipality=municipality, role=role)


def _steps_of(group: StaffGroup) -> list[AnswerTask]:
    """A step may name the group of a role, by Wagtail's own hand: who holds the role decides there."""
    return list(AnswerTask.objects.filter(groups=group.group_id))


def _others_in(group: StaffGroup, person: User) -> bool:
    return User.objects.filter(groups=group.group_id, is_active=True).exclude(pk=person.pk).exists()


def _written(action: str, municipality: Municipality, person: User, role: str, by: User) -> None:
    log(instance=municipality, action=action, user=by, data={"person": person.pk, "role": role})


def _tell_those_who_run(municipality: Municipality, person: User, role: str, *, by: User, now: datetime) -> None:
    """Nobody makes a second publisher of themselves, or of a friend, unseen: four eyes would be two.

    Publishers hear it too, who cannot change it: they are the other pair of eyes, and know their colleagues.
    """
    words = _("{by} har gjort {who} till {role} i {place}")
    names = {"by": name_for_colleagues(by), "who": name_for_colleagues(person)}
    sentence = format_lazy(words, **names, role=Role(role).label, place=municipality.name)
    running = those_who_run(municipality)
    others = who_hold(municipality, Role.PUBLISHER).exclude(pk__in=running.values("pk"))
    at_the_list = reverse("place_admin:staff", args=[municipality.code])
    for people, body, path in (
        (running, _("Stämmer det inte, så ta bort rollen under Personal."), at_the_list),
        (others, _("Stämmer det inte, så säg till kommunens administratör."), _desk()),
    ):
        notify(
            people=people.exclude(pk=person.pk),
            kind="staff_role",
            reason=Reason.STAFF,
            sentence=sentence,
            body=body,
            path=path,
            place=municipality.pk,
            actor=by,
            now=now,
        )


def those_who_run(municipality: Municipality) -> QuerySet[User]:
    """Its own administrators and the portal's."""
    return who_may(municipality, Role.ADMINISTRATOR)


def _desk() -> str:
    return reverse("wagtailadmin_home")
