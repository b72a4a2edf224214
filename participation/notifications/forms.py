from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from participation.accounts.permissions import ENTER_ADMIN, roles_of
from participation.topics.models import Category

from . import actions, by_itself, interests
from .cadence import cadences_of
from .models import AutomaticFollow, Cadence, Interest, Reason

if TYPE_CHECKING:
    from django.http import QueryDict

    from participation.accounts.models import User
    from participation.places.models import Municipality


class MailForm(forms.Form):
    """How often which news are mailed, as a part of the person's own settings page."""

    title = _("Mejl till dig")
    prefix = "mejl"
    hints = {
        Reason.OWN: _("Till exempel ett svar från kommunen. Nyheterna finns alltid på sidan, också utan mejl."),
        Reason.SUPPORTED: _("Vad det blev av det som du stöder men inte följer."),
        Reason.INTERESTS: _("En gång om dagen betyder klockan sju, en gång i veckan klockan sju på måndagen."),
    }

    def __init__(self, person: User, posted: QueryDict | None = None, **kwargs: Any) -> None:
        self.person = person
        super().__init__(posted, initial=cadences_of(person), **kwargs)
        for reason in Reason:
            # Whoever decides on a step of the answers enters the admin, and may hold no role.
            concerns_them = reason != Reason.STAFF or roles_of(person) or person.has_perm(ENTER_ADMIN)
            if concerns_them and (posted is None or self.add_prefix(reason.value) in posted):
                self.fields[reason.value] = forms.ChoiceField(
                    label=reason.label, help_text=self.hints.get(reason, ""), choices=Cadence.choices
                )

    def save(self) -> None:
        """What the page did not ask for stays as it was."""
        chosen = {reason: self.cleaned_data[reason] for reason in self.changed_data}
        actions.set_mail(person_id=self.person.pk, cadences=chosen)


class FollowForm(forms.Form):
    """What makes the person follow something by itself, as a part of their own settings page."""

    title = _("Att följa av sig själv")
    prefix = "folj"

    shown = forms.CharField(widget=forms.HiddenInput, initial="ja", required=False)
    deeds = forms.MultipleChoiceField(
        label=_("Låt mig följa det som jag"),
        help_text=_("Du får veta att du följer när det händer, och kan alltid sluta följa."),
        choices=AutomaticFollow.Deed.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, person: User, posted: QueryDict | None = None, **kwargs: Any) -> None:
        self.person = person
        chosen = [deed for deed, is_on in by_itself.is_on(person).items() if is_on]
        super().__init__(posted, initial={"deeds": chosen}, **kwargs)

    def save(self) -> None:
        if self.cleaned_data["shown"]:  # else no box was on the page, which is not a box that was emptied
            chosen = self.cleaned_data["deeds"]
            deeds = {deed: deed in chosen for deed in AutomaticFollow.Deed.values}
            actions.set_following(person=self.person, deeds=deeds)


class PlaceForm(forms.Form):
    """What of a municipality a person wants to hear of."""

    whole = forms.BooleanField(label=_("Allt som är nytt i kommunen"), required=False)
    categories = forms.ModelMultipleChoiceField(
        label=_("Eller bara det här"),
        queryset=Category.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self, posted: QueryDict | None = None, *, person: User, municipality: Municipality, wanted: str = ""
    ) -> None:
        self.person, self.municipality = person, municipality
        mine = Interest.objects.filter(person=person, municipality=municipality, west__isnull=True)
        chosen = set(mine.values_list("category_id", flat=True))
        categories = Category.objects.filter(municipality=municipality)
        chosen |= {category.pk for category in categories if category.slug == wanted}
        super().__init__(posted, initial={"whole": None in chosen, "categories": chosen - {None}})
        self.fields["categories"].queryset = categories  # type: ignore[attr-defined]

    def save(self) -> None:
        """Raises interests.TooMany."""
        interests.choose(
            person=self.person,
            municipality=self.municipality,
            whole=self.cleaned_data["whole"],
            categories=list(self.cleaned_data["categories"]),
        )

    @property
    def thanks(self) -> str:
        count, name = len(self.cleaned_data["categories"]), self.municipality.name
        if self.cleaned_data["whole"]:
            return gettext("Du följer allt som är nytt i {name}.").format(name=name)
        if not count:
            return gettext("Du följer inte längre vad som är nytt i {name}.").format(name=name)
        return ngettext("Du följer ett ämne i %(name)s.", "Du följer %(count)s ämnen i %(name)s.", count) % {
            "count": count,
            "name": name,
        }
