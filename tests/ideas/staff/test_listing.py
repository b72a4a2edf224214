from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participation.accounts.models import Role
from participation.accounts.permissions import WITH_PEOPLE
from participation.ideas import actions
from participation.ideas.models import Idea
from participation.topics.models import Topic
from tests.factories import CategoryFactory, UserFactory, staff
from tests.ideas.factories import NOW, a_draft, add_supports, in_review, published

from .conftest import edited

INDEX, TABLE = "/cms/ideer/", "/cms/ideer/tabell.csv"


def listed(client, **asked) -> list[str]:
    response = client.get(INDEX, asked)
    assert response.status_code == 200
    return [row["idea"].title for row in response.context["rows"]]


def to_be_answered(municipality, *, due=None, **fields) -> Idea:
    idea = published(municipality, **fields)
    due = due or timezone.localdate() + timedelta(days=10)
    Idea.objects.filter(pk=idea.pk).update(status=Idea.Status.TO_BE_ANSWERED, answer_due_on=due)
    return idea


def table(client, **asked) -> list[list[str]]:
    response = client.get(TABLE, asked)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_first_stands_what_has_waited_longest(client, moderator, sundsvall):
    for days, title in ((1, "Ny"), (9, "Gammal"), (5, "Mitten")):
        idea = in_review(sundsvall, title=title)
        Idea.objects.filter(pk=idea.pk).update(status_since=NOW - timedelta(days=days))
    published(sundsvall, title="Väntar inte")
    client.force_login(moderator)

    assert listed(client) == ["Gammal", "Mitten", "Ny"]


@pytest.mark.parametrize("role", sorted(WITH_PEOPLE))
def test_drafts_are_nobodys_business(client, sundsvall, author, role):
    person = staff(sundsvall, role)
    a_draft(sundsvall, author, title="Hemligt utkast")
    a_draft(sundsvall, person, title="Mitt eget utkast")
    back = in_review(sundsvall, author, title="Tillbakaskickad")
    actions.return_for_changes(idea=back, by=UserFactory(), reason="Ändra", now=NOW)
    client.force_login(person)

    assert listed(client, visa="alla") == []
    assert listed(client, visa="alla", q=back.reference) == []
    assert listed(client, visa="alla", q="utkast") == []
    assert len(table(client, visa="alla")) == 1


@pytest.mark.parametrize("role", sorted(WITH_PEOPLE))
def test_another_municipalitys_ideas_are_not_there(client, sundsvall, timra, role):
    published(timra, title="Timrås idé")
    in_review(timra, title="Timrås väntande")
    client.force_login(staff(sundsvall, role))

    assert listed(client, visa="alla") == []
    assert listed(client, visa="alla", q="Timrås") == []
    assert client.get(INDEX).context["counts"] == {"review": 0, "versions": 0, "answer": 0, "late": 0, "promises": 0}


@pytest.mark.parametrize(
    ("role", "sees"),
    [(Role.MODERATOR, True), (Role.CASE_OFFICER, True), (Role.EDITOR, False), (Role.PUBLISHER, False)],
)
def test_what_waits_for_review_is_seen_by_those_who_handle_ideas(client, sundsvall, waiting, role, sees):
    client.force_login(staff(sundsvall, role))

    assert (listed(client, visa="alla") == [waiting.title]) is sees


def test_each_group_holds_its_own(client, moderator, sundsvall):
    in_review(sundsvall, title="Granskas")
    published(sundsvall, title="Samlar")
    edited(published(sundsvall, title="Ändrad"))
    to_be_answered(sundsvall, title="I tid")
    to_be_answered(sundsvall, title="Sen", due=timezone.localdate() - timedelta(days=1))
    to_be_answered(sundsvall, title="I dag", due=timezone.localdate())
    actions.refuse(idea=published(sundsvall, title="Avvisad"), by=moderator, reason="Reklam", now=NOW)
    client.force_login(moderator)

    assert listed(client, visa="granska") == ["Granskas"]
    assert listed(client, visa="andringar") == ["Ändrad"]
    assert set(listed(client, visa="svara")) == {"I tid", "Sen", "I dag"}
    assert listed(client, visa="sena") == ["Sen"]
    assert set(listed(client, visa="samlar")) == {"Samlar", "Ändrad"}
    assert listed(client, visa="avslutade") == ["Avvisad"]
    assert set(listed(client, visa="vantar")) == {"Granskas", "Ändrad", "I tid", "Sen", "I dag"}
    assert len(listed(client, visa="alla")) == 7
    assert client.get(INDEX).context["counts"] == {"review": 1, "versions": 1, "answer": 3, "late": 1, "promises": 0}


def test_category_municipality_and_days_narrow_the_list(client, sundsvall, timra):
    person = staff(sundsvall, Role.MODERATOR)
    person.groups.add(*staff(timra, Role.MODERATOR).groups.all())
    sport = CategoryFactory(municipality=sundsvall, name="Sport")
    in_review(sundsvall, title="Sport", category=sport)
    in_review(sundsvall, title="Annat")
    in_review(timra, title="Timrå")
    client.force_login(person)

    assert listed(client, kategori=sport.pk) == ["Sport"]
    assert listed(client, kommun=timra.pk) == ["Timrå"]
    assert len(listed(client, fran=NOW.date().isoformat(), till=NOW.date().isoformat())) == 3
    assert listed(client, fran=(NOW + timedelta(days=1)).date().isoformat()) == []


