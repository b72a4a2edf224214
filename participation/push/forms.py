from __future__ import annotations

from django import forms


class DeviceForm(forms.Form):
    """What the browser says of its own subscription; a script fills it in."""

    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.RegexField(r"^[A-Za-z0-9_=-]{80,100}\Z")
    auth = forms.RegexField(r"^[A-Za-z0-9_=-]{20,40}\Z")
    name = forms.CharField(max_length=80, required=False)
