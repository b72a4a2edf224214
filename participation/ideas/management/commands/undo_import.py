from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.ideas.importing.errors import ImportRefused
from participation.ideas.importing.undoing import undo_import
from participation.ideas.models import ImportRun


class Command(BaseCommand):
    help = "Remove what an import brought. What residents or staff have used since is never removed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", type=int, metavar="RUN_ID", help="as import_participation printed it")
        parser.add_argument("--force", action="store_true", help="keep what is in use and remove the rest")

    def handle(self, *args: Any, **options: Any) -> None:
        run = ImportRun.objects.filter(pk=options["run"]).first()
        if run is None:
            raise CommandError(_("Import %(number)d finns inte.") % {"number": options["run"]})
        try:
            undone = undo_import(run=run, now=timezone.now(), keep_used=options["force"])
        except ImportRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("%(ideas)d idéer och %(entries)d inlägg är borttagna.") % undone.as_json())
        if undone.kept:
            self.stdout.write(
                _("%(kept_ideas)d idéer och %(kept_entries)d inlägg finns kvar, för någon har använt dem: %(which)s.")
                % {**undone.as_json(), "which": ", ".join(undone.kept)}
            )
