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

from config.people import password_reset
from tests.make import make_member

pytestmark = pytest.mark.django_db
ASK = "/admin/reset/"
NEW = "another-kettle-7"


@pytest.fixture(autouse=True)
def sent_at_once(monkeypatch: Any) -> None:
    monkeypatch.setattr(password_reset, "in_background", lambda act: act())


@pytest.fixture
def wren() -> User:
    return make_member(
        "Authors", username="wren", password="old-kettle-7", email="wren@example.org"
    )


def ask(email: str = "wren@example.org", **extra: Any) -> Any:
    return Client(**extra).post(ASK, {"email": email})


def mailed_path() -> str:
    found = re.search(
        r"http://127.0.0.1:8000(/admin/reset/\S+)", str(mail.outbox[0].body)
    )
    assert found
    return found[1]


def choose(path: str) -> Any:
    client = Client()
    form = client.get(path)
    data = {"new_password1": NEW, "new_password2": NEW}
    return client.post(form["Location"], data) if "Location" in form else form


def test_sign_in_page_leads_there(client: Client) -> None:
    assert b'href="/admin/reset/"' in client.get("/admin/login/").content
    assert client.get(ASK).status_code == 200


def test_mailed_link_sets_a_new_password_once(wren: User) -> None:
    assert ask()["Location"] == "/admin/reset/sent/"
    path = mailed_path()
    assert choose(path)["Location"] == "/admin/reset/done/"
    wren.refresh_from_db()
    assert wren.check_password(NEW)
    assert b"invalid" in choose(path).content
    assert LogEntry.objects.get().user == wren


def test_mail_is_plain_and_tells_nothing(wren: User) -> None:
    ask()
    [message] = mail.outbox
    words = f"{message.subject} {message.body}".lower()
    assert not re.search(r"footbridge|husband|marriage|guide|wren|comment", words)
    assert message.content_subtype == "plain" and message.to == ["wren@example.org"]


def test_link_names_our_address_whatever_host_was_asked(
    wren: User, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.MAIL_SITE_URL = "https://plain.example.org"
    ask(HTTP_HOST="evil.example.com")
    assert "https://plain.example.org/admin/reset/" in mail.outbox[0].body


def test_link_ends_after_a_day(wren: User) -> None:
    ask()
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert b"invalid" in choose(mailed_path()).content


def without_values(sql: str) -> str:
    return re.sub(r"'[^']*'|\d+", "…", sql)


@pytest.mark.parametrize("change", [{}, {"is_active": False}, {"is_staff": False}])
def test_every_address_gets_the_same_answer(wren: User, change: dict[str, Any]) -> None:
    if change:
        User.objects.update(**change)
    ask("warm@example.org")
    told = []
    for address in ("wren@example.org", "nobody@example.org"):
        with CaptureQueriesContext(connection) as caught:
            answer = ask(address)
        sql = [without_values(query["sql"]) for query in caught]
        told.append((answer.status_code, answer["Location"], sql))
    assert told[0] == told[1]
    assert len(mail.outbox) == (0 if change else 1)


def test_who_asks_too_often_waits_and_keeps_the_address(wren: User) -> None:
    answers = [ask("nobody@example.org") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert b'value="nobody@example.org"' in answers[-1].content
    assert b"Please wait 1 minute" in answers[-1].content


def test_nobody_is_buried_in_mails(wren: User) -> None:
    for number in range(10):
        assert ask(REMOTE_ADDR=f"192.0.2.{number}").status_code == 302
    assert len(mail.outbox) == 5


def test_refusing_mail_server_changes_no_answer_and_logs_no_address(
    wren: User, monkeypatch: Any, caplog: Any
) -> None:
    def refuse(self: Any) -> None:
        raise OSError("wren@example.org refused")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    assert ask().status_code == 302
    assert "OSError" in caplog.text and "wren@" not in caplog.text


@pytest.mark.parametrize("email", ["", "nowhere"])
def test_what_is_no_address_is_said(email: str) -> None:
    assert ask(email).status_code == 200
