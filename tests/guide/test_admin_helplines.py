import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from guide.models import Helpline
from tests.make import make_helpline, make_member

pytestmark = pytest.mark.django_db

LIST = "/admin/guide/helpline/"
TODAY = date(2026, 11, 30)


@pytest.fixture
def owner(client: Client) -> User:
    owner = make_member("Owners")
    client.force_login(owner)
    return owner


@pytest.mark.parametrize(
    ("days", "is_stale"), [(None, True), (181, True), (180, False), (0, False)]
)
def test_line_is_trusted_for_180_days(days: int | None, is_stale: bool) -> None:
    checked = None if days is None else TODAY - timedelta(days=days)
    make_helpline(verified_on=checked)
    assert Helpline.objects.stale(TODAY).exists() is is_stale


def test_button_says_that_it_was_checked_today(client: Client, owner: User) -> None:
    line, _other = make_helpline(), make_helpline()
    assert f"{LIST}{line.pk}/checked/" in client.get(LIST).content.decode()
    page = client.post(f"{LIST}{line.pk}/checked/", follow=True)
    line.refresh_from_db()
    assert line.verified_on == timezone.localdate()
    assert b"Left to be checked: 1." in page.content
    assert page.request["QUERY_STRING"] == "checked=stale"
    page = client.post(f"{LIST}{_other.pk}/checked/", follow=True)
    assert b"All are checked." in page.content


def test_many_are_checked_at_once(client: Client, owner: User) -> None:
    lines = [make_helpline(verified_on=date(2020, 1, 1)) for _ in range(3)]
    form = {"action": "checked_today", "_selected_action": [x.pk for x in lines[:2]]}
    client.post(LIST, form)
    assert list(Helpline.objects.stale()) == lines[2:]


def test_list_shows_those_to_check(client: Client, owner: User) -> None:
    make_helpline(name="An old one")
    make_helpline(name="A new one", verified_on=timezone.localdate())
    page = client.get(f"{LIST}?checked=stale").content.decode()
    assert re.findall(r">(An? \w+ one)</a>", page) == ["An old one"]


def test_others_check_nothing(client: Client) -> None:
    line = make_helpline()
    checked = f"{LIST}{line.pk}/checked/"
    assert "/login/" in client.post(checked)["Location"]
    viewer = make_member("Authors")
    viewer.user_permissions.add(Permission.objects.get(codename="view_helpline"))
    client.force_login(viewer)
    assert client.post(checked).status_code == 403
    assert checked not in client.get(LIST).content.decode()
    line.refresh_from_db()
    assert line.verified_on is None


def test_only_a_press_checks(client: Client, owner: User) -> None:
    line = make_helpline()
    assert client.get(f"{LIST}{line.pk}/checked/").status_code == 405
    assert client.post(f"{LIST}{line.pk + 1}/checked/").status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_list_costs_the_same_queries(
    client: Client, owner: User, number: int, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        make_helpline()
    with django_assert_num_queries(8):
        client.get(LIST)
