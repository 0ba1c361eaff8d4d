import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import reset_letters
from comments.models import OutboxMail
from config.people import password_reset
from tests.mailing import everything_stored, go_out
from tests.make import make_member

pytestmark = pytest.mark.django_db
ASK = "/admin/reset/"
NEW = "another-kettle-7"
BOTH = {"new_password1": NEW, "new_password2": NEW}


@pytest.fixture
def wren() -> User:
    return make_member(
        "Authors", username="wren", password="old-kettle-7", email="wren@example.org"
    )


@pytest.fixture
def path(wren: User) -> str:
    """Where the mail to wren leads."""
    return reset_letters.url(wren).removeprefix("http://127.0.0.1:8000")


def ask(email: str = "wren@example.org", **extra: Any) -> Any:
    return Client(**extra).post(ASK, {"email": email})


def test_sign_in_page_leads_there(client: Client) -> None:
    assert b'href="/admin/reset/"' in client.get("/admin/login/").content
    assert client.get(ASK).status_code == 200


def test_mailed_link_sets_a_new_password_once(wren: User) -> None:
    assert ask()["Location"] == "/admin/reset/sent/"
    [message] = go_out()
    [path] = re.findall(r"http://127.0.0.1:8000(/admin/reset/\S+)", str(message.body))
    assert Client().post(path, BOTH)["Location"] == "/admin/reset/done/"
    wren.refresh_from_db()
    assert wren.check_password(NEW)
    assert Client().post(path, BOTH).status_code == 410
    assert LogEntry.objects.get().user == wren


def test_opening_the_link_changes_nothing_and_sets_no_cookie(path: str) -> None:
    before = everything_stored()
    for _ in range(2):
        answer = Client().get(path)
        assert answer.status_code == 200 and not answer.cookies
    assert everything_stored() == before


def test_page_and_its_refusals_are_private(path: str) -> None:
    cut = path.rstrip("/")
    for address in (path, cut, f"{cut}x/", "/admin/reset/MQ/x-y/"):
        for method in ("get", "post", "put"):
            answer = getattr(Client(), method)(address)
            assert "no-store" in answer["Cache-Control"]
            assert answer["X-Robots-Tag"] == "noindex"
            assert answer["Referrer-Policy"] == "no-referrer"


def test_browser_that_calls_the_origin_null_is_served(path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(path, BOTH, headers={"Origin": "null"})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    "sent", [{}, {**BOTH, "new_password2": "x"}, dict.fromkeys(BOTH, "123")], ids=str
)
def test_refused_password_is_told_and_changes_nothing(
    wren: User, path: str, sent: dict[str, str]
) -> None:
    answer = Client().post(path, sent)
    assert answer.status_code == 200 and b"Error:" in answer.content
    wren.refresh_from_db()
    assert wren.check_password("old-kettle-7")


def test_two_at_the_same_time_are_one(
    wren: User, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = password_reset.account

    def late(uidb64: str, token: str, lock: bool = False) -> User | None:
        if lock:
            wren.set_password("whoever-was-first-7")
            wren.save()
        return account(uidb64, token, lock)

    monkeypatch.setattr(password_reset, "account", late)
    assert Client().post(path, BOTH).status_code == 410


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_who_left_meanwhile_chooses_none(path: str, change: dict[str, Any]) -> None:
    User.objects.update(**change)
    assert Client().post(path, BOTH).status_code == 410


@pytest.mark.parametrize("key", ["!!", "MQ", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_made_up_link_is_told_and_breaks_nothing(wren: User, key: str) -> None:
    answer = Client().get(f"/admin/reset/{key}/abc-def/")
    assert answer.status_code == 410 and b"has had its time" in answer.content


def test_link_ends_after_a_day(path: str) -> None:
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert Client().get(path).status_code == 410


def without_values(sql: str) -> str:
    return re.sub(r"'[^']*'|\d+", "…", sql)


def test_every_address_gets_the_same_answer(wren: User) -> None:
    ask("warm@example.org")
    told = []
    for address in ("wren@example.org", "nobody@example.org"):
        with CaptureQueriesContext(connection) as caught:
            answer = ask(address)
        sql = [without_values(query["sql"]) for query in caught]
        told.append((answer.status_code, answer["Location"], sql))
    assert told[0] == told[1]
    assert not mail.outbox and len(go_out()) == 1


def test_who_asks_too_often_waits_and_keeps_the_address(wren: User) -> None:
    answers = [ask("nobody@example.org") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert b'value="nobody@example.org"' in answers[-1].content
    assert b"Please wait 1 minute" in answers[-1].content


def test_nobody_is_buried_in_mails(wren: User) -> None:
    sent = 0
    for number in range(7):
        assert ask(REMOTE_ADDR=f"192.0.2.{number}").status_code == 302
        sent += len(go_out())
    assert sent == 5 and not OutboxMail.objects.exists()


@pytest.mark.parametrize("email", ["", "nowhere"])
def test_what_is_no_address_is_said(email: str) -> None:
    assert ask(email).status_code == 200
