"""What the owner of an address sees of it, and how they let the mails come again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.accounts.overview import Section

from .actions import stop_of, try_again
from .models import ReturnedMail, StoppedAddress
from .tokens import halves_of

if TYPE_CHECKING:
    from django.http import QueryDict

    from participation.accounts.models import User


class TryAgainForm(forms.Form):
    """A part of the person's own settings page, there only while news do not reach them."""

    title = gettext_lazy("Mejl till dig kommer inte fram")
    prefix = "studs"

    again = forms.BooleanField(label=gettext_lazy("Prova igen: börja mejla mig nyheter"), required=False)

    def __init__(self, person: User, stopped: StoppedAddress, posted: QueryDict | None = None, **kwargs: Any) -> None:
        self.person = person
        super().__init__(posted, **kwargs)
        self.fields["again"].help_text = sentence_of(stopped)

    def save(self) -> None:
        if self.cleaned_data["again"]:
            try_again(address=self.person.email)


def part_of_settings(person: User, posted: QueryDict | None) -> TryAgainForm | None:
    stopped = stop_of(person.email)
    return TryAgainForm(person, stopped, posted) if stopped else None


def sentence_of(stopped: StoppedAddress) -> str:
    when = date_format(localdate(stopped.stopped_at), "j F Y")
    words = {
        "refused": _("Den %(when)s svarade din mejlserver att adressen inte finns eller är stängd."),
        "again": _("Mejl till dig har flera gånger inte kommit fram, senast den %(when)s. Är brevlådan full?"),
        "complaint": _("Den %(when)s fick vi veta att ett mejl till dig hade anmälts som skräppost."),
    }[stopped.reason] % {"when": when}
    rest = _("Sedan dess mejlar vi dig inga nyheter. Koder för att logga in skickar vi ändå.")
    return f"{words} {rest}"


def section(person: User) -> Section | None:
    stopped = stop_of(person.email)
    if stopped is None:
        return None
    return Section(
        title=_("Mejl till dig kommer inte fram"),
        empty=sentence_of(stopped),
        action_label=_("Prova igen i inställningarna"),
        action_url=reverse("accounts:settings"),
    )


def export(person: User) -> list[dict[str, Any]]:
    stopped = stop_of(person.email)
    if stopped is None:
        return []
    return [{"sedan": stopped.stopped_at, "skäl": str(stopped.get_reason_display())}]


def erase(person: User) -> None:
    known = Q(key__in=halves_of(person.email))
    ReturnedMail.objects.filter(known).delete()
    StoppedAddress.objects.filter(known).delete()
