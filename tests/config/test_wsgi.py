"""The application that a web server runs, beyond what it answers."""

import gc
import importlib

import pytest

from comments import keys
from config.sqlite3 import base


@pytest.mark.django_db
def test_garbage_of_requests_is_not_weighed_against_what_stays() -> None:
    from config import wsgi

    # Beside what these tests have frozen themselves, which is a lot to look through.
    before = gc.get_freeze_count()
    stays: list[list[int]] = [[] for _ in range(10_000)]
    importlib.reload(wsgi)
    assert gc.get_freeze_count() - before >= len(stays)


@pytest.mark.django_db
def test_its_connections_to_sqlite_stay_open(monkeypatch: pytest.MonkeyPatch) -> None:
    from config import wsgi

    asked: list[str] = []
    monkeypatch.setattr(base, "keep_connections", lambda: asked.append("keep"))
    monkeypatch.setattr(keys, "verify_at_start", lambda: asked.append("look"))
    importlib.reload(wsgi)
    # What the keys are looked at with would be open when a server forks.
    assert asked == ["look", "keep"]
