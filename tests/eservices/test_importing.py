from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from participation.eservices.gone import keep_pages_true
from participation.eservices.importing import (
    PreviewSpent,
    TooManyGone,
    compare,
    confirm_import,
    import_flows,
    preview_import,
    shortened,
)
from participation.eservices.models import EService, EServiceImport
from participation.eservices.open_eplatform import MalformedAnswer, parse
from participation.eservices.report_text import sections_of
from participation.ideas import actions as ideas
from participation.topics.models import Topic
from tests.factories import TopicFactory, UserFactory
from tests.ideas.factories import a_draft

from .conftest import NOW, answer, bring_in, flow

LATER = NOW + timedelta(days=1)


def test_all_of_sundsvall_comes_in_and_the_second_time_nothing_happens(sundsvall, real_answer):
    flows = parse(real_answer)

    first = import_flows(municipality=sundsvall, flows=flows, origin="flows.json", now=NOW)
    before = list(EService.objects.values())
    second = import_flows(municipality=sundsvall, flows=flows, origin="flows.json", now=LATER)

    assert first.counts == {"new": 161, "changed": 0, "returned": 0, "gone": 0, "unchanged": 0}
    assert second.counts == {"new": 0, "changed": 0, "returned": 0, "gone": 0, "unchanged": 161}
    assert list(EService.objects.values()) == before
    assert Topic.objects.public().filter(kind="eservice").count() == 161


def test_an_import_that_changes_nothing_costs_a_handful_of_queries(
    sundsvall, real_answer, django_assert_max_num_queries
):
    flows = parse(real_answer)
    import_flows(municipality=sundsvall, flows=flows, origin="x", now=NOW)

    with django_assert_max_num_queries(10):
        import_flows(municipality=sundsvall, flows=flows, origin="x", now=LATER)


def test_a_service_keeps_its_words_its_topic_and_its_address(sundsvall):
    bring_in(sundsvall, flow(Name="Ansök om båtplats", LongDescription="<p>F&ouml;r dig med <b>b&aring;t</b></p>"))

    service = EService.objects.get()
    assert (service.name, service.slug) == ("Ansök om båtplats", "ansok-om-batplats")
    assert service.description == "<p>För dig med <strong>båt</strong></p>"
    topic = service.topic
    assert (topic.title, topic.kind, topic.visibility) == ("Ansök om båtplats", "eservice", "public")
    assert topic.path == "/e-tjanster/2281/ansok-om-batplats/"
    assert "För dig med båt" in topic.search_text
    assert not topic.can_support
    assert not topic.can_discuss


def test_a_change_is_reported_field_by_field_and_the_address_stays(sundsvall):
    bring_in(sundsvall, flow(1), flow(2))

    run = bring_in(sundsvall, flow(1, Name="Nytt namn", ID=2001, RequiresSigning=True), flow(2), now=LATER)

    service = EService.objects.get(external_id="1")
    assert (service.name, service.slug, service.version) == ("Nytt namn", "ansokan-1", "2001")
    assert service.topic.title == "Nytt namn"
    assert (service.first_seen_at, service.changed_at) == (NOW, LATER)
    assert run.report["changed"] == [
        {"external_id": "1", "name": "Nytt namn", "fields": ["version", "name", "requires_signing"]}
    ]
    assert run.counts["unchanged"] == 1
    assert EService.objects.get(external_id="2").changed_at == NOW


def test_an_idea_that_nobody_sees_keeps_no_page_of_a_service_that_is_gone(sundsvall):
    bring_in(sundsvall, flow(1), flow(2))
    idea = a_draft(sundsvall)
    about = EService.objects.get(external_id="2").topic
    Topic.objects.filter(pk=idea.topic_id).update(about=about)

    bring_in(sundsvall, flow(1), now=LATER)

    about.refresh_from_db()
    assert about.visibility == "nobody"
    assert keep_pages_true(LATER) == 0

    idea = ideas.submit(idea=idea, now=LATER)
    idea = ideas.approve(idea=idea, by=UserFactory(), now=LATER)
    assert keep_pages_true(LATER) == 1
    about.refresh_from_db()
    assert about.visibility == "public"

    ideas.withdraw(idea=idea, by=idea.topic.author, now=LATER)
    assert keep_pages_true(LATER) == 1
    about.refresh_from_db()
    assert about.visibility == "nobody"


def test_a_service_that_disappears_is_hidden_but_kept(sundsvall):
    bring_in(sundsvall, flow(1), flow(2))

    run = bring_in(sundsvall, flow(1), now=LATER)

    gone = EService.objects.get(external_id="2")
    assert gone.gone_at == LATER
    assert gone.topic.visibility == "nobody"
    assert [line["name"] for line in run.report["gone"]] == ["Ansökan 2"]
    assert bring_in(sundsvall, flow(1), now=LATER).counts["gone"] == 0


def test_a_service_that_an_idea_is_about_stays_when_it_disappears(sundsvall, author):
    bring_in(sundsvall, flow(1), flow(2))
    TopicFactory(municipality=sundsvall, about=Topic.objects.get(title="Ansökan 2"))

    bring_in(sundsvall, flow(1), now=LATER)

    gone = EService.objects.get(external_id="2")
    assert gone.is_gone
    assert gone.topic.visibility == "public"


