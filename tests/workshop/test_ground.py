"""The names that an operator may set: all of them, and none that means nothing."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workshop.conftest import ROOT
from workshop import ground
from workshop.ground import SETTINGS, own_environment, setting

MAIL = {"EMAIL_URL", "MAIL_FROM", "MAIL_SITE_URL"}  # read once mail is sent
SOURCES = [
    ROOT / "manage.py",
    *(path for name in ("config", "workshop") for path in (ROOT / name).rglob("*.py")),
]


def first_words(path: Path) -> Iterator[str]:
    """What stands first in each call, such as ``env.flag("DEBUG", default=False)``."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def test_each_name_is_read_somewhere() -> None:
    read = {word for path in SOURCES for word in first_words(path)}
    assert set(SETTINGS) - read <= MAIL


def test_each_name_that_the_settings_read_is_kept_from_tests() -> None:
    read = set(first_words(ROOT / "config" / "settings.py"))
    assert {word for word in read if word.isupper()} <= set(SETTINGS)


def test_own_environment_has_no_settings_and_keeps_what_is_compiled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("SITE_NAME", "PYTHONDONTWRITEBYTECODE", "LANG"):
        monkeypatch.setenv(name, "1")
    own = own_environment(DATABASE_URL="sqlite:///x")
    assert own["LANG"] == "1" and own["DATABASE_URL"] == "sqlite:///x"
    assert not {"SITE_NAME", "PYTHONDONTWRITEBYTECODE"} & set(own)


def test_the_environment_goes_before_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "settings.env").write_text("PORT=8001\nWORKERS=3\n")
    monkeypatch.setattr(ground, "VAR", tmp_path)
    monkeypatch.setenv("PORT", "8002")
    monkeypatch.setenv("WORKERS", " ")
    assert (setting("PORT"), setting("WORKERS")) == ("8002", "3")
    assert setting("HOST", "here") == "here"
