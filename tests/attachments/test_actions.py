from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from participation.attachments.actions import delete, purge_held, store_document, store_photo
from participation.attachments.intake import DocumentRefused, PhotoRefused
from participation.attachments.models import HeldUpload

from .conftest import NOW, files_in
from .making import office, picture, upload, written

OWNER = {"token_hash": "a" * 64}


def test_a_photo_is_stored_with_a_small_one_beside_it(db, private):
    data = written(picture(size=(1000, 500)))

    held = store_photo(model=HeldUpload, upload=upload(data, "Anna.jpg"), alt="En trasig gunga", **OWNER)

    held.refresh_from_db()
    assert (held.kind, held.width, held.height, held.alt) == ("photo", 1000, 500, "En trasig gunga")
    assert held.name == "foto-1.jpg"  # not what Anna called it
    assert held.size == (private / held.file.name).stat().st_size
    with Image.open(private / held.thumbnail.name) as small:
        assert small.size == (480, 240)


def test_a_received_photo_is_not_developed_again(db, private, red, monkeypatch):
    monkeypatch.setattr("participation.attachments.actions.receive_photo", lambda upload: pytest.fail("again"))

    assert store_photo(model=HeldUpload, upload=red, **OWNER).sha256 == red.sha256


def test_photos_keep_the_order_in_which_they_came(db, private, red, blue):
    store_photo(model=HeldUpload, upload=red, token_hash="b" * 64)

    orders = [store_photo(model=HeldUpload, upload=photo, **OWNER).order for photo in (red, blue)]

    assert orders == [1, 2]


def test_a_document_is_stored_as_it_is(db, private):
    held = store_document(model=HeldUpload, upload=upload(office(), "Ritning.docx"), **OWNER)

    held.refresh_from_db()
    assert (held.kind, held.name, held.suffix) == ("document", "Ritning.docx", "docx")
    assert (private / held.file.name).read_bytes() == office()
    assert not held.thumbnail


def test_a_refused_file_leaves_nothing(db, private):
    with pytest.raises(PhotoRefused):
        store_photo(model=HeldUpload, upload=upload(b"GIF89a"), **OWNER)
    with pytest.raises(DocumentRefused):
        store_document(model=HeldUpload, upload=upload(b"GIF89a\0"), **OWNER)

    assert not HeldUpload.objects.exists()
    assert files_in(private) == []


def test_a_row_that_fails_leaves_no_file(db, private, red):
    with pytest.raises(IntegrityError), transaction.atomic():
        store_photo(model=HeldUpload, upload=red, longitude=17.0, **OWNER)

    assert files_in(private) == []


def test_a_disk_that_fails_halfway_leaves_no_file(db, private, red, monkeypatch):
    def fail(instance, filename):
        raise OSError("No space left on device")

    monkeypatch.setattr(HeldUpload._meta.get_field("thumbnail"), "upload_to", fail)
    monkeypatch.setattr(HeldUpload._meta.get_field("thumbnail"), "generate_filename", fail)

    with pytest.raises(OSError, match="No space"):
        store_photo(model=HeldUpload, upload=red, **OWNER)

    assert files_in(private) == []
    assert not HeldUpload.objects.exists()


def test_files_go_when_the_row_is_surely_gone(db, private, red, django_capture_on_commit_callbacks):
    held = store_photo(model=HeldUpload, upload=red, **OWNER)

    with django_capture_on_commit_callbacks(execute=True):
        delete(attachment=held)
        assert len(files_in(private)) == 2

    assert files_in(private) == []
    assert not HeldUpload.objects.exists()


def test_files_stay_when_the_deletion_is_undone(db, private, red, django_capture_on_commit_callbacks):
    held = store_photo(model=HeldUpload, upload=red, **OWNER)

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        delete(attachment=held)
        transaction.set_rollback(True)

    assert HeldUpload.objects.filter(file=held.file.name).exists()
    assert len(files_in(private)) == 2


def test_a_file_that_is_gone_already_stops_no_deletion(db, private, red, django_capture_on_commit_callbacks):
    held = store_photo(model=HeldUpload, upload=red, **OWNER)
    (private / held.file.name).unlink()

    with django_capture_on_commit_callbacks(execute=True):
        delete(attachment=held)

    assert files_in(private) == []


def test_held_photos_are_purged_after_a_day(db, private, red, blue, django_capture_on_commit_callbacks):
    old = store_photo(model=HeldUpload, upload=red, **OWNER)
    young = store_photo(model=HeldUpload, upload=blue, **OWNER)
    HeldUpload.objects.filter(pk=old.pk).update(created_at=NOW - timedelta(hours=24))
    HeldUpload.objects.filter(pk=young.pk).update(created_at=NOW - timedelta(hours=23, minutes=59))

    with django_capture_on_commit_callbacks(execute=True):
        purged = purge_held(now=NOW)

    assert purged == 1
    assert list(HeldUpload.objects.all()) == [young]
    assert files_in(private) == [f"{young.pk.hex}-t.jpg", f"{young.pk.hex}.jpg"]
