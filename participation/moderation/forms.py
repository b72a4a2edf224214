from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import Role
from participation.accounts.permissions import municipalities_of
from participation.core.words import WordsField

from .canned import CANNED, PAUSES
from .models import BOARD_LAW, FOR_FLAGS, Appeal, Ground, MailWish
from .models.decision import About

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from participation.accounts.models import User

    from .owners import Picture

NEED_REASONS = frozenset({"hidden", "warned", "hide_name"})


class FlagForm(forms.Form):
    """`pictures` are those that the reader sees with the words: each can be what is wrong."""

    about = forms.ChoiceField(label=_("Vad gäller det?"), initial=About.WORDS, widget=forms.RadioSelect, required=False)
    reason = forms.ChoiceField(
        label=_("Vad är det för fel?"),
        choices=[
            (_("Mot reglerna"), [(one.value, one.label) for one in FOR_FLAGS if one not in BOARD_LAW]),
            (
                _("Brott som lagen kräver att kommunen tar bort"),
                [(o.value, o.label) for o in FOR_FLAGS if o in BOARD_LAW],
            ),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj det som stämmer bäst.")},
    )
    text = WordsField(label=_("Berätta mer"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, has_name: bool = False, pictures: Sequence[Picture] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pictures = {str(picture.pk): picture.pk for picture in pictures}
        choices: list[tuple[str, Any]] = [(About.WORDS, About.WORDS.label)]
        if has_name:
            choices.append((About.NAME, About.NAME.label))
        for number, picture in enumerate(pictures, start=1):
            said = format_lazy("{}: {}", _("Bild {n}"), picture.alt) if picture.alt else _("Bild {n}")
            choices.append((str(picture.pk), format_lazy(said, n=number)))
        self.fields["about"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        if len(choices) == 1:
            del self.fields["about"]

    @property
    def said(self) -> dict[str, Any]:
        """What `actions.flag` is told."""
        about = self.cleaned_data.get("about") or About.WORDS
        what = {"picture": self.pictures[about]} if about in self.pictures else {"about": about}
        return {"reason": self.cleaned_data["reason"], "text": self.cleaned_data["text"], **what}


class AppealForm(forms.Form):
    words = WordsField(
        label=_("Varför är beslutet fel?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Någon annan än den som beslutade läser det här, och det du skrev från början."),
        error_messages={"required": _("Skriv varför du tycker att beslutet är fel.")},
    )


class ReasonsFields(forms.Form):
    """The statement of reasons, for one thing or for many at once."""

    rule = forms.ChoiceField(
        label=_("Regel"),
        choices=[("", _("Välj regel")), *((one.value, one.label) for one in FOR_FLAGS)],
        required=False,
    )
    canned = forms.ChoiceField(
        label=_("Färdigt skäl"),
        choices=[("", _("Inget, jag skriver själv")), *((key, text) for key, (_rule, text) in CANNED.items())],
        required=False,
        help_text=_("Det läggs före dina egna ord."),
    )
    facts = WordsField(
        label=_("Skäl, med egna ord"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Den som skrev får läsa det. Säg vad i texten som bryter mot regeln. Andra ser bara regeln."),
    )
    ground = forms.ChoiceField(
        label=_("Grund"), choices=[("", _("Den som hör till regeln")), *Ground.choices], required=False
    )

    @property
    def said(self) -> dict[str, str]:
        canned = CANNED.get(self.cleaned_data.get("canned") or "")
        facts = " ".join(
            part for part in (str(canned[1]) if canned else "", self.cleaned_data.get("facts", "")) if part
        )
        rule = self.cleaned_data.get("rule") or (canned[0] if canned else "")
        return {"rule": rule, "facts": facts, "ground": self.cleaned_data.get("ground", "")}

    def ask_for_reasons(self) -> None:
        if not self.said["rule"]:
            self.add_error("rule", _("Välj vilken regel det bryter mot."))
        if not self.said["facts"]:
            self.add_error("facts", _("Skriv varför, eller välj ett färdigt skäl."))


class DecisionForm(ReasonsFields):
    """What to do with a thing, and why. `choices` are those that can be done with it now."""

    outcome = forms.ChoiceField(label=_("Beslut"), widget=forms.RadioSelect)
    days = forms.TypedChoiceField(
        label=_("Pausa också den som skrev"),
        choices=PAUSES,
        coerce=int,
        empty_value="",
        required=False,
        help_text=_("Den som är pausad läser och stöder som vanligt, men kan inte skriva här."),
    )
    field_order = ("outcome", "rule", "canned", "facts", "ground", "days")

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], can_pause: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        if not can_pause:
            del self.fields["days"]

    @property
    def pause_days(self) -> int:
        return int(self.cleaned_data.get("days") or 0)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") in NEED_REASONS or cleaned.get("days"):
            self.ask_for_reasons()
        return cleaned


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Beslut"), choices=Appeal.Outcome.choices, widget=forms.RadioSelect)
    answer = WordsField(
        label=_("Svar till den som överklagade"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Säg hur du har prövat det och varför du kommer fram till det här."),
        error_messages={"required": _("Skriv ett svar till den som överklagade.")},
    )


class WishForm(forms.Form):
    """A part of a moderator's own settings page."""

    title = _("Mejl om granskning")
    prefix = "granskning"

    when = forms.ChoiceField(
        label=_("Mejla mig om det som väntar på granskning"),
        choices=MailWish.When.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Det som lagen kräver bort, och det som är försenat, mejlar vi alltid genast."),
    )

    def __init__(self, person: User, posted: QueryDict | None = None, **kwargs: Any) -> None:
        self.person = person
        wish = MailWish.objects.filter(person=person).first()
        super().__init__(posted, initial={"when": wish.when if wish else MailWish.When.FIRST}, **kwargs)

    def save(self) -> None:
        if when := self.cleaned_data["when"]:
            MailWish.objects.update_or_create(person=self.person, defaults={"when": when})


def wish_form(person: User, posted: QueryDict | None) -> WishForm | None:
    """Only for those who moderate somewhere."""
    return WishForm(person, posted) if municipalities_of(person, Role.MODERATOR) else None
