"""A statement that is written once answers as its QuerySet does."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import BigAutoField, DateTimeField, QuerySet, SlugField
from django.test.utils import CaptureQueriesContext

from guide.models import Post
from guide.statements import Asked, Statement
from tests.make import LONG_AGO, make_post

pytestmark = pytest.mark.django_db
COLUMNS = ("pk", "title", "unlisted", "published_at", "guide_id")


def since(newest: bool) -> "QuerySet[Post, Any]":
    posts = Post.objects.filter(published_at__gte=Asked(0, DateTimeField()))
    found = posts.exclude(slug=Asked(1, SlugField()))
    return found.order_by("-pk" if newest else "pk").values_list(*COLUMNS)


def keyed(keys: int) -> "QuerySet[Post, Any]":
    asked: list[Any] = [Asked(place, BigAutoField()) for place in range(keys)]
    return Post.objects.filter(pk__in=asked).order_by("pk").values_list("slug")


def plain(**conditions: Any) -> list[Any]:
    return list(Post.objects.filter(**conditions).order_by("pk").values_list(*COLUMNS))


def test_rows_are_those_of_the_queryset() -> None:
    """Times and truths among them, which SQLite stores as text and numbers."""
    make_post(), make_post(unlisted=True, published_at=LONG_AGO + timedelta(days=1))
    rows = Statement(since).rows([LONG_AGO, "none"], False)
    assert [tuple(row) for row in rows] == plain()
    assert rows[1][2] is True and rows[1][3].tzinfo is UTC


def test_values_are_bound_anew_each_time() -> None:
    statement, later = Statement(since), LONG_AGO + timedelta(days=1)
    old, new = make_post(), make_post(published_at=later)
    assert [row[0] for row in statement.rows([LONG_AGO, ""], False)] == [old.pk, new.pk]
    assert [row[0] for row in statement.rows([later, ""], False)] == [new.pk]
    assert [row[0] for row in statement.rows([LONG_AGO, new.slug], False)] == [old.pk]


def test_each_way_of_asking_has_its_own() -> None:
    statement, posts = Statement(since), [make_post(), make_post()]
    rows = [statement.rows([LONG_AGO, ""], newest) for newest in (False, True)]
    assert [row[0] for row in rows[0]] == [post.pk for post in posts]
    assert rows[0] == rows[1][::-1]


@pytest.mark.parametrize("keys", [1, 2, 3])
def test_keys_may_be_as_many_as_there_are(keys: int) -> None:
    posts = [make_post() for _ in range(4)]
    asked = [post.pk for post in posts[:keys]]
    rows = Statement(keyed).rows(asked, keys)
    assert [row[0] for row in rows] == [post.slug for post in posts[:keys]]


def test_words_cannot_leave_their_place() -> None:
    make_post()
    rows = Statement(since).rows([LONG_AGO, "' OR 1=1 --%s"], False)
    assert len(rows) == 1


def test_it_is_written_once() -> None:
    made = []

    def make() -> "QuerySet[Post, Any]":
        made.append(1)
        return since(False)

    statement = Statement(make)
    with CaptureQueriesContext(connection) as asked:
        statement.rows([datetime(2020, 1, 1, tzinfo=UTC), ""])
        statement.rows([datetime(2021, 1, 1, tzinfo=UTC), ""])
    assert (len(made), len(asked)) == (1, 2)
