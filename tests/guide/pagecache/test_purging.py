"""Telling a proxy or a CDN what to forget, until it has been told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import BadStatusLine
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import transaction
from django.utils import timezone

from guide import pagecache
from guide.models import Purge
from guide.pagecache import purging
from tests.make import make_post

pytestmark = pytest.mark.django_db


@dataclass
class Front:
    """What stands in front: each request as its method, path, host and body."""

    address: str
    status: int = 200
    heard: list[tuple[str, str, str, str]] = field(default_factory=list)


@pytest.fixture
def front() -> Iterator[Front]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length).decode()
            host = self.headers["Host"]
            made.heard.append((self.command, self.path, host, body))
            self.send_response(made.status)
            self.end_headers()

        do_POST = do_GET  # noqa: N815

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    made = Front(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, args=(0.01,)).start()
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def purged(front: Front, settings: Any) -> Front:
    settings.PURGE_URL = f"nginx+{front.address}"
    settings.SITE_URL = "https://ours.example"
    return front


def test_nobody_in_front_is_told_nothing() -> None:
    with transaction.atomic():
        pagecache.forget(1)
    assert not Purge.objects.exists()


def test_a_change_notes_what_is_to_be_told(purged: Front) -> None:
    with transaction.atomic():
        pagecache.forget(7)
        pagecache.forget(7)
    assert [row.post for row in Purge.objects.all()] == [7]


def test_a_change_that_is_taken_back_notes_nothing(purged: Front) -> None:
    with transaction.atomic():
        pagecache.forget(7)
        transaction.set_rollback(True)
    assert not Purge.objects.exists()


def test_nginx_is_asked_for_each_beginning_with_our_host(purged: Front) -> None:
    post = make_post(slug="the-pause")
    Purge.objects.all().delete()
    purging.note(post.pk)
    purging.tell_due()
    paths = [path for _method, path, host, _body in purged.heard if "ours" in host]
    assert paths[::3] == [
        *("/posts/the-pause/", "/steps/the-pause/", "/steps/", "/comments/feed/"),
        *("/comments/", "/search/"),
    ]
    assert len(paths) == 18


def test_anything_else_is_sent_whole_addresses(purged: Front, settings: Any) -> None:
    settings.PURGE_URL = f"{purged.address}/hook"
    purging.note(None)
    purging.tell_due()
    words = '{"prefixes": ["https://ours.example/"]}'
    assert [(m, p, b) for m, p, _h, b in purged.heard] == [("POST", "/hook", words)]


def test_it_is_told_once_more_a_little_later(purged: Front) -> None:
    now = timezone.now() + timedelta(seconds=1)
    purging.note(None)
    purging.tell_due(now)
    purging.tell_due(now + timedelta(seconds=1))
    assert len(purged.heard) == 3
    purging.tell_due(now + timedelta(seconds=3))
    assert len(purged.heard) == 6
    assert not Purge.objects.exists()


def test_what_nginx_has_not_is_forgotten_there(purged: Front) -> None:
    purged.status = 404
    purging.note(None)
    purging.tell_due()
    assert Purge.objects.get().tries == 1


@pytest.mark.parametrize("trouble", ["refused", "away", "nonsense"])
def test_in_trouble_it_is_tried_again_with_longer_pauses(
    purged: Front, settings: Any, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if trouble == "nonsense":
        monkeypatch.setattr(
            "urllib.request.urlopen", Mock(side_effect=BadStatusLine("?"))
        )
    elif trouble == "refused":
        purged.status = 500
    else:
        settings.PURGE_URL = "nginx+http://127.0.0.1:9"
    at = timezone.now() + timedelta(seconds=1)
    purging.note(None)
    pauses = []
    for _ in range(10):
        purging.tell_due(at)
        due_at = Purge.objects.get().due_at
        pauses.append(due_at - at)
        at = due_at
    assert pauses[:3] == [timedelta(seconds=n) for n in (2, 4, 8)]
    assert pauses[-1] == purging.LONGEST_PAUSE


def test_a_change_meanwhile_is_told_from_the_beginning(
    purged: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = purging.beginnings

    def and_meanwhile(post: int) -> list[str]:
        purging.note(post or None)
        return list(told(post))

    purging.note(None)
    Purge.objects.update(tries=1)
    monkeypatch.setattr(purging, "beginnings", and_meanwhile)
    purging.tell_due(timezone.now() + timedelta(seconds=1))
    assert Purge.objects.get().tries == 0


@pytest.mark.django_db(transaction=True)
def test_it_is_told_at_once_after_the_commit(purged: Front) -> None:
    with transaction.atomic():
        pagecache.forget()
        assert not purged.heard
    for thread in threading.enumerate():
        if thread.name.endswith("(_tell_and_let_go)"):
            thread.join(5)
    assert [path for _method, path, _host, _body in purged.heard] == ["/"] * 3
