"""Texts that a municipality often answers with: who writes them, how they are filled in and chosen."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from participation.answers.canned import filled_in
from participation.answers.models import AnswerDraft, AnswerTemplate
from participation.topics.models import Topic
from tests.factories import staff

pytestmark = pytest.mark.django_db
TEMPLATES = "/cms/svar/mallar/2281/"
WORDS = "Tack för ”{titel}”. {Namn på kommunen} har läst den {datum}. {förvaltning}"


def seen(client, template):
    return client.get(f"{TEMPLATES}{template.pk}/").context["seen"]


@pytest.fixture
def template(sundsvall):
    return AnswerTemplate.objects.create(municipality=sundsvall, name="Tack", words=WORDS)


def test_it_is_filled_in(template, idea, department, sundsvall):
    words = filled_in(template.words, idea.topic, department, today=date(2026, 11, 29))

    read = f"Tack för ”{idea.title}”. {sundsvall.full_name} har läst den 29 november 2026. {department.name}"
    assert words == read


def test_a_title_names_no_variable_again(template, sundsvall):
    topic = Topic(title="{datum}", municipality=sundsvall)

    assert "”{datum}”" in filled_in(template.words, topic, None, today=date(2026, 11, 29))


def test_it_is_chosen_in_the_form_and_nothing_is_kept(client, case_officer, idea, department, template):
    client.force_login(case_officer)
    address = reverse("answers_admin:write", args=[idea.topic_id])
    assert "Lägg in mallen" in client.get(address).content.decode()

    said = {"template": template.pk, "text": "Hej!", "department": department.pk, "seen": "0-0-0", "gor": "mall"}
    page = client.post(address, said).content.decode()

    assert f"Hej!\n\nTack för ”{idea.title}”." in page
    assert department.name in page
    assert not AnswerDraft.objects.exists()


def test_a_template_of_the_neighbours_is_no_choice(client, case_officer, idea, timra):
    theirs = AnswerTemplate.objects.create(municipality=timra, name="Timrås hemliga", words="Hemligt")
    client.force_login(case_officer)
    address = reverse("answers_admin:write", args=[idea.topic_id])

    page = client.post(address, {"template": theirs.pk, "seen": "0-0-0", "gor": "mall"}).content.decode()

    assert "Hemligt" not in page
    assert "Timrås hemliga" not in page


def test_staff_write_change_and_remove_one(client, case_officer, sundsvall):
    client.force_login(case_officer)
    said = {"name": "Tack", "words": "Tack för {titel}.", "is_active": "on"}
    assert "Tack för Fler bänkar" in client.post(f"{TEMPLATES}ny/", {**said, "gor": "visa"}).content.decode()
    assert not AnswerTemplate.objects.exists()

    assert client.post(f"{TEMPLATES}ny/", said)["Location"] == TEMPLATES
    assert "Det finns redan en mall" in client.post(f"{TEMPLATES}ny/", said).content.decode()
    template = AnswerTemplate.objects.get()
    client.post(f"{TEMPLATES}{template.pk}/", {**said, "words": "Klart.", "seen": seen(client, template)})
    assert "Klart." in client.get(TEMPLATES).content.decode()
    client.post(f"{TEMPLATES}{template.pk}/", {"gor": "ta-bort", "seen": seen(client, template)})

    assert not AnswerTemplate.objects.exists()


def test_whoever_changes_one_second_keeps_the_words_hears_who_came_first_and_may_save_over_them(
    client, case_officer, template, sundsvall
):
    address, opened = f"{TEMPLATES}{template.pk}/", {"name": "Tack", "is_active": "on"}
    client.force_login(case_officer)
    opened["seen"] = seen(client, template)
    client.force_login(staff(sundsvall, "case_officer", "editor", display_name="Anna"))
    client.post(address, {**opened, "words": "Annas ord."})
    client.force_login(case_officer)

    second = client.post(address, {**opened, "words": "Mina ord."})
    thrown = client.post(address, {**opened, "words": "Mina ord.", "gor": "ta-bort"})

    for response in (second, thrown):
        page = response.content.decode()
        assert response.status_code == 409
        assert "Anna har ändrat mallen sedan du öppnade den." in page
        assert "<p>Annas ord.</p>" in page
        assert "Mina ord.</textarea>" in page
    assert AnswerTemplate.objects.get().words == "Annas ord."

    shown = client.post(address, {**opened, "seen": second.context["seen"], "words": "Mina ord.", "gor": "visa"})
    client.post(address, {**opened, "seen": shown.context["seen"], "words": "Mina ord."})
    assert AnswerTemplate.objects.get().words == "Mina ord."


def test_what_cannot_be_filled_in_comes_back(client, case_officer, sundsvall):
    client.force_login(case_officer)

    page = client.post(f"{TEMPLATES}ny/", {"name": "X", "words": "Hej {namn}"}).content.decode()

    assert "går inte att fylla i" in page
    assert not AnswerTemplate.objects.exists()


@pytest.mark.parametrize("who", ["outsider", "moderator", "editor", "citizen"])
def test_nobody_else_reads_or_changes_one(client, request, template, who):
    client.force_login(request.getfixturevalue(who))

    for path in (TEMPLATES, f"{TEMPLATES}ny/", f"{TEMPLATES}{template.pk}/"):
        assert "Tack för" not in client.get(path).content.decode()
        client.post(path, {"name": "Hackad", "words": "X", "gor": "ta-bort"})
    assert AnswerTemplate.objects.get().name == "Tack"
