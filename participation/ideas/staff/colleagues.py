"""What somebody else did before you: who, and what it means for the decision you were about to make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.accounts.names import name_to

from ..models import IdeaEvent
from ..states import Status

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from participation.accounts.models import User

    from ..models import Idea, IdeaVersion

Kind = IdeaEvent.Kind

MOVED: dict[str, Promise] = {
    Status.DRAFT: gettext_lazy("%(who)s har redan lämnat tillbaka idén för att ändras."),
    Status.IN_REVIEW: gettext_lazy("%(who)s har skickat in idén igen sedan du öppnade den."),
    Status.PUBLISHED: gettext_lazy("%(who)s har redan publicerat idén."),
    Status.GATHERING: gettext_lazy("%(who)s har redan publicerat idén."),
    Status.TO_BE_ANSWERED: gettext_lazy("Idén ligger redan hos kommunen för svar."),
    Status.ANSWERED: gettext_lazy("%(who)s har redan svarat på idén."),
    Status.PROPOSAL: gettext_lazy("%(who)s har redan gjort ett e-tjänsteförslag av idén."),
    Status.WITHDRAWN: gettext_lazy("%(who)s har dragit tillbaka idén."),
    Status.REFUSED: gettext_lazy("%(who)s har redan avvisat idén."),
    Status.EXPIRED: gettext_lazy("Tiden för att samla stöd har gått ut."),
    Status.MERGED: gettext_lazy("%(who)s har redan slagit ihop idén med en annan."),
}
OTHERWISE: dict[str, Promise] = {
    Kind.EDITED: gettext_lazy("Texten har ändrats sedan du öppnade idén."),
    Kind.ADDED: gettext_lazy("Idén har fått ett tillägg sedan du öppnade den."),
    Kind.VERSION_REFUSED: gettext_lazy("%(who)s har redan avvisat ändringen."),
    Kind.ASSIGNED: gettext_lazy("%(who)s har redan fördelat idén till %(department)s."),
    Kind.DONE: gettext_lazy("%(who)s har redan skrivit att den är genomförd."),
    Kind.JOINED: gettext_lazy("%(who)s har slagit ihop en annan idé med den här sedan du öppnade den."),
    Kind.PARTED: gettext_lazy("%(who)s har delat upp idéerna igen sedan du öppnade den."),
}


def came_between(event: IdeaEvent, *, idea: Idea, reader: User) -> str:
    """Reads `event.by` and `event.department`."""
    words = MOVED[event.status] if event.kind == Kind.MOVED else OTHERWISE[event.kind]
    department = event.department.name if event.department else ""
    return str(words) % {"who": _who(event.by, idea=idea, reader=reader), "department": department}


def version_came_between(version: IdeaVersion, *, reader: User) -> str:
    who = {"who": name_to(reader, version.decided_by)}
    if version.review == version.Review.PUBLIC:
        return _("%(who)s har redan publicerat ändringen.") % who
    if version.review == version.Review.REFUSED and version.decided_by is None:
        return version.reason  # what came between was no decision of anybody's
    if version.review == version.Review.REFUSED:
        return _("%(who)s har redan avvisat ändringen.") % who
    return _("Den som skrev har ändrat sig sedan du läste. Läs ändringen en gång till.")


def _who(person: User | None, *, idea: Idea, reader: User) -> str:
    if person is None:
        return _("Någon")
    wrote_it = person.pk == idea.topic.author_id and person.pk != reader.pk
    return _("Den som skrev idén") if wrote_it else name_to(reader, person)
