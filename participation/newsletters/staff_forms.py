from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FARTHEST = timedelta(days=365)


class SendForm(forms.Form):
    at = forms.DateTimeField(
        label=gettext_lazy("Skicka tidigast"),
        help_text=gettext_lazy("Lämna tomt för att skicka nu."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )

    def clean_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["at"]
        if at is not None and at < timezone.now():
            raise ValidationError(_("Tiden har redan varit. Lämna fältet tomt för att skicka nu."))
        if at is not None and at > timezone.now() + FARTHEST:
            raise ValidationError(_("Välj en tid inom ett år."))
        return at


class TakeAwayForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("Varför brevet tas bort från webben"),
        help_text=gettext_lazy("Står under Vad som har hänt. Bara ni som arbetar med nyhetsbreven läser det."),
        max_length=300,
    )
