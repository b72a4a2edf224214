"""What staff fill in for a case system; the fields of its kind come from the kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from participation.accounts.permissions import is_administrator, municipalities_of
from participation.faults.models import CaseSystem, CategoryInSystem, FaultCategory, FaultReport, StatusMapping
from participation.faults.permissions import HANDLERS
from participation.faults.states import NEEDS_REASON
from participation.places.models import Municipality

from .addresses import check_url
from .kinds import KINDS

if TYPE_CHECKING:
    from participation.accounts.models import User

    from .protocol import Setting


class KindForm(forms.Form):
    kind = forms.ChoiceField(label=lazy("Slag"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.code, kind.label) for kind in KINDS.values()]  # type: ignore[attr-defined]


class SystemForm(forms.ModelForm):
    class Meta:
        model = CaseSystem
        fields = ("name", "municipalities", "url", "shares_contact", "is_on")
        widgets = {"municipalities": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = KINDS[self.instance.kind]
        places = Municipality.objects.filter(is_open=True)
        if not is_administrator(user):
            places = places.filter(pk__in=municipalities_of(user, *HANDLERS))
        self.fields["municipalities"].queryset = places  # type: ignore[attr-defined]  # a ModelMultipleChoiceField
        if not self.kind.needs_url:
            del self.fields["url"]
        else:
            self.fields["url"].required = True
        for setting in self.kind.settings:
            self.fields[setting.name] = self._field(setting)

    def _field(self, setting: Setting) -> forms.Field:
        kept = self.instance.secrets if setting.is_secret else self.instance.settings
        if setting.choices:
            return forms.ChoiceField(
                label=setting.label,
                help_text=setting.help_text,
                choices=setting.choices,
                initial=kept.get(setting.name),
            )
        if setting.is_email:
            return forms.EmailField(
                label=setting.label,
                help_text=setting.help_text,
                required=setting.is_required,
                max_length=254,
                initial=kept.get(setting.name, ""),
            )
        is_kept = setting.is_secret and bool(kept.get(setting.name))
        return forms.CharField(
            label=setting.label,
            help_text=lazy("Finns. Lämna tomt för att behålla.") if is_kept else setting.help_text,
            required=setting.is_required and not is_kept,
            max_length=300,
            initial="" if setting.is_secret else kept.get(setting.name, ""),
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
            if setting.is_secret
            else forms.TextInput(),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("url", "token_url"):
            if cleaned.get(name) and (problem := check_url(cleaned[name])):
                self.add_error(name, problem)
        if self.instance.pk and self._leads_elsewhere(cleaned):
            for setting in self.kind.settings:
                if setting.is_secret and self.instance.secrets.get(setting.name) and not cleaned.get(setting.name):
                    self.add_error(
                        setting.name, _("Adressen är en annan. Skriv det här igen, så går inget till fel system.")
                    )
        return cleaned

    def _leads_elsewhere(self, cleaned: dict[str, Any]) -> bool:
        """What was kept secret for one system is not sent to another, nor to whoever wrote its address here."""
        before = {"url": self.instance.url, "token_url": self.instance.setting("token_url")}
        return any(
            cleaned.get(name, was) and urlsplit(cleaned.get(name, was))[:2] != urlsplit(was)[:2]
            for name, was in before.items()
        )

    def save(self, commit: bool = True) -> CaseSystem:
        system: CaseSystem = self.instance
        for setting in self.kind.settings:
            value = self.cleaned_data.get(setting.name, "")
            if setting.is_secret:
                system.keep_secrets(**{setting.name: value})
            else:
                system.settings[setting.name] = value
        is_new = system.pk is None
        saved: CaseSystem = super().save(commit=commit)
        if is_new:
            StatusMapping.objects.bulk_create(
                [
                    StatusMapping(
                        system=saved,
                        theirs=theirs,
                        ours=ours,
                        words=words,
                        words_en=words_en,
                        is_on=self.kind.speaks_ours,
                    )
                    for theirs, ours, words, words_en in self.kind.mappings
                ]
            )
        return saved


class MappingForm(forms.ModelForm):
    class Meta:
        model = StatusMapping
        fields = ("theirs", "ours", "words", "words_en", "shows_their_words", "notify", "is_on")
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("words", "words_en")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["ours"]
        offered = [("", "---------"), *FaultReport.Status.choices_for_staff()]
        field.choices = [choice for choice in offered if choice[0] not in ("received", "duplicate")]

    def clean_theirs(self) -> str:
        theirs = str(self.cleaned_data["theirs"]).strip().lower()
        others = StatusMapping.objects.filter(system=self.instance.system, theirs=theirs).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(_("Det läget är redan översatt. Ändra den raden i stället."))
        return theirs

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("ours") in NEEDS_REASON and not (cleaned.get("words") or "").strip():
            self.add_error("words", _("Skriv vad den som anmälde får läsa. Ett sådant besked ges aldrig utan ord."))
        elif (cleaned.get("words_en") or "").strip() and not (cleaned.get("words") or "").strip():
            self.add_error("words", _("Skriv texten på svenska också."))
        return cleaned


class TryForm(forms.Form):
    status = forms.CharField(label=lazy("Läge hos dem"), max_length=80)
    words = forms.CharField(label=lazy("Deras text"), max_length=1000, required=False)


class CategoryForm(forms.ModelForm):
    class Meta:
        model = CategoryInSystem
        fields = ("category", "code")

    def __init__(self, *args: Any, system: CaseSystem, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.system = system
        rows = FaultCategory.objects.filter(municipality__in=system.municipalities.all(), in_system__isnull=True)
        if not is_administrator(user):
            rows = rows.filter(municipality__in=municipalities_of(user, *HANDLERS))
        field: Any = self.fields["category"]
        field.queryset = rows.select_related("municipality")
        field.label_from_instance = lambda row: f"{row.municipality.name}: {row.name}"
