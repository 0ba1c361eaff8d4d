from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from comments.importing.sites import bring_in
from guide.importing.files import BadFile, refusal
from guide.importing.progress import Share
from guide.importing.running import Run


class Command(BaseCommand):
    help = (
        "Bring in a site from the file that WordPress exports. May run again: then it "
        "brings what is new, and leaves alone what was changed here (docs/moving.md)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--images",
            type=Path,
            metavar="DIR",
            help="Where the pictures are, such as a copy of wp-content/uploads; else "
            "they are looked for beside the file, or in the ZIP that holds it.",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be done, no more."
        )

    def handle(
        self,
        *args: Any,
        file: Path,
        images: Path | None,
        dry_run: bool,
        **options: Any,
    ) -> None:
        if images and not images.is_dir():
            raise CommandError(_("%s: this is no folder.") % images)
        run = Run(dry_run)
        try:
            bring_in(file, images or file.parent, run, Share(self.stderr).tell)
        except (BadFile, DatabaseError) as error:
            raise CommandError(refusal(file, error)) from None
        self.stdout.write(str(run.report))
        if dry_run:
            self.stdout.write(_("A dry run: nothing has changed."))
