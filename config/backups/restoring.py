"""The way back from a backup: all of it or nothing.

Everything is looked at first, then a database is built beside the one in use, at the
migrations of the backup, filled, migrated on, and put in its place in one step.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from comments import fields, running
from config.backups import rows
from config.backups.archive import BadBackup, Manifest, Member, check, read
from config.backups.building import InUse, building

# Links that we signed name rows by these keys, and last. What was stored after the
# backup is gone, and a row that took its key would be opened by its link.
LINKED = ("comments_comment", "comments_correspondent", "auth_user")


def look_at(path: Path, passphrase: bytes | None) -> Manifest:
    """BadBackup unless all of ``path`` could be restored here, as far as can be told
    without doing it."""
    manifest = check(path, passphrase)
    known = MigrationLoader(None).graph.nodes
    for app, name in _migrations(manifest):
        if (app, name) not in known:
            raise BadBackup(
                f"It is of a newer version: {app}.{name} isn’t known here. "
                "Take that version, or a later one."
            )
    for member in manifest.sha256:
        kind, _slash, file = member.partition("/")
        if kind == "media" and (not file or Path(file).name != file):
            raise BadBackup(f"It holds {member!r}, which is no picture’s name.")
    try:
        fields.decrypt(manifest.key_check or fields.encrypt(""))
    except fields.UnreadableAddress:
        raise BadBackup(
            "ADDRESS_KEYS (or var/keys.env) aren’t the keys of this backup: no address "
            "in it could be read. Put back the keys of its site first."
        ) from None
    return manifest


def _migrations(manifest: Manifest) -> list[rows.Migration]:
    return [(app, name) for app, name in manifest.migrations]


def restore(path: Path, passphrase: bytes | None, *, replace: bool) -> str | None:
    """Put the site in ``path`` here. Where the former database is kept, if there was
    one; that is refused unless ``replace``. BadBackup with a sentence."""
    manifest = look_at(path, passphrase)
    _insist_on_the_owner()
    try:
        with running.kept_from_running():
            return _put_here(path, passphrase, manifest, replace=replace)
    except (running.Running, InUse):
        raise BadBackup(
            "A site runs here, or another process has its database open. Stop the "
            "site first."
        ) from None


def _insist_on_the_owner() -> None:
    folder = settings.VAR_DIR
    if folder.exists() and folder.stat().st_uid != os.geteuid():
        raise BadBackup(
            "var/ belongs to another user of this machine: restore as that one, or the "
            "site can’t read what is put there."
        )


def _put_here(
    path: Path, passphrase: bytes | None, manifest: Manifest, *, replace: bool
) -> str | None:
    with building() as place:
        if not (replace or place.is_empty()):
            raise BadBackup(
                "There is a site here already. --replace puts the backup in its place "
                "and keeps the former database beside it."
            )
        _fill(path, passphrase, manifest)
        with _pictures_back(path, passphrase):
            return place.take_over()


def _fill(path: Path, passphrase: bytes | None, manifest: Manifest) -> None:
    migrations = _migrations(manifest)
    executor = MigrationExecutor(connection)
    executor.migrate(rows.last_of_each_app(executor.loader.graph, migrations))
    models = rows.models_at(migrations)
    # With its checks on, SQLite looks for what refers to each row as it comes, through
    # the whole table where that has no index; they are made once, at the end.
    with connection.constraint_checks_disabled(), transaction.atomic():
        _empty(models)
        loaded = dict.fromkeys(models, 0)
        for name, content in read(path, passphrase):
            kind, _slash, rest = name.partition("/")
            if kind == "tables":
                table = rest.partition("/")[0]
                loaded[table] += rows.load(models[table], content)
        connection.check_constraints()
        _count_on(models, manifest)
    if loaded != manifest.rows:
        raise BadBackup("It is damaged: its rows aren’t as many as it says.")
    # What came since, and what Django makes after each migration.
    call_command("migrate", interactive=False, verbosity=0)


def _empty(models: dict[str, type[Model]]) -> None:
    """Some migrations store rows."""
    with connection.cursor() as cursor:
        for table in models:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 (our own names)


def _count_on(models: dict[str, type[Model]], manifest: Manifest) -> None:
    """No key comes twice: not one that is here, nor one that was given out after the
    backup, a second each at most."""
    since = datetime.now(UTC) - datetime.fromisoformat(manifest.made_at)
    leap = 1000 + max(int(since.total_seconds()), 0)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table in LINKED:
                cursor.execute(
                    "UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s",
                    [leap, table],
                )
            return
        for statement in connection.ops.sequence_reset_sql(
            no_style(), [*models.values()]
        ):
            cursor.execute(statement)
        for table in LINKED:
            counter = "pg_get_serial_sequence(%s, 'id')"
            cursor.execute(
                f"SELECT setval({counter}, nextval({counter}) + %s)",
                [table, table, leap],
            )


@contextmanager
def _pictures_back(path: Path, passphrase: bytes | None) -> Iterator[None]:
    """They are there in here, and stay unless something goes wrong.

    Names are made of the contents, so nothing that is there is another picture; what is
    there and not in the backup stays, for the former database.
    """
    former: dict[str, bytes | None] = {}
    try:
        for file, content in _pictures(path, passphrase):
            found = _stored(file)
            if found != content:
                former[file] = found
                _put(file, content)
        yield
    except BaseException:
        for file, found in former.items():
            _put(file, found)
        raise


def _pictures(path: Path, passphrase: bytes | None) -> Iterator[Member]:
    for name, content in read(path, passphrase):
        kind, _slash, file = name.partition("/")
        if kind == "media":
            yield file, content


def _stored(file: str) -> bytes | None:
    try:
        with default_storage.open(file) as stored:
            content: bytes = stored.read()
    except FileNotFoundError:
        return None
    return content


def _put(file: str, content: bytes | None) -> None:
    default_storage.delete(file)
    if content is not None:
        default_storage.save(file, ContentFile(content))
