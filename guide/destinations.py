"""Where addresses of this site lead, for who writes links to them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from enum import Enum, auto
from urllib.parse import unquote, urldefrag

from django.conf import settings
from django.db import models
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone

from guide import old_paths
from guide.image_names import ImageName
from guide.models import Author, Image, Page, Post, Topic

# Of the views whose addresses hold a slug. All others are of a post, too.
_KINDS: dict[str, type[models.Model]] = {
    "guide:page": Page,
    "guide:topic": Topic,
    "guide:author": Author,
}
# What each page has, and each post.
PLACES = {"main", "comments", "respond"}

Rows = dict[type[models.Model], dict[str, models.Model]]


class Standing(Enum):
    THERE = auto()
    LATER = auto()
    NO_ANCHOR = auto()
    NOWHERE = auto()


def standings(
    addresses: Collection[str], at: datetime | None = None
) -> dict[str, Standing]:
    """How each of ``addresses``, paths of this site with their anchors, will stand at
    ``at`` (now if None). One query a kind of row, however many there are."""
    at = at or timezone.now()
    matches = {address: _match(address) for address in addresses}
    rows = _rows([match for match in matches.values() if match])
    found = {
        address: _standing(address, match, rows, at)
        for address, match in matches.items()
    }
    gone = [each for each, standing in found.items() if standing is Standing.NOWHERE]
    moved = old_paths.known(gone)
    return found | dict.fromkeys(moved, Standing.THERE)


def is_taken(path: str) -> bool:
    """Whether readers are shown something at ``path`` itself."""
    match = _match(path)
    rows = _rows([match] if match else [])
    return _standing(path, match, rows, timezone.now()) is Standing.THERE


def anchors_in(html: str) -> set[str]:
    return set(re.findall(r' id="([^"]+)"', html)) | PLACES


def _match(address: str) -> ResolverMatch | None:
    path = unquote(urldefrag(address).url.partition("?")[0])
    for each in (path, f"{path}/"):
        try:
            match = resolve(each)
        except Resolver404:
            continue
        # No reader can follow a way to the desk.
        return None if "admin" in match.app_names or each == "/admin/" else match
    return None


def _kind(match: ResolverMatch) -> type[models.Model] | None:
    if match.view_name == "guide:image":
        return Image
    if "slug" in match.kwargs:
        return _KINDS.get(match.view_name, Post)
    return None


def _key(match: ResolverMatch) -> str:
    """The slug that the address holds, or what is a picture's own of its name."""
    name = ImageName.parse(match.kwargs.get("name", ""))
    return name.digest if name else match.kwargs.get("slug", "")


def _rows(matches: list[ResolverMatch]) -> Rows:
    wanted: dict[type[models.Model], set[str]] = defaultdict(set)
    for match in matches:
        if kind := _kind(match):
            wanted[kind].add(_key(match))
    return {kind: _by_key(kind, keys) for kind, keys in wanted.items()}


def _by_key(kind: type[models.Model], keys: set[str]) -> dict[str, models.Model]:
    field = "digest" if kind is Image else "slug"
    rows = kind._default_manager.filter(**{f"{field}__in": keys})
    if kind is Post:
        rows = rows.prefetch_related("questions")
    return {getattr(row, field): row for row in rows}


def _standing(
    address: str, match: ResolverMatch | None, rows: Rows, at: datetime
) -> Standing:
    if address.startswith(settings.STATIC_URL):
        return Standing.THERE
    if match is None:
        return Standing.NOWHERE
    kind = _kind(match)
    if kind is None:
        return Standing.THERE
    row = rows[kind].get(_key(match))
    if row is None:
        return Standing.NOWHERE
    if isinstance(row, Post) and not row.is_published(at):
        return Standing.LATER
    anchor = unquote(urldefrag(address).fragment)
    if anchor and isinstance(row, Post | Page) and anchor not in anchors_in(row.html):
        return Standing.NO_ANCHOR
    return Standing.THERE
