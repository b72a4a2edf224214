"""A case system that is away for days: what staff see of it, and one press when it is back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from participation.faults.actions import add_words
from participation.faults.models import CaseSystem, Dispatch
from tests.faults.factories import reported

from .conftest import now, sent_in, system_of, work

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.places.models import Municipality

    from .open311_double import Open311Double

pytestmark = pytest.mark.django_db

PAGE = "/cms/arendesystem/inte-skickade/"


@pytest.fixture
def away(o_system: CaseSystem, sundsvall: Municipality) -> CaseSystem:
    """For five days, with three reports from then and one of today."""
    for _number in range(3):
        sent_in(sundsvall)
    Dispatch.objects.update(waiting_since=now() - timedelta(days=5))
    sent_in(sundsvall)
    CaseSystem.objects.update(url="http://127.0.0.1:9/v2", failures=3000, failing_since=now() - timedelta(days=5))
    o_system.refresh_from_db()
    return o_system


def states() -> list[str]:
    return list(Dispatch.objects.order_by("pk").values_list("state", flat=True))


def test_what_waited_for_days_is_handed_to_staff_with_a_clear_word_and_newer_ones_wait_on(
    client: Any, case_officer: User, away: CaseSystem
) -> None:
    work(away)
    client.force_login(case_officer)

    page, desk = client.get(PAGE).text, client.get("/cms/").text

    assert states() == ["dead", "dead", "dead", "waiting"]
    assert page.count("Systemet har inte svarat på 4 dagar. Skicka igen när det svarar.") == 3
    assert "Skicka allt till Gatukontoret igen (3)" in page
    assert "nådde inte Gatukontoret" in desk


def test_one_press_sends_all_of_it_again_each_once(
    client: Any, case_officer: User, away: CaseSystem, open311: Open311Double
) -> None:
    work(away)
    client.force_login(case_officer)
    CaseSystem.objects.update(url=f"{open311.url}/v2")

    pressed = client.post(PAGE, {"system": away.pk}, follow=True)
    work(away)

    assert "3 anmälningar skickas igen." in pressed.text
    assert states() == ["done"] * 4
    assert len(open311.requests) == 4


def test_pressed_while_it_is_still_away_they_wait_anew(client: Any, case_officer: User, away: CaseSystem) -> None:
    work(away)
    client.force_login(case_officer)

    client.post(PAGE, {"system": away.pk})
    work(away)

    assert states() == ["waiting"] * 4


def test_the_press_reaches_no_other_system_and_nobody_elses_reports(
    client: Any, case_officer: User, outsider: User, away: CaseSystem, timra: Municipality
) -> None:
    other = system_of(timra, kind="open311", name="Timrå", url="http://127.0.0.1:9/v2")
    reported(timra, category=timra.fault_categories.get())
    Dispatch.objects.update(state="dead", error="Borta.")
    assert len(states()) == 5

    for user, system in ((outsider, away), (case_officer, other)):
        client.force_login(user)
        client.post(PAGE, {"system": system.pk})
        client.post(PAGE, {"system": "alla"})

    assert set(states()) == {"dead"}


def test_news_of_a_report_from_long_ago_have_their_own_days(
    away: CaseSystem, sundsvall: Municipality, open311: Open311Double
) -> None:
    CaseSystem.objects.update(url=f"{open311.url}/v2")
    work(away)
    CaseSystem.objects.update(url="http://127.0.0.1:9/v2", failing_since=now() - timedelta(days=5))
    first = Dispatch.objects.order_by("pk").first()
    assert first is not None

    add_words(report=first.report, text="Nu blinkar den.", now=now())
    work(away)

    assert states() == ["waiting", "done", "done", "done"]
