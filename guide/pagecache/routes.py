"""Which addresses have pages that may be kept, and what of a query counts there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

from django.http import HttpResponse
from django.urls import Resolver404, resolve

from guide.pagecache.pages import in_order

View = TypeVar("View", bound=Callable[..., HttpResponse])
_MARK = "may_be_kept"


@dataclass(frozen=True)
class Route:
    """``cursors`` are the parameters that lead to another page, ``elsewhere`` those
    with which the view does something else."""

    cursors: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()


def kept(*cursors: str, elsewhere: tuple[str, ...] = ()) -> Callable[[View], View]:
    """Let the view's page be kept whole: it must be the same for everybody, and depend
    on nothing but its path and ``cursors``. Other parameters don't reach it.
    """

    def mark(view: View) -> View:
        setattr(view, _MARK, Route(cursors, elsewhere))
        return view

    return mark


# Finding it takes a quarter of a millisecond, many times what a kept page takes.
@lru_cache(maxsize=1024)
def route_of(path: str) -> Route | None:
    try:
        return getattr(resolve(path).func, _MARK, None)
    except Resolver404:
        return None


def canonical(route: Route, query: str) -> str | None:
    """``query`` with what counts, ``in_order``; None where it leads elsewhere."""
    if not query:
        return ""
    asked = dict(parse_qsl(query, keep_blank_values=True))
    if any(name in asked for name in route.elsewhere):
        return None
    counts = [(name, asked[name]) for name in route.cursors if asked.get(name)]
    return in_order(urlencode(counts))
