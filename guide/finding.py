"""What a search finds: texts by how well they fit, comments with the newest first.

Asked of SQLite (FTS5) or PostgreSQL (tsvector) in a fixed number of statements. Terms
are letters and digits alone by then, so there is nothing in them to escape.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.safestring import SafeString

from guide import words
from guide.models.search import SearchRow
from guide.words import Query, Term

PAGE_SIZE = 10
# Nobody reads further, and each page is sorted anew.
MOST_PAGES = 20


class Sql(NamedTuple):
    """Two questions, and what joins the words of which both are asked."""

    texts: str
    talk: str
    all_of: str
    any_of: str
    follows: str
    quote: str


# CROSS JOIN: the index is asked first, and in its own order. Words of a title count ten
# times those of a text.
_SQLITE = Sql(
    texts="""
        SELECT thing.id FROM guide_search_texts
        CROSS JOIN guide_searchrow thing ON thing.id = guide_search_texts.rowid
        LEFT JOIN guide_post post ON post.id = thing.post_id
        WHERE guide_search_texts MATCH %(terms)s
        AND (thing.post_id IS NULL OR post.published_at <= %(at)s AND NOT post.unlisted)
        ORDER BY bm25(guide_search_texts, 10, 1), thing.id
        LIMIT %(most)s OFFSET %(skipped)s""",
    talk="""
        SELECT thing.id FROM guide_search_talk
        CROSS JOIN guide_searchrow thing
        ON thing.kind = 'comment' AND thing.key = guide_search_talk.rowid
        LEFT JOIN guide_post post ON post.id = thing.post_id
        WHERE guide_search_talk MATCH %(terms)s
        AND (thing.post_id IS NULL OR post.published_at <= %(at)s AND NOT post.unlisted)
        AND guide_search_talk.rowid < %(before)s
        AND (thing.under IS NULL OR EXISTS (
            SELECT 1 FROM guide_searchrow above
            WHERE above.kind = 'comment' AND above.key = thing.under))
        ORDER BY guide_search_talk.rowid DESC LIMIT %(most)s""",
    all_of=" AND ",
    any_of=" OR ",
    follows=" + ",
    quote='"',
)
# Weights of D, C, B and A; texts are in D, titles in A. 16 divides by the logarithm
# of how many different words there are, which is stored.
_POSTGRESQL = Sql(
    # Ranked by each of the words: how near to each other they are takes thrice as long.
    texts="""
        SELECT thing.id FROM guide_searchrow thing
        LEFT JOIN guide_post post ON post.id = thing.post_id
        WHERE thing.kind <> 'comment' AND thing.vector @@ CAST(%(terms)s AS tsquery)
        AND (thing.post_id IS NULL OR post.published_at <= %(at)s AND NOT post.unlisted)
        ORDER BY ts_rank('{0.1, 0, 0, 1}', thing.vector,
            CAST(%(ranked_by)s AS tsquery), 16) DESC, thing.id
        LIMIT %(most)s OFFSET %(skipped)s""",
    # What many have said is among the latest 500; else the index has few to sort. Left
    # to choose by itself, PostgreSQL reads every comment for a word of posts.
    talk="""
        WITH visible AS NOT MATERIALIZED (
            SELECT thing.id, thing.key,
            thing.vector @@ CAST(%(terms)s AS tsquery) AS fits
            FROM guide_searchrow thing
            LEFT JOIN guide_post post ON post.id = thing.post_id
            LEFT JOIN guide_searchrow above
            ON above.kind = 'comment' AND above.key = thing.under
            WHERE thing.kind = 'comment' AND thing.key < %(before)s
            AND (thing.post_id IS NULL
                OR post.published_at <= %(at)s AND NOT post.unlisted)
            AND (thing.under IS NULL OR above.id IS NOT NULL)
        ),
        latest AS MATERIALIZED (
            SELECT id, key FROM (
                SELECT id, key, fits FROM visible ORDER BY key DESC LIMIT 500
            ) AS said WHERE fits
        ),
        found AS MATERIALIZED (
            SELECT id, key FROM visible
            WHERE fits AND (SELECT count(*) FROM latest) < %(most)s
        )
        SELECT id FROM (TABLE latest UNION TABLE found) AS rows
        ORDER BY key DESC LIMIT %(most)s""",
    all_of=" & ",
    any_of=" | ",
    follows=" <-> ",
    quote="'",
)


@dataclass(frozen=True)
class Hit:
    """A row with the words marked for which it was found."""

    row: SearchRow
    terms: Sequence[Term]

    @property
    def kind(self) -> str:
        return self.row.kind

    @property
    def title(self) -> SafeString:
        row = self.row
        return words.marked(row.title, row.title_words, self.terms)

    @cached_property
    def excerpt(self) -> SafeString:
        row = self.row
        return words.excerpt(row.text, row.text_words, self.terms)


@dataclass(frozen=True)
class Page:
    """``next`` is what the address of the following page says, 0 where none follows.

    ``is_loose`` where nothing holds all the words, and these hold some of them.
    """

    hits: Sequence[Hit]
    next: int = 0
    is_loose: bool = False


NOTHING = Page(())


def texts(query: Query, page: int = 1, at: datetime | None = None) -> Page:
    """Posts, questions and plain pages. Two statements; three where none has all."""
    if not query.terms or not 1 <= page <= MOST_PAGES:
        return NOTHING
    skipped = (page - 1) * PAGE_SIZE
    all_of, any_of = _joined(query)
    keys = _ask(_sql().texts, all_of, any_of, at, PAGE_SIZE + 1, skipped=skipped)
    is_loose = not keys and page == 1 and len(query.terms) > 1
    if is_loose:
        keys = _ask(_sql().texts, any_of, any_of, at, PAGE_SIZE, skipped=0)
    more = len(keys) > PAGE_SIZE and page < MOST_PAGES
    hits = _hits(keys[:PAGE_SIZE], query)
    return Page(hits, page + 1 if more else 0, is_loose)


def talk(query: Query, before: int, at: datetime | None = None) -> Page:
    """Comments whose keys are smaller than ``before``. Two statements."""
    if not query.terms:
        return NOTHING
    keys = _ask(_sql().talk, *_joined(query), at, PAGE_SIZE + 1, before=before)
    hits = _hits(keys[:PAGE_SIZE], query)
    return Page(hits, hits[-1].row.key if len(keys) > PAGE_SIZE else 0)


def _sql() -> Sql:
    return _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL


def _joined(query: Query) -> tuple[str, str]:
    """All of the terms, and any of them, as the database wants it said."""
    sql = _sql()
    terms = [
        "(" + sql.follows.join(sql.quote + word + sql.quote for word in term) + ")"
        for term in query.terms
    ]
    return sql.all_of.join(terms), sql.any_of.join(terms)


def _ask(
    question: str,
    terms: str,
    ranked_by: str,
    at: datetime | None,
    most: int,
    **where: int,
) -> list[int]:
    moment = connection.ops.adapt_datetimefield_value(at or timezone.now())
    asked = {"terms": terms, "ranked_by": ranked_by, "at": moment, "most": most}
    with connection.cursor() as cursor:
        cursor.execute(question, {**asked, **where})
        return [key for (key,) in cursor.fetchall()]


def _hits(keys: Sequence[int], query: Query) -> list[Hit]:
    """In the order of ``keys``."""
    rows: dict[int, Any] = (
        SearchRow.objects.select_related("post").defer("post__body").in_bulk(keys)
    )
    return [Hit(rows[key], query.terms) for key in keys if key in rows]
