"""How the files of the pages are named, and made small."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

TOKENS = "css/tokens.css"
_MANIFEST = "staticfiles.json"
_TOKEN = re.compile(r"(--[\w-]+):")


def missing_tokens() -> list[str]:
    """What the shipped pages use and the site's own tokens.css doesn't say."""
    shipped = _tokens(settings.BASE_DIR / "static" / TOKENS)
    own = finders.find(TOKENS)
    return sorted(shipped - _tokens(Path(own))) if own else []


def _tokens(file: Path) -> set[str]:
    return set(_TOKEN.findall(file.read_text(encoding="utf-8")))


def named_in(root: Path) -> set[str]:
    """The files that pages name, as the last collection there has it."""
    manifest = root / _MANIFEST
    if not manifest.exists():
        return set()
    return {*json.loads(manifest.read_text())["paths"].values()}


def drop_others(root: Path, kept: set[str]) -> None:
    """Remove what isn't named in ``kept``, small forms of it too."""
    for path in root.rglob("*"):
        name = str(path.relative_to(root)).removesuffix(".gz").removesuffix(".br")
        if path.is_file() and name not in {*kept, _MANIFEST}:
            path.unlink()


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Named by their contents, so that browsers keep them for good."""

    def create_compressor(self, **options: Any) -> Compressor:
        return SmallestForReaders(**options)


class SmallestForReaders(Compressor):  # type: ignore[misc]
    """Brotli and gzip, but gzip alone for what comes with Django's admin.

    Brotli takes half of the first start's time for those hundred files, which one or
    two people load.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.for_admin = Compressor(**options, use_brotli=False)

    def compress(self, path: str) -> Iterator[str]:
        if Path(path).is_relative_to(Path(settings.STATIC_ROOT) / "admin"):
            yield from self.for_admin.compress(path)
        else:
            yield from super().compress(path)
