"""``var/keys.env``: private, made once, never in the place of lost ones."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from workshop import keys


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    var = tmp_path / "var"
    var.mkdir()
    monkeypatch.setattr(keys, "VAR", var)
    monkeypatch.setattr(keys, "FILE", var / "keys.env")
    monkeypatch.setattr(keys, "DATABASE", var / "footbridge.sqlite3")
    for name in ("SECRET_KEY", "ADDRESS_KEYS", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return var


def test_both_keys_are_strong() -> None:
    assert keys.provide()
    found = dict(line.split("=", 1) for line in keys.FILE.read_text().splitlines())
    assert len(found["SECRET_KEY"]) >= 50
    Fernet(found["ADDRESS_KEYS"])  # ValueError for a bad one


def test_nobody_else_may_read_them(var: Path) -> None:
    keys.provide()
    assert keys.FILE.stat().st_mode & 0o777 == 0o600
    assert var.stat().st_mode & 0o777 == 0o700


def test_it_says_to_copy_them(capsys: pytest.CaptureFixture[str]) -> None:
    keys.provide()
    assert "Copy it elsewhere" in capsys.readouterr().out


def test_a_file_that_stands_is_kept() -> None:
    keys.FILE.write_text("mine")
    assert not keys.write()
    assert keys.FILE.read_text() == "mine"


def test_many_starts_at_once_make_one(var: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: keys.write(), range(16)))
    assert made.count(True) == 1
    assert list(var.iterdir()) == [keys.FILE]


def test_lost_keys_are_not_replaced() -> None:
    keys.DATABASE.write_text("data")
    with pytest.raises(SystemExit, match=r"put your copy of var/keys\.env back"):
        keys.provide()
    assert not keys.FILE.exists()


def test_an_empty_database_file_is_no_data() -> None:
    keys.DATABASE.touch()
    assert keys.provide()


def test_keys_from_the_environment_need_no_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SECRET_KEY", "one")
    monkeypatch.setenv("ADDRESS_KEYS", "two")
    keys.DATABASE.write_text("data")
    assert not keys.provide()
    assert not keys.FILE.exists()


def test_one_key_alone_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "one")
    with pytest.raises(SystemExit, match="SECRET_KEY is set alone"):
        keys.provide()
