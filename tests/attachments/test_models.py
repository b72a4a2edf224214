from __future__ import annotations

import stat
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from participation.attachments.actions import store_photo
from participation.attachments.models import HeldUpload
from participation.attachments.storage import PrivateStorage, private_storage

KEY = UUID("3f2a0000-0000-4000-8000-000000000001")


def test_a_file_lies_under_a_name_that_tells_nothing(private):
    held = HeldUpload(pk=KEY, content_type="image/jpeg", name="Anna Svensson.jpg")

    assert HeldUpload._meta.get_field("file").generate_filename(held, "Anna Svensson.jpg") == f"held/3f/{KEY.hex}.jpg"
    assert HeldUpload._meta.get_field("thumbnail").generate_filename(held, "x") == f"held/3f/{KEY.hex}-t.jpg"


def test_an_attachment_of_another_app_lies_in_a_folder_of_its_own():
    assert super(HeldUpload, HeldUpload).folder() == "attachments/heldupload"


def test_a_private_file_has_no_address():
    with pytest.raises(ValueError, match="no address"):
        PrivateStorage().url("held/3f/x.jpg")


def test_private_files_lie_apart_from_the_public_ones(settings, private, tmp_path):
    assert PrivateStorage().path("a.jpg") == str(private / "a.jpg")

    settings.PRIVATE_MEDIA_ROOT = tmp_path / "elsewhere"

    assert PrivateStorage().path("a.jpg") == str(tmp_path / "elsewhere" / "a.jpg")


def test_the_operator_may_put_private_files_elsewhere(settings):
    settings.STORAGES = settings.STORAGES | {"private": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}

    assert type(private_storage()).__name__ == "InMemoryStorage"


def test_files_are_for_the_portal_alone_to_read(db, private, red):
    held = store_photo(model=HeldUpload, upload=red, token_hash="a" * 64)

    path = private / held.file.name
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "wrong",
    [
        {"size": 0},
        {"kind": "film"},
        {"width": None},
        {"height": None},
        {"width": 0},
        {"thumbnail": ""},
        {"content_type": "image/svg+xml"},
        {"kind": "document"},
        {"kind": "document", "width": None, "height": None},
        {"longitude": 17.0, "latitude": None},
        {"longitude": None, "latitude": 62.0},
        {"longitude": 181.0, "latitude": 62.0},
    ],
)
def test_the_database_refuses_what_can_never_be(db, private, red, wrong):
    held = store_photo(model=HeldUpload, upload=red, token_hash="a" * 64)

    with pytest.raises(IntegrityError), transaction.atomic():
        HeldUpload.objects.filter(pk=held.pk).update(**wrong)


def test_a_thumbnail_says_its_size():
    wide = HeldUpload(width=2048, height=1024)
    tiny = HeldUpload(width=40, height=30)

    assert (wide.thumbnail_width, wide.thumbnail_height) == (480, 240)
    assert (tiny.thumbnail_width, tiny.thumbnail_height) == (40, 30)


def test_the_suffix_is_what_people_call_the_type():
    assert HeldUpload(content_type="application/pdf").suffix == "pdf"
    assert HeldUpload(content_type="image/jpeg").suffix == "jpg"
