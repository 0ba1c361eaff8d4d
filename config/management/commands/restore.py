from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, InterfaceError

from config.backups import restoring
from config.backups.archive import BadBackup, Manifest
from config.backups.passphrases import add_passphrase, passphrase_in


class Command(BaseCommand):
    help = (
        "Bring back what manage.py backup wrote, all of it or nothing, into SQLite or "
        "PostgreSQL. Stop the site first (docs/operating.md)."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--check",
            action="store_true",
            help="Only say whether it could be restored.",
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="Where there is a site already: its database is kept beside the new.",
        )
        add_passphrase(parser)

    def handle(
        self, *args: Any, file: Path, check: bool, replace: bool, **options: Any
    ) -> None:
        passphrase = passphrase_in(options["passphrase_file"])
        try:
            self.tell(restoring.look_at(file, passphrase))
            if not check:
                self.restore(file, passphrase, replace)
        except (BadBackup, OSError) as error:
            raise CommandError(f"{file}: {error} Nothing was changed.") from None
        except (DatabaseError, InterfaceError) as error:
            # Its other lines may quote what was being stored.
            words = str(error).partition("\n")[0]
            raise CommandError(f"{file}: {words}. Nothing was changed.") from None

    def tell(self, manifest: Manifest) -> None:
        count = sum(manifest.rows.values())
        self.stdout.write(
            f"The backup of {manifest.made_at} is whole, {count} rows; the keys fit."
        )

    def restore(self, file: Path, passphrase: bytes | None, replace: bool) -> None:
        former = restoring.restore(file, passphrase, replace=replace)
        self.stdout.write("Restored. Start the site again; everybody signs in anew.")
        self.stdout.write(
            "What was erased since the backup was made is back: erase it again."
        )
        if former:
            self.stdout.write(
                f"The former database is {former}. It holds words, too: drop it once "
                "you don’t need it."
            )
