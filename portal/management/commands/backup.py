from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.backups.manifest import Refused
from portal.backups.taking import take

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Writes the database and all files, the private ones too, into one archive while the portal runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("to", type=Path, help="a folder, or the file to write")

    def handle(self, *args: Any, to: Path, **options: Any) -> None:
        try:
            path, manifest = take(to=to, now=timezone.now())
        except Refused as refused:
            raise CommandError(str(refused)) from None
        rows, files = sum(manifest.rows.values()), len(manifest.files) - 1
        self.stdout.write(f"{path}: {rows} rows, {files} files, {path.stat().st_size // 1024} kB")
        for name in manifest.missing:
            self.stderr.write(f"A row names {name}, but the portal has no such file.")
        self.stderr.write("It holds personal data and is not encrypted: keep it where only you can read it.")
