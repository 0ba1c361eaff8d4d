"""The name of a picture's files, which says all that a page needs of it. Pure.

``9f86d081884c7d65-1600x900.jpg`` is what an author's line names: the largest file, its
width and height, and a hash of its bytes. From that follow the names of all smaller
ones and of the other formats, so that a page with pictures asks no database.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace

# A column of text is 660 CSS pixels wide at most, and screens have up to 2 or 3 dots
# for each; beyond this nobody sees a difference.
WIDTHS = (400, 800, 1200, 1600)
HIGHEST = 3200
TYPES = {
    "avif": "image/avif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "png": "image/png",
}
# The small formats, the smallest first; beside them each picture is JPEG or PNG.
SMALL = ("avif", "webp")

_PATTERN = re.compile(
    r"([0-9a-f]{16})-([1-9][0-9]{0,3})x([1-9][0-9]{0,3})\.(avif|webp|jpg|png)"
)


@dataclass(frozen=True)
class ImageName:
    """``width`` and ``height`` in pixels; ``ending`` is a key of ``TYPES``."""

    digest: str
    width: int
    height: int
    ending: str

    @classmethod
    def parse(cls, name: str) -> ImageName | None:
        found = _PATTERN.fullmatch(name)
        if found is None:
            return None
        width, height = int(found[2]), int(found[3])
        if width > WIDTHS[-1] or height > HIGHEST:
            return None
        return cls(found[1], width, height, found[4])

    @classmethod
    def of(cls, content: bytes, width: int, height: int, ending: str) -> ImageName:
        """The name of the file with ``content``."""
        return cls(hashlib.sha256(content).hexdigest()[:16], width, height, ending)

    def __str__(self) -> str:
        return f"{self.digest}-{self.width}x{self.height}.{self.ending}"

    @property
    def content_type(self) -> str:
        return TYPES[self.ending]

    def sizes(self) -> list[tuple[int, int]]:
        """Width and height of each file in one format, the smallest first."""
        smaller = [
            (width, max(1, round(self.height * width / self.width)))
            for width in WIDTHS
            if width < self.width
        ]
        return [*smaller, (self.width, self.height)]

    def endings(self) -> tuple[str, ...]:
        return (*SMALL, self.ending)

    def in_format(self, ending: str) -> list[ImageName]:
        """The files of this picture in one format, the smallest first."""
        return [
            replace(self, width=width, height=height, ending=ending)
            for width, height in self.sizes()
        ]

    def all_files(self) -> list[ImageName]:
        return [name for ending in self.endings() for name in self.in_format(ending)]
