"""The search index: rows go in and out here, and ``finding`` asks it.

Rows are generic. Whoever has words that readers may see puts them in and takes them
out; posts and plain pages do when they are saved, comments from their own app.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from guide import search_entries, words
from guide.models.search import SearchRow

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper
    from django.db.models import QuerySet

    from guide.models.pages import Page
    from guide.models.posts import Post
    from guide.search_entries import Entry

Kind = SearchRow.Kind
BATCH = 500
# How much of SQLite's index is rewritten before others may write again, in its pages.
MERGED_AT_ONCE = 200
_WRITTEN = [
    "post",
    "page",
    "under",
    "url",
    "byline",
    "title",
    "text",
    "title_words",
    "text_words",
]


def put(entries: Iterable[Entry]) -> None:
    """Have ``entries`` found, each as it is now."""
    remaining = iter(entries)
    while batch := list(islice(remaining, BATCH)):
        SearchRow.objects.bulk_create(
            [_row(entry) for entry in batch],
            update_conflicts=True,
            unique_fields=["kind", "key"],
            update_fields=_WRITTEN,
        )


def _row(entry: Entry) -> SearchRow:
    return SearchRow(
        kind=entry.kind,
        key=entry.key,
        post_id=entry.post,
        page_id=entry.page,
        under=entry.under,
        url=entry.url,
        byline=entry.byline,
        title=entry.title,
        text=entry.text,
        title_words=words.indexed(entry.title),
        text_words=words.indexed(entry.text),
    )


def take_out(kind: str, keys: Iterable[int]) -> None:
    SearchRow.objects.filter(kind=kind, key__in=list(keys)).delete()


def put_posts(posts: Collection[Post]) -> None:
    """``posts`` and the questions in them, and none that was in them before."""
    entries = [entry for post in posts for entry in search_entries.of_post(post)]
    put(entries)
    present = [entry.key for entry in entries if entry.kind == Kind.QUESTION]
    questions = SearchRow.objects.filter(kind=Kind.QUESTION, post__in=posts)
    questions.exclude(key__in=present).delete()


def put_pages(pages: Collection[Page]) -> None:
    """``pages``, and none that isn't ready for readers."""
    put(search_entries.of_page(page) for page in pages if page.is_published)
    take_out(Kind.PAGE, [page.pk for page in pages if not page.is_published])


def rewrite_texts() -> int:
    """Posts, their questions and plain pages anew; how many posts and pages."""
    # Not at the top: a post that is saved is put in here.
    from guide.models import Page, Post

    posts = rewrite(Kind.POST, Post.objects.prefetch_related("questions"), put_posts)
    return posts + rewrite(Kind.PAGE, Page.objects.all(), put_pages)


def rewrite(
    kind: str, things: QuerySet[Any], put_in: Callable[[list[Any]], None]
) -> int:
    """Have ``things`` found and nothing else of ``kind``; how many there are.

    Each batch is a transaction of its own, in which nobody else changes these, so that
    no word comes back that is erased meanwhile. Safe to stop and to begin again.
    """
    last, count = 0, 0
    while True:
        with transaction.atomic():
            following = things.filter(pk__gt=last)
            locked = following.select_for_update(no_key=True, of=("self",))
            batch = list(locked.order_by("pk")[:BATCH])
            put_in(batch)
            count += len(batch)
            rows = SearchRow.objects.filter(kind=kind, key__gt=last)
            if len(batch) == BATCH:
                last = batch[-1].pk
                rows = rows.filter(key__lte=last)
            keys = set(rows.values_list("key", flat=True))
            stale = keys - {thing.pk for thing in batch}
            # What came since the batch was read is no such row.
            stale -= set(things.filter(pk__in=stale).values_list("pk", flat=True))
            take_out(kind, stale)
        if len(batch) < BATCH:
            return count


def merge_what_was_taken_out() -> None:
    """Leave no word in SQLite's index that was taken out of it.

    It only notes that a word is gone and keeps the older part of the index until parts
    are merged. A part at a time, so that nobody who sends a comment has to wait long.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("UPDATE guide_search_taken_out SET merging = 1")
        if not cursor.rowcount:
            return
        # A negative number begins to merge all parts into one.
        pages = -MERGED_AT_ONCE
        while True:
            before = _changes(cursor)
            cursor.execute(
                "INSERT INTO guide_search_talk (guide_search_talk, rank) "
                "VALUES ('merge', %s)",
                [pages],
            )
            if _changes(cursor) - before < 2:
                break
            pages = MERGED_AT_ONCE
        # Words that were taken out meanwhile have set it back.
        cursor.execute("DELETE FROM guide_search_taken_out WHERE merging = 1")


def _changes(cursor: CursorWrapper) -> int:
    cursor.execute("SELECT total_changes()")
    [changes] = cursor.fetchone()
    return int(changes)
