from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from home.blocks.shortcomings import ShortcomingBlock
from home.models import AccessibilityStatementPage

TODAY = timezone.localdate()
GAPS = [
    "responsible", "service", "compliance", "tested", "method", "tested_on", "published_on", "reviewed_on",
    "report_email", "report_phone", "authority", "authority_text", "authority_url",
]  # fmt: skip


def a_shortcoming(**more):
    return {
        "ground": "breach",
        "what": "Kartan går inte att flytta utan pekare.",
        "clause": "WCAG 2.1, 2.1.1",
        "instead": "Skriv platsen i ord.",
        "fixed_by": TODAY + timedelta(days=90),
        "reason": "",
        **more,
    }


@pytest.fixture
def page(place):
    page = AccessibilityStatementPage.objects.get(municipality=place, locale__language_code="sv")
    page.compliance = "partial"
    page.shortcomings = [("shortcoming", a_shortcoming())]
    page.tested, page.method = "self", "Med tangentbord och skärmläsare."
    page.published_on = page.tested_on = page.reviewed_on = TODAY - timedelta(days=3)
    page.report_email, page.report_phone = "kontakt@example.com", "060-12 34 56"
    return page


def publish(page):
    page.save_revision().publish()
    page.refresh_from_db()


def test_a_whole_statement_is_published_and_read(client, page):
    publish(page)

    content = client.get("/sundsvall/tillganglighet/").content.decode()

    for words in ("delvis förenlig", "Kartan går inte att flytta", "WCAG 2.1, 2.1.1", "mailto:kontakt@example.com"):
        assert words in content
    assert content.count("<h1") == 1


@pytest.mark.parametrize("gap", GAPS)
def test_one_with_a_gap_is_refused(page, gap):
    setattr(page, gap, None if gap.endswith("_on") else "")
    revision = page.save_revision(clean=False)

    with pytest.raises(ValidationError) as refused:
        revision.publish()

    assert gap in refused.value.message_dict
    page.refresh_from_db()
    assert not page.live


def test_a_draft_may_have_gaps(page):
    page.method = ""

    page.save_revision(clean=False)
    page.save()

    page.refresh_from_db()
    assert page.method == ""


@pytest.mark.parametrize("compliance", ["partial", "none"])
def test_whoever_does_not_comply_says_what_is_wrong(page, compliance):
    page.compliance, page.shortcomings = compliance, []

    with pytest.raises(ValidationError) as refused:
        page.full_clean()

    assert "shortcomings" in refused.value.message_dict


def test_whoever_claims_to_comply_has_no_breaches(page):
    page.compliance = "full"

    with pytest.raises(ValidationError) as refused:
        page.full_clean()

    assert "compliance" in refused.value.message_dict


def test_an_exempt_part_is_no_breach(page):
    page.compliance = "full"
    page.shortcomings = [("shortcoming", a_shortcoming(ground="exempt", clause="9 §"))]

    page.full_clean()


@pytest.mark.parametrize("field", ["tested_on", "published_on", "reviewed_on"])
def test_nothing_is_tested_tomorrow(page, field):
    setattr(page, field, TODAY + timedelta(days=1))

    with pytest.raises(ValidationError) as refused:
        page.full_clean()

    assert field in refused.value.message_dict


@pytest.mark.parametrize(
    ("field", "value"), [("report_within_days", 0), ("report_phone", "xyz"), ("report_phone", "fråga i växeln")]
)
def test_what_nobody_can_call_or_keep_is_not_promised(page, field, value):
    setattr(page, field, value)

    with pytest.raises(ValidationError) as refused:
        publish(page)

    assert field in refused.value.message_dict
    page.refresh_from_db()
    assert not page.live


def test_what_is_up_stays_up_when_the_day_of_a_shortcoming_passes(client, page):
    page.shortcomings = [("shortcoming", a_shortcoming(fixed_by=TODAY - timedelta(days=1)))]

    page.full_clean()
    publish(page)

    assert client.get("/sundsvall/tillganglighet/").status_code == 200


@pytest.mark.parametrize("day", [TODAY, None])
def test_a_shortcoming_is_mended_today_or_says_why_not(day):
    block = ShortcomingBlock()

    assert block.clean(block.normalize(a_shortcoming(fixed_by=day, reason="I vår.")))["fixed_by"] == day


def test_the_statement_is_gone_through_after_the_test(page):
    page.reviewed_on = page.tested_on - timedelta(days=1)

    with pytest.raises(ValidationError) as refused:
        page.full_clean()

    assert "reviewed_on" in refused.value.message_dict


@pytest.mark.parametrize(("reviewed_on", "is_stale"), [(TODAY, False), (date(2020, 1, 1), True)])
def test_after_a_year_it_is_stale(page, reviewed_on, is_stale):
    page.reviewed_on = reviewed_on

    assert page.is_stale is is_stale


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"clause": "WCAG"}, "clause"),
        ({"clause": ""}, "clause"),
        ({"what": ""}, "what"),
        ({"instead": ""}, "instead"),
        ({"fixed_by": None}, "fixed_by"),
        ({"fixed_by": TODAY - timedelta(days=1)}, "fixed_by"),
    ],
)
def test_a_shortcoming_names_its_requirement_and_its_end(changed, field):
    block = ShortcomingBlock()
    values = {**a_shortcoming(), **changed}

    with pytest.raises(ValidationError) as refused:
        block.clean(block.normalize(values))

    assert field in refused.value.block_errors


@pytest.mark.parametrize("clause", ["WCAG 2.1, 1.4.3 Kontrast", "EN 301 549, 9.1.4.3", "12 §"])
def test_a_requirement_is_named_by_its_number(clause):
    block = ShortcomingBlock()

    assert block.clean(block.normalize(a_shortcoming(clause=clause)))["clause"] == clause


def test_without_a_date_there_is_a_reason(page):
    block = ShortcomingBlock()

    cleaned = block.clean(block.normalize(a_shortcoming(fixed_by=None, reason="Leverantören slutar i vår.")))

    assert cleaned["reason"]
