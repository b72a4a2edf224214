"""Mail about notes in the editor: in each person's own language, and to nobody who no longer works with the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.admin.views.pages import edit
from wagtail.users.models import UserProfile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from participation.accounts.models import User


def narrow() -> None:
    """Whoever followed a page keeps their subscription when a role is taken; the words of the notes they must not get.

    Wagtail asks its own profile for a language, and then the request of whoever wrote the note.
    """
    send = edit.send_notification

    def to_those_who_work_with_it(people: Iterable[User], notification: str, context: dict[str, Any]) -> Any:
        page = context["page"]
        return send([one for one in people if page.permissions_for_user(one).can_edit()], notification, context)

    def get_preferred_language(profile: UserProfile) -> str:
        return profile.preferred_language or profile.user.language

    edit.send_notification = to_those_who_work_with_it
    UserProfile.get_preferred_language = get_preferred_language
