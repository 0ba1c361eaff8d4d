"""What Django said to one reader, and what of that may be said to others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from guide.pagecache.pages import Headers, Page, Start

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]

# No page depends on them, and conditions are answered from what is kept.
_OF_ONE_READER = {
    "HTTP_ACCEPT_ENCODING",
    "HTTP_AUTHORIZATION",
    "HTTP_COOKIE",
    "HTTP_IF_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_RANGE",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_RANGE",
}
# Headers that each encoding of a page has of its own, or that its tag says better.
_OF_ONE_ENCODING = {"content-length", "etag", "vary", "last-modified"}


@dataclass
class Answer:
    """``page`` where others may have it, too."""

    status: str
    headers: Headers
    body: bytes
    page: Page | None = None

    def send(self, environ: Environ, start: Start) -> Iterable[bytes]:
        if self.page:
            return send(self.page, environ, start)
        start(self.status, self.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]

    @property
    def is_for_everybody(self) -> bool:
        said = {name.lower(): value for name, value in self.headers}
        varies = {word.strip().lower() for word in said.get("vary", "").split(",")}
        return (
            self.status.startswith("200 ")
            and said.get("cache-control", "").startswith("public")
            and "set-cookie" not in said
            and "content-encoding" not in said
            and varies <= {"", "accept-encoding"}
        )

    @property
    def shared_headers(self) -> Headers:
        left = [
            pair for pair in self.headers if pair[0].lower() not in _OF_ONE_ENCODING
        ]
        return [*left, ("Vary", "Accept-Encoding")]


def send(page: Page, environ: Environ, start: Start) -> Iterable[bytes]:
    """``page`` in the best encoding, or that its reader has it already."""
    variant = page.variant(environ.get("HTTP_ACCEPT_ENCODING", ""))
    known = environ.get("HTTP_IF_NONE_MATCH")
    # A quoted hash is in no other tag, weakened by a proxy or not.
    if known and (variant.tag in known or known.strip() == "*"):
        start("304 Not Modified", [*variant.without_words])
        return []
    start("200 OK", [*variant.headers])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [variant.body]


def ask(
    application: Application, environ: Environ, meanwhile: Callable[[], None]
) -> Answer:
    """What ``application`` says to a reader of whom nothing is known. ``meanwhile`` is
    called before it lets go of what it needed for this request."""
    plain = {name: environ[name] for name in environ.keys() - _OF_ONE_READER}
    heads: list[tuple[str, Headers]] = []

    def start(status: str, headers: Headers, exc_info: Any = None) -> None:
        heads.append((status, headers))

    with ExitStack() as stack:
        said = application({**plain, "REQUEST_METHOD": "GET"}, start)
        if close := getattr(said, "close", None):
            stack.callback(close)
        body = b"".join(said)
        meanwhile()
    return Answer(*heads[-1], body)
