"""The export of what this app itself keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

if TYPE_CHECKING:
    from .models import User


def export_person(person: User) -> dict[str, Any]:
    return {
        "e-post": person.email,
        "namn som andra ser": person.display_name,
        "förnamn": person.first_name,
        "efternamn": person.last_name,
        "hemkommun": person.home.name if person.home else None,
        "språk": person.language,
        "konto sedan": person.date_joined,
        "senast inloggad": person.last_login,
        "roller": list(person.groups.values_list("name", flat=True)),
    }


def export_sign_in(person: User) -> dict[str, Any]:
    addresses = EmailAddress.objects.filter(user=person).order_by("pk").values("email", "verified", "primary")
    steps = Authenticator.objects.filter(user=person).order_by("pk").values("type", "created_at", "last_used_at")
    return {
        "har lösenord": person.has_usable_password(),
        "adresser": [
            {"adress": row["email"], "bekräftad": row["verified"], "inloggning": row["primary"]} for row in addresses
        ],
        "andra steg": [
            {"sort": row["type"], "sedan": row["created_at"], "senast använd": row["last_used_at"]} for row in steps
        ],
    }
