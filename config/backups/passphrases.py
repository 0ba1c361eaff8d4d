"""The passphrase of a backup, from a file: on a command line others could read it."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

SHORTEST = 12


def add_passphrase(parser: CommandParser) -> None:
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        default=settings.BACKUP_PASSPHRASE_FILE,
        help=f"Its first line, {SHORTEST} characters or more, seals the backup; "
        "BACKUP_PASSPHRASE_FILE if that is set.",
    )


def passphrase_in(file: Path | None) -> bytes | None:
    """The first line of ``file``. CommandError where that is none."""
    if file is None:
        return None
    try:
        line = (file.read_text(encoding="utf-8").splitlines() or [""])[0].strip()
    except (OSError, UnicodeError):
        raise CommandError(f"The passphrase in {file} can’t be read.") from None
    if len(line) < SHORTEST:
        raise CommandError(
            f"The first line of {file} is shorter than {SHORTEST} characters."
        )
    return line.encode()
