"""The keys of a new site, in ``var/keys.env``: made once, never overwritten."""

import base64
import contextlib
import os
import secrets

from workshop.ground import VAR, cannot_write, fail, say, setting

FILE = VAR / "keys.env"
DATABASE = VAR / "footbridge.sqlite3"


def provide() -> bool:
    """Make sure that there are keys. True if they were made just now."""
    given = [name for name in ("SECRET_KEY", "ADDRESS_KEYS") if setting(name)]
    if FILE.exists():
        say("Keys: var/keys.env is there.")
    elif len(given) == 2:
        say("Keys: from the environment.")
    elif given:
        fail(f"{given[0]} is set alone: set SECRET_KEY and ADDRESS_KEYS, or neither.")
    elif has_data():
        fail(
            "var/footbridge.sqlite3 is there, but its keys aren't: put your copy of "
            "var/keys.env back (new keys couldn't read the addresses in it)."
        )
    elif write():
        say(
            "Keys: made var/keys.env. Copy it elsewhere: without it no address can "
            "be read."
        )
        return True
    return False


def has_data() -> bool:
    """Whether the usual database holds something; another one answers for itself."""
    if setting("DATABASE_URL") or not DATABASE.exists():
        return False
    return DATABASE.stat().st_size > 0


def new_lines() -> str:
    address_key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    return f"SECRET_KEY={secrets.token_urlsafe(48)}\nADDRESS_KEYS={address_key}\n"


def write() -> bool:
    """Write the file, whole and private from its first byte; False if one stands.

    A link, unlike a rename, never replaces what is already there.
    """
    draft = VAR / f"keys.{secrets.token_hex(8)}"
    try:
        VAR.chmod(0o700)
        handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(new_lines())
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, FILE)
    except FileExistsError:
        return False
    except OSError as error:
        cannot_write(VAR, error)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink()
    return True
