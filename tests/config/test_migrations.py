"""Every migration has a name and a way back, from an empty and from a filled site."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from comments import moderation
from comments.models import Comment
from tests.make import make_comment, make_moderator, make_reply, submit_comment

ROOT = Path(__file__).parent.parent.parent
OURS = {"comments": "comments", "guide": "guide", "people": "config/people"}


@pytest.fixture
def all_the_way_back() -> Iterator[None]:
    yield
    call_command("migrate", verbosity=0)


def tables() -> set[str]:
    return {
        name
        for name in connection.introspection.table_names()
        if name.startswith(tuple(OURS))
    }


def go_back() -> None:
    for app in OURS:
        call_command("migrate", app, "zero", verbosity=0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("all_the_way_back")
def test_empty_site_goes_back_and_forth() -> None:
    before = tables()
    go_back()
    assert not tables()
    call_command("migrate", verbosity=0)
    assert tables() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("all_the_way_back")
def test_filled_site_goes_back_and_takes_comments_again() -> None:
    moderation.approve(make_comment(), make_moderator())
    go_back()
    call_command("migrate", verbosity=0)
    make_comment()
    assert Comment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("all_the_way_back")
def test_going_back_before_concerns_lets_them_wait_and_cuts_long_words() -> None:
    comment, moderator = make_comment(), make_moderator()
    moderation.decline(comment, moderator, "word " * 100)
    moderation.raise_concern(comment, moderator)
    call_command("migrate", "comments", "0001", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM comments_comment")
        assert cursor.fetchall() == [("pending",)]
        cursor.execute("SELECT max(length(why)) FROM comments_decision")
        assert cursor.fetchone() == (200,)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("all_the_way_back")
def test_reasons_become_signs_and_codes_again() -> None:
    comment = submit_comment(words="WE TALKED AND TALKED ALL NIGHT", filled_trap=True)
    call_command("migrate", "comments", "0005", verbosity=0)
    assert stored_reasons() == ["everything-waits"]
    call_command("migrate", verbosity=0)
    comment.refresh_from_db()
    assert [sign.code for sign in comment.signs] == ["everything-waits"]


def stored_reasons() -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reasons FROM comments_comment")
        [value] = cursor.fetchone()
    return json.loads(value) if isinstance(value, str) else value


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("all_the_way_back")
def test_going_back_before_replies_shows_none_on_its_own() -> None:
    reply = make_reply()
    call_command("migrate", "comments", "0006", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM comments_comment WHERE id = %s", [reply.pk])
        assert cursor.fetchall() == [("pending",)]


@pytest.mark.parametrize("app", OURS)
def test_migration_has_a_name(app: str) -> None:
    for path in (ROOT / OURS[app] / "migrations").glob("0*.py"):
        assert "auto" not in path.stem
