from pathlib import Path

from django.core.management.base import CommandParser

from comments.importing import isso, tables
from comments.importing.commands import BringInComments
from comments.importing.conversations import Conversations
from guide.importing.files import decode, read_bytes

MOST_MEGABYTES = 50


class Command(BringInComments):
    help = (
        "Bring in comments of Isso's SQLite file, or of a table in CSV or JSON (see "
        "docs/moving.md). May run again: then it brings what is new."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--source",
            default="",
            help="Where it comes from, such as old-blog, if files of several places "
            "may have the same ids.",
        )

    def read(self, file: Path) -> Conversations:
        if isso.is_database(file):
            return isso.read(file)
        return tables.read(decode(read_bytes(file, MOST_MEGABYTES)).text)
