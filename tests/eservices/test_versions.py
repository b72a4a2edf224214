"""The Swedish and the English page of one proposal: what one leads in, the other follows."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Locale, Revision
from wagtail.test.utils.form_data import inline_formset
from wagtail.users.models import UserProfile

from home.finding import find
from participation.accounts.models import User
from participation.discussion.actions import post
from participation.eservices.models import (
    EService,
    EServiceIndexPage,
    Milestone,
    ProposalSource,
    ServiceProposalPage,
    StageEntry,
)
from participation.eservices.same_words import first_with_these_words
from participation.ideas.actions import become_proposal
from participation.ideas.models import Idea
from participation.moderation.actions import flag, hide, keep
from participation.notifications.actions import follow
from participation.notifications.models import Notification, OutgoingMail
from participation.topics.models import Topic
from participation.topics.question import question
from participation.voting.actions import support
from tests.factories import UserFactory
from tests.home.test_proposals_by_staff import form_of
from tests.ideas.factories import published

from .conftest import bring_in, flow, text_of
from .proposals import approve, index_page, proposal

if TYPE_CHECKING:
    from participation.places.models import Municipality

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]
TODAY = date(2026, 11, 20)
DEEDS = ("svara", "andra", "ta-bort", "uppskatta")


@pytest.fixture
def index(sundsvall: Municipality, editor: User, publisher: User) -> EServiceIndexPage:
    return index_page(sundsvall)


@pytest.fixture
def swedish(index: EServiceIndexPage, editor: User, publisher: User) -> ServiceProposalPage:
    page = proposal(index, stage="codesign", ask_title="Prova", ask_until=TODAY + timedelta(days=400))
    page.milestones.add(Milestone(title="Samtal", who="Vi", promised_on=TODAY, stage="prototype"))
    page.milestones.add(Milestone(title="Beslut", who="Nämnden", promised_on=TODAY + timedelta(days=30)))
    return approve(page, writer=editor, approver=publisher)


@pytest.fixture
def english(swedish: ServiceProposalPage, editor: User, publisher: User) -> ServiceProposalPage:
    page = swedish.copy_for_translation(Locale.objects.get(language_code="en"))
    page.title, page.slug, page.need = "Change school in one place", "change-school", "One form is enough."
    page.summary, page.ask_title = "Two services today, one tomorrow.", "Try it"
    for milestone, title in zip(page.milestones.get_object_list(), ("Talks", "Decision"), strict=True):
        milestone.title = title
    return approve(page, writer=editor, approver=publisher)


def again(page: ServiceProposalPage) -> ServiceProposalPage:
    """As an editor opens it: the latest words."""
    return ServiceProposalPage.objects.get(pk=page.pk).get_latest_revision_as_object()  # type: ignore[no-any-return]


def stored(page: ServiceProposalPage) -> ServiceProposalPage:
    return ServiceProposalPage.objects.get(pk=page.pk)


def topic_of(page: ServiceProposalPage) -> Topic:
    return Topic.objects.get(pk=page.topic_id)


def stages(page: ServiceProposalPage) -> list[str]:
    return list(StageEntry.objects.filter(topic=page.topic_id).values_list("stage", flat=True))


def moved_on(page: ServiceProposalPage, *, editor: User, publisher: User, **fields: Any) -> ServiceProposalPage:
    page = again(page)
    for name, value in fields.items():
        setattr(page, name, value)
    return approve(page, writer=editor, approver=publisher)


def verify() -> str:
    out = StringIO()
    try:
        call_command("verify_integrity", stdout=out, stderr=out)
    except SystemExit:
        return out.getvalue()
    return ""


# --- one stage, whichever page is published last ------------------------------------------


@pytest.mark.parametrize("stage", ["decision", "in_use", "stopped"])
def test_a_comma_in_the_english_page_moves_no_stage_and_tells_nobody(swedish, english, editor, publisher, stage):
    follow(topic=swedish.topic, person=UserFactory())
    moved_on(swedish, editor=editor, publisher=publisher, stage=stage, stopped_reason="Staten bygger en.")
    open_before, told, logged = topic_of(swedish).can_support, Notification.objects.count(), stages(swedish)
    assert (told, logged[-1], open_before) == (1, stage, stage == "decision")

    moved_on(english, editor=editor, publisher=publisher, summary="Two services today, and one tomorrow.")

    assert (Notification.objects.count(), stages(swedish)) == (told, logged)
    assert topic_of(swedish).can_support is open_before
    assert stored(english).stage == stored(swedish).stage == stage
    assert verify() == ""


def test_words_written_before_the_stage_moved_bring_back_no_older_stage(swedish, english, editor, publisher):
    draft = again(english)
    draft.summary = "Written while it was shaped."
    revision = draft.save_revision(user=editor)
    moved_on(swedish, editor=editor, publisher=publisher, stage="decision")

    opened = again(english)
    assert (opened.latest_revision_id, opened.stage) == (revision.pk, "decision")
    approve(opened, writer=editor, approver=publisher)

    assert (stored(english).stage, stages(swedish)) == ("decision", ["codesign", "decision"])


def test_both_pages_say_the_same_stage_dates_and_ideas(swedish, english, editor, publisher, sundsvall, client):
    idea = published(sundsvall, title="En blankett räcker")
    page = again(swedish)
    page.stage, page.ask_until = "prototype", TODAY + timedelta(days=500)
    page.sources.add(ProposalSource(idea=idea.topic))
    first, second = page.milestones.get_object_list()
    first.done_on, second.moved_to, second.reason = TODAY, TODAY + timedelta(days=90), "Nämnden flyttade mötet."
    approve(page, writer=editor, approver=publisher)

    says = text_of(client.get("/en/sundsvall/e-tjanster/change-school/").content.decode())

    assert stored(english).stage == "prototype"
    rows = stored(english).milestones.values_list("title", "done_on", "moved_to", "reason")
    assert list(rows) == [
        ("Talks", TODAY, None, ""),
        ("Decision", None, TODAY + timedelta(days=90), "Nämnden flyttade mötet."),
    ]
    assert stored(english).ask_until == TODAY + timedelta(days=500)
    assert "Completed 20 November 2026" in says or "20 November 2026" in says
    assert "En blankett räcker" in says
    assert verify() == ""


def test_it_is_found_by_the_words_of_both_while_both_are_up(swedish, english):
    def found(words: str) -> bool:
        return any(hit.pk == swedish.topic_id for hit in find(question(words), None).hits)

    assert all(found(words) for words in ("change school", "one form is enough", swedish.title))

    english.unpublish()

    assert not found("one form is enough")
    assert found(swedish.title)


def test_lists_say_it_in_the_language_of_the_page_they_are_on(swedish, english, client, sundsvall):
    bring_in(sundsvall, flow(1, Name="Ansök om båtplats"))
    about = EService.objects.get(external_id="1")
    Topic.objects.filter(pk=swedish.topic_id).update(about=about.topic)
    for address in ("/", "/sundsvall/", f"/sok/?q={swedish.title.split()[0]}", about.get_absolute_url()):
        in_swedish, in_english = (client.get(f"{language}{address}").content.decode() for language in ("", "/en"))

        assert swedish.title in in_swedish, address
        assert english.title not in in_swedish, address
        assert english.title in in_english, address
        assert swedish.title not in in_english, address


def test_a_milestone_more_or_less_is_so_in_both(swedish, english, editor, publisher):
    page = again(swedish)
    _gone, kept = page.milestones.get_object_list()
    page.milestones = [kept, Milestone(title="Nytt", who="Vi", promised_on=TODAY)]
    approve(page, writer=editor, approver=publisher)

    assert sorted(stored(english).milestones.values_list("title", flat=True)) == ["Decision", "Nytt"]
    assert sorted(again(english).milestones.values_list("title", flat=True)) == ["Decision", "Nytt"]


def test_saving_the_english_words_unchanged_makes_nobody_their_writer(swedish, english, publisher):
    revision = again(english).save_revision(user=publisher)

    assert first_with_these_words(revision) is not None


# --- the editor ---------------------------------------------------------------------------


def rows_of(page: ServiceProposalPage, **changes: Any) -> dict[str, Any]:
    kept = [
        {
            "id": row.pk or "",
            "key": row.key,
            "title": row.title,
            "who": row.who,
            "reason": row.reason,
            "promised_on": "2030-01-01",
            "done_on": "2030-01-01",
            "stage": "in_use",
            **changes,
        }
        for row in page.milestones.all()
    ]
    more = {**kept[0], "id": "", "key": "", "title": "Smuggled"}
    return inline_formset([*kept, more], initial=len(kept))  # type: ignore[no-any-return]


@pytest.mark.parametrize("is_live", [True, False])
def test_the_english_editor_posts_no_stage_past_the_fields_that_are_not_there(
    swedish, english, editor, publisher, sundsvall, client, is_live
):
    if not is_live:
        stored(english).unpublish()
    idea = published(sundsvall)
    page = again(english)
    client.force_login(editor)
    posted = form_of(
        page,
        stage="in_use",
        stopped_reason="Smuggled",
        ask_until="2030-01-01",
        department=swedish.municipality.departments.exclude(pk=swedish.department_id).first().pk,
        summary="New words.",
        sources=inline_formset([{"idea": idea.topic_id}]),
        milestones=rows_of(page),
    )

    response = client.post(reverse("wagtailadmin_pages:edit", args=[english.pk]), posted)

    assert response.status_code == 302, response.context["form"].errors
    approve(again(english), writer=editor, approver=publisher)
    now = stored(english)
    assert (now.summary, now.stage, now.stopped_reason) == ("New words.", "codesign", "")
    assert (now.ask_until, now.department_id) == (swedish.ask_until, swedish.department_id)
    assert [(row.title, row.promised_on, row.done_on) for row in now.milestones.all()] == [
        ("Talks", TODAY, None),
        ("Decision", TODAY + timedelta(days=30), None),
    ]
    assert not now.sources.exists()
    assert stages(swedish) == ["codesign"]


def test_nothing_else_that_saves_a_revision_takes_another_stage(swedish, english, editor):
    page = again(english)
    page.stage = "in_use"

    revision = page.save_revision(user=editor)

    assert Revision.objects.get(pk=revision.pk).content["stage"] == "codesign"


def test_the_english_editor_reads_what_is_decided_and_where_it_is_changed(swedish, english, editor, client):
    client.force_login(editor)

    html = client.get(reverse("wagtailadmin_pages:edit", args=[english.pk])).content.decode()
    own = client.get(reverse("wagtailadmin_pages:edit", args=[swedish.pk])).content.decode()

    assert "Det här ändras på en annan språkversion" in html
    assert reverse("wagtailadmin_pages:edit", args=[swedish.pk]) in html
    assert 'name="stage"' not in html
    assert 'name="milestones-0-promised_on"' not in html
    assert 'name="milestones-0-title"' in html
    assert "Det här ändras på en annan språkversion" not in own
    assert 'name="stage"' in own
    assert 'name="milestones-0-promised_on"' in own


def test_milestones_keep_their_keys_and_new_ones_get_their_own_in_the_editor(swedish, english, editor, client):
    page = again(swedish)
    client.force_login(editor)
    keys = [row.key for row in page.milestones.all()]
    fields = [
        {"id": row.pk or "", "key": row.key, "title": row.title, "who": row.who, "promised_on": row.promised_on}
        for row in page.milestones.all()
    ]
    new = [{"id": "", "key": "", "title": f"Ny {n}", "who": "Vi", "promised_on": TODAY} for n in range(2)]
    posted = form_of(page, ask_until="2030-01-01", milestones=inline_formset([*fields, *new], initial=len(fields)))

    assert client.post(reverse("wagtailadmin_pages:edit", args=[swedish.pk]), posted).status_code == 302

    after = [row.key for row in again(swedish).milestones.all()]
    assert after[:2] == keys
    assert all(after)
    assert len(set(after)) == 4


# --- what is told -------------------------------------------------------------------------


def test_each_is_told_in_their_own_language_where_a_page_of_it_is_up(swedish, english, editor, publisher):
    readers = {code: UserFactory(language=code) for code in ("sv", "en")}
    for person in readers.values():
        follow(topic=swedish.topic, person=person)

    moved_on(swedish, editor=editor, publisher=publisher, stage="decision", stage_note="Nämnden avgör.")

    said = {code: Notification.objects.get(person=person).sentence for code, person in readers.items()}
    assert "Byt skola på ett ställe" in said["sv"]
    assert "Change school in one place" in said["en"]
    stored(english).unpublish()
    moved_on(swedish, editor=editor, publisher=publisher, stage="development")
    assert "Byt skola" in Notification.objects.filter(person=readers["en"]).latest("pk").sentence


def test_the_note_of_a_stage_is_read_in_the_language_it_was_translated_to(swedish, english, editor, publisher, client):
    moved_on(swedish, editor=editor, publisher=publisher, stage="decision", stage_note="Nämnden avgör.")
    assert again(english).stage_note == ""  # what was said of another stage is not said of this one

    moved_on(english, editor=editor, publisher=publisher, stage_note="The committee decides.")

    assert "The committee decides." in client.get("/en/sundsvall/e-tjanster/change-school/").content.decode()
    assert "Nämnden avgör." in client.get(swedish.get_url()).content.decode()
    assert stages(swedish) == ["codesign", "decision"]


# --- one of them is down ------------------------------------------------------------------


@pytest.fixture
def idea(swedish, english, sundsvall, editor, publisher) -> Idea:
    idea = published(sundsvall, title="En blankett räcker")
    page = again(swedish)
    page.sources.add(ProposalSource(idea=idea.topic))
    approve(page, writer=editor, approver=publisher)
    return Idea.objects.get(pk=idea.pk)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_swedish_page_is_down_and_everything_leads_to_the_english(swedish, english, idea, author, client, language):
    follow(topic=swedish.topic, person=author)
    old = swedish.topic.path

    stored(swedish).unpublish()

    prefix = "" if language == "sv" else "/en"
    topic = topic_of(swedish)
    assert (topic.title, topic.summary, topic.path) == (english.title, english.summary, english.get_url())
    assert "Föräldrar ska slippa" not in topic.search_text
    for address in (f"{prefix}/sundsvall/", f"{prefix}/", f"{prefix}/ideer/{idea.reference}/"):
        html = client.get(address).content.decode()
        assert swedish.title not in html, address
        assert f'href="{english.get_url()}"' in html, address
    with translation.override(language):
        assert topic.get_absolute_url() == english.get_url()
        assert swedish.topic_id not in {hit.pk for hit in find(question("slippa"), None).hits}
        assert swedish.topic_id in {hit.pk for hit in find(question("school"), None).hits}
    assert client.get(english.get_url()).status_code == 200
    for address in (old, swedish.get_url()):  # in mails, in news, in what others wrote
        assert client.get(address, follow=True).redirect_chain == [(english.get_url(), 302)]
    assert swedish.get_url() not in client.get("/sitemap-sidor.xml").content.decode()
    assert verify() == ""


def test_approving_the_english_page_leaves_the_swedish_one_down(swedish, english, editor, publisher, client):
    person = UserFactory(language="sv")
    follow(topic=swedish.topic, person=person)
    stored(swedish).unpublish()

    moved_on(english, editor=editor, publisher=publisher, stage="decision", stage_note="The committee decides.")

    topic = topic_of(swedish)
    assert (topic.title, topic.path, topic.is_public) == (english.title, english.get_url(), True)
    news = Notification.objects.get(person=person)
    assert "Change school in one place" in news.sentence
    assert client.get(news.path).status_code == 200
    assert f"http://testserver{english.get_url()}" in OutgoingMail.objects.get(person=person).text.replace(
        "https://testserver", "http://testserver"
    )
    assert verify() == ""


def test_the_swedish_page_comes_back_as_the_proposal_is_by_then(swedish, english, editor, publisher):
    stored(swedish).unpublish()
    moved_on(english, editor=editor, publisher=publisher, stage="decision")

    approve(again(swedish), writer=editor, approver=publisher)

    topic = topic_of(swedish)
    assert (topic.title, topic.path) == (swedish.title, swedish.get_url())
    assert stages(swedish) == ["codesign", "decision"]
    assert stored(swedish).stage == "decision"
    moved_on(swedish, editor=editor, publisher=publisher, stage="in_use")
    assert stored(english).stage == "in_use"


def test_the_english_page_is_down_and_english_readers_are_led_to_the_swedish(swedish, english, idea, client):
    stored(english).unpublish()

    topic = topic_of(swedish)
    assert (topic.title, topic.path) == (swedish.title, swedish.get_url())
    for address in ("/en/sundsvall/", "/en/", f"/en/ideer/{idea.reference}/"):
        assert english.title not in client.get(address).content.decode(), address
    with translation.override("en"):
        address = topic.get_absolute_url()
    for old in (address, english.get_url()):
        assert client.get(old, follow=True).redirect_chain == [(swedish.get_url(), 302)]
    assert 'hreflang="en"' not in client.get(swedish.get_url()).content.decode()


def test_none_is_up_and_nothing_is_told(swedish, english, client):
    stored(swedish).unpublish()
    stored(english).unpublish()

    topic = topic_of(swedish)
    assert (topic.is_public, topic.can_support, topic.can_discuss) == (False, False, False)
    for address in (swedish.get_url(), english.get_url()):
        assert client.get(address).status_code == 404
    assert verify() == ""


def test_what_waits_for_its_day_is_not_told_before(index, editor, publisher):
    page = approve(proposal(index, go_live_at=timezone.now() + timedelta(days=2)), writer=editor, approver=publisher)

    assert not topic_of(page).is_public
    assert stages(page) == []


# --- what is stored -----------------------------------------------------------------------


def test_versions_that_went_apart_are_told_and_brought_together(swedish, english):
    ServiceProposalPage.objects.filter(pk=english.pk).update(stage="in_use")
    Milestone.objects.filter(page=english).update(done_on=TODAY)
    Topic.objects.filter(pk=swedish.topic_id).update(can_support=False)

    said = verify()

    assert f"serviceproposalpage {english.pk} says another stage" in said
    assert f"topic {swedish.topic_id} says another can_support" in said
    call_command("verify_integrity", "--repair", stdout=StringIO(), stderr=StringIO())
    assert (stored(english).stage, topic_of(swedish).can_support) == ("codesign", True)


def test_a_stage_that_was_told_and_is_not_so_waits_for_a_person(swedish, english):
    StageEntry.objects.create(topic=swedish.topic, stage="prototype", at=timezone.now())

    assert "which is not the last stage that is told" in verify()


def test_what_was_stored_before_is_brought_into_step(swedish, english, editor, publisher):
    """As it stood when each page had a stage of its own and no milestone had a key."""
    Milestone.objects.update(key="")
    for revision in Revision.objects.all():
        for row in revision.content.get("milestones", []):
            row.pop("key", None)
        revision.save()
    ServiceProposalPage.objects.filter(pk=swedish.pk).update(stage="in_use")
    ServiceProposalPage.objects.filter(pk=english.pk).update(stage="prototype", ask_until=None)
    Milestone.objects.filter(page=english, title="Talks").update(done_on=TODAY)
    for stage in ("in_use", "prototype"):
        StageEntry.objects.create(topic=swedish.topic, stage=stage, at=timezone.now())

    import_module("participation.eservices.migrations.0006_versions_in_step").bring_in_step(apps, None)

    assert (stored(english).stage, stages(swedish)) == ("in_use", ["codesign", "in_use"])
    assert topic_of(swedish).can_support is False
    assert list(stored(english).milestones.values_list("title", "done_on")) == [("Talks", None), ("Decision", None)]
    assert verify() == ""
    assert [row.title for row in again(english).milestones.all()] == ["Talks", "Decision"]


def test_a_topic_whose_page_was_down_says_what_the_other_says(swedish, english):
    ServiceProposalPage.objects.filter(pk=swedish.pk).update(live=False)

    import_module("participation.eservices.migrations.0006_versions_in_step").bring_in_step(apps, None)

    topic = topic_of(swedish)
    assert (topic.title, topic.path) == (english.title, english.get_url())
    assert verify() == ""


# --- called by the name that its reader's page gives it ------------------------------------


def test_whoever_reads_english_meets_the_english_title_wherever_the_proposal_is_named(
    swedish, english, sundsvall, client
):
    reader = UserFactory(language="en")
    idea = published(sundsvall, UserFactory())
    become_proposal(idea=idea, proposal_topic=topic_of(swedish), by=None, now=timezone.now())
    support(topic=topic_of(swedish), person=reader, now=timezone.now())
    client.force_login(reader)
    with translation.override("en"):
        named_here = [
            idea.topic.get_absolute_url(),
            reverse("notifications:following"),
            reverse("accounts:mine"),
            reverse("voting:support", args=[swedish.topic_id]),
        ]

    for address in named_here:
        page = client.get(address).content.decode()
        assert english.title in page, address
        assert swedish.title not in page, address


def test_what_became_of_an_idea_is_told_in_the_language_of_each(swedish, english, sundsvall):
    author = UserFactory(language="en")
    idea = published(sundsvall, author)
    other = UserFactory(language="sv")
    follow(topic=idea.topic, person=other)

    become_proposal(idea=idea, proposal_topic=topic_of(swedish), by=None, now=timezone.now())

    assert Notification.objects.get(person=author, kind="idea_became_proposal").body == english.title
    assert Notification.objects.get(person=other, kind="idea_became_proposal").body == swedish.title


# --- in calendars --------------------------------------------------------------------------


def calendar(client: Any, path: str) -> str:
    """A line is folded at 75 octets."""
    return client.get(path).content.decode().replace("\r\n ", "")  # type: ignore[no-any-return]


def test_calendars_say_a_proposal_and_its_dates_in_the_words_of_their_language(
    swedish, english, editor, publisher, client
):
    day = timezone.localdate() + timedelta(days=30)
    page = again(swedish)
    page.ask_until = page.answer_due_on = day
    page.stage, page.stage_note = "prototype", "Prova den."
    for milestone in page.milestones.get_object_list():
        milestone.promised_on = day
    approve(page, writer=editor, approver=publisher)
    moved_on(english, editor=editor, publisher=publisher, stage_note="Try it out.")
    topic = swedish.topic_id

    for address in (f"/kalender/om/{topic}/samskapa.ics", "/kalender/2281/samskapa.ics", "/kalender/2281/"):
        for path, page, words in (
            (address, swedish, ["Prova", "Samtal", "Beslut"]),
            (f"/en{address}", english, ["Try it", "Talks", "Decision"]),
        ):
            told = calendar(client, path)
            other = swedish if page is english else english
            assert told.count(page.title) >= 4, path
            assert other.title not in told
            assert all(word in told for word in words), path
    assert "Try it out." in calendar(client, f"/en/kalender/om/{topic}/samskapa.ics")
    assert f"NAME:{english.title}" in calendar(client, f"/en/kalender/om/{topic}/samskapa.ics")


def test_an_english_calendar_of_many_proposals_asks_no_more_than_of_one(
    index, swedish, english, editor, publisher, client, django_assert_max_num_queries
):
    day = timezone.localdate() + timedelta(days=30)
    moved_on(swedish, editor=editor, publisher=publisher, ask_until=day)
    client.get("/en/kalender/2281/samskapa.ics")  # what is read once
    with CaptureQueriesContext(connection) as of_one:
        client.get("/en/kalender/2281/samskapa.ics")
    for number in range(3):
        page = proposal(index, title=f"Nummer {number}", stage="codesign", ask_title="Prova", ask_until=day)
        page.milestones.add(Milestone(title="Samtal", who="Vi", promised_on=day))
        approve(page, writer=editor, approver=publisher)

    with django_assert_max_num_queries(len(of_one)):
        told = calendar(client, "/en/kalender/2281/samskapa.ics")
    assert "Nummer 2" in told


# --- where it is named to those who take part in its thread, or report it ------------------


def test_whoever_is_answered_or_reported_something_hears_of_it_in_their_language(
    swedish, english, sundsvall, moderator
):
    topic, now = topic_of(swedish), timezone.now()
    people = {code: UserFactory(language=code) for code in ("en", "sv")}
    entries = {code: post(topic=topic, author=person, text="Ja", now=now) for code, person in people.items()}
    for code, entry in entries.items():
        post(topic=topic, author=UserFactory(), text="Nej", answering=entry, now=now)
        flag(topic=topic, reporter=people[code], reason="hate", text="", now=now)
    keep(topic=topic, moderator=moderator, now=now)
    for entry in entries.values():
        hide(entry=entry, moderator=moderator, rule="hate", facts="Hotar", now=now)

    for code, right, wrong in (("en", english.title, swedish.title), ("sv", swedish.title, english.title)):
        told = Notification.objects.filter(person=people[code])
        assert told.count() == 3  # answered, kept, hidden
        assert all(f"”{right}”" in news.sentence or f"“{right}”" in news.sentence for news in told)
        for mail in OutgoingMail.objects.filter(person=people[code]):
            assert right in mail.subject
            assert wrong not in mail.subject + mail.text + mail.html


def test_lists_and_pages_of_entries_and_reports_say_the_readers_title(swedish, english, sundsvall, moderator, client):
    topic, reader, now = topic_of(swedish), UserFactory(language="en"), timezone.now()
    first = post(topic=topic, author=reader, text="Öppettider", now=now)
    answer = post(topic=topic, author=UserFactory(), text="Jo", answering=first, now=now)
    hidden = post(topic=topic, author=reader, text="Elakt", now=now)
    decision = hide(entry=hidden, moderator=moderator, rule="hate", facts="Hotar", now=now)
    support(topic=topic, person=reader, now=now)
    follow(topic=topic, person=reader)
    client.force_login(reader)

    named_on = [
        "/en/mina/",
        "/en/sok/?q=%C3%B6ppettider",
        "/en/mina/beslut/",
        f"/en/mina/beslut/{decision.pk}/",
        "/en/nyheter-till-dig/",
        f"/en/anmal/{topic.pk}/",
        f"/en/anmal/inlagg/{answer.pk}/",
        *(f"/en/samtal/{what}" for what in (f"{first.pk}/", *(f"inlagg/{first.pk}/{deed}/" for deed in DEEDS))),
    ]
    for address in named_on:
        page = client.get(address).content.decode().partition("<body")[2]
        assert english.title in page, address
        assert swedish.title not in page, address
    assert f'<p class="mt">”{english.title}”</p>' in client.get(f"/en/anmal/{topic.pk}/").content.decode()
    client.post(f"/en/nyheter-till-dig/sluta-folja/{topic.pk}/")
    page = client.get("/en/nyheter-till-dig/foljer/").content.decode()
    assert f"“{english.title}”" in page or f"”{english.title}”" in page


def test_the_title_of_an_entry_that_is_found_and_its_words_each_say_their_language(swedish, english, client):
    post(topic=topic_of(swedish), author=UserFactory(), text="Öppettider", now=timezone.now())

    row = client.get("/en/sok/?q=%C3%B6ppettider").content.decode().partition('<li class="row">')[2]

    assert f">{english.title}</a></h3>" in row
    assert 'class="excerpt" lang="sv"' in row
    assert 'lang="sv"' not in row.partition("</h3>")[0]


def test_staff_read_of_a_reported_proposal_in_their_language_that_the_municipality_wrote_it(
    swedish, english, sundsvall, moderator, client
):
    flag(topic=topic_of(swedish), reporter=None, reason="hate", text="", now=timezone.now())
    User.objects.filter(pk=moderator.pk).update(language="en")
    UserProfile.objects.update_or_create(user=moderator, defaults={"preferred_language": "en"})
    client.force_login(moderator)

    for address in (reverse("flags:index"), reverse("flags:topic", args=[swedish.topic_id])):
        page = client.get(address).content.decode()
        assert english.title in page, address
    queue = client.get(reverse("flags:index")).content.decode()
    assert "The municipality, Sundsvall" in queue
    assert "Closed account" not in queue
