"""The pictures that an e-book holds: which of them, and under what names."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.files.storage import default_storage

from guide.image_names import ImageName
from guide.models import Image
from guide.pictures import FOLDER

# As many dots as a reading device has beside the margins. A larger file would only make
# the book too large to be sent by mail.
WIDTH = 800
_ADDRESS = re.compile(rf'<img src="{FOLDER}/([^"]+)"')
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Picture:
    """``file`` is what the book calls it."""

    file: str
    content_type: str
    content: bytes


class Pictures:
    """Those with ``names`` whose files are there."""

    def __init__(self, names: Iterable[ImageName]) -> None:
        # By what the names of all files of a picture have in common.
        self.held: dict[str, Picture] = {}
        for name in names:
            try:
                with default_storage.open(str(name)) as opened:
                    content: bytes = opened.read()
            except FileNotFoundError:
                logger.warning("%s isn't in the store; the e-book lacks it.", name)
                continue
            file = f"picture-{len(self.held) + 1}.{name.ending}"
            self.held[name.digest] = Picture(file, name.content_type, content)

    def __iter__(self) -> Iterator[Picture]:
        return iter(self.held.values())

    def file_at(self, address: str) -> str | None:
        """What the book calls the picture at ``address`` on the site, if it has it."""
        name = ImageName.parse(address.rpartition("/")[2])
        picture = self.held.get(name.digest) if name else None
        return picture.file if picture else None


def named_in(texts: Iterable[str]) -> list[ImageName]:
    """The file that fits for each picture in ``texts`` (HTML), once, in the order in
    which they come. One statement, none where no text names any."""
    digests = list(dict.fromkeys(_digests(texts)))
    rows = Image.objects.filter(digest__in=digests) if digests else ()
    found = {row.digest: _fitting(row.name) for row in rows}
    return [found[digest] for digest in digests if digest in found]


def _digests(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for found in _ADDRESS.findall(text):
            if name := ImageName.parse(found):
                yield name.digest


def _fitting(name: ImageName) -> ImageName:
    """In the format that every reading device knows."""
    sizes = name.in_format(name.ending)
    return max(
        (each for each in sizes if each.width <= WIDTH),
        key=lambda each: each.width,
        default=sizes[0],
    )