def test_a_service_that_returns_is_the_same_one(sundsvall):
    bring_in(sundsvall, flow(1), flow(2))
    bring_in(sundsvall, flow(1), now=LATER)
    before = EService.objects.get(external_id="2")

    run = bring_in(sundsvall, flow(1), flow(2), now=LATER + timedelta(days=1))

    after = EService.objects.get(external_id="2")
    assert (after.pk, after.slug, after.gone_at) == (before.pk, before.slug, None)
    assert after.topic.visibility == "public"
    assert run.counts == {"new": 0, "changed": 0, "returned": 1, "gone": 0, "unchanged": 1}


def test_two_services_of_one_name_have_two_addresses(sundsvall):
    bring_in(sundsvall, flow(1, Name="Klagomål"), flow(2, Name="Klagomål!"), flow(3, Name="¡¿"))

    assert list(EService.objects.order_by("pk").values_list("slug", flat=True)) == [
        "klagomal",
        "klagomal-2",
        "e-tjanst",
    ]


def test_one_municipalitys_import_leaves_the_others_alone(sundsvall, timra):
    bring_in(sundsvall, flow(1))

    run = bring_in(timra, flow(1, Name="Samma nummer, annan kommun"))

    assert run.counts["new"] == 1
    assert EService.objects.get(municipality=sundsvall).name == "Ansökan 1"


def test_a_large_catalogue_does_not_vanish_by_an_empty_answer(sundsvall):
    bring_in(sundsvall, *[flow(number) for number in range(30)])

    with pytest.raises(TooManyGone, match="30 av 30"):
        bring_in(sundsvall, now=LATER)
    assert EService.objects.present().count() == 30
    assert EServiceImport.objects.count() == 1

    assert bring_in(sundsvall, now=LATER, accept_many_gone=True).counts["gone"] == 30


def test_an_import_is_all_or_nothing(sundsvall, monkeypatch):
    bring_in(sundsvall, flow(1), flow(2))
    monkeypatch.setattr(EServiceImport.objects, "create", lambda **fields: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        bring_in(sundsvall, flow(1, Name="Ändrad"), flow(3), now=LATER)

    assert set(EService.objects.values_list("name", flat=True)) == {"Ansökan 1", "Ansökan 2"}
    assert EService.objects.present().count() == 2


def test_comparing_writes_nothing(sundsvall):
    bring_in(sundsvall, flow(1), flow(2))

    report = compare(municipality=sundsvall, flows=parse(answer(flow(1, Name="Ändrad"), flow(3))))

    assert report.counts() == {"new": 1, "changed": 1, "returned": 0, "gone": 1, "unchanged": 0}
    assert set(EService.objects.values_list("name", flat=True)) == {"Ansökan 1", "Ansökan 2"}


def test_a_run_keeps_who_when_and_from_where(sundsvall, editor):
    run = bring_in(sundsvall, flow(1), user=editor)

    assert (run.started_by, run.created_at, run.origin, run.status) == (editor, NOW, "prov.json", "done")
    editor.delete()
    run.refresh_from_db()
    assert run.started_by is None


def test_a_preview_changes_nothing_until_it_is_confirmed(sundsvall, editor):
    preview = preview_import(municipality=sundsvall, answer=answer(flow(1)), origin="x", user=editor, now=NOW)

    assert preview.counts["new"] == 1
    assert EService.objects.count() == 0

    run = confirm_import(preview=preview, user=editor, now=NOW)

    assert run.counts["new"] == 1
    assert EService.objects.count() == 1
    assert EServiceImport.objects.get() == run
    assert run.payload is None


def test_a_preview_is_confirmed_once_and_within_a_day(sundsvall, editor):
    def wait() -> EServiceImport:
        return preview_import(municipality=sundsvall, answer=answer(flow(1)), origin="x", user=editor, now=NOW)

    preview = wait()
    confirm_import(preview=preview, user=editor, now=NOW)

    with pytest.raises(PreviewSpent):
        confirm_import(preview=preview, user=editor, now=NOW)
    with pytest.raises(PreviewSpent):
        confirm_import(preview=wait(), user=editor, now=LATER)


def test_previews_that_nobody_confirmed_are_cleared_away(sundsvall, editor):
    first = preview_import(municipality=sundsvall, answer=answer(flow(1)), origin="x", user=editor, now=NOW)

    preview_import(municipality=sundsvall, answer=answer(flow(1)), origin="x", user=editor, now=LATER)

    assert not EServiceImport.objects.filter(pk=first.pk).exists()


def test_a_malformed_preview_leaves_no_trace(sundsvall, editor):
    with pytest.raises(MalformedAnswer):
        preview_import(municipality=sundsvall, answer=b"{", origin="x", user=editor, now=NOW)

    assert not EServiceImport.objects.exists()


@pytest.mark.parametrize("change", [{"url": "javascript:alert(1)"}, {"slug": "ansokan-2"}, {"external_id": "2"}])
def test_the_database_refuses_what_must_never_be(sundsvall, change):
    bring_in(sundsvall, flow(1), flow(2))

    with pytest.raises(IntegrityError), transaction.atomic():
        EService.objects.filter(external_id="1").update(**change)


def test_a_long_text_is_shortened_between_words():
    assert shortened("kort") == "kort"
    long = shortened("Ett ord, och sedan många fler " * 20)
    assert len(long) <= 300
    assert long.endswith("…")
    assert not long.endswith(" …")


def test_the_report_says_in_english_what_came_back():
    with translation.override("en"):
        sections = sections_of({"returned": [{"name": "Bygglov", "fields": []}]})

    assert [section.title for section in sections] == ["Returned"]
