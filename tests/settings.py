"""The site's settings with keys of their own and without an operator's environment."""

import os
import tempfile
from pathlib import Path

for name in (
    "ALLOWED_HOSTS BACKUP_DAYS BACKUP_PASSPHRASE_FILE DEBUG EMAIL_URL EXIT_URL HOST "
    "LOG_FORMAT MAIL_FROM "
    "MAIL_SITE_URL METRICS_BIND PAGE_CACHE_MB PORT PURGE_URL SECRET_KEY_FALLBACKS "
    "SITE_DIR SITE_LANGUAGE SITE_NAME SITE_URL TIME_ZONE TRUSTED_PROXIES WORKERS"
).split():
    os.environ.pop(name, None)
os.environ["SECRET_KEY"] = "only-for-tests-" * 4
os.environ["ADDRESS_KEYS"] = "b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHMtMzI="

from config.settings import *  # noqa: E402, F403

# Of this process and those that it starts; conftest makes the folder.
FOLDER = Path(
    os.environ.setdefault(
        "FOOTBRIDGE_TESTS", f"{tempfile.gettempdir()}/footbridge-tests-{os.getpid()}"
    )
)
_own = FOLDER / str(os.getpid())

# No test pulls the plug, so none waits for the disk at each commit, which took half of
# their time. A file, because connections of several threads must meet in it as they do
# on a site.
if "sqlite3" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": f"{_own}.sqlite3"}  # noqa: F405
    _options = DATABASES["default"]["OPTIONS"]  # noqa: F405
    _commands = _options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    DATABASES["default"]["OPTIONS"] = {**_options, "init_command": _commands}  # noqa: F405
else:
    _options = DATABASES["default"].setdefault("OPTIONS", {})  # noqa: F405
    _options["options"] = "-c synchronous_commit=off"

# The layer has tests of its own; here it would listen to PostgreSQL to the very end.
PAGE_CACHE_MB = 0

MADE_DIR = _own / "made"

# Pages in tests link to the source files; the real storage has its own test.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# From the source files, looked up on each request: nothing is collected for tests.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
