from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from guide.content import BadContent, load_content, read_content, read_site


class Command(BaseCommand):
    help = "Load the guide's text. May run twice; leaves alone what was edited here."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path)

    def handle(self, *args: Any, folder: Path | None, **options: Any) -> None:
        try:
            items = read_content(folder) if folder else read_site()
            report = load_content(items)
        except (BadContent, OSError, KeyError) as error:
            raise CommandError(f"The guide can't be loaded: {error}") from None
        self.stdout.write(f"Guide: {report}")
