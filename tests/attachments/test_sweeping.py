from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from django.core.management import call_command

from participation.attachments.actions import store_photo
from participation.attachments.models import HeldUpload
from participation.attachments.sweeping import sweep

from .conftest import NOW, files_in

OWNER = {"token_hash": "a" * 64}


def aged(folder: Path, age: timedelta) -> None:
    for path in folder.rglob("*.jpg"):
        os.utime(path, times=((NOW - age).timestamp(),) * 2)


def test_files_without_a_row_are_swept_and_others_stay(db, private, red, blue):
    kept = store_photo(model=HeldUpload, upload=red, **OWNER)
    lost = store_photo(model=HeldUpload, upload=blue, **OWNER)
    HeldUpload.objects.filter(pk=lost.pk).delete()  # as a cascade does: without its files
    aged(private, timedelta(days=2))

    assert sweep(now=NOW) == 2

    assert files_in(private) == [f"{kept.pk.hex}-t.jpg", f"{kept.pk.hex}.jpg"]


def test_a_new_file_is_spared_for_its_row_may_be_on_the_way(db, private, red):
    lost = store_photo(model=HeldUpload, upload=red, **OWNER)
    HeldUpload.objects.filter(pk=lost.pk).delete()
    aged(private, timedelta(hours=23))

    assert sweep(now=NOW) == 0
    assert len(files_in(private)) == 2


def test_what_is_not_ours_is_left_alone(db, private):
    (private / "held" / "zz").mkdir(parents=True)
    (private / "held" / "zz" / "lost+found.jpg").write_bytes(b"x")
    aged(private, timedelta(days=2))

    assert sweep(now=NOW) == 0
    assert files_in(private) == ["lost+found.jpg"]


def test_an_empty_storage_is_swept_in_peace(db, private):
    assert sweep(now=NOW) == 0


def test_the_command_does_both(db, private, red, capsys):
    store_photo(model=HeldUpload, upload=red, **OWNER)
    HeldUpload.objects.update(created_at=NOW - timedelta(days=400))

    call_command("purge_attachments")

    assert not HeldUpload.objects.exists()
    assert "1 held photos" in capsys.readouterr().out
