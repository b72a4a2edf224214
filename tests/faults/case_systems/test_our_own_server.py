"""The whole loop between two portals: ours hands over by its Open311 adapter, and ours answers as an Open311 server.

Sundsvall hands a report over to Timrå, which is served by a real server on loopback. To either the other is a stranger
behind an address and a key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from participation.api.actions import make_client
from participation.faults.actions import add_words, change_status
from participation.faults.case_systems.client import Client
from participation.faults.case_systems.trouble import Slow
from participation.faults.models import Dispatch, FaultReport, IncomingUpdate, StatusMapping
from participation.notifications.models import OutgoingMail
from tests.faults.factories import AT_THE_BORDER, category_of, placed

from .conftest import ask, now, sent_in, system_of, work

if TYPE_CHECKING:
    from participation.attachments.intake import ReceivedPhoto
    from participation.faults.case_systems.client import Answer
    from participation.faults.models import CaseSystem
    from participation.places.models import Municipality

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["xml", "json"])
def neighbour(request: Any, live_server: Any, sundsvall: Municipality, timra: Municipality) -> CaseSystem:
    """Timrå's portal, to which Sundsvall sends its lamps. It says what became of them in its own words."""
    category_of(timra)
    _client, key = make_client(municipality=timra, name="Sundsvall", rate=1000, now=now())
    system = system_of(
        sundsvall,
        kind="open311",
        name="Timrå",
        url=f"{live_server.url}/open311/2262/v2",
        settings={"format": request.param},
        secrets={"api_key": key},
    )
    system.categories.update(code="gatubelysning")
    StatusMapping.objects.create(system=system, theirs="planned", ours="planned", is_on=True)
    system.mappings.update(words="", shows_their_words=True)
    return system


def sent_to_the_neighbour(sundsvall: Municipality, **said: Any) -> FaultReport:
    return sent_in(sundsvall, place=placed(AT_THE_BORDER), **said)


def theirs() -> FaultReport:
    """Exactly one, whatever happened on the way."""
    return FaultReport.objects.get(municipality__code="2262")


def test_a_report_goes_there_and_what_their_staff_say_stands_on_the_citizens_page_in_order_once(
    client: Any, neighbour: CaseSystem, sundsvall: Municipality, developed: ReceivedPhoto
) -> None:
    report = sent_to_the_neighbour(sundsvall, photos=[developed], contact_email="anna@example.se")
    add_words(report=report, text="Den blinkar nu.", now=now())

    row = work(neighbour)
    there = theirs()
    change_status(report=there, by=None, status="planned", message="Vi byter lampan på torsdag.", now=now())
    change_status(report=there, by=None, status="fixed", message="Nu lyser den.", now=now())
    for _time in range(3):
        ask(neighbour)

    assert row is not None
    assert (row.state, row.external_id) == ("done", there.number)
    assert (there.channel, there.contact_email, there.photos.count()) == ("open311", "", 1)
    assert there.text == f"Lyktan hänger i kabeln.\n\n[{report.number}]"
    assert there.position == AT_THE_BORDER
    assert list(there.events.filter(kind="words").values_list("message", flat=True)) == ["Den blinkar nu."]
    report.refresh_from_db()
    steps = report.events.filter(kind="status").values_list("status", "message")
    assert list(steps) == [("planned", "Vi byter lampan på torsdag."), ("fixed", "Nu lyser den.")]
    page = client.get(report.get_absolute_url()).text
    assert page.count("Vi byter lampan på torsdag.") == page.count("Nu lyser den.") == 1
    assert OutgoingMail.objects.filter(to="anna@example.se", text__contains="Nu lyser den.").count() == 1


def test_an_answer_that_is_lost_on_the_way_makes_no_second_report(
    neighbour: CaseSystem, sundsvall: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent_to_the_neighbour(sundsvall)
    send, lost = Client.send, []

    def loses_the_first(self: Client, method: str, path: str = "", **parts: Any) -> Answer:
        answer = send(self, method, path, **parts)
        if method == "POST" and not lost:
            lost.append(path)
            raise Slow
        return answer

    monkeypatch.setattr(Client, "send", loses_the_first)
    first = work(neighbour)
    second = work(neighbour)

    assert first is not None
    assert (first.state, first.step, len(lost)) == ("waiting", "posted", 1)
    assert second is not None
    assert (second.state, second.external_id) == ("done", theirs().number)


def test_a_case_that_staff_missed_and_have_made_anew_is_the_same_case(
    neighbour: CaseSystem, sundsvall: Municipality
) -> None:
    sent_to_the_neighbour(sundsvall)
    work(neighbour)
    Dispatch.objects.update(state="waiting", step="new", external_id="")

    row = work(neighbour)

    assert row is not None
    assert row.external_id == theirs().number


def test_what_staff_decide_here_is_words_there_and_their_own_steps_are_not_sent_back_to_them(
    neighbour: CaseSystem, sundsvall: Municipality
) -> None:
    report = sent_to_the_neighbour(sundsvall)
    work(neighbour)
    change_status(report=theirs(), by=None, status="in_progress", message="Vi är på väg.", now=now())
    ask(neighbour)
    report.refresh_from_db()
    change_status(report=report, by=None, status="planned", message="Trafiken stängs av.", now=now())

    work(neighbour)
    ask(neighbour)

    there = theirs()
    assert there.status == "in_progress"  # the key sends reports; it decides nothing there
    assert list(there.events.filter(kind="words").values_list("message", flat=True)) == ["Trafiken stängs av."]
    report.refresh_from_db()
    assert report.status == "planned"
    assert IncomingUpdate.objects.count() == 1


def test_many_answers_at_once_are_all_heard(
    neighbour: CaseSystem, sundsvall: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server gives so many updates at a time, the oldest first; all of these are of the same second."""
    monkeypatch.setattr("participation.api.asking.MOST", 3)
    monkeypatch.setattr("participation.faults.case_systems.open311.adapter.PAGE", 3)
    for _number in range(7):
        sent_to_the_neighbour(sundsvall)
    work(neighbour)
    for there in FaultReport.objects.filter(municipality__code="2262"):
        change_status(report=there, by=None, status="fixed", message="Klart.", now=now())

    ask(neighbour)

    assert FaultReport.objects.filter(municipality=sundsvall, status="fixed").count() == 7
    assert Dispatch.objects.filter(their_status="fixed").count() == 7
