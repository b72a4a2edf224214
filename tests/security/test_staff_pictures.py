"""3, 37: the pictures of editors lose position and time, and only pictures have an address below /media/."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Picture
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.images.models import Image
from wagtail.models import Collection, Page
from wagtail.users.models import UserProfile

from home.models import NewsPage
from tests.attachments.making import exif, in_sundsvall, picture, written
from tests.factories import UserFactory

from .reading import content_of

# Wagtail leaves the files of renditions open.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture
def media(settings, tmp_path: Path) -> Iterator[Path]:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    caches["renditions"].clear()
    yield settings.MEDIA_ROOT
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # Wagtail leaves the files of renditions open
        gc.collect()


@pytest.fixture
def desk(db: None) -> Client:
    client = Client()
    client.force_login(UserFactory(email="admin@example.com", is_superuser=True))
    return client


def in_place_and_time() -> bytes:
    shot = {36867: "2026:05:31 20:15:00"}
    return written(picture("red", (64, 48)), exif=exif(gps=in_sundsvall(), shot=shot, orientation=6).tobytes())


def sent(desk: Client, content: bytes, door: str, name: str = "badet.jpg"):
    collection = Collection.get_first_root_node().pk
    file = SimpleUploadedFile(name, content)
    if door == "/cms/images/multiple/add/":
        fields, headers = (
            {"title": "Badet", "files[]": file, "collection": collection},
            {"X-Requested-With": "XMLHttpRequest"},
        )
        return desk.post(door, fields, headers=headers)
    prefix = "image-chooser-upload-" if "chooser" in door else ""
    fields = {"title": "Badet", "file": file, "collection": collection, "tags": ""}
    return desk.post(door, {prefix + name: value for name, value in fields.items()})


DOORS = ["/cms/images/add/", "/cms/images/multiple/add/", "/cms/images/chooser/create/"]


@pytest.mark.parametrize("door", DOORS)
def test_a_picture_of_an_editor_holds_pixels_only_and_so_do_its_renditions(desk, media, door):
    response = sent(desk, in_place_and_time(), door)

    image = Image.objects.get()
    assert response.status_code in (200, 302)
    assert (image.width, image.height) == (48, 64), "upright"
    files = [image.file.path, image.get_rendition("width-40").file.path, image.get_rendition("original").file.path]
    for file in files:
        with Picture.open(file) as again:
            assert not again.getexif(), file
            assert not {"exif", "icc_profile", "comment", "XML:com.adobe.xmp"} & set(again.info), file


def test_real_photographs_with_a_position_lose_it(desk, media, data):
    """A phone's photo, as an editor may send it."""
    photos = [path for path in sorted((data / "images" / "exif-samples").glob("*.jp*g")) if with_position(path)]
    assert photos

    for photo in photos[:2]:
        assert sent(desk, photo.read_bytes(), "/cms/images/add/", photo.name).status_code == 302
        image = Image.objects.latest("id")
        for file in (image.file.path, image.get_rendition("max-800x800").file.path):
            assert not with_position(file)


def with_position(path: Path) -> bool:
    with Picture.open(path) as opened:
        return bool(opened.getexif().get_ifd(0x8825))


