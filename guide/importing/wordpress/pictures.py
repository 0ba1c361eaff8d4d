"""The pictures of an export, which holds their addresses alone: found as files beside
it, in a folder or packed with it, as they lay in WordPress's own or all in one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from guide.importing.sources import SourceImage
from guide.importing.wordpress.export import Site
from guide.importing.wordpress.shelves import Content, Shelf

_SOURCE = re.compile(r"<img\b[^>]{0,2000}?\ssrc\s*=\s*(?:\"([^\"]+)\"|'([^']+)')", re.I)
_ALT = re.compile(r"\salt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I)
_UPLOADS = "/wp-content/uploads/"
# What WordPress adds to the name of a smaller copy.
_SIZE = re.compile(r"-(?:\d+x\d+|scaled)(?=\.\w+$)")


@dataclass(frozen=True)
class Files:
    shelf: Shelf
    site: Site

    def in_text(self, html: str) -> Iterator[SourceImage]:
        """The pictures of this site in ``html``, each address once."""
        seen = set()
        for found in _SOURCE.finditer(html):
            address = found[1] or found[2]
            place = self._place(unescape(address))
            if place and address not in seen:
                seen.add(address)
                yield self._image(address, place, _alt(html, found))

    def _image(self, address: str, place: str, alt: str) -> SourceImage:
        """The picture as it was uploaded, rather than a smaller copy of it."""
        whole = _SIZE.sub("", place)
        reads = self._file(whole) or self._file(place)
        attached = self.alts.get(whole) or self.alts.get(place, "")
        source = self.site.source("picture", whole)
        return SourceImage(source, address, alt or attached, reads)

    @cached_property
    def alts(self) -> dict[str, str]:
        return {
            self._place(each.address): each.alt
            for each in self.site.attachments.values()
        }

    def _place(self, address: str) -> str:
        """Where a picture lay among the uploads of this site; "" if it didn't."""
        try:
            found = urlsplit(address)
        except ValueError:
            return ""
        path = unquote(found.path)
        if _UPLOADS in path:
            return path.rpartition(_UPLOADS)[2]
        host = found.netloc.removeprefix("www.")
        own = {
            "",
            self.site.host,
            f"{self.site.host.split('.')[0]}.files.wordpress.com",
        }
        is_picture = re.search(r"\.(jpe?g|png|gif|webp|avif)$", path, re.I)
        return path.lstrip("/") if host in own and is_picture else ""

    def _file(self, place: str) -> Content | None:
        relative = PurePosixPath(place)
        for each in (place, f"uploads/{place}", f"wp-content/uploads/{place}"):
            if content := self.shelf.find(each):
                return content
        return self.shelf.find(relative.name)


def _alt(html: str, source: re.Match[str]) -> str:
    end = html.find(">", source.end())
    tag = html[source.start() : end if end > 0 else source.end()]
    found = _ALT.search(tag)
    return unescape(found[1] or found[2] or "") if found else ""
