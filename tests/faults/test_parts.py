"""A report that is several matters: its parts go their own ways, and the reporter keeps one number and one page."""

from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from participation.faults.actions import (
    add_words,
    answer_inquiry,
    change_status,
    follow_report,
    hand_over,
    mark_double,
    say_still_broken,
    set_publicity,
    split_off,
)
from participation.faults.actions.dispatching import dispatch_to
from participation.faults.case_systems.tickets import ticket_of
from participation.faults.errors import AlreadySo, NotHere, NotToFollow, NotToSplit, OnlyTheWhole
from participation.faults.exporting import rows_of
from participation.faults.integrity import badly_split
from participation.faults.models import CaseSystem, FaultReport, Inquiry, RoutingRule
from participation.faults.own_data import export
from participation.notifications.models import Notification, OutgoingMail
from tests.factories import DepartmentFactory

from .factories import IN_SUNDSVALL, NOW, category_of, looked_at, placed, reported, shown

INDEX = "/cms/felanmalningar/"


@pytest.fixture
def whole(sundsvall, developed) -> FaultReport:
    text = "Lyktan är trasig och bänken är sönder"
    return reported(
        sundsvall, text=text, place=placed(IN_SUNDSVALL), contact_email="lisa@example.com", photos=[developed]
    )


@pytest.fixture
def benches(sundsvall):
    department = DepartmentFactory(municipality=sundsvall, name="Parkavdelningen")
    return category_of(sundsvall, "bankar", name="Bänkar", department=department, publicity="shown")


@pytest.fixture
def split(whole, case_officer, benches):
    """Splits off a part of the whole, which ends with its parts unless told otherwise."""

    def _split(text="Bänken är sönder", **said):
        fields = {"category": benches, "rest_is_done": True, "message": "", **said}
        return split_off(report=whole, by=case_officer, text=text, now=NOW, **fields)

    return _split


def told(address="lisa@example.com") -> list[tuple[str, str]]:
    return list(OutgoingMail.objects.filter(to=address).order_by("pk").values_list("subject", "text"))


def put(report: FaultReport, status: str, by, message: str = "Därför.") -> None:
    report.refresh_from_db()
    change_status(report=report, by=by, status=status, message=message, now=NOW)


def test_a_part_is_handled_by_itself_and_holds_nothing_of_the_reporter(whole, split, benches):
    part = split()

    part.refresh_from_db()
    assert (part.number, part.part_of) == (f"{whole.number}-1", whole)
    assert (part.text, part.category, part.department.name) == ("Bänken är sönder", benches, "Parkavdelningen")
    assert (part.position, part.place) == (whole.position, whole.place)
    assert (part.publicity, part.contact_email, part.reporter, part.has_news) == ("hidden", "", None, True)
    assert part.close_due_on is not None
    assert [event.kind for event in part.events.all()] == ["split"]
    assert split().number == f"{whole.number}-2"


def test_the_reporter_is_told_and_sees_the_parts_on_the_one_page(client, whole, split):
    split(message="Det är två saker.")

    subject, text = told()[-1]
    assert subject == f"Din felanmälan är delad, {whole.number}"
    assert "Del 1, Bänkar: Bänken är sönder" in text
    assert "Det är två saker." in text
    page = client.get(whole.get_absolute_url()).content.decode()
    assert "Anmälan är delad" in page
    assert "Del 1, Bänkar" in page
    assert "Parkavdelningen" in page


def test_a_part_has_no_page_and_no_number_of_its_own(client, whole, split, case_officer):
    part = split()
    put(part, "planned", case_officer)

    assert client.get(f"/felanmalan/arende/{part.token}/").status_code == 404
    subject, text = told()[-1]
    assert subject == f"Nytt om en del av din felanmälan, {whole.number}"
    assert "Del 1, Bänkar: Åtgärden är planerad, hos Sundsvalls kommun" in text
    assert whole.token in text
    assert part.number not in text
    page = client.get(whole.get_absolute_url()).content.decode()
    assert "Del 1, Bänkar: Åtgärden är planerad" in page
    assert part.number not in page


