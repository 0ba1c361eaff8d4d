"""Where a conversation stood elsewhere, and which post here that is. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

_NOT_A_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Place:
    """A page elsewhere: its address, or part of one, and the title if it is known."""

    address: str
    title: str = ""


@dataclass
class Posts:
    """The posts here, by what a place can be told by; the values are their keys.

    ``by_path`` has addresses that a post had, here or elsewhere. ``by_choice`` says
    where the conversation of an address goes, whatever else would fit.
    """

    by_slug: Mapping[str, int]
    by_title: Mapping[str, int]
    by_path: Mapping[str, int] = field(default_factory=dict)
    by_choice: Mapping[str, int] = field(default_factory=dict)

    def find(self, place: Place) -> int | None:
        """By choice, address, the last part of it, or title; None where none fits."""
        path = path_of(place.address)
        chosen = self.by_choice.get(path) or self.by_choice.get(place.address)
        if chosen:
            return chosen
        by_address = self.by_path.get(path) or self.by_slug.get(slug_of(path))
        return by_address or self.by_title.get(folded(place.title))


def path_of(address: str) -> str:
    """Path and query of ``address``, as a page of any site would be asked for."""
    try:
        found = urlsplit(address.strip())
    except ValueError:
        return address.strip()
    path = "/" + unquote(found.path).strip("/")
    path = path if path == "/" or "." in path.rsplit("/", 1)[-1] else f"{path}/"
    return f"{path}?{found.query}" if found.query else path


def slug_of(path: str) -> str:
    """The last part of a path, without an ending such as ``.html``."""
    last = path.partition("?")[0].strip("/").rpartition("/")[2]
    return re.sub(r"\.(?:html?|php|aspx?)$", "", last.lower())


def folded(title: str) -> str:
    """A title as it is compared: small letters, and no marks between words."""
    return " ".join(_NOT_A_WORD.sub(" ", title).casefold().split())


def unambiguous(titles: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Posts by title, without those whose title another has as well."""
    found: dict[str, set[int]] = {}
    for title, key in titles:
        found.setdefault(folded(title), set()).add(key)
    return {
        title: keys.pop() for title, keys in found.items() if title and len(keys) == 1
    }
