"""Old addresses, followed where nothing else answers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet
from django.http import Http404, HttpResponsePermanentRedirect
from django.http.request import QueryDict
from django.urls import reverse
from django.utils import timezone

from guide.models import OldPath, Post
from guide.models.old_paths import TARGETS, normal
from guide.statements import statement

# By what WordPress finds a text at its front page, which is ours as well.
NUMBERED = ("p", "page_id", "cat", "tag", "author")
# A browser that keeps a way for long would go in circles when a post comes back.
KEPT_SECONDS = 600
_BELOW_A_POST = re.compile(r"(/posts/[^/?]+/)([^?]+)")
# Ends with a number alone, through which somebody may count: /?p=12, /archives/12.
_COUNTED = re.compile(r"[/=]\d+/?$")


def by_address(address: str) -> HttpResponsePermanentRedirect | None:
    """The way from ``address``, as it was asked, to what stood there. One query.

    What is below a post, such as the feed of its comments, moves with it. None where
    that is ``address`` itself, as beneath a post that came back to where it was.
    """
    asked = normal(address)
    if not asked:
        return None
    paths = list(_spellings(asked))
    below = _BELOW_A_POST.match(asked)
    found, path = _first_of([*paths, below[1]] if below else paths)
    if found is None or _is_kept_apart(found, path):
        return None
    rest = quote(below[2]) if below and path not in paths else ""
    address = found.get_absolute_url() + rest
    # Something may have come back to where it stood; what isn't there isn't there then.
    return None if normal(address) == asked else _way_to(address)


def by_number(asked: QueryDict) -> HttpResponsePermanentRedirect | None:
    """The way from the front page where WordPress was asked for a text there, such as
    ``/?p=123``. No query where it wasn't."""
    wanted = {name: asked[name] for name in NUMBERED if name in asked}
    if not wanted:
        return None
    paths = [normal(f"/?{urlencode({name: wanted[name]})}") for name in wanted]
    found, path = _first_of([path for path in paths if "?" in path])
    if found is None or _is_kept_apart(found, path):
        return None
    return _way_to(found.get_absolute_url())


def known(addresses: Collection[str]) -> set[str]:
    """Those of ``addresses`` that lead on to something. One query, none for none."""
    spelt = {each: list(_spellings(normal(each))) for each in addresses}
    ways = _targets([path for paths in spelt.values() for path in paths])
    return {each for each, paths in spelt.items() if not ways.keys().isdisjoint(paths)}


def post_or_404(slug: str) -> Post:
    """The post that strangers may read under ``slug``, or could before it moved, so
    that nobody who was writing there is turned away."""
    found = _published(slug) or _first_of([reverse("guide:post", args=[slug])])[0]
    if not isinstance(found, Post):
        raise Http404
    return found


def _published(slug: str) -> Post | None:
    names = [field.attname for field in Post._meta.concrete_fields]
    for row in _rows(timezone.now(), slug):
        return Post.from_db(DEFAULT_DB_ALIAS, names, row)
    return None


@statement
def _rows(at: Any, slug: Any) -> QuerySet[Post, Any]:
    return Post.objects.published(at).filter(slug=slug).values_list()


def _spellings(asked: str) -> Iterator[str]:
    """With its query and without, with another slash and without."""
    path, mark, query = asked.partition("?")
    for each in (path, f"{path}/", path.removesuffix("/")):
        if mark:
            yield f"{each}?{query}"
    yield from (path, f"{path}/", path.removesuffix("/"))


def _first_of(paths: Sequence[str]) -> tuple[Any, str]:
    """Where the first of ``paths`` leads that leads somewhere, and that path."""
    targets = _targets(paths)
    path = next((path for path in paths if path in targets), "")
    return targets.get(path), path


def _targets(paths: Sequence[str]) -> dict[str, Any]:
    """Where those of ``paths`` lead that lead to what strangers can read."""
    if not paths:
        return {}
    rows = OldPath.objects.filter(path__in=set(paths)).select_related(*TARGETS)
    return {row.path: row.target for row in rows if row.target.path_for_readers}


def _is_kept_apart(found: Any, path: str) -> bool:
    """Whether ``path`` would give away a post that is in no list."""
    is_unlisted = isinstance(found, Post) and found.unlisted
    return is_unlisted and _COUNTED.search(path) is not None


def _way_to(address: str) -> HttpResponsePermanentRedirect:
    cached = {"Cache-Control": f"public, max-age={KEPT_SECONDS}"}
    return HttpResponsePermanentRedirect(address, headers=cached)