def test_the_report_ends_when_its_last_part_does_and_one_mail_says_all(whole, split, case_officer):
    bench, bin_ = split(), split("Papperskorgen är full")
    put(bench, "fixed", case_officer)
    whole.refresh_from_db()
    assert whole.is_open
    before = len(told())

    put(bin_, "not_ours", case_officer, "Butikens egen.")

    whole.refresh_from_db()
    assert (whole.status, whole.ended_at) == ("fixed", NOW)
    assert len(told()) == before + 1
    subject, text = told()[-1]
    assert subject == f"Felet du anmälde är åtgärdat, {whole.number}"
    assert "Del 1, Bänkar: Åtgärdad\nDel 2, Bänkar: Någon annans ansvar\n\nButikens egen." in text
    assert not list(badly_split())


@pytest.mark.parametrize(
    ("ends", "expected"),
    [(["fixed", "closed"], "fixed"), (["not_ours"] * 2, "not_ours"), (["closed", "not_ours"], "closed")],
)
def test_what_became_of_it_follows_from_what_became_of_the_parts(whole, split, case_officer, ends, expected):
    parts = [split() for _one in ends]
    for part, status in zip(parts, ends, strict=True):
        put(part, status, case_officer)

    whole.refresh_from_db()
    assert whole.status == expected


def test_the_rest_of_it_can_be_done_before_its_parts(whole, split, case_officer):
    part = split(rest_is_done=False)

    put(whole, "fixed", case_officer, "Lyktan lyser.")

    whole.refresh_from_db()
    assert (whole.is_open, whole.ends_as) == (True, "fixed")
    assert "Det som inte är en egen del: Åtgärdad. Resten fortsätter.\n\nLyktan lyser." in told()[-1][1]
    with pytest.raises(AlreadySo):
        put(whole, "fixed", case_officer)
    put(part, "not_ours", case_officer)
    whole.refresh_from_db()
    assert whole.status == "fixed"


def test_with_more_to_do_it_stays_open_and_staff_are_told(whole, split, case_officer):
    part = split(rest_is_done=False)

    put(part, "fixed", case_officer)

    whole.refresh_from_db()
    assert whole.is_open
    assert Notification.objects.filter(sentence__startswith="Alla delar av anmälan är avslutade").exists()
    assert told()[-1][0] == f"Nytt om en del av din felanmälan, {whole.number}"


def test_a_part_that_is_taken_up_again_opens_the_report_which_ends_with_it_again(whole, split, case_officer):
    part = split()
    put(part, "fixed", case_officer)
    before = len(told())

    put(part, "in_progress", case_officer, "Den gick sönder igen.")

    whole.refresh_from_db()
    assert (whole.status, whole.reopened) == ("in_progress", 1)
    assert len(told()) == before + 1
    put(part, "fixed", case_officer)
    whole.refresh_from_db()
    assert whole.status == "fixed"


def test_what_the_reporter_says_is_still_broken_opens_the_report_alone(whole, split, case_officer):
    part = split()
    put(part, "fixed", case_officer)
    whole.refresh_from_db()

    say_still_broken(report=whole, text="Bänken vinglar.", now=NOW)

    whole.refresh_from_db()
    part.refresh_from_db()
    assert (whole.status, whole.ends_as, part.status) == ("received", "", "fixed")


def test_a_question_about_a_part_is_asked_and_answered_on_the_one_page(client, whole, split, case_officer):
    part = split()
    put(part, "asked", case_officer, "Vilken bänk?")
    inquiry = Inquiry.objects.get()

    assert "/svara/" in told()[-1][1]
    page = client.get(whole.get_absolute_url()).content.decode()
    assert "Vilken bänk?" in page
    assert "Kommunen behöver veta mer: Del 1, Bänkar" in page
    assert part.number not in client.get(f"/felanmalan/svara/{inquiry.token}/").content.decode()
    answer_inquiry(inquiry=inquiry, text="Den vid ån.", now=NOW)
    part.refresh_from_db()
    assert part.status == "received"
    assert "Vilken bänk?" in client.get(whole.get_absolute_url()).content.decode()


