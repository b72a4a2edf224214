from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from participation.notifications.models import OutgoingMail
from portal.backups.manifest import Refused
from portal.backups.restoring import restore
from portal.migrated import missing_migrations

if TYPE_CHECKING:
    from argparse import ArgumentParser

Status = OutgoingMail.Status


class Command(BaseCommand):
    help = "Puts an archive of `manage.py backup` back, after checking all of it. Stop the portal first."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path)
        parser.add_argument("--overwrite", action="store_true", help="lose the database and the files that are there")
        parser.add_argument(
            "--withhold-mail", action="store_true", help="send none of the mail that waited when the backup was made"
        )

    def handle(self, *args: Any, archive: Path, **options: Any) -> None:
        try:
            manifest = restore(path=archive, overwrite=options["overwrite"])
        except Refused as refused:
            raise CommandError(str(refused)) from None
        if missing_migrations():
            self.stdout.write("The archive is of an older version: migrating.")
            call_command("migrate", verbosity=0, interactive=False)
        if options["withhold_mail"]:
            waiting = OutgoingMail.objects.filter(status__in=[Status.WAITING, Status.SENDING])
            waiting.update(status=Status.WITHHELD, leased_until=None)
        rows, files = sum(manifest.rows.values()), len(manifest.files) - 1
        self.stdout.write(f"{rows} rows and {files} files of {manifest.made_at} are back")
        self._verify()

    def _verify(self) -> None:
        try:
            call_command("verify_integrity", stdout=self.stderr)
        except SystemExit:
            raise CommandError("It is restored, but not all is as it should be (see above).") from None
        self.stdout.write(self.style.SUCCESS("all as it should be"))