@pytest.mark.parametrize("door", DOORS)
def test_what_is_no_photo_is_refused_and_kept_nowhere(desk, media, door):
    for name, content in (
        ("bild.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("bild.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("bild.html", b"<script>alert(1)</script>"),
        ("bild.jpg", in_place_and_time()[:500]),
    ):
        assert sent(desk, content, door, name).status_code != 500

    assert not Image.objects.exists()
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_a_new_title_leaves_the_picture_as_it_is(desk, media):
    sent(desk, in_place_and_time(), DOORS[0])
    image = Image.objects.get()
    fields = {"title": "Badplatsen", "collection": image.collection_id, "tags": ""}

    assert desk.post(f"/cms/images/{image.pk}/", fields).status_code == 302

    again = Image.objects.get()
    assert (again.title, again.file.name, again.file_hash) == ("Badplatsen", image.file.name, image.file_hash)


def test_the_picture_of_a_member_of_staff_holds_pixels_only(db, media):
    file = SimpleUploadedFile("jag.jpg", in_place_and_time())
    form = AvatarSettingsPanel.form_class({}, {"avatar": file}, instance=UserProfile.get_for_user(UserFactory()))

    assert form.is_valid()
    form.save()

    with Picture.open(next(media.rglob("avatar_*.jpg"))) as again:
        assert not again.getexif()
        assert again.size == (48, 64)


def test_the_picture_of_a_member_of_staff_is_a_photo(db, media):
    file = SimpleUploadedFile("jag.jpg", b"<svg onload=alert(1)>")
    form = AvatarSettingsPanel.form_class({}, {"avatar": file}, instance=UserProfile.get_for_user(UserFactory()))

    assert not form.is_valid()


def test_wagtails_second_try_past_the_form_is_closed(desk):
    assert desk.post("/cms/images/multiple/create_from_uploaded_image/1/").status_code == 404


def test_a_picture_has_its_true_type_and_cannot_act(desk, media):
    sent(desk, in_place_and_time(), DOORS[0])
    image = Image.objects.get()

    rendition = image.get_rendition("width-40")
    response = desk.get(rendition.url)

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Disposition"].startswith("inline; filename=")
    assert Picture.open(BytesIO(content_of(response))).format == "JPEG"


def test_a_picture_of_a_draft_is_for_those_who_handle_it(client, desk, media):
    sent(desk, in_place_and_time(), DOORS[0])
    image = Image.objects.get()
    addresses = [image.file.url, image.get_rendition("width-40").url]
    client.force_login(UserFactory())

    for address in (*addresses, addresses[0].replace("original_images/", "images/../original_images/")):
        assert Client().get(address).status_code == client.get(address).status_code == 404
        assert desk.get(address).status_code == 200

    page = Page.objects.get(depth=1).add_child(
        instance=NewsPage(title="Badet", slug="badet", lead="x", picture=image, picture_alt="x")
    )
    assert [Client().get(address)["Cache-Control"][:6] for address in addresses] == ["public"] * 2
    page.unpublish()
    assert Client().get(addresses[0]).status_code == 404


def test_a_picture_that_has_not_changed_is_not_sent_again(client, media):
    (media / "images").mkdir()
    (media / "images" / "a.png").write_bytes(written(picture(), "PNG"))
    first = client.get("/media/images/a.png")
    content_of(first)

    again = client.get("/media/images/a.png", headers={"If-Modified-Since": first["Last-Modified"]})

    assert (first["Content-Type"], again.status_code) == ("image/png", 304)


@pytest.mark.parametrize(
    "path",
    [
        "documents/hemligt.pdf", "documents/bild.jpg", "wagtail_uploads/bild.jpg", "images/sida.html",
        "images/bild.svg", "images/utan", "images/", "images", "", "bild.jpg", "private/bild.jpg",
        "images/../private/bild.jpg",
        "images/../../private/bild.jpg", "images/%2e%2e/private/bild.jpg", "images/..%2fprivate%2fbild.jpg",
        "images//etc/passwd.jpg", "images/finns-inte.jpg", "images/mapp.jpg", "images/a%00.jpg",
        "images/" + "a" * 300 + ".jpg", "images/lank.jpg/",
    ],
)  # fmt: skip
def test_nothing_but_pictures_has_an_address(client, media, path):
    """21: documents are asked for at their view, which knows who may read them."""
    for file in ("documents/hemligt.pdf", "documents/bild.jpg", "wagtail_uploads/bild.jpg", "images/sida.html",
                 "images/bild.svg", "images/utan", "bild.jpg", "private/bild.jpg", "../private/bild.jpg"):  # fmt: skip
        (media / file).parent.mkdir(parents=True, exist_ok=True)
        (media / file).write_bytes(b"x")
    (media / "images" / "mapp.jpg").mkdir()

    assert client.get(f"/media/{path}").status_code == 404
