"""What a reader finds elsewhere that was said beneath a post. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class SourceComment:
    """``source`` tells it from all others, such as ``wordpress:example.org:comment:7``;
    ``post`` and ``parent`` are told by theirs.

    ``text`` is in the Markdown of comments, ``created_at`` aware, ``status`` one of
    ``comments.models.Status``. ``author`` is the source of the author of this site
    whose words these are, where they are one's.
    """

    source: str
    post: str
    name: str = field(repr=False)
    text: str = field(repr=False)
    created_at: datetime
    status: str
    parent: str = ""
    email: str = field(default="", repr=False)
    author: str = ""
    of_team: bool = False
    is_step: bool = False
    pinned_at: datetime | None = None
    # Of what was exported from a site like this one: its number there, and whether it
    # had a place on the page.
    number: int | None = None
    stood: bool | None = None
