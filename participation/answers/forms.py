from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from participation.accounts.choosing import Colleagues
from participation.accounts.models import User
from participation.attachments.fields import DocumentsField
from participation.core.words import WordsField
from participation.places.models import Department

from .canned import FILLED, filled_in, only_known
from .models import AnswerTemplate, Outcome
from .models.answer import PROMISES
from .reach import who_take_part

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from django.utils.datastructures import MultiValueDict

    from participation.topics.models import Topic

    from .models import AnswerDraft


class AnswerForm(forms.Form):
    """What an answer says. While it is only kept (`is_whole` false), anything may be missing."""

    template = forms.ModelChoiceField(
        AnswerTemplate.objects.none(),
        label=_("Svarsmall"),
        required=False,
        empty_label=pgettext_lazy("inget valt", "Ingen"),
    )
    outcome = forms.ChoiceField(label=_("Svaret"), choices=Outcome.choices, widget=forms.RadioSelect, required=False)
    sentence = WordsField(
        label=_("Svaret i en mening"),
        max_length=200,
        required=False,
        help_text=_("Börja med svaret. Till exempel: Ja, spåret får lyktor före jul."),
    )
    text = WordsField(
        label=_("Hela svaret"),
        help_text=_("Skriv varför, och vad ni har vägt in."),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    next_step = WordsField(
        label=_("Vad händer nu?"),
        max_length=300,
        required=False,
        help_text=_("I en mening. Säger ni nej: skriv om frågan kan tas upp igen, eller att den är avslutad."),
    )
    next_step_on = forms.DateField(
        label=_("Senast när?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Krävs när ni säger ja."),
    )
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=_("Förvaltning"),
        required=False,
        empty_label=_("Välj förvaltning"),
        help_text=_("Den som står bakom svaret och gör det som händer nu."),
    )
    registry_number = WordsField(label=_("Diarienummer"), max_length=40, required=False)
    documents = DocumentsField(
        label=_("Beslutshandling"),
        max_files=1,
        required=False,
        help_text=_("Till exempel ett protokollsutdrag. Ta bort personuppgifter som inte får spridas."),
    )
    no_file = forms.BooleanField(label=_("Ta bort beslutshandlingen"), required=False)
    go_live_at = forms.SplitDateTimeField(
        label=_("Publicera tidigast"),
        required=False,
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": _("Publicera tidigast, dag")},  # type: ignore[dict-item]  # lazy
            time_attrs={"type": "time", "aria-label": _("Publicera tidigast, klockslag")},  # type: ignore[dict-item]
            date_format="%Y-%m-%d",
            time_format="%H:%M",
        ),
        help_text=_("Lämna tomt för att publicera så snart svaret är godkänt."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        topic: Topic,
        words: AnswerDraft | None,
        today: date,
        owner: int | None = None,
        promised_on: date | None = None,
        is_whole: bool = False,
    ) -> None:
        super().__init__(data, files)
        self.topic = topic
        self.today, self.promised_on, self.is_whole = today, promised_on, is_whole
        here = Department.objects.filter(municipality=topic.municipality_id)
        self.fields["department"].queryset = here  # type: ignore[attr-defined]  # a choice of rows
        self.fields["department"].initial = owner
        templates = AnswerTemplate.objects.filter(municipality=topic.municipality_id, is_active=True)
        self.fields["template"].queryset = templates  # type: ignore[attr-defined]  # a choice of rows
        self.file = words.file if words and words.file and words.file.taken_away_at is None else None
        if self.file is None:
            del self.fields["no_file"]
        if words is not None:
            names = ("outcome", "sentence", "text", "next_step", "next_step_on", "registry_number", "go_live_at")
            self.initial = {name: getattr(words, name) for name in names}
            if words.department_id:
                self.initial["department"] = words.department_id

    def clean_next_step_on(self) -> date | None:
        """The day that was promised stays, also when it has passed: words are put right without a new promise."""
        day: date | None = self.cleaned_data["next_step_on"]
        if day is not None and day < self.today and day != self.promised_on:
            raise forms.ValidationError(_("Dagen har redan varit."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self._fill_in(cleaned)
        if self.is_whole:
            for name, words in LACKS.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, words)
            if cleaned.get("outcome") in PROMISES and not cleaned.get("next_step_on") and "next_step_on" in cleaned:
                self.add_error("next_step_on", _("Välj en dag."))
        return cleaned

    def _fill_in(self, cleaned: dict[str, Any]) -> None:
        """What can be named is filled in as soon as it is kept; what cannot is never sent."""
        for name in FILLED:
            said = cleaned.get(name, "")
            filled = filled_in(said, self.topic, cleaned.get("department"), today=self.today)
            if filled != said and len(filled) > (self.fields[name].max_length or 0):  # type: ignore[attr-defined]
                self.add_error(name, _("Det blir för långt när det som står inom klamrar fylls i."))
                continue
            cleaned[name] = filled
            if self.is_whole:
                try:
                    only_known(filled.replace(self.topic.title, ""))
                except forms.ValidationError as unknown:
                    self.add_error(name, unknown)

    @property
    def words(self) -> dict[str, Any]:
        """Of a valid form: what `actions.save_draft` keeps, but for the file."""
        names = ("outcome", "sentence", "text", "next_step", "next_step_on", "department", "registry_number")
        return {name: self.cleaned_data[name] for name in (*names, "go_live_at")}


class ManyForm(forms.Form):
    """What is said to several, with variables. A draft of each is made of it, so all that an answer needs is here."""

    template = forms.ModelChoiceField(
        AnswerTemplate.objects.none(),
        label=_("Svarsmall"),
        required=False,
        empty_label=pgettext_lazy("inget valt", "Ingen"),
        help_text=_("Mallens ord blir hela svaret om du inte skriver något där."),
    )
    outcome = forms.ChoiceField(label=_("Svaret"), choices=Outcome.choices, widget=forms.RadioSelect)
    sentence = WordsField(label=_("Svaret i en mening"), max_length=200, validators=[only_known])
    text = WordsField(
        label=_("Hela svaret"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        validators=[only_known],
        help_text=AnswerTemplate.HELP,
    )
    next_step = WordsField(label=_("Vad händer nu?"), max_length=300, validators=[only_known])
    next_step_on = forms.DateField(
        label=_("Senast när?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Krävs när ni säger ja."),
    )
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Förvaltning"), empty_label=_("Välj förvaltning")
    )
    registry_number = WordsField(label=_("Diarienummer"), max_length=40, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, places: Collection[int], today: date) -> None:
        super().__init__(data)
        self.today = today
        fields: Any = self.fields
        fields["template"].queryset = AnswerTemplate.objects.filter(municipality__in=places, is_active=True)
        fields["department"].queryset = Department.objects.filter(municipality__in=places)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        template, day = cleaned.get("template"), cleaned.get("next_step_on")
        if template is not None and not cleaned.get("text"):
            cleaned["text"] = template.words
        if not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", LACKS["text"])
        if day is None and cleaned.get("outcome") in PROMISES and "next_step_on" not in self.errors:
            self.add_error("next_step_on", _("Välj en dag."))
        if day is not None and day < self.today:
            self.add_error("next_step_on", _("Dagen har redan varit."))
        return cleaned

    @property
    def words(self) -> dict[str, Any]:
        names = ("outcome", "sentence", "text", "next_step", "next_step_on", "department", "registry_number")
        return {name: self.cleaned_data[name] for name in names}


LACKS = {
    "outcome": _("Välj ett svar."),
    "sentence": _("Skriv svaret i en mening."),
    "text": _("Skriv hela svaret."),
    "next_step": _("Skriv vad som händer nu."),
    "department": _("Välj förvaltning."),
}


class TakeAwayForm(forms.Form):
    """`is_away`: it was taken away before, and only its deletion is left."""

    because = WordsField(
        label=_("Varför tas det bort?"),
        max_length=300,
        help_text=_(
            "Står på sidan för alla, så skriv inga personuppgifter. "
            "Till exempel: Handlingen innehöll personuppgifter som inte får spridas."
        ),
    )
    for_good = forms.BooleanField(
        label=_("Radera för gott"),
        required=False,
        help_text=_(
            "Bara för det som det är olagligt att ha kvar. Inte heller ni kan läsa det sedan, och det går inte att "
            "ångra. Annars är det borta för invånarna, och kvar för er som arbetar med svaret."
        ),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, may_delete: bool, is_away: bool) -> None:
        super().__init__(data)
        if not may_delete:
            del self.fields["for_good"]
        if is_away:
            del self.fields["because"]
            self.fields["for_good"].required = True


class DecisionForm(forms.Form):
    comment = WordsField(
        label=_("Kommentar"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Bara ni som arbetar med svaret läser den. Krävs när du lämnar tillbaka det."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, approves: bool = True) -> None:
        super().__init__(data)
        self.approves = approves

    def clean_comment(self) -> str:
        said: str = self.cleaned_data["comment"]
        if not said and not self.approves:
            raise forms.ValidationError(_("Skriv vad som behöver ändras."))
        return said


class CommentForm(forms.Form):
    text = WordsField(
        label=_("Kommentar"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Den beslutar inget. Bara ni som arbetar med svaret läser den, och den som skriver svaret får veta det."
        ),
    )
    mentioned = Colleagues(
        User.objects.none(),
        label=_("Säg till"),
        required=False,
        help_text=_("De får veta att det finns en kommentar att läsa. Det du skriver står inte i mejlet."),
    )

    def __init__(self, data: Any = None, *, draft: AnswerDraft, by: User, said: str = "") -> None:
        super().__init__(data, initial={"text": said})
        self.fields["mentioned"].queryset = who_take_part(draft).exclude(pk=by.pk)  # type: ignore[attr-defined]  # rows
