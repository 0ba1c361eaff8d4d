from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from config.env import BadSetting, Environment

PLACE = "postgres://wren:secret@db.example.org:5433/guide"


def database(address: str = "") -> dict[str, Any]:
    values = {"DATABASE_URL": address}
    return Environment(values).database("DATABASE_URL", Path("/x/y.sqlite3"))


def options(address: str = "") -> dict[str, Any]:
    return dict(database(address)["OPTIONS"])


@pytest.mark.parametrize("name", ["y.sqlite3", "100% mine?.sqlite3"])
def test_sqlite_is_the_default_wherever_the_folder_is(name: str) -> None:
    found = Environment({}).database("DATABASE_URL", Path("/x") / name)
    assert found["NAME"] == f"/x/{name}"


def test_an_acknowledged_comment_outlives_a_power_cut_on_sqlite() -> None:
    for address in ("", "sqlite:////x/y.sqlite3?timeout=5"):
        assert "synchronous=FULL" in options(address)["init_command"]


def test_place_of_a_postgresql() -> None:
    found = database(PLACE)
    place = [found[name] for name in ("HOST", "PORT", "NAME", "USER", "PASSWORD")]
    assert place == ["db.example.org", 5433, "guide", "wren", "secret"]


def test_postgresql_has_a_pool_and_a_limit_on_waiting_for_locks() -> None:
    found = options(PLACE)
    assert found["pool"]["max_size"] == 8
    assert found["options"] == "-c lock_timeout=5000"


@pytest.mark.parametrize(
    ("query", "name", "value"),
    [
        ("sslmode=require", "sslmode", "require"),
        ("sslmode=require&application_name=a%20b", "application_name", "a b"),
        ("connect_timeout=3", "connect_timeout", "3"),
        ("sslrootcert=", "sslrootcert", ""),
        ("pool=false", "pool", False),
    ],
)
def test_options_in_the_address_join_ours(query: str, name: str, value: Any) -> None:
    found = options(f"{PLACE}?{query}")
    assert found[name] == value
    assert found["options"] == options(PLACE)["options"]


def test_socket_and_service_are_places_too() -> None:
    assert options("postgres:///guide?host=/run/pg")["host"] == "/run/pg"
    assert options("postgres://?service=guide")["service"] == "guide"


@pytest.mark.parametrize(
    ("asked", "lock", "statement"),
    [
        ("-c statement_timeout=9000", "5s", "9s"),
        ("-c lock_timeout=2000 -c statement_timeout=9000", "2s", "9s"),
    ],
)
def test_limits_in_the_address_go_before_ours(
    asked: str, lock: str, statement: str
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL decides which of two limits holds")
    place = connection.settings_dict
    with psycopg.connect(
        host=place["HOST"],
        port=place["PORT"],
        user=place["USER"],
        password=place["PASSWORD"],
        dbname="postgres",
        options=options(f"{PLACE}?options={asked}")["options"],
    ) as found:
        shown = [
            found.execute(f"SHOW {name}_timeout") for name in ("lock", "statement")
        ]
        assert [row.fetchone() for row in shown] == [(lock,), (statement,)]


def test_sqlite_waits_as_long_as_the_address_says() -> None:
    assert options()["timeout"] == 20
    assert options("sqlite:////x/y.sqlite3?timeout=5")["timeout"] == 5


@pytest.mark.parametrize(
    "address",
    [
        "nonsense",
        "mysql://a/b",
        "postgres://db.example.org",
        "postgres://db.example.org:port/guide",
        f"{PLACE}?sslmode",
        f"{PLACE}?application_name=%00",
        f"{PLACE}?sslmod=require",
        f"{PLACE}?dbname=another",
        f"{PLACE}?conn_max_age=60",
        f"{PLACE}?pool=perhaps",
        "sqlite://",
        "sqlite:///",
        "sqlite://guide.sqlite3",
        "sqlite:////x/%00.sqlite3",
        "sqlite:////x/y.sqlite3?timeout=long",
        "sqlite:////x/y.sqlite3?timeout=-1",
        "sqlite:////x/y.sqlite3?timeout=",
        "sqlite:////x/y.sqlite3?sslmode=require",
    ],
)
def test_what_cannot_be_used_is_refused_by_name(address: str) -> None:
    with pytest.raises(BadSetting, match=r"^DATABASE_URL ") as caught:
        database(address)
    assert "secret" not in str(caught.value)
