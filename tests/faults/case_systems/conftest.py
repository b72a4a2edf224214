from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from participation.faults.case_systems import lanes
from participation.faults.case_systems.support_management import login
from participation.faults.models import CaseSystem, CategoryInSystem, Dispatch, StatusMapping
from tests.conftest import DATA
from tests.faults.factories import category_of, placed, reported

from .contract import Contract
from .open311_double import Open311Double
from .support_double import SupportDouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from participation.faults.models import FaultReport
    from participation.places.models import Municipality

CONTRACT = DATA / "contracts" / "sundsvall_support_management_15.yaml"
IN_SUNDSVALL = (17.3069, 62.3908)


@pytest.fixture
def open311() -> Iterator[Open311Double]:
    with Open311Double() as double:
        yield double


@pytest.fixture
def support() -> Iterator[SupportDouble]:
    """Held to its contract, where that is on this machine; test_contract.py says so where it is not."""
    login._tokens.clear()
    with SupportDouble() as double:
        double.contract = Contract(CONTRACT) if CONTRACT.is_file() else None
        yield double
    assert double.contract is None or double.contract.complaints == []


@pytest.fixture
def o_system(open311: Open311Double, sundsvall: Municipality) -> CaseSystem:
    return system_of(sundsvall, kind="open311", name="Gatukontoret", url=f"{open311.url}/v2", secrets={"api_key": "k"})


@pytest.fixture
def s_system(support: SupportDouble, sundsvall: Municipality) -> CaseSystem:
    settings = {"municipality_id": "2281", "namespace": "FELANMALAN", "token_url": f"{support.url}/token"}
    secrets = {"client_id": "c", "client_secret": "s"}
    return system_of(
        sundsvall, kind="support_management", name="SM", url=support.url, settings=settings, secrets=secrets
    )


@pytest.fixture
def e_system(sundsvall: Municipality) -> CaseSystem:
    return system_of(sundsvall, kind="email", name="Parken", settings={"to": "parken@example.se"})


def system_of(
    municipality: Municipality,
    *,
    secrets: dict[str, str] | None = None,
    category: str = "gatubelysning",
    **said: Any,
) -> CaseSystem:
    """In use, for one category, with a few statuses in use."""
    system = CaseSystem(is_on=True, **said)
    system.keep_secrets(**(secrets or {}))
    system.save()
    system.municipalities.add(municipality)
    row = municipality.fault_categories.filter(code=category).first() or category_of(municipality, category)
    CategoryInSystem.objects.create(category=row, system=system, code="172")
    for theirs, ours, words in (
        ("in_progress", "in_progress", "Arbetet har börjat."),
        ("ongoing", "in_progress", "Arbetet har börjat."),
        ("fixed", "fixed", "Lampan är bytt."),
        ("solved", "fixed", "Lampan är bytt."),
        ("contractor", "", "Lämnat till entreprenören."),
    ):
        StatusMapping.objects.create(system=system, theirs=theirs, ours=ours, words=words, is_on=True)
    return system


def sent_in(municipality: Municipality, **said: Any) -> FaultReport:
    category = municipality.fault_categories.get(code="gatubelysning")
    return reported(municipality, **{"category": category, "place": placed(IN_SUNDSVALL), "now": now(), **said})


def now() -> datetime:
    return datetime.now(UTC)


def work(system: CaseSystem) -> Dispatch | None:
    """What the worker does once, whenever the next attempt is due, and pauses over."""
    past = now() - timedelta(seconds=1)
    Dispatch.objects.filter(system=system, state="waiting").update(next_attempt_at=past)
    CaseSystem.objects.filter(pk=system.pk).update(paused_until=None, polled_at=None)
    system.refresh_from_db()
    lanes.work(system)
    return Dispatch.objects.filter(system=system).first()


def ask(system: CaseSystem) -> None:
    CaseSystem.objects.filter(pk=system.pk).update(paused_until=None, polled_at=None)
    system.refresh_from_db()
    lanes._poll(system)


def as_if_killed(system: CaseSystem) -> None:
    """A worker died: its lease is over."""
    Dispatch.objects.filter(system=system, state="sending").update(leased_until=now() - timedelta(seconds=1))
