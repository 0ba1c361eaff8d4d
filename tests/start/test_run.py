"""Starting again, ending, and being killed."""

import random
import socket
import threading
import time
from http.client import HTTPException

import pytest

from tests.start.client import Client
from tests.start.server import Server

# The promise; 1.2 were measured, so no margin is needed.
SECOND_START_SECONDS = 5
KILLS = 10


@pytest.fixture
def stopped(server: Server):  # type: ignore[no-untyped-def]
    """Ended by Ctrl-C for this test, and running again after it."""
    assert server.stop() == 0
    yield server
    if not server.processes():
        server.start()


def everything(server: Server) -> tuple[str, bytes]:
    """But for when the worker was last at work."""
    with server.database() as database:
        lines = list(database.iterdump())
    rows = "\n".join(each for each in lines if "comments_lastdone" not in each)
    return rows, (server.var / "keys.env").read_bytes()


@pytest.mark.alone
def test_second_start_is_quick_and_changes_nothing(stopped: Server) -> None:
    before = everything(stopped)
    assert stopped.start() < SECOND_START_SECONDS
    assert everything(stopped) == before


def test_ctrl_c_leaves_nothing_behind(stopped: Server) -> None:
    assert stopped.processes() == {}
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", stopped.port))


class Writer(threading.Thread):
    """Sends one comment after another, each until it is acknowledged."""

    def __init__(self, client: Client, name: str, enough: threading.Event) -> None:
        super().__init__(name=name)
        self.client = client
        self.enough = enough
        self.form = client.get("/posts/the-pause/").form(action="/comments/")
        self.acknowledged: list[str] = []
        self.trouble: list[str] = []

    def run(self) -> None:
        while not (self.enough.is_set() or self.trouble):
            words = f"{self.name} writes comment number {len(self.acknowledged)}."
            fields = self.form.filled(
                comment=words, name=self.name, email="w@example.org"
            )
            self.send(words, fields)
            time.sleep(0.1)

    def send(self, words: str, fields: list[tuple[str, str]]) -> None:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            try:
                answer = self.client.post("/posts/the-pause/comments/", fields)
            except (OSError, HTTPException):
                time.sleep(0.1)  # And then once more, as somebody at a phone does.
                continue
            if answer.status != 303:
                break
            self.acknowledged.append(words)
            return
        self.trouble.append(words)


@pytest.mark.usefixtures("moderator")
def test_acknowledged_comments_outlive_kill_9(server: Server) -> None:
    enough = threading.Event()
    names = ("Ash", "Birch", "Cedar", "Dogwood")
    writers = [Writer(server.client, name, enough) for name in names]
    for writer in writers:
        writer.start()
    for _ in range(KILLS):
        time.sleep(random.uniform(0.1, 1))  # noqa: S311 (no secret)
        server.kill()
        server.start()
    enough.set()
    for writer in writers:
        writer.join()
    assert not [writer.trouble for writer in writers if writer.trouble]

    acknowledged = {words for writer in writers for words in writer.acknowledged}
    with server.database() as database:
        query = "SELECT text FROM comments_comment WHERE text LIKE '% writes comment %'"
        stored = [text for (text,) in database.execute(query)]
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert len(acknowledged) > 2 * KILLS
    assert sorted(stored) == sorted(acknowledged)
