from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from participation.places.models import Municipality
from participation.topics.models import Category

from .models import Subscription
from .subscribing import leave, subscribe_person

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import QueryDict

    from participation.accounts.models import User


class CategoriesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, category: Category) -> str:  # type: ignore[override]  # it is always one of those
        return category.label


def languages() -> list[tuple[str, str]]:
    """Those that letters are written in, each by the name that its speakers know."""
    return [(code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES]


class LanguageField(forms.ChoiceField):
    """In which language one reads the letters. A form without it, sent long ago, says nothing of it."""

    def __init__(self, **kwargs: Any) -> None:
        told = {
            "label": _("Språk"),
            "help_text": _("Du får de brev som kommunen skriver på det språket, och inga andra."),
            "choices": languages,
            "required": False,
            "widget": forms.RadioSelect,
        }
        super().__init__(**{**told, **kwargs})


class LanguageForm(forms.Form):
    language = LanguageField(required=True)


class SubscribeForm(forms.Form):
    """Whoever is signed in is mailed at their own, proved address; anybody else is asked for one, and in a mail."""

    email = forms.EmailField(
        max_length=254, label=_("E-post"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    language = LanguageField()
    categories = CategoriesField(
        label=_("Ämnen"),
        help_text=_("Kryssa inte i något om du vill ha alla brev."),
        queryset=Category.objects.none(),
        required=False,
    )

    def __init__(
        self, *args: Any, municipality: Municipality, person: User | AnonymousUser, has_proved: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        categories = Category.objects.filter(municipality=municipality)
        self.fields["categories"].queryset = categories  # type: ignore[attr-defined]
        if not categories.exists():
            del self.fields["categories"]
        if person.is_authenticated and has_proved:
            del self.fields["email"]
        self.fields["language"].initial = person.language if person.is_authenticated else get_language()

    @property
    def chosen(self) -> list[Category]:
        return list(self.cleaned_data.get("categories", []))


class NewslettersForm(forms.Form):
    """Which newsletters a person gets, as a part of their own settings page."""

    title = _("Nyhetsbrev")
    prefix = "brev"

    places = forms.ModelMultipleChoiceField(
        label=_("Skicka mig nyhetsbrev från"),
        queryset=Municipality.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, person: User, posted: QueryDict | None = None, **kwargs: Any) -> None:
        self.person = person
        standing = Subscription.objects.standing().filter(person=person).prefetch_related("categories")
        self.now = {subscription.municipality_id: subscription for subscription in standing}
        super().__init__(posted, initial={"places": list(self.now)}, **kwargs)
        self.fields["places"].queryset = Municipality.objects.filter(is_open=True)  # type: ignore[attr-defined]
        shown = {*self.now, person.home_id} - {None}
        self.interests = {place: f"amnen-{place}" for place in shown}
        for place in Municipality.objects.filter(pk__in=shown, is_open=True):
            self._add_language(place)
            self._add_categories(place)

    def _add_language(self, place: Municipality) -> None:
        had = self.now.get(place.pk)
        self.fields[f"sprak-{place.pk}"] = LanguageField(
            label=_("Språk i nyhetsbrev från %(place)s") % {"place": place.name},
            initial=had.language if had else self.person.language,
        )

    def _add_categories(self, place: Municipality) -> None:
        categories = Category.objects.filter(municipality=place)
        if not categories:
            return
        had = self.now.get(place.pk)
        self.fields[self.interests[place.pk]] = CategoriesField(
            label=_("Ämnen i nyhetsbrev från %(place)s") % {"place": place.name},
            help_text=_("Kryssa inte i något om du vill ha alla brev."),
            queryset=categories,
            initial=[category.pk for category in had.categories.all()] if had else [],
            required=False,
        )

    def save(self) -> None:
        wanted = {place.pk: place for place in self.cleaned_data["places"]}
        for pk, subscription in self.now.items():
            if pk not in wanted:
                leave(subscription=subscription, now=timezone.now())
        for pk, place in wanted.items():
            categories = self.cleaned_data.get(self.interests.get(pk, ""), [])
            language = self.cleaned_data.get(f"sprak-{pk}", "")
            subscribe_person(
                person=self.person, municipality=place, categories=categories, language=language, now=timezone.now()
            )
