import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, InterfaceError

from config.backups import keeping
from config.backups.archive import BadBackup, Manifest
from config.backups.passphrases import add_passphrase, passphrase_in

EMPTY = 4


class Command(BaseCommand):
    help = (
        "Write the whole site to one file, while it goes on: every row but sessions, "
        "and every picture. docs/operating.md says more."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "where",
            type=Path,
            nargs="?",
            help="A new file, or a folder that gets one by its date; else var/backups.",
        )
        parser.add_argument(
            "--keep",
            type=int,
            metavar="N",
            help="In a folder: keep the newest N backups and drop older ones.",
        )
        add_passphrase(parser)

    def handle(
        self, *args: Any, where: Path | None, keep: int | None, **options: Any
    ) -> None:
        where = where or usual_folder()
        passphrase = passphrase_in(options["passphrase_file"])
        is_folder = where.is_dir()
        if keep is not None and (keep < 1 or not is_folder):
            raise CommandError("--keep needs a folder, and at least 1.")
        path = where / keeping.new_name(bool(passphrase)) if is_folder else where
        try:
            manifest = keeping.back_up(path, passphrase)
        except keeping.NothingHere:
            self.stderr.write("There is no site here yet, so nothing to back up.")
            sys.exit(EMPTY)
        except (BadBackup, DatabaseError, InterfaceError, OSError) as error:
            raise CommandError(f"No backup was made: {error}") from None
        self.tell(path, manifest)
        if is_folder:
            self.drop_old(where, keep)

    def tell(self, path: Path, manifest: Manifest) -> None:
        count = sum(manifest.rows.values())
        size = path.stat().st_size / 1_000_000
        self.stdout.write(f"Backup: {path}, {count} rows, {size:.1f} MB.")
        self.stdout.write(f"The keys aren’t in it: {where_keys_are()}")

    def drop_old(self, folder: Path, keep: int | None) -> None:
        for old in keeping.drop_old(folder, keep, settings.BACKUP_DAYS):
            self.stdout.write(f"Dropped: {old.name}")


def usual_folder() -> Path:
    folder: Path = settings.VAR_DIR / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def where_keys_are() -> str:
    names = ("SECRET_KEY", "ADDRESS_KEYS")
    if all(os.environ.get(name, "").strip() for name in names):
        return "keep SECRET_KEY and ADDRESS_KEYS, from the environment, elsewhere."
    return f"keep a copy of {settings.VAR_DIR / 'keys.env'} elsewhere."
