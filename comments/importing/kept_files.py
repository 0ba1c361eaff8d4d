"""Exports between the look at them and the word to bring them in: for an hour, on this
machine, where nobody else can read them."""

from __future__ import annotations

import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from guide import made

KEPT = timedelta(hours=1)
_SALT = "comments.importing.kept_files"


def keep(upload: UploadedFile, user: int) -> tuple[Path, str]:
    """Where the file lies, and the words by which ``user`` asks for it again."""
    folder: Path = settings.INCOMING_DIR
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{secrets.token_hex(16)}.xml"
    opened = os.open(folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(opened, "wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    return folder / name, signing.dumps([user, name], salt=_SALT)


def take(words: str, user: int) -> Path | None:
    """The file that ``user`` asks for by ``words``, for nobody else to take; None where
    it isn't here any more. Whoever takes it removes it."""
    try:
        owner, name = signing.loads(words, salt=_SALT, max_age=KEPT)
    except (signing.BadSignature, ValueError):
        return None
    if owner != user:
        return None
    path: Path = settings.INCOMING_DIR / str(name)
    taken = path.with_suffix(".taken")
    try:
        # Of two clicks one finds it.
        path.rename(taken)
        # No clock takes it away while it is read.
        taken.touch()
    except OSError:
        return None
    return taken


def forget_old(at: datetime) -> int:
    """Remove what nobody asked for within the hour before ``at``; how many went."""
    return made.forget_before(at - KEPT, settings.INCOMING_DIR)
