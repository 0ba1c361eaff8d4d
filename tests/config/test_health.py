"""/healthz, as machines on the way and beside the site ask for it."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from comments.models import LastDone
from comments.watching import health
from config import health as config_health
from config.health import HealthFirst
from config.logs import said

FINE = dict.fromkeys(health.CHECKS, "ok")


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lets checks come out otherwise, without a database."""
    found = dict(FINE)
    monkeypatch.setattr(health, "look", lambda at, names: {n: found[n] for n in names})
    return found.update


def ask(path: str = "/healthz", method: str = "get", **headers: Any) -> HttpResponse:
    return getattr(Client(), method)(path, **headers)


@pytest.mark.usefixtures("looks")
def test_all_is_well() -> None:
    answer = ask()
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "checks": FINE}  # type: ignore[attr-defined]


@pytest.mark.parametrize("outcome", ["late", "failed"])
def test_whatever_is_not_well_is_a_503(
    looks: Callable[..., None], outcome: str
) -> None:
    looks(worker=outcome)
    answer = ask()
    assert answer.status_code == 503
    assert answer.json() == {  # type: ignore[attr-defined]
        "status": outcome,
        "checks": FINE | {"worker": outcome},
    }


def test_log_says_where_it_was_asked(
    looks: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    looks(worker="late")
    ask()
    assert said(caplog.records[0]) == "503 Service Unavailable: GET healthz"


def test_process_serves_while_the_worker_is_late(looks: Callable[..., None]) -> None:
    looks(worker="late", mail="late", disk="failed")
    assert ask("/healthz/web").status_code == 200
    looks(keys="failed")
    assert ask("/healthz/web").status_code == 503


@pytest.mark.usefixtures("looks")
def test_nobody_keeps_it_and_nobody_is_remembered() -> None:
    answer = ask()
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies and "Vary" not in answer


@pytest.mark.usefixtures("looks")
def test_head_says_the_same_without_a_body() -> None:
    answer = ask(method="head")
    assert answer.status_code == 200 and answer.content == b""


@pytest.mark.usefixtures("looks")
def test_other_methods_are_refused() -> None:
    answer = ask(method="post")
    assert answer.status_code == 405 and answer["Allow"] == "GET, HEAD"


@pytest.mark.usefixtures("looks")
@pytest.mark.parametrize("host", ["127.0.0.1:8000", "10.1.2.3", "no host at all", ""])
def test_any_host_or_none_may_ask(host: str, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["guide.example.org"]
    assert ask(headers={"Host": host}).status_code == 200
    assert ask("/", headers={"Host": host}).status_code == 400


@pytest.mark.usefixtures("looks")
def test_check_on_the_machine_needs_no_https(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert ask().status_code == 200
    assert ask("/help/").status_code == 301


@pytest.mark.usefixtures("looks")
def test_other_addresses_go_on() -> None:
    passed = HealthFirst(lambda request: HttpResponse("a page"))
    for path in ("/healthz/", "/healthz/x", "/"):
        assert passed(RequestFactory().get(path)).content == b"a page"


def test_silence_is_a_failure_within_three_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    over = threading.Event()

    def look(*_: Any) -> dict[str, str]:
        over.wait(60)
        return FINE

    monkeypatch.setattr(config_health, "MOST_SECONDS", 0.05)
    monkeypatch.setattr(health, "look", look)
    answer = ask()
    over.set()
    assert answer.status_code == 503
    assert set(answer.json()["checks"].values()) == {"failed"}  # type: ignore[attr-defined]


def test_answer_never_takes_three_seconds() -> None:
    assert config_health.MOST_SECONDS < 3


@pytest.mark.django_db(transaction=True)
def test_fresh_site_with_a_worker_is_well() -> None:
    from comments import keys

    keys.verify()
    LastDone.objects.note(LastDone.What.WORKER, timezone.now())
    assert ask().json()["checks"] == FINE  # type: ignore[attr-defined]
