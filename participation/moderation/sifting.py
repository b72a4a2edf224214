"""What the queue shows: only what is named here can be asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import Role
from participation.accounts.permissions import is_administrator, municipalities_of
from participation.places.models import Municipality

from .models import FOR_FLAGS, Item

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User

    from .querysets import ItemQuerySet

WAITING, LATE, LAW, HELD, MINE, DECIDED = "", "sena", "lag", "hallna", "mina", "beslutade"


class QueueFilter(forms.Form):
    """Without a choice: all that waits, what must be decided first on top."""

    SHOW = (
        (WAITING, _("Väntar på beslut")),
        (LATE, _("Försenat")),
        (LAW, _("Det som lagen kräver bort")),
        (HELD, _("Dolt tills någon har läst det")),
        (MINE, _("Det jag läser")),
        (DECIDED, _("Beslutat")),
    )
    visa = forms.ChoiceField(label=_("Läge"), choices=SHOW, required=False)
    sort = forms.ChoiceField(label=_("Slag"), choices=[("", _("Alla slag")), *Item.Kind.choices], required=False)
    skal = forms.ChoiceField(
        label=_("Skäl"), choices=[("", _("Alla skäl")), *((one.value, one.label) for one in FOR_FLAGS)], required=False
    )
    kommun = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("Kommun"), required=False, empty_label=_("Alla dina kommuner")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        places = Municipality.objects.all()
        held = municipalities_of(user, Role.MODERATOR, Role.PUBLISHER)
        if is_administrator(user):
            self.fields["kommun"].queryset = places  # type: ignore[attr-defined]  # a choice of rows
        elif len(held) > 1:
            self.fields["kommun"].queryset = places.filter(pk__in=held)  # type: ignore[attr-defined]
        else:
            del self.fields["kommun"]
        self.is_valid()
        self.wishes: dict[str, Any] = self.cleaned_data if self.is_bound else {}

    @property
    def is_decided(self) -> bool:
        return self.wishes.get("visa") == DECIDED

    @property
    def order(self) -> tuple[str, ...]:
        return ("-settled_at", "-id") if self.is_decided else ("turn_at", "id")

    def chosen(self, items: ItemQuerySet, *, now: datetime) -> ItemQuerySet:
        show = self.wishes.get("visa") or WAITING
        items = items.filter(settled_at__isnull=False) if show == DECIDED else items.waiting()
        narrowed: dict[str, dict[str, Any]] = {
            LATE: {"due_at__lte": now},
            LAW: {"is_board_law": True},
            HELD: {"is_held": True},
            MINE: {"read_by": self.user},
        }
        items = items.filter(**narrowed.get(show, {}))
        for name, field in (("sort", "kind"), ("skal", "reason"), ("kommun", "municipality")):
            if self.wishes.get(name):
                items = items.filter(**{field: self.wishes[name]})
        return items

    def query(self, **changes: Any) -> str:
        """The address of this choice: only what was understood, so nothing that was sent comes back unread."""
        plain = {name: getattr(value, "pk", value) for name, value in self.wishes.items() if value}
        return urlencode({name: value for name, value in (plain | changes).items() if value})
