import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.make import make_member

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"
PASSWORD = "quiet-kettle-9"


@pytest.fixture
def wren() -> User:
    return make_member("Moderators", username="wren", password=PASSWORD)


def sign_in(client: Client, name: str = "wren", password: str = PASSWORD) -> Any:
    data = {"username": name, "password": password, "next": "/admin/"}
    return client.post(LOGIN, data)


def fail(client: Client, times: int, name: str = "wren") -> Any:
    for _ in range(times):
        answer = sign_in(client, name, "wrong")
    return answer


def test_right_password_opens_the_admin(client: Client, wren: User) -> None:
    assert sign_in(client)["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_too_many_tries_are_asked_to_wait_and_the_name_is_kept(
    client: Client, wren: User
) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        answer = fail(client, 6)
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (429, "15")
    assert "Please wait 1 minute" in page and 'value="wren"' in page
    assert 'id="login-form"' in page


def test_right_password_waits_too_and_works_afterwards(
    client: Client, wren: User
) -> None:
    now = timezone.now().replace(hour=12)
    with time_machine.travel(now, tick=False) as clock:
        fail(client, 5)
        assert sign_in(client).status_code == 429
        clock.shift(timedelta(seconds=16))
        assert sign_in(client).status_code == 302


def test_stranger_shuts_nobody_out(client: Client, wren: User) -> None:
    fail(client, 30)
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert sign_in(elsewhere).status_code == 302


def test_signing_in_often_is_no_try(client: Client, wren: User) -> None:
    assert {sign_in(client).status_code for _ in range(25)} == {302}


def without_values(sql: str) -> str:
    return re.sub(r"'[^']*'|\d+", "…", sql)


@pytest.mark.parametrize("state", ["known", "inactive", "not staff", "no password"])
def test_unknown_name_costs_and_answers_as_a_known_one(wren: User, state: str) -> None:
    if state == "inactive":
        User.objects.update(is_active=False)
    elif state == "not staff":
        User.objects.update(is_staff=False)
    elif state == "no password":
        wren.set_unusable_password()
        wren.save()
    sign_in(Client(), "warm", "wrong")
    told = []
    for name in ("wren", "jay"):
        with CaptureQueriesContext(connection) as caught:
            page = sign_in(Client(), name, "wrong").content.decode()
        tidy = re.sub(r'value="[^"]*"', "", page)
        told.append((tidy, [without_values(query["sql"]) for query in caught]))
    assert told[0] == told[1]


def test_member_of_no_staff_with_the_right_password_is_told_the_same(
    client: Client, wren: User
) -> None:
    wrong = sign_in(client, "wren", "wrong").content
    User.objects.update(is_staff=False)
    right = sign_in(client).content
    clean = [re.sub(rb'value="[^"]*"', b"", page) for page in (wrong, right)]
    assert clean[0] == clean[1]


@pytest.mark.parametrize("data", [{}, {"username": "x" * 300, "password": "x"}])
def test_what_is_no_name_is_no_error(client: Client, data: dict[str, str]) -> None:
    assert client.post(LOGIN, data).status_code == 200


def test_session_of_staff_stays_under_admin(client: Client, wren: User) -> None:
    cookies = sign_in(client).cookies.values()
    assert {cookie["path"] for cookie in cookies} == {"/admin/"}
