"""The whole site as a folder: complete, or not there at all; also where its process is
killed."""

from __future__ import annotations

import fcntl
import glob
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from comments.exporting.comments import DISCUSSION, export_comments
from comments.exporting.wordpress import export_wordpress
from guide.exporting.texts import export_texts, write_tables


class FolderInUse(ValueError):
    """A sentence with the folder's name."""


def export_site(folder: Path, with_addresses: bool = False) -> dict[str, int]:
    """Write everything to ``folder``, which is new or empty; how many of each.

    FolderInUse where something is there; OSError where nothing can be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderInUse(f"{folder} isn't empty. Name a new folder.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    _forget_killed(folder)
    # Beside it, so that the last step is a renaming.
    begun = Path(tempfile.mkdtemp(prefix=_unfinished(folder), dir=folder.parent))
    try:
        with held(begun):
            counts = _write(begun, with_addresses)
            begun.replace(folder)
    except BaseException:
        shutil.rmtree(begun)
        raise
    return counts


def _write(folder: Path, with_addresses: bool) -> dict[str, int]:
    counts = export_texts(folder)
    counts |= write_tables(folder / "discussion.json", DISCUSSION)
    counts["comments"] = export_comments(folder / "comments.json", with_addresses)
    export_wordpress(folder / "wordpress.xml", with_addresses)
    return counts


def _unfinished(folder: Path) -> str:
    return f"{folder.name}-unfinished-"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Says that somebody writes there; a process that is killed says so no longer.
    BlockingIOError where another one does."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(opened)


def _forget_killed(folder: Path) -> None:
    """Remove what exports to ``folder`` left that were killed."""
    # Ends with a slash, so that it finds folders alone.
    for left in folder.parent.glob(f"{glob.escape(_unfinished(folder))}*/"):
        with suppress(BlockingIOError), held(left):
            shutil.rmtree(left)
