"""Everything between the installed packages and a running server, in one process."""

import hashlib
import os
import secrets
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from comments import keys
from comments.retention import empty_log, keep_clocks
from config.people import duties
from config.static_files import drop_others, missing_tokens, named_in
from guide.content import BadContent, load_content, read_site

WRONG_KEYS = 3


def static_sources() -> str:
    """Tells one set of source files from another: their places and their times."""
    files = (
        Path(storage.path(name))
        for finder in finders.get_finders()
        for name, storage in finder.list([])
    )
    lines = (f"{path} {path.stat().st_mtime_ns}" for path in files)
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _is_noted(file: Path, sources: str) -> bool:
    return file.exists() and file.read_text() == sources


class Command(BaseCommand):
    help = "Make database, static files, guide and first admin account ready."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            # Nobody else on this machine may read unpublished words.
            settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
            settings.VAR_DIR.chmod(0o700)
            self.migrate()
        except (DatabaseError, ImproperlyConfigured, OSError) as error:
            host = settings.DATABASES["default"].get("HOST")
            where = f"{host}, from DATABASE_URL" if host else "its file"
            message = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise CommandError(
                f"The database ({where}) can't be used: {message}"
            ) from None
        try:
            keys.verify()
        except keys.WrongKeys as error:
            raise CommandError(str(error), returncode=WRONG_KEYS) from None
        duties.keep()
        self.collect_static()
        self.load_guide()
        call_command("load_words", stdout=self.stdout)
        self.make_first_admin()
        self.say(
            "Mail",
            "goes to the server of EMAIL_URL"
            if settings.HAS_MAIL_SERVER
            else "no EMAIL_URL is set, so each mail becomes a file in var/mail",
        )
        keep_clocks()
        empty_log()

    def migrate(self) -> None:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            call_command("migrate", interactive=False, verbosity=0)
        self.say(
            "Database", f"{len(waiting)} migrations applied" if waiting else "ready"
        )

    def collect_static(self) -> None:
        """Only where the source files aren't those of the last collection."""
        root = Path(settings.STATIC_ROOT)
        noted = root.with_name(f"{root.name}.sources")
        sources = static_sources()
        lacking = missing_tokens()
        if lacking:
            self.say("Your tokens.css", f"lacks {', '.join(lacking)}")
        if (root / "staticfiles.json").exists() and _is_noted(noted, sources):
            self.say("Static files", "ready")
            return
        # Until an upgrade is through, processes of the former version serve its files.
        former = named_in(root)
        call_command("collectstatic", interactive=False, verbosity=0)
        if current := named_in(root):
            drop_others(root, former | current)
        noted.write_text(sources)
        self.say("Static files", "collected")

    def load_guide(self) -> None:
        try:
            report = load_content(read_site())
        except (BadContent, OSError, KeyError) as error:
            raise CommandError(f"The guide can't be loaded: {error}") from None
        self.say("Guide", str(report))

    def make_first_admin(self) -> None:
        """From DJANGO_SUPERUSER_*, else made up; only where nobody can sign in yet."""
        users = get_user_model()
        if users.objects.filter(is_superuser=True, is_active=True).exists():
            self.say("Admin account", "there is one")
            return
        name = os.environ.get("DJANGO_SUPERUSER_USERNAME") or "admin"
        given = os.environ.get("DJANGO_SUPERUSER_PASSWORD")
        if given:
            self.make_admin(name, given)
            self.say("Admin account", f"made: {name}, with the password you gave")
            return
        password = secrets.token_urlsafe(15)
        if sys.stdout.isatty():
            self.make_admin(name, password)
            self.say("Admin account", f"made: {name}, password {password} (shown once)")
            return
        # First the file: an account whose password nobody knows can't be made good.
        path = settings.VAR_DIR / "admin-password"
        self.write_secret(path, password)
        try:
            self.make_admin(name, password)
        except Exception:  # No interrupt: it may come when the account is there.
            path.unlink()
            raise
        self.say("Admin account", f"made: {name}, password in var/{path.name}")

    def make_admin(self, name: str, password: str) -> None:
        email = os.environ.get("DJANGO_SUPERUSER_EMAIL", "")
        try:
            get_user_model().objects.create_superuser(name, email, password)
        except (ValidationError, ValueError, DatabaseError) as error:
            raise CommandError(f"No admin account could be made: {error}") from None

    def write_secret(self, path: Path, words: str) -> None:
        try:
            path.unlink(missing_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(words + "\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise CommandError(f"{path} can't be written: {error.strerror}.") from None

    def say(self, step: str, result: str) -> None:
        self.stdout.write(f"{step}: {result}")
