from __future__ import annotations

from django import forms


class Any(forms.Form):
    name = forms.CharField(max_length=60)


def test_too_long_and_a_character_nobody_typed_are_said_in_plain_words() -> None:
    assert Any({"name": "x" * 500}).errors["name"] == ["Det får vara högst 60 tecken, och det är 500."]
    assert Any({"name": "a\0b"}).errors["name"] == [
        "Texten innehåller ett tecken som inte går att spara. Skriv den på nytt."
    ]
