"""What happens here is told the case system; and where that has no ear for it, staff are told to tell it themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from participation.attachments.intake import receive_photo
from participation.faults.actions import (
    add_words,
    answer_inquiry,
    change_status,
    confirm_fixed,
    correct_position,
    hand_over,
    say_still_broken,
)
from participation.faults.case_systems.sending_again import found_there
from participation.faults.models import Dispatch
from participation.notifications.models import OutgoingMail
from tests.faults.factories import photo, placed

from .conftest import now, sent_in, work
from .open311_double import told
from .server import Asked, Said

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.faults.models import CaseSystem, FaultReport
    from participation.places.models import Municipality

    from .open311_double import Open311Double
    from .support_double import SupportDouble

pytestmark = pytest.mark.django_db
DEAF = ("read from the list", "no such call")


def deafen(how: str, system: CaseSystem, open311: Open311Double) -> None:
    if how == "read from the list":
        system.settings["updates"] = "requests"
        system.save()
    else:
        open311.mischief = no_updates


def no_updates(asked: Asked) -> Said | None:
    return Said(404, b"<errors/>") if "servicerequestupdates" in asked.path else None


def till_in(page: str) -> str:
    """When the page says that the system last did not take something."""
    found = re.search(r'name="till" value="([^"]+)"', page)
    assert found
    return found[1]


def asked_and_answered(report: FaultReport, officer: User, *photos: str) -> None:
    change_status(report=report, by=officer, status="asked", message="Vilken lampa?", now=now())
    shown = [receive_photo(photo(colour=colour)) for colour in photos]
    answer_inquiry(inquiry=report.inquiries.get(), text="Den på bilden.", photos=shown, now=now())


# --- what is said


def test_a_corrected_position_is_said_in_words_and_figures(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality, case_officer: User
) -> None:
    report = sent_in(sundsvall)
    work(o_system)

    moved = placed((17.31, 62.395), "Nya gatan 5")
    correct_position(report=report, by=case_officer, place=moved, message="Den står här.", now=now())
    work(o_system)

    (note,) = open311.received.values()
    assert note["description"] == "Platsen är rättad: Nya gatan 5, 62.395000, 17.310000.\n\nDen står här."
    assert note["status"] == "UNCHANGED"


def test_a_corrected_position_reaches_support_management_too(
    s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality, case_officer: User
) -> None:
    report = sent_in(sundsvall)
    work(s_system)

    moved = placed((17.31, 62.395), "Nya gatan 5")
    correct_position(report=report, by=case_officer, place=moved, message="", now=now())
    work(s_system)

    assert [row["body"] for row in support.notes["e-1"]] == ["Platsen är rättad: Nya gatan 5, 62.395000, 17.310000."]


def test_what_was_said_without_words_is_told_by_what_it_was(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality, case_officer: User
) -> None:
    report = sent_in(sundsvall)
    work(o_system)

    change_status(report=report, by=case_officer, status="fixed", message="", now=now())
    say_still_broken(report=report, text="", now=now())
    change_status(report=report, by=case_officer, status="fixed", message="", now=now())
    confirm_fixed(report=report, now=now())
    work(o_system)

    assert [form["description"] for form in open311.received.values()] == [
        "Åtgärdad",
        "Felet är kvar, säger den som anmälde",
        "Åtgärdad",
        "Felet är borta, säger den som anmälde",
    ]


# --- the photos of an answer


def test_the_photo_of_an_answer_follows_to_open311_and_those_of_the_report_go_once(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality, case_officer: User
) -> None:
    report = sent_in(sundsvall, photos=[receive_photo(photo(colour="red"))])
    work(o_system)
    asked_and_answered(report, case_officer, "green", "blue")

    row = work(o_system)

    assert row is not None
    assert (row.state, row.photos_sent) == ("done", 3)
    assert len(set(open311.photos)) == len(open311.photos) == 3
    assert sum(name.startswith("photo-") for name in open311.received) == 2


def test_the_photos_of_an_answer_follow_in_one_mail(
    e_system: CaseSystem, sundsvall: Municipality, case_officer: User
) -> None:
    report = sent_in(sundsvall, photos=[receive_photo(photo(colour="red"))])
    work(e_system)
    asked_and_answered(report, case_officer, "green", "blue")

    row = work(e_system)

    mails = OutgoingMail.objects.filter(to="parken@example.se").order_by("pk")
    assert row is not None
    assert (row.state, row.photos_sent) == ("done", 3)
    assert [len(mail.attachments) for mail in mails if mail.attachments] == [1, 2]
    sent = [part["base64"] for mail in mails for part in mail.attachments]
    assert len(set(sent)) == 3


def test_photos_that_went_with_a_report_that_became_a_number_late_go_once(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    open311.tokens = {"wait": 2}
    sent_in(sundsvall, photos=[receive_photo(photo(colour="red"))])

    for _attempt in range(3):
        row = work(o_system)

    assert row is not None
    assert (row.state, row.photos_sent) == ("done", 1)
    assert len(open311.photos) == 1
    assert not open311.received


@pytest.mark.parametrize(("status", "state"), [(429, "waiting"), (400, "dead")])
def test_photos_of_a_refused_report_are_not_counted_as_sent(
    status: int, state: str, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    """Sent again it takes them along; to a case that staff found they go afterwards."""
    open311.mischief = lambda asked: open311.error(status, "no", "xml") if asked.method == "POST" else None
    sent_in(sundsvall, photos=[receive_photo(photo(colour="red"))])
    refused = work(o_system)
    open311.mischief = None
    assert refused is not None
    assert (refused.state, refused.photos_sent) == (state, 0)
    if state == "dead":
        found_there(dispatch=refused, external_id="77", now=now())

    row = work(o_system)

    assert row is not None
    assert (row.state, row.photos_sent, len(open311.photos)) == ("done", 1, 1)


# --- a system that has no ear


@pytest.mark.parametrize("how", DEAF)
def test_what_a_system_does_not_take_is_never_called_sent_and_staff_tell_it_themselves(
    how: str, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality, case_officer: User, client: Any
) -> None:
    deafen(how, o_system, open311)
    report = sent_in(sundsvall)
    work(o_system)
    add_words(report=report, text="Ring på hos Anna.", now=now())

    row = work(o_system)

    assert row is not None
    assert row.state == "done"
    client.force_login(case_officer)
    address = f"/cms/arendesystem/skickad/{row.pk}/"
    desk, page = client.get("/cms/").text, client.get(address).text
    listed = client.get("/cms/arendesystem/inte-skickade/").text
    of_report = client.get(f"/cms/felanmalningar/{report.pk}/").text
    assert "Skickat</li>" not in page
    assert "Systemet tar inte emot det: Ring på hos Anna." in page
    for shown in (desk, page, listed, of_report):
        assert "Säg det själva" in shown
        assert report.number in shown
    client.post(address, {"gor": "sagt", "till": till_in(page)})
    assert "Säg det själva" not in client.get("/cms/").text + client.get(address).text
    assert "Systemet tar inte emot det" in client.get(address).text


def test_what_came_while_one_told_the_rest_is_not_ticked_off_unread(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality, case_officer: User, client: Any
) -> None:
    deafen("read from the list", o_system, open311)
    report = sent_in(sundsvall)
    add_words(report=report, text="Den blinkar.", now=now())
    row = work(o_system)
    assert row is not None
    client.force_login(case_officer)
    address = f"/cms/arendesystem/skickad/{row.pk}/"
    page = client.get(address).text
    add_words(report=report, text="Nu är den släckt.", now=now())
    work(o_system)

    ticked = client.post(address, {"gor": "sagt", "till": till_in(page)}, follow=True)
    nonsense = client.post(address, {"gor": "sagt", "till": "2026-99-99T99:99"}, follow=True)

    assert "Läs vad som hänt" in ticked.text
    assert "Säg det själva" in ticked.text
    assert "Säg det själva" in nonsense.text


@pytest.mark.parametrize("how", DEAF)
def test_the_page_of_a_system_that_takes_no_news_says_so(
    how: str, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality, case_officer: User, client: Any
) -> None:
    client.force_login(case_officer)
    address = f"/cms/arendesystem/{o_system.pk}/"
    add_words(report=sent_in(sundsvall), text="Den blinkar.", now=now())
    work(o_system)
    hears = client.get(address).text
    deafen(how, o_system, open311)
    add_words(report=sent_in(sundsvall), text="Den blinkar.", now=now())
    work(o_system)

    deaf = client.get(address).text

    assert "tar inte emot besked" not in hears
    assert "tar inte emot besked" in deaf


@pytest.mark.parametrize("how", DEAF)
def test_a_photo_that_has_no_way_there_is_for_staff_too(
    how: str, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality, case_officer: User, client: Any
) -> None:
    report = sent_in(sundsvall)
    work(o_system)
    deafen(how, o_system, open311)
    asked_and_answered(report, case_officer, "green", "blue")

    row = work(o_system)

    assert row is not None
    assert (row.state, row.photos_by_hand, open311.photos) == ("done", 2, [])
    client.force_login(case_officer)
    assert "2 foton" in client.get(f"/cms/arendesystem/skickad/{row.pk}/").text


def test_a_system_that_staff_chose_to_send_no_photos_leaves_nothing_to_do(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    o_system.settings["photos"] = "none"
    o_system.save()
    sent_in(sundsvall, photos=[receive_photo(photo(colour="red"))])

    row = work(o_system)

    assert row is not None
    assert (row.state, row.by_hand_at, open311.photos) == ("done", None, [])


def test_a_case_whose_number_nobody_told_us_is_told_by_hand(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    open311.searches = False
    open311.mischief = lambda asked: (
        open311.error(400, "already exists", "xml") if asked.path.endswith("/requests.xml") else None
    )
    report = sent_in(sundsvall)
    add_words(report=report, text="Den blinkar.", now=now())

    row = work(o_system)

    assert row is not None
    assert (row.state, row.external_id) == ("done", "")
    assert row.by_hand_at is not None
    assert not open311.received


def test_what_the_old_system_cannot_be_told_waits_for_nobody_elsewhere(
    o_system: CaseSystem,
    open311: Open311Double,
    sundsvall: Municipality,
    timra: Municipality,
    case_officer: User,
    outsider: User,
    client: Any,
) -> None:
    """The neighbour has the report, and knows nobody in the old system."""
    deafen("read from the list", o_system, open311)
    report = sent_in(sundsvall)
    work(o_system)
    hand_over(report=report, by=case_officer, to=timra, message="", now=now())

    work(o_system)

    assert Dispatch.objects.get().updates.get().by_hand
    client.force_login(outsider)
    assert "Säg det själva" not in client.get("/cms/").text


def test_another_municipality_neither_sees_nor_ticks_what_is_told_by_hand(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality, outsider: User, client: Any
) -> None:
    deafen("read from the list", o_system, open311)
    add_words(report=sent_in(sundsvall), text="Den blinkar.", now=now())
    row = work(o_system)
    assert row is not None
    client.force_login(outsider)

    desk = client.get("/cms/").text
    ticked = client.post(f"/cms/arendesystem/skickad/{row.pk}/", {"gor": "sagt", "till": row.by_hand_at.isoformat()})

    row.refresh_from_db()
    assert "Säg det själva" not in desk
    assert ticked.status_code == 404
    assert row.by_hand_at is not None


def test_once_it_takes_news_again_it_gets_what_comes(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    open311.mischief = no_updates
    report = sent_in(sundsvall)
    add_words(report=report, text="Den blinkar.", now=now())
    work(o_system)
    open311.mischief = None
    add_words(report=report, text="Nu är den släckt.", now=now())

    work(o_system)

    assert [form["description"] for form in open311.received.values()] == ["Nu är den släckt."]


# --- a yes without a word


def says_nothing(open311: Open311Double) -> list[Asked]:
    """To what is posted of cases that are there; what that is."""
    posted = []

    def silent(asked: Asked) -> Said | None:
        if asked.method == "POST" and "servicerequestupdates" in asked.path:
            posted.append(asked)
            return Said(200, b"")
        return None

    open311.mischief = silent
    return posted


@pytest.mark.parametrize("listed", [True, False], ids=["listed", "not listed"])
def test_a_yes_without_a_word_counts_where_the_update_is_listed_and_nothing_goes_twice(
    listed: bool,
    client: Any,
    o_system: CaseSystem,
    open311: Open311Double,
    sundsvall: Municipality,
    case_officer: User,
) -> None:
    report = sent_in(sundsvall)
    work(o_system)
    add_words(report=report, text="Den blinkar.", now=now())
    if listed:
        open311.updates = [told("x9", "1", "open", now(), "Den  blinkar. ")]
    posted = says_nothing(open311)
    row = work(o_system)
    work(o_system)
    client.force_login(case_officer)
    assert row is not None
    page = client.get(f"/cms/arendesystem/skickad/{row.pk}/").text

    assert (row.state, len(posted)) == ("done", 1)
    assert row.updates.get().is_confirmed is listed
    assert ("svarade utan ett ord" in page) is not listed


def test_photos_that_got_no_word_go_once_and_staff_are_told(
    client: Any, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality, case_officer: User
) -> None:
    report = sent_in(sundsvall, photos=[receive_photo(photo(colour="red"))])
    work(o_system)
    asked_and_answered(report, case_officer, "green", "blue")
    posted = says_nothing(open311)

    row = work(o_system)

    work(o_system)
    client.force_login(case_officer)
    assert row is not None
    page = client.get(f"/cms/arendesystem/skickad/{row.pk}/").text
    assert (row.state, row.photos_sent, row.photos_unconfirmed) == ("done", 3, 2)
    assert len([asked for asked in posted if asked.files]) == 2
    assert "2 foton: Skickat, men systemet svarade utan ett ord" in page
