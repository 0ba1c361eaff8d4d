"""Questions whose SQL is composed once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.composed import composed
from comments.models import Comment
from tests.make import make_comment

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@composed
def sent(names: Any, since: Any, *, most: int = 10) -> QuerySet:
    composing.append(names)
    found = Comment.objects.filter(name__in=names, submitted_at__gt=since)
    return found.exclude(name="Nobody").values_list("name", "submitted_at")[:most]


composing: list[Any] = []


def asked(names: Sequence[str]) -> list[Any]:
    return sent(names, NOW - timedelta(hours=1))


def test_it_answers_as_its_query_would() -> None:
    make_comment(name="Jay", submitted_at=NOW)
    make_comment(name="Wren", submitted_at=NOW - timedelta(hours=2))
    assert asked(["Jay"]) == [["Jay", NOW]]
    assert asked(["Wren"]) == []
    assert asked(["Wren", "Jay"]) == [["Jay", NOW]]
    assert sent(["Jay", "Wren"], NOW - timedelta(days=1), most=1) == [["Jay", NOW]]


def test_it_is_composed_once_for_each_length_of_a_list() -> None:
    composing.clear()
    for name in "abc":
        asked([name, name, name, name])
    assert len(composing) == 1
    asked(["a", "b", "c", "d", "e"])
    assert len(composing) == 2


def test_values_are_parameters_and_never_words_of_the_sql() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert asked(["%s'); --"]) == []
    assert len(queries) == 1


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_its_own_connection() -> None:
    make_comment(name="Jay", submitted_at=NOW)
    asked(["Jay"])
    found: list[Any] = []

    def ask() -> None:
        found.append(asked(["Jay"]))
        found.append(connection.connection)
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert found[0] == [["Jay", NOW]]
    assert found[1] is not connection.connection
