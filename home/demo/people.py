"""Invented people, so named. Their addresses lie under a name that no mail can reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from participation.accounts.models import Role, StaffGroup, User

if TYPE_CHECKING:
    from participation.places.models import Municipality

PASSWORD = "samskapa-demo-2026"  # noqa: S105 - printed by the command that makes these accounts
HOST = "demo.example"
RESIDENTS = 40


@dataclass(frozen=True)
class Account:
    name: str
    display_name: str
    role: str = ""
    what: str = ""
    runs_all: bool = False

    @property
    def email(self) -> str:
        return f"{self.name}@{HOST}"


ACCOUNTS = [
    Account("medborgare", "Demo Medborgare", what="skriver idéer"),
    Account("granne", "Demo Granne", what="stöder och diskuterar"),
    Account("granskare", "Demo Granskare", Role.MODERATOR, "granskar idéer och inlägg"),
    Account("redaktor", "Demo Redaktör", Role.EDITOR, "skriver sidor och e-tjänsteförslag"),
    Account("publicist", "Demo Publicist", Role.PUBLISHER, "godkänner sidor"),
    Account("handlaggare", "Demo Handläggare", Role.CASE_OFFICER, "svarar på idéer"),
    Account("jurist", "Demo Jurist", what="läser och godkänner svar, i första steget"),
    Account("namnd", "Demo Nämnd", what="godkänner svar, i sista steget"),
    Account("utvarderare", "Demo Utvärderare", Role.EVALUATOR, "bedömer idéer"),
    Account("analytiker", "Demo Analytiker", Role.ANALYST, "ser siffror"),
    Account("administrator", "Demo Administratör", Role.ADMINISTRATOR, "sköter kommunens roller och inställningar"),
    Account("portal", "Demo Portaladministratör", what="sköter hela portalen, med regionens startsida", runs_all=True),
]


def make_accounts(municipality: Municipality) -> dict[str, User]:
    """By the first part of their address. A password that somebody changed stays changed."""
    hashed = make_password(PASSWORD)  # once: it is slow by design, and everybody knows this one
    return {account.name: _account(account, municipality, hashed) for account in ACCOUNTS}


def _account(account: Account, municipality: Municipality, hashed: str) -> User:
    person = User.objects.filter(email=account.email).first()
    if person is None:
        person = User.objects.create(
            email=account.email,
            password=hashed,
            display_name=account.display_name,
            home=municipality,
            is_demo=True,
            is_superuser=account.runs_all,
        )
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    if account.role:
        person.groups.add(StaffGroup.objects.get(municipality=municipality, role=account.role).group)
    return person


def make_residents(municipality: Municipality) -> list[User]:
    """Supporters. Nobody can sign in as one."""
    emails = [f"invanare-{number}@{HOST}" for number in range(1, RESIDENTS + 1)]
    known = set(User.objects.filter(email__in=emails).values_list("email", flat=True))
    new = [
        User(
            email=email,
            password=make_password(None),
            display_name=f"Demo Invånare {number}",
            home=municipality,
            is_demo=True,
        )
        for number, email in enumerate(emails, start=1)
        if email not in known
    ]
    User.objects.bulk_create(new)
    return list(User.objects.filter(email__in=emails).order_by("id"))