def test_what_the_reporter_adds_reaches_every_open_part(client, whole, split, case_officer):
    open_part, ended = split(), split("Papperskorgen är full")
    put(ended, "fixed", case_officer)

    add_words(report=whole, text="Den vid ån.", now=NOW)

    assert open_part.events.filter(kind="words", message="Den vid ån.").exists()
    assert not ended.events.filter(kind="words").exists()
    page = client.get(whole.get_absolute_url()).content.decode()
    assert page.count("Den vid ån.") == 1


def test_a_part_goes_to_another_municipality_without_what_tells_of_the_reporter(
    client, whole, split, case_officer, outsider, timra
):
    part = split()
    hand_over(report=part, by=case_officer, to=timra, message="Er bänk.", now=NOW)
    assert "hos Timrå kommun" in told()[-1][1]
    client.force_login(outsider)

    page = client.get(f"{INDEX}{part.pk}/").content.decode()

    assert "Bänken är sönder" in page
    assert "lisa@example.com" not in page
    assert f"{INDEX}{whole.pk}/" not in page
    assert client.get(f"{INDEX}{whole.pk}/").status_code == 404
    photo = whole.photos.get()
    assert looked_at(client, f"{INDEX}{part.pk}/bild/{photo.pk}/").status_code == 200
    assert client.get(f"{INDEX}{part.pk}/bild/{photo.pk}/dolj/").status_code == 404
    put(part, "fixed", outsider)
    whole.refresh_from_db()
    assert whole.status == "fixed"


def test_the_rules_say_where_a_part_goes_as_they_do_of_a_report(whole, split, sundsvall, timra, benches, outsider):
    RoutingRule.objects.create(municipality=sundsvall, name="Bänkar", category=benches, hand_to=timra)

    assert FaultReport.objects.get(pk=split().pk).municipality == timra
    kept = split(department=DepartmentFactory(municipality=sundsvall, name="Gatan"))
    assert kept.municipality == sundsvall


def test_a_case_system_gets_the_part_with_the_photos_and_the_whole_hears_of_the_split(whole, split, sundsvall):
    system = CaseSystem.objects.create(name="Systemet", kind="email", shares_contact=True)
    row = dispatch_to(report=whole, system=system, now=NOW)
    part = split()
    ticket = ticket_of(dispatch_to(report=part, system=system, now=NOW))

    assert [update.event.kind for update in row.updates.all()] == ["split"]
    assert (ticket.number, ticket.text, ticket.email) == (part.number, "Bänken är sönder", "lisa@example.com")
    assert len(ticket.photos) == 1


def test_the_public_page_list_and_map_show_one_report(client, sundsvall, case_officer, benches):
    whole = shown(sundsvall, text="Lyktan och bänken")
    said = {"by": case_officer, "text": "Bänken hos Lisa", "category": benches, "rest_is_done": True, "now": NOW}
    part = split_off(report=whole, **said)

    page = client.get(f"/felanmalan/anmalan/{whole.number}/").content.decode()
    assert "Del 1, Bänkar" in page
    assert "Bänken hos Lisa" not in page
    assert client.get(f"/felanmalan/anmalan/{part.number}/").status_code == 404
    listed = client.get("/felanmalan/anmalda/2281/").content.decode()
    assert whole.number in listed
    assert part.number not in listed
    assert "1 fel på den här kartan" in listed
    with pytest.raises(OnlyTheWhole):
        set_publicity(report=part, by=case_officer, publicity="shown", now=NOW)
    with pytest.raises(NotToFollow):
        follow_report(report=part, email="a@example.com", now=NOW)


