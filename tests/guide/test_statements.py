"""A statement that is written once answers as its QuerySet does."""

from __future__ import annotations

from datetime import UTC, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from guide.models import Post
from guide.statements import statement
from tests.make import LONG_AGO, make_post

pytestmark = pytest.mark.django_db
COLUMNS = ("pk", "title", "unlisted", "published_at", "guide_id")
A_DAY = timedelta(days=1)


@statement
def since(at: Any, besides: Any, *, newest: bool = False) -> QuerySet[Post, Any]:
    writing.append(newest)
    found = Post.objects.filter(published_at__gte=at).exclude(slug=besides)
    return found.order_by("-pk" if newest else "pk").values_list(*COLUMNS)


@statement
def keyed(keys: Any, others: Any = ()) -> QuerySet[Post, Any]:
    writing.append(keys)
    found = Post.objects.filter(pk__in=keys).exclude(pk__in=others)
    return found.order_by("pk").values_list("slug")


writing: list[Any] = []


def test_rows_are_those_of_the_queryset() -> None:
    """Times and truths among them, which SQLite stores as text and numbers."""
    make_post(), make_post(unlisted=True, published_at=LONG_AGO + A_DAY)
    rows = since(LONG_AGO, "none")
    plain = Post.objects.order_by("pk").values_list(*COLUMNS)
    assert [tuple(row) for row in rows] == list(plain)
    assert rows[1][2] is True and rows[1][3].tzinfo is UTC


def test_values_are_bound_anew_each_time() -> None:
    old, new = make_post(), make_post(published_at=LONG_AGO + A_DAY)
    assert [row[0] for row in since(LONG_AGO, "")] == [old.pk, new.pk]
    assert [row[0] for row in since(LONG_AGO + A_DAY, "")] == [new.pk]
    assert [row[0] for row in since(LONG_AGO, new.slug)] == [old.pk]


def test_each_way_of_asking_has_its_own() -> None:
    posts = [make_post(), make_post()]
    rows = [since(LONG_AGO, "", newest=newest) for newest in (False, True)]
    assert [row[0] for row in rows[0]] == [post.pk for post in posts]
    assert rows[0] == rows[1][::-1]


@pytest.mark.parametrize("keys", [1, 2, 3])
def test_a_list_may_be_of_any_length(keys: int) -> None:
    posts = [make_post() for _ in range(4)]
    rows = keyed([post.pk for post in posts[:keys]])
    assert [row[0] for row in rows] == [post.slug for post in posts[:keys]]


def test_a_list_beside_another_may_be_empty() -> None:
    one, other = make_post(), make_post()
    assert keyed([one.pk, other.pk], []) == [[one.slug], [other.slug]]
    assert keyed([one.pk, other.pk], [one.pk]) == [[other.slug]]


def test_words_cannot_leave_their_place() -> None:
    make_post()
    assert len(since(LONG_AGO, "' OR 1=1 --%s")) == 1


def test_it_is_written_once() -> None:
    since(LONG_AGO, "once", newest=True)
    writing.clear()
    with CaptureQueriesContext(connection) as asked:
        since(LONG_AGO, "again", newest=True)
    assert (len(writing), len(asked)) == (0, 1)


def test_it_is_written_once_for_each_length_of_a_list() -> None:
    writing.clear()
    for keys in ([1] * 11, [2] * 11, [3] * 12):
        keyed(keys)
    assert [len(each) for each in writing] == [11, 12]


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_its_own_connection() -> None:
    post = make_post()
    since(LONG_AGO, "")
    found: list[Any] = []

    def ask() -> None:
        found.append(since(LONG_AGO, ""))
        found.append(connection.connection)
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert [row[0] for row in found[0]] == [post.pk]
    assert found[1] is not connection.connection
