from __future__ import annotations

import pytest

from participation.faults.models import FaultCategory
from tests.factories import DepartmentFactory

from ..factories import category_of

BASE = "/cms/felanmalningar/kategorier/2281/"
SAID = {
    "name": "Trasiga bänkar",
    "name_en": "Broken benches",
    "group": "Park",
    "description": "",
    "keywords": "bänk\nsits",
    "publicity": "shown",
    "priority": "2",
    "answer_within": "2",
    "close_within": "10",
    "order": "3",
    "is_active": "on",
}


@pytest.fixture
def officer(client, case_officer):
    client.force_login(case_officer)
    return case_officer


def test_a_category_is_added_changed_and_taken_out_of_use(client, sundsvall, officer):
    parks = DepartmentFactory(municipality=sundsvall)
    client.post(f"{BASE}ny/", {**SAID, "department": parks.pk})
    category = FaultCategory.objects.get()
    assert (category.code, category.department, category.words) == ("trasiga-bankar", parks, ["bänk", "sits"])
    assert "Trasiga bänkar" in client.get(BASE).content.decode()

    changed = {name: value for name, value in SAID.items() if name != "is_active"}
    client.post(f"{BASE}{category.pk}/", {**changed, "name": "Bänkar"})

    category.refresh_from_db()
    assert (category.name, category.code, category.is_active) == ("Bänkar", "trasiga-bankar", False)


def test_a_category_of_a_name_that_is_taken_gets_a_code_of_its_own(client, sundsvall, officer):
    for _time in range(2):
        client.post(f"{BASE}ny/", SAID)

    assert set(FaultCategory.objects.values_list("code", flat=True)) == {"trasiga-bankar", "trasiga-bankar-2"}


def test_a_question_has_answers_to_choose_and_one_that_stops(client, sundsvall, officer):
    category = category_of(sundsvall)
    path = f"{BASE}{category.pk}/fraga/"
    asked = {"words": "Vems väg?", "kind": "singlevaluelist", "order": "1"}
    assert "Skriv minst ett svar" in client.post(path, asked).content.decode()

    client.post(path, {**asked, "choices": "Kommunens\nEnskild väg => Ring vägföreningen."})
    question = category.questions.get()
    keys = [choice.key for choice in question.choices.all()]
    assert [(choice.name, choice.stop_words) for choice in question.choices.all()] == [
        ("Kommunens", ""),
        ("Enskild väg", "Ring vägföreningen."),
    ]
    assert "Enskild väg =&gt; Ring vägföreningen." in client.get(f"{path}{question.pk}/").content.decode()

    client.post(f"{path}{question.pk}/", {**asked, "choices": "Enskild väg => Ring dem.\nVet inte"})
    choices = list(question.choices.all())
    assert [choice.name for choice in choices] == ["Enskild väg", "Vet inte"]
    assert choices[0].key == keys[1]

    client.post(f"{path}{question.pk}/", {"gor": "ta-bort"})
    assert not category.questions.exists()


def test_nobody_else_reaches_the_categories(client, sundsvall, moderator, outsider):
    category = category_of(sundsvall)
    for person in (moderator, outsider):
        client.force_login(person)
        for path in (BASE, f"{BASE}ny/", f"{BASE}{category.pk}/", f"{BASE}{category.pk}/fraga/"):
            assert client.get(path).status_code in (302, 403, 404)
        client.post(f"{BASE}{category.pk}/", SAID)

    category.refresh_from_db()
    assert category.name == "Gatubelysning"
