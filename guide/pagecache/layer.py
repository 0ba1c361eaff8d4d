"""The WSGI layer beneath Django that answers with kept pages, and keeps them.

Without it everything works the same, slower.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from django.db import DatabaseError, InterfaceError, connection

from guide.pagecache import forgetting, recording
from guide.pagecache.answers import Answer, Application, Environ, ask, send
from guide.pagecache.due import NextPost, midnight
from guide.pagecache.generation import EVERYTHING, LEASE_SECONDS, Generation
from guide.pagecache.nodes import Listener
from guide.pagecache.pages import Page, Pages, Start
from guide.pagecache.recording import Recording
from guide.pagecache.routes import canonical, route_of

# So long a reader waits for another one's rendering of the same page.
WAIT_SECONDS = 5
MOST_HOSTS = 64


@dataclass
class Rendering:
    """One on its way, and its end for those who wait."""

    answer: Answer | None = None
    done: threading.Event = field(default_factory=threading.Event)


class PageCache:
    """``application`` behind as many kept pages as ``most_bytes`` hold.

    ``is_welcome`` says of a request whether its scheme is the one that pages are for.
    """

    def __init__(
        self,
        application: Application,
        most_bytes: int,
        is_welcome: Callable[[Environ], bool] = lambda environ: True,
        generation: Generation | None = None,
    ) -> None:
        self.application = application
        self.is_welcome = is_welcome
        self.pages = Pages(most_bytes)
        self._generation = generation or forgetting.generation()
        self._values = self._generation.values
        has_nodes = connection.vendor == "postgresql"
        self._nodes = Listener(self._generation) if has_nodes else None
        self._next_post = NextPost()
        # A host that isn't ours is for Django to refuse.
        self._hosts: set[str | None] = set()
        self._renderings: dict[tuple[str | None, str], Rendering] = {}
        self._alone = threading.Lock()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        is_read = environ["REQUEST_METHOD"] in ("GET", "HEAD")
        if not (is_read and self.is_welcome(environ)):
            return self.application(environ, start)
        key, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        if "?" in key:
            # Of a path that was written with %3F; it is no query.
            return self.application(environ, start)
        if not query and (page := self._found(key, environ)):
            return send(page, environ, start)
        route = route_of(key)
        counts = canonical(route, query) if route else None
        if counts is None:
            return self.application(environ, start)
        if counts:
            key = f"{key}?{counts}"
        if query and (page := self._found(key, environ)):
            return send(page, environ, start)
        answer = self._in_turn(key, environ | {"QUERY_STRING": counts})
        return answer.send(environ, start)

    def _found(self, key: str, environ: Environ) -> Page | None:
        page = self.pages.get(key)
        if page is None or not page.is_good(self._values):
            return None
        if self._nodes and not self._nodes.is_heard():
            return None
        return page if environ.get("HTTP_HOST") in self._hosts else None

    def _in_turn(self, key: str, environ: Environ) -> Answer:
        """Rendered once, however many ask for it at the same time."""
        place, mine = (environ.get("HTTP_HOST"), key), Rendering()
        with self._alone:
            other = self._renderings.setdefault(place, mine)
        if other is not mine:
            return self._shared(other) or self._rendered(key, environ)
        try:
            mine.answer = self._rendered(key, environ)
            return mine.answer
        finally:
            with self._alone:
                del self._renderings[place]
            mine.done.set()

    def _shared(self, other: Rendering) -> Answer | None:
        """Its page; not where it began before a change that this reader may know of."""
        other.done.wait(WAIT_SECONDS)
        page = other.answer and other.answer.page
        return other.answer if page and page.is_good(self._values) else None

    def _rendered(self, key: str, environ: Environ) -> Answer:
        if self._nodes:
            self._nodes.begin()
        began, at = time.monotonic(), datetime.now(UTC)
        before = self._generation.snapshot()
        record = Recording(until=midnight(at).timestamp())
        token = recording.begin(record)
        try:
            # While Django still has its connection for this request.
            date = partial(self._date, record, before[EVERYTHING], at)
            answer = ask(self.application, environ, meanwhile=date)
        finally:
            recording.end(token)
        if answer.is_for_everybody and record.is_dated:
            values = tuple((slot, before[slot]) for slot in record.slots)
            answer.page = Page(answer.body, answer.shared_headers, values, record.until)
            if len(self._hosts) >= MOST_HOSTS:
                # With other ports and in other letters one host has many names.
                self._hosts.clear()
            self._hosts.add(environ.get("HTTP_HOST"))
            if time.monotonic() - began < LEASE_SECONDS:
                self._keep(key, answer.page)
        return answer

    def _keep(self, key: str, page: Page) -> None:
        """Not while what it shows is changing; a cursor only where a page leads there,
        or whoever counts through them would fill the memory."""
        leads_there = "?" not in key or self.pages.is_linked(key)
        if leads_there and not self._generation.is_held(dict(page.values)):
            self.pages.put(key, page)

    def _date(self, record: Recording, value: int, at: datetime) -> None:
        """Have ``record`` end when the next post comes due."""
        is_held = self._generation.is_held([EVERYTHING])
        try:
            moment = self._next_post.after(at, value, is_held=is_held)
        except (DatabaseError, InterfaceError):
            return
        record.ends_at(moment)
        record.is_dated = True
