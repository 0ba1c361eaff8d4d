"""A database beside the one in use, and taking its place."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from config.backups.building import InUse, building

GoTo = Callable[[str], None]


def make_table(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {name} (id integer PRIMARY KEY)")


def tables() -> list[str]:
    return connection.introspection.table_names()


def tables_in_former(place: str) -> list[str]:
    """``place`` as ``take_over`` tells it."""
    if connection.vendor == "sqlite":
        with contextlib.closing(sqlite3.connect(place)) as former:
            found = former.execute("SELECT name FROM sqlite_master").fetchall()
    else:
        question = "SELECT tablename FROM pg_tables WHERE schemaname = %s"
        with connection.cursor() as cursor:
            cursor.execute(question, [place.removeprefix("the schema ")])
            found = cursor.fetchall()
    return [name for (name,) in found]


def test_what_was_built_takes_the_place_of_nothing(site: GoTo) -> None:
    site("elsewhere")
    with building() as place:
        assert place.is_empty()
        make_table("built")
        assert place.take_over() is None
    assert tables() == ["built"]


def test_former_one_is_kept(site: GoTo) -> None:
    site("elsewhere")
    make_table("former")
    with building() as place:
        assert not place.is_empty()
        make_table("built")
        kept = place.take_over()
    assert tables() == ["built"]
    assert tables_in_former(kept or "") == ["former"]


def test_nothing_is_left_beside_it(site: GoTo) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL there is nothing beside it")
    site("elsewhere")
    folder = Path(connection.settings_dict["NAME"]).parent
    with building() as place:
        make_table("built")
        # As guide.pagecache makes it where something changes that readers see.
        Path(f"{connection.settings_dict['NAME']}-pages").touch()
        place.take_over()
    assert [path.name for path in folder.iterdir()] == ["elsewhere.sqlite3"]


def test_nothing_changes_where_something_goes_wrong(site: GoTo) -> None:
    site("elsewhere")
    make_table("former")
    with pytest.raises(RuntimeError), building():  # noqa: PT012 (that is what goes wrong)
        make_table("built")
        raise RuntimeError
    assert tables() == ["former"]
    with building():
        assert tables() == []


def test_database_that_another_process_has_open_stays(site: GoTo) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL others wait for the move of a table")
    site("elsewhere")
    make_table("former")
    file = connection.settings_dict["NAME"]
    with contextlib.closing(sqlite3.connect(file)) as other:
        other.execute("SELECT * FROM former")
        other.execute("BEGIN")
        other.execute("SELECT * FROM former")
        with pytest.raises(InUse), building() as place:
            place.take_over()
    assert tables() == ["former"]


def test_damaged_database_can_be_replaced(site: GoTo) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's server answers for its files")
    site("elsewhere")
    Path(connection.settings_dict["NAME"]).write_bytes(b"no database" * 1000)
    with building() as place:
        make_table("built")
        kept = place.take_over()
    assert tables() == ["built"]
    assert Path(kept or "").read_bytes().startswith(b"no database")


def test_nobody_gets_at_the_former_one_while_it_is_replaced(
    site: GoTo, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL others wait for the move of a table")
    site("elsewhere")
    make_table("former")
    file, replace = connection.settings_dict["NAME"], Path.replace

    def replace_among_others(new: Path, path: Path) -> None:
        with (
            contextlib.closing(sqlite3.connect(file, timeout=0)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("INSERT INTO former VALUES (1)")
        replace(new, path)

    with building() as place:
        make_table("built")
        monkeypatch.setattr(Path, "replace", replace_among_others)
        place.take_over()
    assert tables() == ["built"]
