"""A kept page in the encodings that are asked for, and a bounded number of them."""

from __future__ import annotations

import gzip
import re
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from html import unescape
from urllib.parse import parse_qsl, urlencode

import brotli  # type: ignore[import-untyped]

Headers = list[tuple[str, str]]
Start = Callable[[str, Headers], object]

# How hard is tried: a page is compressed once, while a reader waits.
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
# What a 304 may say (RFC 9110, 15.4.5) besides what keeps a reader safe.
_ONLY_WITH_WORDS = {"content-length", "content-type", "content-encoding"}
_LINK = re.compile(rb'href="(/[^"#?]*)\?([^"#]+)')


@dataclass(frozen=True)
class Variant:
    """The page in one encoding; ``tag`` is strong, for it names these very bytes."""

    tag: str
    body: bytes
    headers: Headers

    @cached_property
    def without_words(self) -> Headers:
        """Headers of the 304 that stands for it."""
        return [
            (name, value)
            for name, value in self.headers
            if name.lower() not in _ONLY_WITH_WORDS
        ]


@dataclass(frozen=True)
class Page:
    """``headers`` are those of any encoding; ``values`` what has to stay in which slot
    for it to be good, ``until`` when, in seconds since 1970."""

    body: bytes
    headers: Headers
    values: tuple[tuple[int, int], ...]
    until: float
    variants: dict[str, Variant] = field(default_factory=dict)

    def is_good(self, values: memoryview) -> bool:
        for slot, value in self.values:
            if values[slot] != value:
                return False
        return time.time() < self.until

    def variant(self, accepted: str) -> Variant:
        """In the encoding that a browser with this ``Accept-Encoding`` likes best."""
        encoding = preferred(accepted)
        found = self.variants.get(encoding)
        if found is None:
            found = self.variants[encoding] = self._made(encoding)
        return found

    def _made(self, encoding: str) -> Variant:
        body, headers = self.body, self.headers
        if encoding == "br":
            body = brotli.compress(body, quality=BROTLI_QUALITY)
        elif encoding == "gzip":
            body = gzip.compress(body, GZIP_LEVEL, mtime=0)
        if encoding:
            headers = [*headers, ("Content-Encoding", encoding)]
        tag = f'"{sha256(body).hexdigest()[:32]}"'
        sized = [*headers, ("ETag", tag), ("Content-Length", str(len(body)))]
        return Variant(tag, body, sized)

    @cached_property
    def size(self) -> int:
        """Bytes that it takes in the memory, compressed twice as well; about."""
        return len(self.body) * 2 + 4096

    @cached_property
    def links(self) -> frozenset[str]:
        """Addresses with a query to which it links, as pages are kept under them."""
        return frozenset(
            f"{unescape(path.decode())}?{in_order(unescape(query.decode()))}"
            for path, query in self._linked
        )

    @property
    def _linked(self) -> Iterable[tuple[bytes, bytes]]:
        return _LINK.findall(self.body)


def in_order(query: str) -> str:
    """``query`` with its parameters in the one order that keys of pages have."""
    return urlencode(sorted(parse_qsl(query, keep_blank_values=True)))


@lru_cache(maxsize=512)
def preferred(accepted: str) -> str:
    """Of ``br`` and ``gzip`` what an ``Accept-Encoding`` allows, the smaller first; ""
    for neither."""
    allowed = dict(_weighted(accepted.lower()))
    for encoding in ("br", "gzip"):
        if allowed.get(encoding, allowed.get("*", 0.0)) > 0:
            return encoding
    return ""


def _weighted(accepted: str) -> Iterable[tuple[str, float]]:
    for part in accepted.split(","):
        name, _semicolon, weight = part.partition(";")
        number = weight.replace(" ", "").removeprefix("q=")
        try:
            yield name.strip(), float(number) if number else 1.0
        except ValueError:
            yield name.strip(), 0.0


class Pages:
    """The pages of one process, as many as ``most`` bytes hold; what was asked for the
    longest time ago goes first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._kept: OrderedDict[str, Page] = OrderedDict()
        self._linked: Counter[str] = Counter()
        self._alone = threading.Lock()

    def get(self, key: str) -> Page | None:
        page = self._kept.get(key)
        if page:
            try:
                self._kept.move_to_end(key)
            except KeyError:  # another thread has just dropped it
                return page
        return page

    def is_linked(self, key: str) -> bool:
        """Whether a kept page links there."""
        return self._linked[key] > 0

    def put(self, key: str, page: Page) -> None:
        if page.size > self.most // 4:
            return
        with self._alone:
            self._drop(key)
            self._kept[key] = page
            self.size += page.size
            self._linked.update(page.links)
            while self.size > self.most:
                # In one step, for readers turn the order over meanwhile.
                _oldest, gone = self._kept.popitem(last=False)
                self._count_out(gone)

    def _drop(self, key: str) -> None:
        page = self._kept.pop(key, None)
        if page:
            self._count_out(page)

    def _count_out(self, page: Page) -> None:
        self.size -= page.size
        self._linked.subtract(page.links)
        for link in page.links:
            if self._linked[link] <= 0:
                del self._linked[link]
