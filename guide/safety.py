"""What keeps a reader safe on every page: the way out, where help is, its title. And
what else an owner decides for all of them, in the same statement."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guide import naming, pagecache, rendering
from guide.models import Helpline, Page, SiteSettings
from guide.naming import Names

logger = logging.getLogger(__name__)

# The help page's text, in Markdown, where the site has none of its own.
EMERGENCY = _("""**If you are in danger now, call your emergency number:**

- [112](tel:112) in India and in much of Europe
- [911](tel:911) in the United States and Canada
- [999](tel:999) in the United Kingdom
- [000](tel:000) in Australia
- [111](tel:111) in New Zealand
- [10111](tel:10111) or [112](tel:112) in South Africa

Anywhere else, call the number you know.
""")

# How each database writes a list, and what is in it, as JSON.
_LISTS = {
    "sqlite": ("json_group_array", "json_array"),
    "postgresql": ("json_agg", "json_build_array"),
}
_ours, _lines, _pages = (
    model._meta.db_table for model in (SiteSettings, Helpline, Page)
)


@dataclass(frozen=True)
class Link:
    words: str
    path: str


@dataclass(frozen=True)
class Safety:
    """``panel`` is the HTML of the help panel's inside, ``footer`` the plain pages that
    every page links to beside the fixed ones."""

    exit_url: str
    full_titles: bool
    panel: str
    names: Names
    footer: tuple[Link, ...] = ()


def site(request: HttpRequest) -> dict[str, Any]:
    """Template context of every page; the database is asked by those that look."""
    found = SimpleLazyObject(lambda: of(request))
    name = SimpleLazyObject(lambda: of(request).names.neutral)
    return {"site_name": name, "site_url": settings.SITE_URL, "safety": found}


def without_database() -> dict[str, Any]:
    """The same for a page that has to do without."""
    found = _as_set_up()
    return {
        "site_name": found.names.neutral,
        "site_url": settings.SITE_URL,
        "safety": found,
    }


def of(request: HttpRequest) -> Safety:
    """What ``load`` says, asked once for each request."""
    if not hasattr(request, "safety"):
        request.safety = load()  # type: ignore[attr-defined]
    found: Safety = request.safety  # type: ignore[attr-defined]
    return found


def load() -> Safety:
    """As saved last, by whichever process; as the site was set up where the database
    fails, since a page about that should still have a way out."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_question())
            exit_url, full_titles, *names, lines, stamps, pages = cursor.fetchone()
        panel = _panel(get_language(), lines, stamps)
    except (DatabaseError, InterfaceError) as error:
        # The class alone: a driver's message may quote what was being stored.
        logger.error("The site's settings can't be read (%s).", type(error).__name__)
        # For this reader alone.
        pagecache.lasts_until(timezone.now())
        return _as_set_up()
    return Safety(
        exit_url or settings.EXIT_URL,
        bool(full_titles),
        panel,
        Names.chosen(*(name or "" for name in names)),
        tuple(
            Link(words, reverse("guide:page", args=[slug]))
            for slug, words in json.loads(pages or "[]")
        ),
    )


def _question() -> str:
    """One row whatever the tables hold, and the only question that every page asks."""
    gather, pair = _LISTS[connection.vendor]
    chosen = ("exit_url", "full_titles", "title", "neutral_name", "tagline")
    of_ours = ", ".join(f"(SELECT {c} FROM {_ours} WHERE id = 1)" for c in chosen)  # noqa: S608
    return f"""
        SELECT {of_ours},
               (SELECT count(*) FROM {_lines}),
               (SELECT sum(stamp) FROM {_lines}),
               (SELECT CAST({gather}({pair}(slug, words)) AS text) FROM (
                    SELECT slug, COALESCE(NULLIF(footer_title, ''), title) AS words
                    FROM {_pages} WHERE in_footer AND is_published
                    ORDER BY footer_place, slug) AS linked)
    """  # noqa: S608 (our own names)


def _as_set_up() -> Safety:
    return Safety(settings.EXIT_URL, False, _render(()), naming.as_set_up())


# Old ones are never asked for again; two, while an owner saves and pages are read.
@lru_cache(maxsize=2)
def _panel(language: str | None, lines: int, stamps: int | None) -> str:
    """Kept for as long as ``lines``, the number of rows, and the sum of their stamps
    stay: rows read after those were are never older."""
    return _render(tuple(Helpline.objects.all()) if lines else ())


def _render(lines: tuple[Helpline, ...]) -> str:
    emergency = rendering.render(str(EMERGENCY)).html
    countries = by_country(lines)
    context = {"emergency": emergency, "countries": countries}
    return render_to_string("guide/_help_panel.html", context)


def by_country(lines: Iterable[Helpline]) -> list[dict[str, Any]]:
    """Code, name and helplines of each country, in the order of its first line."""
    countries: dict[str, dict[str, Any]] = {}
    for line in lines:
        new = {"code": line.country, "name": line.country_name, "helplines": []}
        countries.setdefault(line.country, new)["helplines"].append(line)
    return list(countries.values())
