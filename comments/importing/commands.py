"""What the commands that bring in comments have in common."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from comments.importing.bringing import bring_in, posts_here
from comments.importing.conversations import Conversations
from guide.importing.files import BadFile, refusal
from guide.importing.progress import counted
from guide.importing.running import Run


class BringInComments(BaseCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--post",
            action="append",
            default=[],
            metavar="ADDRESS=SLUG",
            help="Beneath which post the conversation of an address goes. May be said "
            "several times.",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be done, no more."
        )

    @abstractmethod
    def read(self, file: Path) -> Conversations:
        """BadFile with the place where it can't be read."""

    def handle(
        self,
        *args: Any,
        file: Path,
        post: list[str],
        dry_run: bool,
        source: str = "",
        **options: Any,
    ) -> None:
        run = Run(dry_run)
        try:
            found = self.read(file)
            found.origin = slugify(source) or found.origin
            found.comments = counted(found.comments, self.stderr)
            with run.all_or_nothing() as report:
                bring_in(found, run, posts_here(post))
        except (BadFile, DatabaseError) as error:
            raise CommandError(refusal(file, error)) from None
        self.stdout.write(str(report))
        if dry_run:
            self.stdout.write(_("A dry run: nothing has changed."))
