"""What MDN's HTTP Observatory grades, on every kind of response, as behind TLS. Run for real: docs/promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings as live
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document

from participation.attachments.actions import store_photo
from participation.attachments.intake import receive_photo
from participation.faults.models import FaultIndexPage, FaultPhoto
from participation.places.models import Municipality
from portal.limit_table import rates_from
from tests.attachments.making import picture, upload, written
from tests.factories import TopicFactory, UserFactory
from tests.faults.factories import reported
from tests.ideas.factories import a_draft

from .reading import content_of

pytestmark = pytest.mark.django_db
FILE = "default-src 'none'; sandbox"


@pytest.fixture
def tls(settings, tmp_path: Path):
    """The settings of a portal whose BASE_URL is https."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 63072000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.MEDIA_ROOT, settings.PRIVATE_MEDIA_ROOT = tmp_path / "media", tmp_path / "private"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "probe.css").write_text("a{}")
    (settings.MEDIA_ROOT / "images").mkdir(parents=True)
    (settings.MEDIA_ROOT / "images" / "a.jpg").write_bytes(written(picture()))
    return settings


def document(name: str = "dagordning.pdf") -> Document:
    """On a page that is published: no other is served."""
    stored = Document(title="Dagordning")
    stored.file.save(name, ContentFile(b"<script>alert(1)</script>"))
    stored.save()
    stored.file.close()
    page = FaultIndexPage.objects.get(slug="felanmalan", locale__language_code="sv")
    page.introduction = f'<p><a linktype="document" id="{stored.pk}">Dagordning</a></p>'
    page.save_revision().publish()
    return stored


def visit(kind: str, settings, monkeypatch) -> tuple[int, object]:
    """The expected status, and the response of that kind."""
    person = UserFactory(home=Municipality.objects.get(code="2281"))
    browser, desk, careful = Client(raise_request_exception=False), Client(), Client(enforce_csrf_checks=True)
    browser.force_login(person)
    desk.force_login(UserFactory(is_superuser=True))

    def get(path: str, who: Client = browser, **more):
        return who.get(path, **{"secure": True, **more})

    def limited():
        settings.LIMITS = settings.LIMITS | {"search": rates_from("1/1d/address")}
        get("/sok/?q=a")
        return get("/sok/?q=a")

    def broken():
        monkeypatch.setattr("participation.places.views.municipality_facts", lambda: 1 / 0)
        return get("/karta/2281.svg")

    def photo_of_a_fault():
        report = reported(person.home)
        stored = store_photo(model=FaultPhoto, upload=receive_photo(upload()), report=report, alt="En lykta")
        return get(f"/felanmalan/arende/{report.token}/bild/{stored.pk}/")

    def draft():
        return get(a_draft(person.home, person).get_absolute_url())

    kinds = {
        "front page": (200, lambda: get("/")),
        "page": (200, lambda: get("/sundsvall/", Client())),
        "list": (200, lambda: get("/sundsvall/ideer/")),
        "English": (200, lambda: get("/en/sundsvall/", Client())),
        "form": (200, lambda: get("/felanmalan/ny/2281/", Client())),
        "draft": (200, draft),
        "fragment": (200, lambda: get("/ideer/liknande/?kommun=2281&q=spår", headers={"HX-Request": "true"})),
        "pressed": (
            200,
            lambda: browser.post(f"/stod/{TopicFactory().pk}/", secure=True, headers={"HX-Request": "true"}),
        ),
        "sign in": (200, lambda: get("/konto/login/", Client())),
        "feed": (200, lambda: get("/ideer/floden/2281.xml", Client())),
        "sitemap": (200, lambda: get("/sitemap.xml", Client())),
        "robots": (200, lambda: get("/robots.txt", Client())),
        "livez": (200, lambda: get("/livez", Client())),
        "map": (200, lambda: get("/karta/2281.svg", Client())),
        "colours": (200, lambda: get("/tema/0b4a61.css", Client())),
        "static": (200, lambda: get("/static/probe.css", Client())),
        "picture": (200, lambda: get("/media/images/a.jpg", Client())),
        "photo": (200, photo_of_a_fault),
        "document": (200, lambda: get(document().url)),
        "table": (200, lambda: get("/cms/felanmalningar/tabell.csv", desk)),
        "own data": (200, lambda: get("/mina/uppgifter/fil/")),
        "admin": (200, lambda: get("/cms/", desk)),
        "admin refuses": (302, lambda: get("/cms/", Client())),
        "to the door": (302, lambda: get("/mina/", Client())),
        "to https": (301, lambda: get("/sundsvall/", Client(), secure=False)),
        "slash": (301, lambda: get("/sok", Client())),
        "wrong host": (400, lambda: get("/", Client(HTTP_HOST="evil.example"))),
        "forged": (403, lambda: careful.post("/konto/login/", secure=True, headers={"Referer": "https://testserver/"})),
        "nowhere": (404, lambda: get("/finns-inte/")),
        "no such picture": (404, lambda: get("/media/images/b.jpg")),
        "NUL": (404, lambda: get("/sundsvall%00/")),
        "wrong method": (405, lambda: browser.post("/sok/", secure=True)),
        "limited": (429, limited),
        "broken": (500, broken),
    }
    if kind == "all":
        return 0, list(kinds)
    status, ask = kinds[kind]
    return status, ask()


