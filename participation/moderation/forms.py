from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import Role
from participation.accounts.permissions import is_administrator, municipalities_of
from participation.core.words import WordsField
from participation.places.models import Municipality

from .models import Reason

if TYPE_CHECKING:
    from participation.accounts.models import User

    from .querysets import FlagQuerySet


class FlagForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Vad är det för fel?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj det som stämmer bäst.")},
    )
    text = WordsField(label=_("Berätta mer"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}))


class DecisionForm(forms.Form):
    """What to do with a flagged thing, and why. `choices` are those that can be done with it now."""

    outcome = forms.ChoiceField(label=_("Beslut"), widget=forms.RadioSelect)
    reason = WordsField(
        label=_("Skäl"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Döljer du ett inlägg står skälet på dess plats, och den som skrev får det."),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == "hidden" and not cleaned.get("reason"):
            self.add_error("reason", _("Skriv varför inlägget döljs."))
        return cleaned


class FlagFilter(forms.Form):
    """What the list of flags shows. Without a choice: what waits."""

    STATES = (("waiting", _("Väntar på beslut")), ("decided", _("Beslutade")), ("all", _("Alla")))

    state = forms.ChoiceField(label=_("Läge"), choices=STATES, required=False)
    reason = forms.ChoiceField(label=_("Skäl"), choices=[("", _("Alla skäl")), *Reason.choices], required=False)
    municipality = forms.ModelChoiceField(
        label=_("Kommun"), queryset=Municipality.objects.none(), required=False, empty_label=_("Alla dina kommuner")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Municipality.objects.all()
        if not is_administrator(user):
            places = places.filter(pk__in=municipalities_of(user, Role.MODERATOR))
        self.fields["municipality"].queryset = places  # type: ignore[attr-defined]  # a ModelChoiceField

    def chosen(self, flags: FlagQuerySet) -> FlagQuerySet:
        wishes = self.cleaned_data if self.is_bound and self.is_valid() else {}
        state = wishes.get("state") or "waiting"
        if state != "all":
            flags = flags.waiting() if state == "waiting" else flags.decided()
        if wishes.get("reason"):
            flags = flags.filter(reason=wishes["reason"])
        if wishes.get("municipality"):
            flags = flags.filter(topic__municipality=wishes["municipality"])
        return flags
