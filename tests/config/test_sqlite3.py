"""Connections to SQLite that stay open between requests."""

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from pytest_django import DjangoDbBlocker

from config import databases
from config.sqlite3.base import MOST, DatabaseWrapper, keep_connections

# What each thread makes for itself.
Wrapper = Callable[[], DatabaseWrapper]


@pytest.fixture(autouse=True)
def kept(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    keep_connections()
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "site.sqlite3"
    sqlite3.connect(path).close()
    return path


@pytest.fixture
def wrapper(file: Path) -> Wrapper:
    def make() -> DatabaseWrapper:
        given = connection.settings_dict | databases.sqlite(str(file))
        return DatabaseWrapper({**given, "TEST": {}})

    return make


def opened(wrapper: DatabaseWrapper) -> Any:
    """What the request has; given back with its end."""
    wrapper.ensure_connection()
    found = wrapper.connection
    wrapper.close()
    return found


def is_open(found: sqlite3.Connection) -> bool:
    try:
        found.execute("SELECT 1")
    except sqlite3.ProgrammingError:
        return False
    return True


def test_the_next_request_has_it_whichever_thread_it_is(wrapper: Wrapper) -> None:
    found = [opened(wrapper())]
    thread = threading.Thread(target=lambda: found.append(opened(wrapper())))
    thread.start()
    thread.join()
    assert found[0] is found[1]


def test_two_requests_at_once_have_two(wrapper: Wrapper) -> None:
    one = wrapper()
    one.ensure_connection()
    assert opened(wrapper()) is not one.connection
    one.close()


def test_they_hold_what_is_set_when_one_opens(wrapper: Wrapper) -> None:
    opened(wrapper())
    again = wrapper()
    with again.cursor() as cursor:
        for name, value in (("foreign_keys", 1), ("secure_delete", 1)):
            assert cursor.execute(f"PRAGMA {name}").fetchone() == (value,)
    again.close()


def test_no_more_than_a_few_stay(wrapper: Wrapper) -> None:
    wrappers = [wrapper() for _ in range(MOST + 2)]
    for each in wrappers:
        each.ensure_connection()
    found = [each.connection for each in wrappers]
    for each in wrappers:
        each.close()
    assert sum(map(is_open, found)) == MOST


def test_nobody_else_sees_an_unfinished_transaction(wrapper: Wrapper) -> None:
    one = wrapper()
    one.ensure_connection()
    found = one.connection
    found.execute("BEGIN IMMEDIATE")
    one.close()
    assert not is_open(found)


def test_one_that_failed_ends(wrapper: Wrapper) -> None:
    one = wrapper()
    with pytest.raises(OperationalError), one.cursor() as cursor:
        cursor.execute("SELECT * FROM nowhere")
    found = one.connection
    one.close()
    assert not is_open(found)


def test_a_file_in_the_place_of_the_former_is_what_is_read(
    wrapper: Wrapper, file: Path
) -> None:
    former = opened(wrapper())
    other = file.with_name("other.sqlite3")
    shutil.copyfile(file, other)
    other.replace(file)
    assert opened(wrapper()) is not former
    assert not is_open(former)


def test_a_child_leaves_those_of_its_parent_alone(
    wrapper: Wrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = opened(wrapper())
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert opened(wrapper()) is not former
    assert is_open(former)


def test_the_log_of_writes_empties_while_they_are_open(
    wrapper: Wrapper, file: Path
) -> None:
    one, other = wrapper(), wrapper()
    for each in (one, other):
        each.ensure_connection()
    with one.cursor() as cursor:
        cursor.execute("CREATE TABLE said (words)")
        cursor.execute("INSERT INTO said VALUES ('erased soon')")
    with other.cursor() as cursor:
        cursor.execute("SELECT words FROM said")
    for each in (one, other):
        each.close()
    third = wrapper()
    with third.cursor() as cursor:
        cursor.execute("DELETE FROM said")
        assert cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    third.close()
    assert file.with_name("site.sqlite3-wal").stat().st_size == 0


def test_commands_end_theirs(wrapper: Wrapper) -> None:
    keep_connections(0)
    assert not is_open(opened(wrapper()))


def test_those_that_wait_end_when_none_is_to_stay(wrapper: Wrapper) -> None:
    found = opened(wrapper())
    keep_connections(0)
    assert not is_open(found)
