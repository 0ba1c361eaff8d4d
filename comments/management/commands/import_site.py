from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from comments.importing.folder import bring_in
from guide.importing.files import BadFile, refusal
from guide.importing.running import Run


class Command(BaseCommand):
    help = (
        "Bring in what export_site wrote. May run again: then it brings what is new, "
        "and leaves alone what was changed here (docs/moving.md)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be done, no more."
        )

    def handle(self, *args: Any, folder: Path, dry_run: bool, **options: Any) -> None:
        run = Run(dry_run)
        try:
            bring_in(folder, run)
        except (BadFile, DatabaseError) as error:
            raise CommandError(refusal(folder, error)) from None
        self.stdout.write(str(run.report))
        if dry_run:
            self.stdout.write(_("A dry run: nothing has changed."))
