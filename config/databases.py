"""A database's address in Django's words, with the options that our promises need."""

import contextlib
import re
from collections.abc import Collection
from typing import Any
from urllib.parse import parse_qsl, unquote

import environ
from django.core.exceptions import ImproperlyConfigured

SQLITE = "django.db.backends.sqlite3"
OUR_SQLITE = "config.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"
# FULL, because an acknowledged comment must outlive a power cut. secure_delete
# overwrites erased words in the file. IMMEDIATE takes the write lock at the start, so
# that two writers wait for each other instead of failing half-way.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
        "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728; PRAGMA cache_size=-1000"
    ),
}
POOL = {"min_size": 1, "max_size": 8, "timeout": 10}
# Who waits for a lock longer than this is told to try again, words kept.
LOCK_TIMEOUT = "-c lock_timeout=5000"


def sqlite(file: str, **options: Any) -> dict[str, Any]:
    return {"ENGINE": OUR_SQLITE, "NAME": file, "OPTIONS": SQLITE_OPTIONS | options}


def from_address(address: str) -> dict[str, Any]:
    """Django's settings of the database at ``address``, SQLite or PostgreSQL.

    Options may follow a ``?``; they go before ours. ValueError with the rest of a
    sentence that begins with the name of the setting.
    """
    place, _mark, query = address.partition("?")
    found = _place(place)
    given = _options(query)
    if found.get("ENGINE") == SQLITE and found["NAME"]:
        return _sqlite(found["NAME"], given)
    if found.get("ENGINE") == POSTGRESQL and (found["NAME"] or "service" in given):
        return _postgresql(found, given)
    raise ValueError(
        "must look like sqlite:////folder/file.sqlite3 or "
        "postgres://user:password@host:5432/name."
    )


def _place(address: str) -> dict[str, Any]:
    """What stands before the ``?``; empty where it can't be used."""
    # Without a file, or with a host in its place, a database in memory would be meant,
    # and comments be gone with the process.
    if re.match("sqlite:(//$|///$|//[^/:])", address):
        return {}
    schemes = ("sqlite://", "postgres://", "postgresql://")
    if address.startswith(schemes) and unquote(address).isprintable():
        with contextlib.suppress(ValueError, ImproperlyConfigured):
            return dict(environ.Env.db_url_config(address))
    return {}


def _options(query: str) -> dict[str, str]:
    if not query:
        return {}
    with contextlib.suppress(ValueError):
        given = dict(parse_qsl(query, keep_blank_values=True, strict_parsing=True))
        if all(value.isprintable() for value in given.values()):
            return given
    raise ValueError("must have name=value after the ?, with & between.")


def _sqlite(file: str, given: dict[str, str]) -> dict[str, Any]:
    _refuse(given.keys() - {"timeout"})
    if "timeout" not in given:
        return sqlite(file)
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,3})?", given["timeout"]):
        raise ValueError("has a timeout that is no number of seconds, such as 20.")
    return sqlite(file, timeout=float(given["timeout"]))


def _postgresql(found: dict[str, Any], given: dict[str, str]) -> dict[str, Any]:
    import psycopg  # A site on SQLite never loads it.

    pool = given.pop("pool", "true").lower()
    if pool not in ("true", "false"):
        raise ValueError("has a pool that is neither true nor false.")
    # Of two values for one setting the server takes the later one.
    options = f"{LOCK_TIMEOUT} {given.pop('options', '')}".strip()
    known = {default.keyword.decode() for default in psycopg.pq.Conninfo.get_defaults()}
    # Tests replace the name of the database, and must not end up in the real one.
    _refuse(given.keys() - known | given.keys() & {"dbname"})
    return found | {
        "OPTIONS": {"pool": pool == "true" and POOL, "options": options} | given,
        "CONN_MAX_AGE": 0,
    }


def _refuse(names: Collection[str]) -> None:
    if names:
        listed = ", ".join(sorted(names))
        raise ValueError(f"has {listed} after the ?, which can't be used there.")
