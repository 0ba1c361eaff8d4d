"""Web server and worker at their worst print nothing of anybody."""

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path

import pytest

from comments import keys
from comments.models import OutboxMail
from tests.comments.watching import prometheus
from tests.mail_server import free_port, running_mail_server
from tests.make import make_comment, make_wish, submit_comment
from tests.nodes import Process, Web
from tests.start.client import FORM_TYPE, Client

pytestmark = pytest.mark.django_db(transaction=True)
# In all that is sent and stored here, and in nothing else.
PLANTED = "wrensecret"
# What a mistake of ours in the worker would do.
BROKEN_WORKER = f"""
import django
django.setup()
from django.core.management import call_command
from comments import worker
def fail(at): raise ValueError("{PLANTED}")
worker.keep_clocks = fail
call_command("run_worker")
"""


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    keys.verify()
    urls = {"TEST_URLS": "tests.config.failing_urls", "LOG_FORMAT": "json"}
    with Web(tmp_path / "web", **urls) as web:
        yield web.wait()


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def ask(web: Web, method: str, path: str, **headers: str) -> int:
    """The status, or 0 where the answer breaks off."""
    body = f"comment={PLANTED}&name={PLANTED}".encode() if method == "POST" else b""
    sent = {
        "Host": f"127.0.0.1:{web.port}",
        "Content-Type": FORM_TYPE,
        "Cookie": f"sessionid={PLANTED}; csrftoken={PLANTED}",
        "User-Agent": PLANTED,
        "Referer": f"https://{PLANTED}.example/",
    }
    with contextlib.suppress(OSError, HTTPException):
        return web.client.ask(method, path, body, sent | headers).status
    return 0


def test_web_server(web: Web) -> None:
    asked = [
        ("POST", f"/break/{PLANTED}/?q={PLANTED}", {}),
        ("POST", "/database/", {}),
        ("GET", f"/suspicious/{PLANTED}/", {}),
        ("GET", f"/on-the-way/{PLANTED}/", {}),
        ("GET", f"/posts/{PLANTED}/?q={PLANTED}", {}),
        ("GET", "/", {"Host": f"{PLANTED}.example"}),
        ("POST", "/admin/login/", {"Origin": f"https://{PLANTED}.example"}),
        (PLANTED.upper(), "/help/", {}),
        ("POST", "/posts/x/comments/", {"Content-Type": f"text/{PLANTED}"}),
    ]
    statuses = [ask(web, method, path, **more) for method, path, more in asked]
    assert statuses[:3] == [500, statuses[1], 400] and statuses[1] in (500, 503)
    assert statuses[4:7] == [404, 400, 403]
    assert PLANTED not in web.printed.lower()
    lines = [json.loads(line) for line in web.printed.splitlines()]
    assert all({"time", "level", "logger", "message"} <= line.keys() for line in lines)
    assert "An answer broke off." in [line["message"] for line in lines]
    [broken] = [line for line in lines if "break/<slug:slug>" in line["message"]]
    assert broken["message"] == "500 Internal Server Error: POST break/<slug:slug>/"
    assert broken["trace"][-1] == "builtins.KeyError"
    assert "break_with_words" in " ".join(broken["trace"])


def test_worker_with_a_mail_server_that_quotes_addresses(tmp_path: Path) -> None:
    keys.verify()
    make_wish(email=f"{PLANTED}@example.org")
    submit_comment(words=f"{PLANTED} wrote this.", name=PLANTED)
    port = free_port()
    with running_mail_server() as server:
        server.to_recipient = "550 nobody here is called"
        values = {"EMAIL_URL": server.url, "METRICS_BIND": f"127.0.0.1:{port}"}
        with Process(tmp_path / "w", "manage.py", "run_worker", **values) as worker:
            wait_until(lambda: OutboxMail.objects.get().state == "given-up")
            figures = Client(port).get("/metrics").text
    assert "is given up: 550" in worker.printed
    assert PLANTED not in worker.printed + figures
    tried = prometheus.read(figures)["footbridge_mails_tried_total"]
    assert tried[(("outcome", "given-up"),)] == 1


def test_worker_that_can_not_go_on(tmp_path: Path) -> None:
    keys.verify()
    make_comment()
    with Process(tmp_path / "worker", "-c", BROKEN_WORKER) as worker:
        assert worker.process.wait(timeout=120) == 1
    first, *steps = worker.printed.splitlines()
    assert "CRITICAL" in first and "The worker can't go on." in first
    assert steps[-1].strip() == "builtins.ValueError"
    assert PLANTED not in worker.printed
