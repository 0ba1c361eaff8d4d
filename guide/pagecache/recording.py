"""What a page says of itself while it is rendered: what it shows, how long it lasts."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from guide.pagecache.generation import CONVERSATIONS, EVERYTHING, slot_of


@dataclass
class Recording:
    """``until`` in seconds since 1970, ``is_dated`` once all is known that ends it;
    every page shows what an owner may change."""

    until: float
    slots: set[int] = field(default_factory=lambda: {EVERYTHING})
    is_dated: bool = False

    def ends_at(self, moment: datetime | None) -> None:
        if moment:
            self.until = min(self.until, moment.timestamp())


_current: ContextVar[Recording | None] = ContextVar("recording", default=None)
begin, end = _current.set, _current.reset


def shows_conversation(post: int | None = None) -> None:
    """The page has comments of the post with this key on it; None: of any post."""
    if recording := _current.get():
        recording.slots.add(CONVERSATIONS if post is None else slot_of(post))


def lasts_until(moment: datetime | None) -> None:
    """The page is another one from ``moment`` on, though nobody changes anything."""
    if recording := _current.get():
        recording.ends_at(moment)
