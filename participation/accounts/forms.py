from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from participation.places.models import Municipality

from .models import User
from .names import check_display_name, check_for, fold, tidy

if TYPE_CHECKING:
    from django.http import HttpRequest


def languages() -> list[tuple[str, str]]:
    """Those that the portal's own words are written in, each by the name that its speakers know."""
    codes = [code for code, _name in settings.WAGTAILADMIN_PERMITTED_LANGUAGES]
    return [(code, get_language_info(code)["name_local"].capitalize()) for code in codes]


class DisplayNameField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs = {
            "label": _("Namn som andra ser"),
            "help_text": _("Ditt eget eller ett påhittat. Utan namn står du som ”Invånare”."),
            "required": False,
            "max_length": 60,
            "widget": forms.TextInput(attrs={"autocomplete": "nickname"}),
            **kwargs,
        }
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        name = tidy(super().clean(value) or "")
        if name:
            check_display_name(name)
            taken = {fold(full_name) for full_name in Municipality.objects.values_list("full_name", flat=True)}
            if fold(name) in taken:
                raise ValidationError(_("Namnet låter som om du talar för kommunen. Välj ett annat namn."))
        return name


class HomeField(forms.ModelChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs = {
            "queryset": Municipality.objects.filter(is_open=True),
            "label": _("Kommun där du bor"),
            "required": False,
            "empty_label": _("Vill inte säga"),
            **kwargs,
        }
        super().__init__(**kwargs)

    def label_from_instance(self, obj: Municipality) -> str:
        return obj.name


class SignupForm(forms.Form):
    """What we ask beside allauth's e-mail and password; both may be left empty."""

    display_name = DisplayNameField()
    home = HomeField()

    def signup(self, request: HttpRequest, user: User) -> None:
        user.display_name = self.cleaned_data["display_name"]
        user.home = self.cleaned_data["home"]
        user.language = get_language() or settings.LANGUAGE_CODE
        user.save(update_fields=["display_name", "home", "language"])


class SettingsForm(forms.ModelForm):
    display_name = DisplayNameField()
    home = HomeField()
    language = forms.ChoiceField(label=_("Språk i mejl till dig"), choices=languages, widget=forms.RadioSelect)

    class Meta:
        model = User
        fields = ("display_name", "home", "language")

    def clean_display_name(self) -> str:
        name: str = self.cleaned_data["display_name"]
        check_for(self.instance, name)
        return name


class CloseForm(forms.Form):
    understood = forms.BooleanField(label=_("Jag vill avsluta mitt konto och vet att det inte går att ångra"))
