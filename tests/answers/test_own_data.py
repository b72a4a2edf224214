from __future__ import annotations

import pytest
from django.utils import timezone

from participation.accounts import personal_data
from participation.answers import actions
from tests.factories import UserFactory

from .factories import a_way, decided, drafted, sent

pytestmark = pytest.mark.django_db


def test_staff_get_what_they_wrote_and_decided(sundsvall, idea, case_officer, department, citizen):
    lawyer = UserFactory(email="jurist@example.com")
    a_way(sundsvall, Jurist=[lawyer])
    draft = sent(drafted(idea, case_officer, department), case_officer)
    actions.comment(draft=draft, by=lawyer, text="Stämmer lagrummet?", mentioned=[case_officer], now=timezone.now())
    decided(draft, lawyer, comment="Bra skrivet.")

    wrote = personal_data.export_of(case_officer)["svar som handläggare"]
    approved = personal_data.export_of(lawyer)["svar som handläggare"]

    assert [row["svar"] for row in wrote["svar"]] == ["Ja, till halva sträckan."]
    assert [row["om"] for row in wrote["utkast"]] == [idea.title]
    assert wrote["godkännanden"] == wrote["kommentarer"] == []
    assert [row["om"] for row in wrote["nämnd i kommentarer"]] == [idea.title]
    assert [row["ord"] for row in approved["kommentarer"]] == ["Stämmer lagrummet?"]
    assert [row["ord"] for row in approved["godkännanden"]] == ["Bra skrivet."]
    assert approved["svar"] == approved["utkast"] == []
    assert not any(personal_data.export_of(citizen)["svar som handläggare"].values())
