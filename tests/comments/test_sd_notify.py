"""Over a real socket, as systemd makes one."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from comments import sd_notify
from comments.worker import Worker


@pytest.fixture(params=["in a folder", "in no folder"])
def heard(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[socket.socket]:
    name = str(tmp_path / "notify")[-90:]
    if request.param == "in no folder":
        name = f"\0{name}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(name)
        listener.settimeout(30)
        monkeypatch.setenv("NOTIFY_SOCKET", name.replace("\0", "@"))
        yield listener


def test_state_is_told(heard: socket.socket) -> None:
    sd_notify.tell("READY=1")
    assert heard.recv(100) == b"READY=1"


def test_nobody_to_tell_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    sd_notify.tell("READY=1")
    monkeypatch.setenv("NOTIFY_SOCKET", "/nowhere/notify")
    sd_notify.tell("READY=1")


@pytest.mark.django_db(transaction=True)
def test_worker_shows_that_it_lives_after_each_act(heard: socket.socket) -> None:
    Worker().round(timezone.now())
    assert [heard.recv(100) for _ in range(5)] == [b"WATCHDOG=1"] * 5


@pytest.mark.django_db(transaction=True)
def test_worker_says_when_it_begins_and_ends(
    heard: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = Worker()
    monkeypatch.setattr(
        worker, "rest", lambda seconds: setattr(worker, "stopping", True)
    )
    worker.run()
    told = [heard.recv(100) for _ in range(7)]
    assert (told[0], told[-1]) == (b"READY=1", b"STOPPING=1")
