"""A report is never public: a marker planted in every part of one is looked for on every public surface."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from participation.faults.actions import Place, add_words, change_status
from participation.notifications.models import OutgoingMail
from participation.topics.models import Topic

from .factories import NOW, reported

MARKER = "HEMLIGMARKÖR"
PUBLIC = [
    "/",
    "/sundsvall/",
    "/sundsvall/felanmalan/",
    "/felanmalan/ny/",
    "/felanmalan/ny/2281/",
    f"/sok/?q={MARKER}",
    "/sok/?q=F-2281-2026-0001",
    "/sitemap.xml",
    "/robots.txt",
    "/en/",
    "/felanmalan/",
    "/mina/",
    "/felanmalan/mina/",
    "/nyheter-till-dig/",
]


@pytest.fixture
def planted(index, sundsvall, timra, case_officer, author, developed):
    report = reported(
        sundsvall,
        text=f"{MARKER} text",
        place=Place(words=f"{MARKER} plats"),
        contact_email=f"{MARKER}@example.com".lower().replace("ö", "o"),
        contact_phone="070-9998877",
        reporter=author,
        photos=[developed],
    )
    add_words(report=report, text=f"{MARKER} ord", now=NOW)
    change_status(report=report, by=case_officer, status="fixed", message=f"{MARKER} svar", now=NOW)
    return report


@pytest.mark.parametrize("who", ["anonymous", "citizen", "editor", "outsider"])
def test_no_public_page_search_or_feed_tells_of_a_report(client, request, planted, index, who):
    if who != "anonymous":
        client.force_login(request.getfixturevalue(who))

    for path in [*PUBLIC, index.url]:
        response = client.get(path, follow=True)
        body = b"".join(response) if response.streaming else response.content
        page = body.decode().replace(f'value="{MARKER}"', "").replace(f"q={MARKER}", "")
        shown = page.split("<main", 1)[-1] if path.startswith("/sok/") else page
        assert f"{MARKER} " not in shown, path
        assert "hemligmarkor@" not in page, path
        assert "9998877" not in page, path
        assert planted.token not in page, path
        assert f">{planted.number}<" not in page, path


def test_no_mail_but_the_reporters_own_tells_of_it(planted, author, case_officer):
    told = {author.email, planted.contact_email}
    for mail in OutgoingMail.objects.exclude(to__in=told):
        assert MARKER not in mail.subject + mail.text + mail.html
        assert planted.token not in mail.text + mail.html
    assert all(f"{MARKER} text" not in mail.text for mail in OutgoingMail.objects.all())


def test_a_report_is_no_topic(sundsvall, index):
    before = Topic.objects.count()

    reported(sundsvall)

    assert Topic.objects.count() == before


def test_a_photo_has_no_address_outside_its_report(client, planted, settings):
    picture = planted.photos.get()

    assert client.get(f"{settings.MEDIA_URL}private/{picture.file.name}").status_code == 404
    assert client.get(f"{settings.MEDIA_URL}{picture.file.name}").status_code == 404
    assert client.get(f"/bilagor/forvarade/{picture.pk}/").status_code == 404


def test_the_stored_figures_are_whole(planted):
    call_command("verify_integrity")