def test_the_database_holds_that_a_part_shows_nothing(split):
    part = split()

    for wrong in ({"publicity": "shown", "shown_at": NOW}, {"contact_email": "a@example.com"}, {"followers": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FaultReport.objects.filter(pk=part.pk).update(**wrong)


def test_what_is_neither_split_nor_doubled(whole, split, sundsvall, timra, case_officer):
    part, other = split(), reported(sundsvall)
    said = {"by": case_officer, "message": "", "now": NOW}

    for one, original in ((part, other), (other, part)):
        with pytest.raises(OnlyTheWhole):
            mark_double(report=one, original=original, **said)
    with pytest.raises(NotToSplit):
        split_off(report=part, text="X", rest_is_done=True, **said)
    with pytest.raises(NotHere):
        split(category=category_of(timra, "annat"))
    for _time in range(8):
        split()
    with pytest.raises(NotToSplit):
        split()


def test_the_table_says_what_is_a_part_of_what(whole, split):
    part = split()

    rows = list(rows_of(FaultReport.objects.select_related("municipality").order_by("pk")))

    assert [row[:2] for row in rows[1:]] == [[whole.number, ""], [part.number, whole.number]]


def test_the_reporter_takes_the_parts_along(whole, split, citizen):
    split()
    FaultReport.objects.filter(pk=whole.pk).update(reporter=citizen)

    assert export(citizen)[0]["delar"] == [{"text": "Bänken är sönder", "läge": "Mottagen"}]


def test_staff_split_a_report_after_seeing_what_the_reporter_gets(client, whole, case_officer, benches):
    client.force_login(case_officer)
    path = f"{INDEX}{whole.pk}/dela/"
    assert whole.text in client.get(path).content.decode()
    said = {"text": "Bänken är sönder", "category": benches.pk, "rest_is_done": "on", "message": "Två saker."}

    preview = client.post(path, {**said, "gor": "visa"}).content.decode()
    assert f"Din felanmälan är delad, {whole.number}" in preview
    assert "Kommunen delade anmälan i flera ärenden" in preview
    assert not whole.parts.exists()

    assert client.post(path, said)["Location"] == f"{INDEX}{whole.pk}/"
    part = whole.parts.get()
    page = client.get(f"{INDEX}{whole.pk}/").content.decode()
    assert f'href="{INDEX}{part.pk}/"' in page
    assert "avslutas av sig själv" in page
    page = client.get(f"{INDEX}{part.pk}/").content.decode()
    assert f'href="{INDEX}{whole.pk}/"' in page
    assert "/dela/" not in page
    preview = client.post(f"{INDEX}{part.pk}/lage/", {"status": "fixed", "message": "", "gor": "visa"})
    assert "Alla delar av din felanmälan är avslutade." in preview.content.decode()


@pytest.mark.django_db(transaction=True)
def test_parts_that_end_at_once_end_the_report_once(whole, split, case_officer):
    parts = [split(f"Sak {number}") for number in range(6)]

    def end(part: FaultReport) -> None:
        try:
            change_status(report=part, by=case_officer, status="fixed", message="", now=NOW)
        finally:
            connection.close()

    threads = [threading.Thread(target=end, args=(part,)) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    whole.refresh_from_db()
    assert whole.status == "fixed"
    assert whole.events.filter(kind="status").count() == 1
    assert not list(badly_split())


@pytest.mark.parametrize("who", ["moderator", "outsider", "citizen"])
def test_nobody_else_splits_anything(client, request, whole, who):
    client.force_login(request.getfixturevalue(who))

    assert client.post(f"{INDEX}{whole.pk}/dela/", {"text": "X"}).status_code in (302, 403, 404)
    assert not whole.parts.exists()


def test_a_category_of_another_municipality_cannot_be_named(client, whole, case_officer, timra):
    theirs = category_of(timra, name="Hemligt slag")
    client.force_login(case_officer)

    page = client.post(f"{INDEX}{whole.pk}/dela/", {"text": "X", "category": theirs.pk}).content.decode()

    assert "Hemligt slag" not in page
    assert not whole.parts.exists()


def test_the_page_costs_the_same_however_many_parts_there_are(client, whole, split):
    asked = []
    for number in (1, 6):
        for _time in range(number):
            split()
        client.get(whole.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(whole.get_absolute_url())
        asked.append(len(queries))

    assert asked[0] == asked[1]
