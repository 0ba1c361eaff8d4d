"""The whole site as a folder: complete, or not there at all."""

from __future__ import annotations

import shutil
import tempfile
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
    # Beside it, so that the last step is a renaming.
    begun = Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=folder.parent))
    try:
        counts = export_texts(begun)
        counts |= write_tables(begun / "discussion.json", DISCUSSION)
        counts["comments"] = export_comments(begun / "comments.json", with_addresses)
        export_wordpress(begun / "wordpress.xml", with_addresses)
        begun.replace(folder)
    except BaseException:
        shutil.rmtree(begun)
        raise
    return counts
