"""What Wagtail gives whoever writes pages, tried here as they meet it, and as their neighbours do."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Page, PageSubscription
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from home.models import NewsIndexPage, NewsPage, StandardPage
from participation.accounts.models import Role
from participation.notifications.models import OutgoingMail
from tests.factories import UserFactory

from ..conftest import member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def by_the_outbox(settings):
    settings.EMAIL_BACKEND = "participation.notifications.mail.OutboxBackend"  # Django's tests have one of their own


@pytest.fixture
def editor(place):
    return named(member(place, Role.EDITOR), "Eva")


@pytest.fixture
def publisher(place):
    return named(member(place, Role.PUBLISHER), "Petra")


@pytest.fixture
def theirs(neighbour):
    return member(neighbour, Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR)


def named(person, name):
    person.display_name = name
    person.save()
    return person


@pytest.fixture
def page(place, editor, publisher) -> NewsPage:
    index = NewsIndexPage.objects.get(municipality=place, locale__language_code="sv")
    made = NewsPage(title="Badet öppnar", slug="badet", lead="På lördag.", municipality=place, live=False, owner=editor)
    index.add_child(instance=made)
    made.save_revision(user=editor, log_action=True).publish(user=publisher)
    return NewsPage.objects.get(pk=made.pk)


def form_of(page: NewsPage, *, comments=(), **changes):
    return nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "date": str(page.date),
            "lead": page.lead,
            "picture": "",
            "picture_text": "",
            "body": streamfield([]),
            "seo_title": "",
            "search_description": "",
            "comments": inline_formset(list(comments)),
            "comment_notifications": "on",
            **changes,
        }
    )


def saved(client, page, **changes) -> NewsPage:
    response = client.post(f"/cms/pages/{page.pk}/edit/", form_of(page, **changes))
    assert response.status_code == 302, response.context["form"].errors
    return NewsPage.objects.get(pk=page.pk)


def a_note(text: str) -> dict:
    return {"text": text, "contentpath": "lead", "position": "", "resolved": "", "replies": inline_formset([])}


def test_revisions_are_compared_and_an_older_one_is_brought_back(client, page, editor):
    client.force_login(editor)
    first = page.latest_revision
    saved(client, page, lead="På söndag.")
    second = Page.objects.get(pk=page.pk).latest_revision

    compared = client.get(f"/cms/pages/{page.pk}/revisions/compare/{first.pk}...{second.pk}/").content.decode()
    assert "lördag" in compared
    assert "söndag" in compared

    assert "På lördag." in client.get(f"/cms/pages/{page.pk}/revisions/{first.pk}/revert/").content.decode()


def test_a_locked_page_is_not_saved_by_others_and_is_listed_for_its_own_publishers(
    client, page, editor, publisher, theirs
):
    client.force_login(publisher)
    client.post(f"/cms/pages/{page.pk}/lock/")
    assert page.title in client.get("/cms/reports/locked/").content.decode()

    client.force_login(editor)
    client.post(f"/cms/pages/{page.pk}/edit/", form_of(page, lead="Ändrat trots låset."))
    assert Page.objects.get(pk=page.pk).latest_revision.content["lead"] == "På lördag."
    assert client.get("/cms/reports/locked/").status_code == 302

    client.force_login(theirs)
    seen = client.get("/cms/reports/locked/").content.decode()
    assert page.title not in seen
    assert publisher.get_full_name() not in seen


def test_old_pages_are_listed_for_their_own_publishers_without_anybodys_address(client, page, publisher, theirs):
    client.force_login(member(page.municipality, Role.ADMINISTRATOR))
    for export in ("", "?export=csv"):
        response = client.get(f"/cms/reports/aging-pages/{export}")
        seen = (b"".join(response) if response.streaming else response.content).decode()
        assert page.title in seen
        assert "Petra" in seen
        assert publisher.email not in seen

    client.force_login(theirs)
    assert page.title not in client.get("/cms/reports/aging-pages/").content.decode()


def test_what_nobody_published_by_hand_was_published_by_the_system(client, page):
    page.latest_revision.publish()
    client.force_login(member(page.municipality, Role.ADMINISTRATOR))

    listed = client.get("/cms/reports/aging-pages/").content.decode()
    row = listed[listed.index(page.title) :].split("</tr>")[0]
    assert "Systemet, av sig självt" in row
    assert "None" not in row
    table = b"".join(client.get("/cms/reports/aging-pages/?export=csv")).decode()
    assert "Systemet, av sig självt" in next(line for line in table.splitlines() if page.title in line)


def test_a_note_in_the_editor_is_mailed_to_colleagues_in_their_own_language(client, page, editor, publisher):
    type(publisher).objects.filter(pk=publisher.pk).update(language="en")
    PageSubscription.objects.create(page=page, user=publisher, comment_notifications=True)
    PageSubscription.objects.create(
        page=page, user=named(member_of(page, Role.ADMINISTRATOR), "Ada"), comment_notifications=True
    )
    client.force_login(editor)

    saved(client, page, comments=[a_note("Stämmer dagen?")])

    mails = {mail.to: mail for mail in OutgoingMail.objects.filter(text__contains="Stämmer dagen?")}
    assert len(mails) == 2
    english = mails.pop(publisher.email)
    (swedish,) = mails.values()
    assert english.subject != swedish.subject
    assert "comment" in english.subject.lower()
    assert "kommentar" in swedish.subject.lower()


def member_of(page, role):
    return member(page.municipality, role)


def test_whoever_has_left_is_mailed_no_notes(client, page, editor, publisher):
    stayed = member_of(page, Role.ADMINISTRATOR)
    for person in (publisher, stayed):
        PageSubscription.objects.create(page=page, user=person, comment_notifications=True)
    publisher.groups.clear()
    client.force_login(editor)

    saved(client, page, comments=[a_note("Bara för oss")])

    assert [mail.to for mail in OutgoingMail.objects.filter(text__contains="Bara för oss")] == [stayed.email]


class TestApproval:
    @pytest.fixture
    def waits(self, client, page, editor) -> NewsPage:
        client.force_login(editor)
        saved(client, page, lead="På söndag.", **{"action-submit": "on"})
        return NewsPage.objects.get(pk=page.pk)

    def test_who_may_approve_is_mailed_once_in_plain_words_and_led_to_the_page(self, client, page, editor, publisher):
        UserFactory(email="driften@example.com", is_superuser=True, is_staff=True)
        type(publisher).objects.filter(pk=publisher.pk).update(is_superuser=True, language="en")
        client.force_login(editor)

        saved(client, page, lead="På söndag.", **{"action-submit": "on"})

        mails = list(OutgoingMail.objects.filter(to__in=[publisher.email, "driften@example.com"]))
        assert sorted(mail.to for mail in mails) == sorted([publisher.email, "driften@example.com"])
        by_language = {mail.to: mail for mail in mails}
        swedish, english = by_language["driften@example.com"], by_language[publisher.email]
        assert swedish.subject == f"Att godkänna: ”{page.title}”"
        assert f"har skickat sidan ”{page.title}” till godkännande." in swedish.text
        assert f"has sent the page “{page.title}” for approval." in english.text
        for mail in mails:
            assert f"/cms/pages/{page.pk}/edit/" in mail.text
            assert "moder" not in mail.text.lower()

    def test_who_sent_it_in_reads_what_is_to_be_changed(self, client, waits, editor, publisher):
        client.force_login(publisher)

        client.post(
            f"/cms/pages/{waits.pk}/edit/",
            form_of(
                waits,
                lead="På söndag.",
                **{"action-workflow-action": "true", "workflow-action-name": "reject"},
                **{"workflow-action-extra-data": json.dumps({"comment": "Vilken tid?"})},
            ),
        )

        mail = OutgoingMail.objects.get(to=editor.email)
        assert mail.subject == f"Ändra innan den godkänns: ”{waits.title}”"
        assert "Skälet: Vilken tid?" in mail.text
        assert f"/cms/pages/{waits.pk}/edit/" in mail.text

    def approve(self, client, page, person, **changes):
        client.force_login(person)
        shown = client.get(f"/cms/pages/{page.pk}/edit/")
        assert "Godkänn" in shown.content.decode()
        read = page.get_latest_revision()
        said = {
            "lead": page.get_latest_revision_as_object().lead,
            "loaded_revision_id": read.pk,
            "loaded_revision_created_at": read.created_at.isoformat(),
            "action-workflow-action": "true",
            "workflow-action-name": "approve",
            **changes,
        }
        return lambda: client.post(f"/cms/pages/{page.pk}/edit/", form_of(page, **said), follow=True)

    @pytest.mark.parametrize("lead", ["På söndag.", "På söndag klockan ett."])
    def test_another_approves_and_it_is_public_with_what_stood_in_the_editor(self, client, waits, publisher, lead):
        answer = self.approve(client, waits, publisher, lead=lead)()

        stored = NewsPage.objects.get(pk=waits.pk)
        assert (stored.lead, stored.current_workflow_state) == (lead, None)
        assert "Godkänt och publicerat." in answer.content.decode()

    def test_what_was_changed_after_it_was_read_is_not_approved(self, client, waits, publisher, editor):
        press = self.approve(client, waits, publisher)
        waits.lead = "Aldrig."
        waits.save_revision(user=editor)

        answer = press()

        assert "Texten ändrades medan du läste den." in answer.content.decode()
        assert NewsPage.objects.get(pk=waits.pk).lead == "På lördag."


def test_a_day_is_set_for_going_up_and_for_coming_down(client, page, publisher):
    """What the clock then does stands in tests/home/test_scheduled.py."""
    client.force_login(publisher)
    days = {f"{name}_at": timezone.localtime() + timedelta(days=n) for n, name in ((1, "go_live"), (2, "expire"))}
    typed = {name: at.strftime("%Y-%m-%d %H:%M") for name, at in days.items()}

    saved(client, page, lead="Kommer i morgon.", **typed, **{"action-publish": "1"})

    page = NewsPage.objects.get(pk=page.pk)
    assert page.lead == "På lördag."
    assert page.latest_revision.content["lead"] == "Kommer i morgon."
    assert page.latest_revision.approved_go_live_at == days["go_live_at"].replace(second=0, microsecond=0)


def test_taking_a_page_down_takes_a_reason_that_stands_in_its_history(client, page, publisher, theirs):
    client.force_login(publisher)
    address = f"/cms/pages/{page.pk}/unpublish/"
    assert 'name="skal"' in client.get(address).content.decode()

    client.post(address, {"skal": "  "})
    assert NewsPage.objects.get(pk=page.pk).live

    client.post(address, {"skal": "Badet är stängt för säsongen."})
    assert not NewsPage.objects.get(pk=page.pk).live
    history = client.get(f"/cms/pages/{page.pk}/history/").content.decode()
    assert "Badet är stängt för säsongen." in history
    assert "Petra" in history

    client.force_login(theirs)
    assert client.get(f"/cms/pages/{page.pk}/history/").status_code == 302


def test_where_a_page_is_used_is_told_to_its_own_staff(client, page, editor, theirs):
    about = StandardPage.objects.get(municipality=page.municipality, slug="om", locale__language_code="sv")
    about.body.append(
        ("text", {"heading": "", "text": RichText(f'<p><a linktype="page" id="{page.pk}">Badet</a></p>')})
    )
    about.save_revision().publish()

    client.force_login(editor)
    assert about.title in client.get(f"/cms/pages/{page.pk}/usage/").content.decode()

    client.force_login(theirs)
    assert about.title not in client.get(f"/cms/pages/{page.pk}/usage/").content.decode()


def test_keywords_are_suggested_from_ones_own_pictures_alone(client, place, editor, theirs):
    collection = Collection.objects.get(name=place.name)
    picture = get_image_model().objects.create(title="Bad", file=get_test_image_file(), collection=collection)
    picture.tags.add("Hemlighuset", "Badhuset")
    address = "/cms/tag-autocomplete/?term=hem"

    client.force_login(editor)
    assert client.get(address).json() == ["Hemlighuset"]
    assert client.get("/cms/tag-autocomplete/").json() == []
    client.force_login(theirs)
    assert client.get(address).json() == []
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(address).json() == ["Hemlighuset"]


@pytest.mark.parametrize(
    "address",
    [
        "/cms/pages/search/?q=Hemlig",
        "/cms/pages/search/results/?q=Hemlig",
        "/cms/choose-page/search/?q=Hemlig",
        "/cms/choose-page/?page_type=wagtailcore.page",
        "/cms/reports/locked/",
        "/cms/reports/locked/?export=csv",
        "/cms/reports/aging-pages/",
        "/cms/images/?q=Hemlig",
        "/cms/documents/?q=Hemlig",
        "/cms/oversattningar/",
        "/cms/oversattningar/?visa=saknas",
        "/cms/",
        "/cms/forsta-dagen/",
        "/cms/pages/",
        "/cms/account/",
    ],
)
def test_what_is_secret_next_door_stands_in_no_list(client, page, theirs, publisher, address):
    page.title = page.draft_title = "Hemlig plan för badet"
    page.save_revision(user=publisher)
    Page.objects.filter(pk=page.pk).update(live=False, draft_title=page.title, locked=True, locked_by=publisher)
    client.force_login(theirs)

    response = client.get(address)

    body = (b"".join(response) if response.streaming else response.content).decode()
    assert response.status_code == 200
    assert "Hemlig plan" not in body
    assert "Petra" not in body
