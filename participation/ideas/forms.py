from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participation.core.words import WordsField
from participation.places.atlas import BadPosition
from participation.places.borders import municipalities_near
from participation.places.positions import read_position
from participation.topics.models import Category, Topic

from .models import Idea, IdeaVersion

if TYPE_CHECKING:
    from participation.places.models import Municipality

MOST_TITLE, MOST_TEXT = 120, 8000
ASHORE = 2_000.0  # metres outside the drawn border that still count as inside: it is coarse along the coast


class SwedishChoices(forms.Select):
    """Names that the municipality wrote in Swedish, on a page that may speak another language."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value and get_language() != settings.LANGUAGE_CODE:
            option["attrs"]["lang"] = settings.LANGUAGE_CODE
        return option


class WordsForm(forms.Form):
    """Step one: the words, what they are about, and the e-service they concern."""

    title = WordsField(
        label=_("Din idé i en mening"),
        max_length=MOST_TITLE,
        help_text=_("Till exempel: Belys spåret runt Sidsjön till klockan 22."),
        error_messages={"required": _("Skriv vad du vill, i en mening.")},
    )
    text = WordsField(
        label=_("Berätta mer"),
        max_length=MOST_TEXT,
        help_text=_("Vad är problemet, för vem, och hur skulle det kunna bli? Skriv inte namn på andra."),
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={"required": _("Berätta lite mer, så att andra förstår.")},
    )
    category = forms.ModelChoiceField(
        Category.objects.none(),
        label=_("Vad handlar den om?"),
        empty_label=_("Välj det som ligger närmast"),
        error_messages={"required": _("Välj det som ligger närmast.")},
    )
    about = forms.ModelChoiceField(
        Topic.objects.none(),
        label=_("Gäller den en e-tjänst?"),
        required=False,
        empty_label=_("Nej, ingen särskild"),
        widget=SwedishChoices,
    )

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        categories = Category.objects.filter(municipality=municipality)
        self.fields["category"].queryset = categories  # type: ignore[attr-defined]  # a choice of rows
        services = Topic.objects.public().in_municipality(municipality).of_kind(Topic.Kind.ESERVICE)
        self.fields["about"].queryset = services.only("title").order_by("title")  # type: ignore[attr-defined]
        if not categories.exists():
            del self.fields["category"]
        self.fields["title"].widget.attrs.update(_looks_for_similar(municipality))

    def clean_title(self) -> str:
        return " ".join(str(self.cleaned_data["title"]).split())


class NewIdeaForm(WordsForm):
    """The key is made with the page: the same page sent twice makes one draft."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)


class PlaceForm(forms.Form):
    """Step two: where, if anywhere. A click on the map fills the numbers in."""

    place = WordsField(
        label=_("Var gäller den?"),
        max_length=200,
        required=False,
        help_text=_("Skriv en adress eller ett namn, till exempel Sidsjön."),
    )
    lat = forms.CharField(label=_("Latitud"), max_length=24, required=False)
    lon = forms.CharField(label=_("Longitud"), max_length=24, required=False)

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        for name in ("lat", "lon"):
            self.fields[name].widget.attrs.update(inputmode="decimal", autocomplete="off")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        lat, lon = data.get("lat") or "", data.get("lon") or ""
        data["lat"] = data["lon"] = None
        if not lat and not lon:
            return data
        try:
            data["lon"], data["lat"] = read_position(lon, lat)
        except BadPosition as problem:
            self.add_error("lat", str(problem))
        else:
            self._inside(data["lon"], data["lat"])
        return data

    def _inside(self, lon: float, lat: float) -> None:
        codes = {code for code, _metres in municipalities_near(lon, lat, ASHORE)}
        if self.municipality.code not in codes:
            words = _("Punkten ligger inte i %(name)s. Välj en annan punkt, eller ta bort den.")
            self.add_error("lat", words % {"name": self.municipality.name})


class EditForm(forms.Form):
    title = WordsField(label=_("Din idé i en mening"), max_length=MOST_TITLE)
    text = WordsField(label=_("Text"), max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 12}))

    def __init__(self, *args: Any, shown: Idea | IdeaVersion, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"title": shown.title, "text": shown.text})
        super().__init__(*args, **kwargs)

    clean_title = WordsForm.clean_title


class AdditionForm(forms.Form):
    text = WordsField(
        label=_("Tillägg"),
        max_length=4000,
        help_text=_("Visas under din text, med dagens datum. Texten ovanför ändras inte."),
        widget=forms.Textarea(attrs={"rows": 7}),
    )


def _looks_for_similar(municipality: Municipality) -> dict[str, str]:
    """While one writes; without JavaScript the next step shows them."""
    return {
        "data-hx-get": f"{reverse('ideas:similar')}?kommun={municipality.code}",
        "data-hx-trigger": "input changed delay:600ms",
        "data-hx-target": "#liknande",
        "data-hx-sync": "this:replace",
    }
