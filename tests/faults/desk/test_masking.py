"""What staff black out in a photo is gone: from every address, from the disk, from the small picture."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from participation.attachments.intake import receive_photo
from participation.attachments.masking import Area
from participation.faults.actions import mask_photo
from participation.faults.errors import PhotoGone
from participation.faults.models import FaultEvent
from tests.faults.factories import NOW, looked_at, photo, reported

LEFT_HALF = {"form-0-left": "0", "form-0-top": "0", "form-0-width": "50", "form-0-height": "100"}
MANAGED = {"form-TOTAL_FORMS": "8", "form-INITIAL_FORMS": "0"}


@pytest.fixture
def heic():
    """As an iPhone takes it, red all over."""
    from pillow_heif import from_pillow

    written = BytesIO()
    from_pillow(Image.new("RGB", (320, 240), "red")).save(written, quality=90)
    return receive_photo(written)


@pytest.fixture
def theirs(sundsvall, heic):
    return reported(sundsvall, photos=[heic], contact_email="lisa@example.com")


def address(report, shot) -> str:
    return f"/cms/felanmalningar/{report.pk}/bild/{shot.pk}/"


def pixel(stored, place: tuple[float, float]) -> tuple[int, ...]:
    with stored.open("rb") as file:
        image = Image.open(BytesIO(file.read()))
    return image.getpixel((int(place[0] * image.width), int(place[1] * image.height)))


def test_the_pixels_are_gone_from_the_photo_and_from_its_small_picture(theirs, case_officer):
    masked = mask_photo(photo=theirs.photos.get(), areas=[Area(0, 0, 50, 100)], by=case_officer, now=NOW)

    for stored in (masked.file, masked.thumbnail):
        assert max(pixel(stored, (0.2, 0.5))) < 16
        assert pixel(stored, (0.9, 0.5))[0] > 200


def test_no_file_and_no_address_of_the_unmasked_one_is_left(
    client, theirs, case_officer, settings, django_capture_on_commit_callbacks
):
    before = theirs.photos.get()
    old = {before.file.name, before.thumbnail.name}
    client.force_login(case_officer)

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(f"{address(theirs, before)}dolj/", {**MANAGED, **LEFT_HALF})

    assert response["Location"] == f"/cms/felanmalningar/{theirs.pk}/"
    kept = {
        str(path.relative_to(settings.PRIVATE_MEDIA_ROOT)) for path in Path(settings.PRIVATE_MEDIA_ROOT).rglob("*.jpg")
    }
    after = theirs.photos.get()
    assert not kept & old
    assert kept == {after.file.name, after.thumbnail.name}
    for path in (address(theirs, before), f"/felanmalan/arende/{theirs.token}/bild/{before.pk}/"):
        for variant in ("", "?variant=thumbnail"):
            assert client.get(f"{path}{variant}").status_code == 404
    assert looked_at(client, address(theirs, after)).status_code == 200


def test_who_did_it_is_written_down_and_the_order_is_kept(theirs, sundsvall, case_officer, developed):
    report = reported(sundsvall, photos=[developed, developed])
    first = report.photos.first()

    mask_photo(photo=first, areas=[Area(10, 10, 20, 20)], by=case_officer, now=NOW)

    assert [shot.order for shot in report.photos.all()] == [1, 2]
    assert report.photos.first().pk != first.pk
    event = report.events.get(kind=FaultEvent.Kind.MASKED)
    assert (event.by, event.detail) == (case_officer, {"photo": 1, "areas": 1})


def test_a_look_changes_nothing(client, theirs, case_officer):
    client.force_login(case_officer)
    shot = theirs.photos.get()

    page = client.post(f"{address(theirs, shot)}dolj/", {**MANAGED, **LEFT_HALF, "gor": "visa"}).content.decode()

    assert '<rect x="0.0" y="0.0" width="50.0" height="100.0"/>' in page
    assert theirs.photos.get().pk == shot.pk


@pytest.mark.parametrize(
    "said", [{}, {"form-0-left": "5"}, {**LEFT_HALF, "form-0-width": "0"}, {**LEFT_HALF, "form-0-top": "101"}]
)
def test_nothing_half_said_is_done(client, theirs, case_officer, said):
    client.force_login(case_officer)
    shot = theirs.photos.get()

    assert client.post(f"{address(theirs, shot)}dolj/", {**MANAGED, **said}).status_code == 200
    assert theirs.photos.get().pk == shot.pk


def test_a_photo_that_somebody_else_masked_meanwhile_is_left_alone(theirs, case_officer):
    shot = theirs.photos.get()
    stale = theirs.photos.get()
    mask_photo(photo=shot, areas=[Area(0, 0, 50, 100)], by=case_officer, now=NOW)

    with pytest.raises(PhotoGone):
        mask_photo(photo=stale, areas=[Area(50, 0, 50, 100)], by=case_officer, now=NOW)
    assert theirs.photos.count() == 1


def test_a_photo_whose_file_went_before_it_was_read_has_changed_and_is_not_broken(
    theirs, case_officer, django_capture_on_commit_callbacks
):
    stale = theirs.photos.get()
    with django_capture_on_commit_callbacks(execute=True):
        mask_photo(photo=theirs.photos.get(), areas=[Area(0, 0, 50, 100)], by=case_officer, now=NOW)

    with pytest.raises(PhotoGone):
        mask_photo(photo=stale, areas=[Area(50, 0, 50, 100)], by=case_officer, now=NOW)


def test_a_rectangle_beyond_the_edge_is_cut_off_there(theirs, case_officer):
    masked = mask_photo(photo=theirs.photos.get(), areas=[Area(90, 90, 100, 100)], by=case_officer, now=NOW)

    assert max(pixel(masked.file, (0.98, 0.98))) < 16
    assert pixel(masked.file, (0.5, 0.5))[0] > 200


@pytest.mark.parametrize("who", ["moderator", "editor", "outsider", "citizen"])
def test_nobody_else_blacks_out_anything(client, request, theirs, who):
    client.force_login(request.getfixturevalue(who))
    shot = theirs.photos.get()

    assert client.post(f"{address(theirs, shot)}dolj/", {**MANAGED, **LEFT_HALF}).status_code in (302, 403, 404)
    assert theirs.photos.get().pk == shot.pk


def test_a_photo_is_masked_only_under_its_own_report(client, sundsvall, theirs, case_officer):
    other = reported(sundsvall, photos=[receive_photo(photo())])
    client.force_login(case_officer)

    path = f"/cms/felanmalningar/{other.pk}/bild/{theirs.photos.get().pk}/dolj/"
    assert client.post(path, {**MANAGED, **LEFT_HALF}).status_code == 404
