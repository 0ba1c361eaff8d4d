"""What keeps a reader safe on every page: the way out, where help is, its title."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guide import rendering
from guide.models import Helpline, SiteSettings

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

_ours, _lines = SiteSettings._meta.db_table, Helpline._meta.db_table
# One row whatever these tables hold, and the only question that every page asks.
_QUESTION = f"""
    SELECT (SELECT exit_url FROM {_ours} WHERE id = 1),
           (SELECT full_titles FROM {_ours} WHERE id = 1),
           (SELECT count(*) FROM {_lines}),
           (SELECT sum(stamp) FROM {_lines})
"""  # noqa: S608 (our own names)


@dataclass(frozen=True)
class Safety:
    """``panel`` is the HTML of the help panel's inside."""

    exit_url: str
    full_titles: bool
    panel: str


def site(request: HttpRequest) -> dict[str, Any]:
    """Template context of every page; the database is asked by those that look."""
    return _named() | {"safety": SimpleLazyObject(load)}


def without_database() -> dict[str, Any]:
    """The same for a page that has to do without."""
    return _named() | {"safety": _as_set_up()}


def _named() -> dict[str, Any]:
    return {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}


def load() -> Safety:
    """As saved last, by whichever process; as the site was set up where the database
    fails, since a page about that should still have a way out."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_QUESTION)
            exit_url, full_titles, lines, stamps = cursor.fetchone()
        panel = _panel(get_language(), lines, stamps)
    except (DatabaseError, InterfaceError) as error:
        # The class alone: a driver's message may quote what was being stored.
        logger.error("The site's settings can't be read (%s).", type(error).__name__)
        return _as_set_up()
    return Safety(exit_url or settings.EXIT_URL, bool(full_titles), panel)


def _as_set_up() -> Safety:
    return Safety(settings.EXIT_URL, False, _render(()))


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
