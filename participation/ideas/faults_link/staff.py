"""The desk's pages between ideas and fault reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from ..staff.sheets import Sheet
from .becoming import become_fault
from .becoming_forms import BecomeFaultForm

if TYPE_CHECKING:
    from participation.accounts.models import User

    from ..models import Idea


def _become_fault(idea: Idea, form: Any, by: User) -> None:
    become_fault(idea=idea, by=by, now=timezone.now(), **form.cleaned_data)


fault = Sheet(
    key="fault",
    title=gettext_lazy("Gör till felanmälan"),
    form=lambda data, idea, _user: BecomeFaultForm(data, idea=idea),
    do=_become_fault,
    said=gettext_lazy("Idén är nu en felanmälan. Den som skrev får veta det, och de som stöder eller följer idén."),
    warning=gettext_lazy(
        "Det går inte att ångra. Orden, platsen och bilderna följer med, dokument gör det inte. "
        "Ingen utom den som skrev och ni ser idén efteråt."
    ),
).as_view()
