"""Invented fault reports, one for each thing that can become of one so far."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from participation.faults.actions.following import follow_report
from participation.faults.actions.handling import change_status
from participation.faults.actions.reporting import Place, report_fault
from participation.faults.models import FaultReport

from .case_system import add_case_system
from .fault_categories import ask_questions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from participation.accounts.models import User
    from participation.places.models import Municipality

Status = FaultReport.Status
SQUARE = (17.3069, 62.3908)
# What, its category, where in words and on earth, days ago, and what the case officer did with it.
FAULTS: tuple[tuple[str, str, str, tuple[float, float], int, str | None, str], ...] = (
    ("Demo: lampan vid lekplatsen är släckt.", "gatubelysning", "Lekplatsen vid torget", SQUARE, 1, None, ""),
    (
        "Demo: ett djupt hål mitt i cykelvägen.",
        "hal-i-gata",
        "Cykelvägen längs ån",
        (17.3031, 62.3921),
        4,
        Status.IN_PROGRESS,
        "Demo: vi lagar den.",
    ),
    (
        "Demo: papperskorgen är full.",
        "skrap-och-papperskorg",
        "Hållplatsen vid biblioteket",
        (17.3085, 62.3899),
        9,
        Status.FIXED,
        "Demo: den är tömd.",
    ),
    (
        "Demo: lyktan vid övergångsstället blinkar.",
        "gatubelysning",
        "Övergångsstället vid torget",
        (17.3074, 62.3911),
        6,
        Status.PLANNED,
        "Demo: vi byter den nästa vecka.",
    ),
    (
        "Demo: en gunga är trasig.",
        "lekplats",
        "Lekplatsen i parken",
        (17.3049, 62.3895),
        3,
        Status.ASKED,
        "Demo: vilken av gungorna är det?",
    ),
)


NEIGHBOUR = "demo-granne@demo.example"  # follows the first by an address, as somebody without an account does


def report_faults(*, place: Municipality, people: Mapping[str, User], now: datetime) -> None:
    categories = ask_questions(place)
    add_case_system(place, categories["gatubelysning"])
    for number, (text, code, where, (lon, lat), days, status, message) in enumerate(FAULTS):
        key = uuid5(NAMESPACE_URL, f"samskapa-demo-fault-{place.code}-{number}")
        at = now - timedelta(days=days)
        report, is_new = report_fault(
            client_key=key,
            municipality=place,
            text=text,
            place=Place(words=where, lon=lon, lat=lat, source=FaultReport.Source.MAP),
            category=categories[code],
            now=at,
            reporter=people["medborgare"],
        )
        if is_new and number == 0:
            follow_report(report=report, person=people["granne"], now=at + timedelta(hours=1))
            follow_report(report=report, email=NEIGHBOUR, now=at + timedelta(hours=2))
        if is_new and status is not None:
            change_status(
                report=report,
                by=people["handlaggare"],
                status=status,
                message=message,
                now=at + timedelta(hours=20),
            )
