from __future__ import annotations

from django import forms


class Contact(forms.Form):
    email = forms.EmailField(required=False, label="E-post")

    def clean(self) -> None:
        if not self.cleaned_data.get("email"):
            self.add_error("email", "Skriv din adress.")


def test_a_field_is_not_called_optional_by_the_error_that_asks_for_it() -> None:
    assert "frivilligt" in str(Contact())
    assert "frivilligt" not in str(Contact({"email": ""}))
    assert "frivilligt" in str(Contact({"email": "fel"}))
