from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from django.db.models import Exists, OuterRef

from .models import StaffGroup, User

if TYPE_CHECKING:
    from typing import Any


class AuthenticationBackend(AllauthBackend):
    """Signing in is allauth's. The person of a request comes with what every page asks about them, in one query."""

    def get_user(self, user_id: Any) -> User | None:
        roles = StaffGroup.objects.filter(group__user=OuterRef("pk"))
        people = User.objects.select_related("home").annotate(holds_roles=Exists(roles))
        person = people.filter(pk=user_id).first()
        return person if person is not None and self.user_can_authenticate(person) else None