KINDS = [
    "front page", "page", "list", "English", "form", "draft", "fragment", "pressed", "sign in", "feed", "sitemap",
    "robots", "livez", "map", "colours", "static", "picture", "photo", "document", "table", "own data", "admin",
    "admin refuses", "to the door", "to https", "slash", "wrong host", "forged", "nowhere", "no such picture", "NUL",
    "wrong method", "limited", "broken",
]  # fmt: skip
FILES = {"picture", "photo", "document"}
ADMIN = {"admin", "admin refuses", "table"}


def test_every_kind_is_visited(built, tls, monkeypatch):
    assert visit("all", tls, monkeypatch)[1] == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_response_carries_the_headers(built, tls, monkeypatch, kind):
    status, response = visit(kind, tls, monkeypatch)
    headers = response.headers
    content_of(response)

    assert response.status_code == status
    policy = headers["Content-Security-Policy"]
    if kind in FILES:
        assert policy == FILE
    elif kind not in ADMIN:
        assert policy.startswith("default-src 'none';")
        assert "unsafe-eval" not in policy
        assert "script-src 'self'" in policy or kind == "map"
        assert "unsafe-inline" not in policy or kind == "map"
        assert "frame-ancestors 'self'" in policy or kind == "map"
        assert "http:" not in policy
        assert "*" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] in ("SAMEORIGIN", "DENY")
    assert headers["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert headers["Cross-Origin-Resource-Policy"] in ("same-origin", "cross-origin")
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=(self)" in headers["Permissions-Policy"]
    if kind != "to https":
        assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    for cookie in response.cookies.values():
        assert cookie["secure"], cookie
        assert cookie["httponly"] or cookie.key == live.LANGUAGE_COOKIE_NAME, cookie
        assert cookie["samesite"] in ("Lax", "Strict"), cookie
    assert "Access-Control-Allow-Origin" not in headers
    assert "Server" not in headers
    assert "X-Powered-By" not in headers


@pytest.mark.parametrize("name", ["dagordning.pdf", "tabell.csv", "text.txt", "sida.html", "bild.svg"])
def test_a_document_is_saved_and_never_opened_at_our_address(built, tls, name):
    """3: whatever an editor named it and whatever is in it."""
    response = Client().get(document(name).url, secure=True)
    content_of(response)

    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == FILE
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_page_of_a_person_is_kept_by_nobody_else(built, tls):
    """39: and a page for everybody says what it depends on."""
    mine, anybody = Client(), Client()
    mine.force_login(UserFactory())

    assert "private" in mine.get("/sundsvall/ideer/", secure=True)["Cache-Control"]
    assert "Cookie" in anybody.get("/sundsvall/ideer/", secure=True)["Vary"]


def test_a_link_in_a_mail_comes_from_our_own_record(built, mailoutbox, settings):
    """36: not from the Host header."""
    settings.ALLOWED_HOSTS = ["*"]
    person = UserFactory(email="resenar@example.com")

    Client(HTTP_HOST="evil.example").post("/konto/login/code/", {"email": person.email})
    Client(HTTP_HOST="evil.example").post("/konto/password/reset/", {"email": person.email})
    Client(HTTP_HOST="evil.example").post("/konto/login/code/", {"email": "ingen@example.com"})

    assert len(mailoutbox) == 3
    for mail in mailoutbox:
        assert "evil.example" not in mail.body + str(mail.alternatives) + mail.subject
