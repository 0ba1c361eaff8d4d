from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from guide.content import CONTENT_DIR, BadContent, load_content, read_content


class Command(BaseCommand):
    help = "Load the guide's text. May run twice; leaves alone what was edited here."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=CONTENT_DIR)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            report = load_content(read_content(folder))
        except (BadContent, OSError, KeyError) as error:
            raise CommandError(
                f"The guide can't be loaded from {folder}: {error}"
            ) from None
        self.stdout.write(f"Guide: {report}")
