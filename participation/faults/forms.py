from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from participation.attachments.forms import PhotosForm
from participation.attachments.held import HeldPhotos
from participation.core.words import WordsField
from participation.places.atlas import BadPosition
from participation.places.positions import read_position

from .actions import Place
from .kinds import Kind, kind_of
from .locating import Position, Question, Region, settle
from .models import FaultReport
from .nearby import Similar, similar_to
from .owners import Owned, owner_at

if TYPE_CHECKING:
    from participation.attachments.intake import ReceivedPhoto
    from participation.attachments.models import HeldUpload
    from participation.places.models import Municipality

Source = FaultReport.Source
FARTHEST_METRES = 1_000_000  # a device that knows less than this knows nothing
FROM_OUTSIDE = (Source.DEVICE, Source.PHOTO, Source.ADDRESS, Source.MAP)
SIMILAR = "similar"
TOLD_ALL = "allt"  # what a device says that sends by itself: there is nobody to tell
looks_like_a_phone = RegexValidator(
    re.compile(r"^\+?[0-9][0-9 ()/-]{4,38}\Z"), _("Skriv telefonnumret med siffror, till exempel 060-12 34 56.")
)


class FaultForm(PhotosForm):
    """One screen. `asked_for` is the municipality of the page; without one, the region's form lets the citizen choose.

    A valid form has `municipality`, `kind` and `place_of_report`. One that comes back may have a `question` to answer,
    and shows the position that was guessed from a photo, so that it can be corrected. A valid one may still have
    something `untold`: it is shown once, and sent as it is the next time.
    """

    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    lon = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    lat = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    source = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    accuracy = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    asked_about = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    category = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    guessed = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    told = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    answer = forms.CharField(required=False, max_length=4, label="")
    kommun = forms.ChoiceField(required=False, label=_("Kommun"))
    place = WordsField(
        required=False,
        max_length=200,
        label=_("Plats i ord"),
        help_text=_("Till exempel Storgatan 12, eller vid gungorna i Badhusparken."),
    )
    text = WordsField(
        max_length=4000,
        label=_("Vad är fel?"),
        error_messages={"required": _("Skriv vad som är fel, så vet vi vad vi ska göra.")},
        widget=forms.Textarea(attrs={"rows": 2, "class": "input"}),
    )
    contact_email = forms.EmailField(
        required=False, max_length=254, label=_("E-post"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    contact_phone = forms.CharField(
        required=False,
        max_length=40,
        label=_("Telefon"),
        validators=[looks_like_a_phone],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        *,
        held: HeldPhotos,
        region: Region,
        asked_for: Municipality | None = None,
    ) -> None:
        self.filled = QueryDict(mutable=True) if data is None else data.copy()  # what is guessed is put in and shown
        super().__init__(None if data is None else self.filled, files, held=held)
        self.region, self.page_of = region, asked_for
        self.municipality: Municipality | None = asked_for
        self.question: Question | None = None
        self.position: Position | None = None
        self.kind: Kind = kind_of(asked_for) if data is None else Kind()
        self.has_photo_from_afar = False
        self.owned: Owned | None = None
        self.similar: list[Similar] = []
        choices = [(code, row.full_name) for code, row in region.by_code.items()]
        self.fields["kommun"].choices = [("", _("Välj kommun")), *choices]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["photos"].widget.attrs["multiple"] = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.asked_for = self.page_of or self.region.by_code.get(cleaned.get("kommun", ""))
        self.position = self._sent_position() or self._position_of_a_photo()
        if self.position is None:
            self._settle_by_words()
        else:
            self._settle_by_position(self.position)
        self._settle_kind()
        self.owned = owner_at(self.position)
        self.similar = similar_to(self.kind.category, self.position)
        return cleaned

    def is_valid(self) -> bool:
        """With the answers to the category's questions; one that stops lets nothing through."""
        return super().is_valid() and self.kind.is_answered

    @property
    def news(self) -> list[str]:
        """What the citizen is told before it is sent, by name."""
        whose = [f"owner-{self.owned.owner.pk}"] if self.owned else []
        return [*whose, SIMILAR] if self.similar else whose

    @property
    def untold(self) -> list[str]:
        told = self.cleaned_data.get("told", "").split()
        return [] if TOLD_ALL in told else [name for name in self.news if name not in told]

    @property
    def place_of_report(self) -> Place:
        """Of a valid form."""
        words = self.cleaned_data["place"].strip()
        if self.position is None:
            return Place(words=words)
        accuracy = self.filled.get("accuracy", "") if self.filled.get("source") == Source.DEVICE else ""
        return Place(
            words=words,
            lon=self.position[0],
            lat=self.position[1],
            source=self.filled.get("source", Source.MAP),
            accuracy=min(int(accuracy), FARTHEST_METRES) if accuracy.isdecimal() else None,
        )

    def photos_at_hand(self) -> list[ReceivedPhoto]:
        """Those to store; none if the same form, sent twice, has just taken them."""
        try:
            return self.photos_to_store()
        except FileNotFoundError:
            return []

    def say_only(self, *codes: str) -> None:
        """Keep what is wrong with the photos and what carries one of `codes`; be silent on the rest."""
        self.kind.be_silent()
        for name, errors in list(self.errors.items()):
            if name != "photos" and not any(error.code in codes for error in errors.as_data()):
                del self.errors[name]

    def show_position(self, position: Position | None, source: str) -> None:
        """Put a position where the next sending will find it."""
        self.position = position
        lon, lat = (f"{position[0]:.6f}", f"{position[1]:.6f}") if position else ("", "")
        for name, value in (("lon", lon), ("lat", lat), ("source", source)):
            self.filled[name] = value
        if source != Source.DEVICE:
            self.filled["accuracy"] = ""

    def _settle_kind(self) -> None:
        self.kind = kind_of(self.municipality or self.page_of, self.filled, self.cleaned_data.get("text", ""))
        self.filled["category"], self.filled["guessed"] = self.kind.code, self.kind.guessed_code

    def _sent_position(self) -> Position | None:
        lon, lat = self.cleaned_data.get("lon", ""), self.cleaned_data.get("lat", "")
        if not lon or not lat:
            return None
        try:
            position = read_position(lon, lat)
        except BadPosition:
            self.add_error("place", _("Platsen gick inte att läsa. Välj den igen."))
            return None
        source = self.cleaned_data.get("source", "")
        self.show_position(position, source if source in FROM_OUTSIDE else Source.MAP)
        return self.position

    def _position_of_a_photo(self) -> Position | None:
        """A bonus: only one that lies here counts, and none where the citizen took it away."""
        if self.cleaned_data.get("source") == Source.WORDS:
            return None
        photos: list[HeldUpload | ReceivedPhoto] = [*self._kept(), *self._accepted]
        for photo in photos:
            if photo.position is None:
                continue
            if self.region.takes_part(photo.position):
                rounded = (round(photo.position[0], 6), round(photo.position[1], 6))
                self.show_position(rounded, Source.PHOTO)
                return rounded
            self.has_photo_from_afar = True
        return None

    def _settle_by_words(self) -> None:
        self.municipality = self.asked_for
        if not self.cleaned_data.get("place") and "place" not in self.errors:
            words = str(_("Säg var felet är: använd din plats, klicka på kartan eller skriv platsen i ord."))
            if self.has_photo_from_afar:
                words = f"{_('Fotot är taget utanför de kommuner som är med här.')} {words}"
            self.add_error("place", ValidationError(words, code="nowhere"))
        if self.municipality is None:
            self.add_error("kommun", ValidationError(_("Välj vilken kommun felet är i."), code="which"))

    def _settle_by_position(self, position: Position) -> None:
        about = f"{position[0]:.6f},{position[1]:.6f}"
        answer = self.cleaned_data.get("answer", "") if self.cleaned_data.get("asked_about") == about else ""
        settled = settle(position, asked_for=self.asked_for, answer=answer, region=self.region)
        self.filled["asked_about"] = about
        if settled.without_position:
            self.show_position(None, Source.WORDS)
            self._settle_by_words()
        elif settled.municipality is not None:
            self.municipality = settled.municipality
        elif settled.question is not None:
            self.question = settled.question
            self.add_error("answer", ValidationError(settled.question.sentence, code="asked"))
        else:
            self.add_error("place", ValidationError(settled.outside, code="outside"))


class WordsForm(forms.Form):
    """What the reporter adds afterwards."""

    text = WordsField(
        max_length=2000, label=_("Vad vill du lägga till?"), widget=forms.Textarea(attrs={"rows": 4, "class": "input"})
    )


class FollowForm(forms.Form):
    email = forms.EmailField(
        max_length=254,
        label=_("Din e-post"),
        help_text=_("Vi skriver bara när läget ändras. I varje mejl finns en länk för att sluta följa."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class AnswerForm(PhotosForm):
    """To what the municipality asked."""

    text = WordsField(max_length=2000, label=_("Ditt svar"), widget=forms.Textarea(attrs={"rows": 4, "class": "input"}))
    field_order = ("text", "held", "photos")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].widget.attrs["multiple"] = True


class StillBrokenForm(forms.Form):
    text = WordsField(
        required=False,
        max_length=2000,
        label=_("Vad är fortfarande fel?"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
    )
