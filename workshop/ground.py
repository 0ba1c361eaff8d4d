"""Where things are, how we speak, and how we read the environment."""

import contextlib
import fcntl
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
VAR = ROOT / "var"

# What an operator may have set, and what tests and checks must not see.
SETTINGS = (
    "ADDRESS_KEYS ALLOWED_HOSTS BACKUP_DAYS BACKUP_PASSPHRASE_FILE DATABASE_URL DEBUG "
    "DJANGO_SETTINGS_MODULE "
    "EMAIL_URL EXIT_URL HOST LOG_FORMAT MAIL_FROM MAIL_SITE_URL METRICS_BIND "
    "PAGE_CACHE_MB PORT PURGE_URL SECRET_KEY "
    "SECRET_KEY_FALLBACKS SITE_DIR SITE_LANGUAGE SITE_NAME SITE_URL TIME_ZONE "
    "TRUSTED_PROXIES WORKERS"
).split()


class Stopped(BaseException):
    """A signal asked us to end; the argument is its number."""


def say(line: str) -> None:
    print(line, flush=True)


def fail(sentence: str) -> NoReturn:
    sys.exit(f"dev: {sentence}")


def cannot_write(folder: Path, error: OSError) -> NoReturn:
    fail(f"can't write in {folder}: {error.strerror or error}.")


def setting(name: str, default: str = "") -> str:
    """From the environment, else from ``var/settings.env``, as the site reads it."""
    return os.environ.get(name, "").strip() or _written().get(name) or default


def _written() -> dict[str, str]:
    try:
        lines = (VAR / "settings.env").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError):  # the site itself says what is wrong with it
        return {}
    pairs = (line.partition("=") for line in lines if not line.lstrip().startswith("#"))
    return {name.strip(): value.strip() for name, equals, value in pairs if equals}


def whole_number(name: str, default: int, highest: int) -> int:
    text = setting(name, str(default))
    if re.fullmatch("[0-9]{1,9}", text) and 1 <= int(text) <= highest:
        return int(text)
    fail(f"{name} is {text!r}, but it must be a whole number from 1 to {highest}.")


def own_environment(**values: str) -> dict[str, str]:
    """The environment without an operator's settings, but with ``values``.

    Nor with the wish to keep no compiled modules: each process would compile all anew,
    which took a fifth of the tests' time.
    """
    left_out = {*SETTINGS, "PYTHONDONTWRITEBYTECODE"}
    rest = {name: text for name, text in os.environ.items() if name not in left_out}
    return {**rest, **values}


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let only one ./dev of this folder make things; another waits for its turn."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another ./dev that is making things here.")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
