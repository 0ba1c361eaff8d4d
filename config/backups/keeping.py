"""Making a backup, and dropping old ones."""

import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection

from comments.models import KeyCheck
from config.backups import rows
from config.backups.archive import BadBackup, Manifest, Writer, writing

_STAMP = "%Y-%m-%dT%H%M%SZ"
ENDING, SEALED_ENDING = ".tar.gz", ".tar.gz.sealed"
UNFINISHED = ".unfinished"
UNFINISHED_KEPT = timedelta(days=1)


class NothingHere(Exception):
    """The database is an empty one."""


def back_up(path: Path, passphrase: bytes | None) -> Manifest:
    """Write all of the site to the new file ``path``, which is there once it is whole.

    BadBackup where something stands there, NothingHere where there is no site, OSError
    where it can't be written.
    """
    if path.exists():
        raise BadBackup(f"{path} is there already; a backup never replaces a file.")
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}{UNFINISHED}")
    try:
        opened = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(opened, "wb") as file, rows.snapshot():
            manifest = Manifest(_now().isoformat(), _migrations(), _key_check())
            with writing(file, passphrase, manifest) as writer:
                add_tables(writer)
                add_media(writer)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    _keep_the_name(path.parent)
    return manifest


def _now() -> datetime:
    return datetime.now(UTC)


def _migrations() -> list[list[str]]:
    try:
        applied = rows.applied_migrations()
        if not applied:
            raise NothingHere
        return [list(each) for each in applied]
    except rows.NewerDatabase as error:
        raise BadBackup(
            f"This database belongs to a newer version: {error} isn’t known here."
        ) from None


def _key_check() -> str | None:
    """As it is stored: what ADDRESS_KEYS must be able to read."""
    table = connection.ops.quote_name(KeyCheck._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT word FROM {table}")  # noqa: S608 (our own name)
        found = cursor.fetchone()
    return found[0] if found else None


def add_tables(writer: Writer) -> None:
    migrations = [(app, name) for app, name in writer.manifest.migrations]
    for table, model in rows.models_at(migrations).items():
        writer.manifest.rows[table] = 0
        for number, (count, lines) in enumerate(rows.dump(model)):
            writer.manifest.rows[table] += count
            writer.add(f"tables/{table}/{number:06}.jsonl", lines)


def add_media(writer: Writer) -> None:
    """After the rows: a picture that comes meanwhile is one too many, not too few."""
    for name in media_names():
        try:
            with default_storage.open(name) as file:
                writer.add(f"media/{name}", file.read())
        except FileNotFoundError:
            continue  # deleted meanwhile


def media_names() -> Iterator[str]:
    try:
        yield from sorted(default_storage.listdir("")[1])
    except FileNotFoundError:
        return


def _keep_the_name(folder: Path) -> None:
    """So that a power cut doesn't take it away again."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


# A folder of backups


def new_name(is_sealed: bool) -> str:
    return f"footbridge-{_now():{_STAMP}}{SEALED_ENDING if is_sealed else ENDING}"


def made_at(path: Path) -> datetime | None:
    """When a backup was made, by a name as ``new_name`` gives; None for others."""
    stem = path.name.removesuffix(".sealed")
    try:
        return datetime.strptime(stem, f"footbridge-{_STAMP}{ENDING}").replace(
            tzinfo=UTC
        )
    except ValueError:
        return None


def drop_old(folder: Path, keep: int | None, days: int | None) -> list[Path]:
    """Remove backups beyond the newest ``keep`` or older than ``days``, never the last
    one, and what backups that were killed have left; what else is there stays."""
    made = ((made_at(path), path) for path in folder.iterdir())
    newest_first = sorted(((at, path) for at, path in made if at), reverse=True)
    oldest = _now() - timedelta(days=days or 0)
    old = [
        path
        for number, (at, path) in enumerate(newest_first)
        if number and ((keep and number >= keep) or (days and at < oldest))
    ]
    for path in (*old, *_unfinished(folder)):
        path.unlink(missing_ok=True)
    return old


def _unfinished(folder: Path) -> Iterator[Path]:
    for path in folder.glob(f".footbridge-*{UNFINISHED}"):
        age = _now().timestamp() - path.stat().st_mtime
        if age > UNFINISHED_KEPT.total_seconds():
            yield path
