"""An operator's settings in a process of its own, with what is quick in tests."""

import os
from pathlib import Path

from config.settings import *  # noqa: F403

# What is local to a machine: each process here stands for one.
VAR_DIR = Path(os.environ["TEST_VAR"])
MEDIA_ROOT, MADE_DIR, INCOMING_DIR = (
    VAR_DIR / name for name in ("media", "made", "incoming")
)
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ROOT_URLCONF = os.environ.get("TEST_URLS", "config.urls")
