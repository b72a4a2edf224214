"""Who may see and do what with fault reports, besides whoever holds the secret address of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404

from participation.accounts.models import User
from participation.accounts.permissions import has_role, is_administrator, municipalities_of, who_may
from participation.places.models import Municipality

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

HANDLERS = ("case_officer",)
# Moderators read, so that no report lies unseen in a municipality that has no case officer yet.
READERS = ("case_officer", "moderator")
# Numbers and times, of whole categories, months and areas. Where single faults lie is for those who handle them.
FIGURE_READERS = ("case_officer", "analyst")


def can_read_reports(user: User | AnonymousUser, municipality: Municipality | int) -> bool:
    return has_role(user, municipality, *READERS)


def can_handle_reports(user: User | AnonymousUser, municipality: Municipality | int) -> bool:
    """Change the status, correct the place, hand over, export, and see how to reach the reporter."""
    return has_role(user, municipality, *HANDLERS)


def has_left() -> Q:
    """Of a report: whoever had it handles none in its municipality any more."""
    handlers = who_may(OuterRef("municipality"), *HANDLERS).filter(pk=OuterRef("assigned_to"))
    return Q(assigned_to__isnull=False) & Q(~Exists(handlers))


def can_read_somewhere(user: User | AnonymousUser) -> bool:
    return is_administrator(user) or bool(municipalities_of(user, *READERS))


def can_handle_somewhere(user: User | AnonymousUser) -> bool:
    return is_administrator(user) or bool(municipalities_of(user, *HANDLERS))


def can_read_figures_somewhere(user: User | AnonymousUser) -> bool:
    return is_administrator(user) or bool(municipalities_of(user, *FIGURE_READERS))


def own_place(request: HttpRequest, code: str) -> Municipality:
    """The municipality of an address at the desk. Raises Http404, PermissionDenied if they handle none there."""
    here = get_object_or_404(Municipality, code=code)
    if not can_handle_reports(request.user, here):
        raise PermissionDenied
    return here