def test_a_municipality_is_asked_for_only_by_those_who_have_several(client, moderator, sundsvall):
    client.force_login(moderator)

    assert "kommun" not in client.get(INDEX).context["form"].fields


def test_another_municipality_or_its_category_cannot_be_asked_for(client, sundsvall, timra):
    person = staff(sundsvall, Role.MODERATOR)
    theirs = CategoryFactory(municipality=timra, name="Timrås kategori")
    in_review(sundsvall, title="Vår")
    client.force_login(person)

    response = client.get(INDEX, {"kategori": theirs.pk, "kommun": timra.pk})

    assert [row["idea"].title for row in response.context["rows"]] == ["Vår"]
    assert "Timrås kategori" not in response.content.decode()


def test_ideas_are_found_by_words_in_other_forms_and_by_number(client, moderator, sundsvall):
    found = in_review(sundsvall, title="Fler cykelställ vid skolor")
    in_review(sundsvall, title="Bänkar i parken")
    client.force_login(moderator)

    assert listed(client, q="skola") == [found.title]
    assert listed(client, q=f" {found.reference} ") == [found.title]
    assert listed(client, q="0000-2026-0001") == []


def test_orders(client, moderator, sundsvall):
    few, many = published(sundsvall, title="Få"), published(sundsvall, title="Många")
    add_supports(many, 3)
    add_supports(few, 1)
    client.force_login(moderator)

    assert listed(client, visa="alla", sortera="stod") == ["Många", "Få"]
    assert listed(client, visa="alla", sortera="nya") == ["Många", "Få"]


NASTY = [
    "'; DROP TABLE ideas_idea; --",
    "topic__author__email",
    "-topic__author__password",
    "status_since);--",
    "<script>alert(1)</script>",
    "%00",
    "\0",
    "../../etc/passwd",
    "1 OR 1=1",
    "99999999999999999999",
    "0001-01-01",
    "9999-12-31",
]


@pytest.mark.parametrize(
    "name", ["sortera", "visa", "q", "kategori", "kommun", "fran", "till", "p", "topic__author__email"]
)
def test_nothing_that_is_asked_for_breaks_or_reaches_another_column(client, moderator, waiting, name):
    client.force_login(moderator)

    for value in NASTY:
        page = client.get(INDEX, {name: value})
        assert page.status_code == 200
        assert "<script>alert(1)" not in page.content.decode()
    assert client.get(TABLE, {name: NASTY[0]}).status_code == 200


def test_asking_for_another_column_sifts_nothing(client, moderator, waiting):
    client.force_login(moderator)

    assert listed(client, topic__author__email="nobody@example.com") == [waiting.title]


def test_pages_follow_each_other_and_keep_the_choice(client, moderator, sundsvall, monkeypatch):
    monkeypatch.setattr("participation.ideas.staff.views.PER_PAGE", 2)
    for number in range(3):
        in_review(sundsvall, title=f"Idé {number}")
    client.force_login(moderator)

    first = client.get(INDEX, {"visa": "granska", "bort": "<b>"})
    second = client.get(f"{INDEX}?{first.context['next']}")

    assert first.context["next"] == "visa=granska&p=2"
    assert [row["idea"].title for row in second.context["rows"]] == ["Idé 2"]


def test_an_empty_list_says_so(client, moderator):
    client.force_login(moderator)

    assert "Här finns inget just nu." in client.get(INDEX).content.decode()
    assert "Ta bort något av valen" in client.get(INDEX, {"q": "xyzzy"}).content.decode()


def queries(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = client.get(address)
        if response.streaming:
            b"".join(response.streaming_content)
    return len(asked)


@pytest.mark.parametrize("address", [f"{INDEX}?visa=alla", f"{TABLE}?visa=alla"])
def test_the_list_costs_the_same_for_one_and_for_many(client, moderator, sundsvall, department, address):
    edited(published(sundsvall))
    client.force_login(moderator)
    client.get(address)
    one = queries(client, address)

    for number in range(12):
        idea = published(sundsvall, category=CategoryFactory(municipality=sundsvall))
        actions.assign(idea=idea, department=department, by=moderator, now=NOW)
        if number % 2:
            edited(idea)

    assert queries(client, address) == one
    assert one <= 15


def test_the_table_holds_what_the_list_shows_and_nobodys_address(client, moderator, sundsvall, author):
    in_review(sundsvall, author, title="Skriv till kalle@example.com", place="Hos anna@example.com")
    published(sundsvall, title="Syns inte i urvalet")
    client.force_login(moderator)

    rows = table(client, visa="granska")

    assert [row[1] for row in rows] == ["Rubrik", "Skriv till (e-postadress)"]
    assert "@" not in "".join("".join(row) for row in rows)
    assert "Invånare" not in "".join("".join(row) for row in rows)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "＝"])
def test_no_cell_of_the_table_is_run_by_a_spreadsheet(client, moderator, waiting, start):
    Idea.objects.filter(pk=waiting.pk).update(title=f"{start}HYPERLINK(1)", place=f"{start}2+3")
    Topic.objects.filter(pk=waiting.topic_id).update(title=f"{start}HYPERLINK(1)")
    client.force_login(moderator)

    row = table(client)[1]

    assert row[1].startswith("'")
    assert row[7].startswith("'")


def test_the_table_is_a_file_that_no_cache_keeps(client, moderator, waiting):
    client.force_login(moderator)

    response = client.get(TABLE)

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'attachment; filename="ideer-' in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"] or "no-cache" in response["Cache-Control"]
    b"".join(response.streaming_content)
