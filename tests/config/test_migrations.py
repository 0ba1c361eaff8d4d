"""Every migration has a name and a way back, from an empty and from a filled site."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from comments import moderation, outbox
from comments.models import Comment, OutboxMail, Status
from guide import finding, words
from guide.models import SearchRow
from tests.make import make_comment, make_moderator, make_reply, submit_comment

ROOT = Path(__file__).parent.parent.parent
OURS = {"comments": "comments", "guide": "guide", "people": "config/people"}


@pytest.fixture
def all_the_way_back() -> Iterator[None]:
    yield
    executor = MigrationExecutor(connection)
    # Each walk takes seconds, and only one that failed leaves something to do.
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0)


def tables() -> set[str]:
    return {
        name
        for name in connection.introspection.table_names()
        if name.startswith(tuple(OURS))
    }


def go_back() -> None:
    """All of it: what rests on the guide goes with it."""
    for app in ("guide", "people"):
        go_back_to(app, "zero")


def go_back_to(app: str, migration: str) -> None:
    call_command("migrate", app, migration, verbosity=0)


def status_of(comment: Comment) -> str:
    return value("SELECT status FROM comments_comment WHERE id = %s", comment.pk)


def parent_of(comment: Comment) -> int:
    found = "SELECT parent_id FROM comments_comment WHERE id = %s"
    return int(value(found, comment.pk))


def reasons_of(comment: Comment) -> list[Any]:
    found = value("SELECT reasons FROM comments_comment WHERE id = %s", comment.pk)
    reasons: list[Any] = json.loads(found) if isinstance(found, str) else found
    return reasons


def value(question: str, *arguments: int) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question, arguments)
        [found] = cursor.fetchone()
    return found


# One walk with stops on the way, since each takes seconds.
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("all_the_way_back")
def test_filled_site_goes_back_and_takes_comments_again() -> None:
    before = tables()
    moderator = make_moderator()
    loud = submit_comment(words="WE TALKED AND TALKED ALL NIGHT", filled_trap=True)
    signs = reasons_of(loud)
    reply, troubled = make_reply(by=moderator), make_comment()
    second = make_comment(Status.APPROVED, parent=reply)
    gone, alone = make_comment(Status.APPROVED), make_comment(Status.APPROVED)
    make_comment(parent=gone)
    for each in (gone, alone):
        moderation.withdraw(each)
    standing = set(Comment.objects.filter(stands=True).values_list("pk", flat=True))
    outbox.queue_to_writers("link", [troubled.pk], timezone.now())
    moderation.decline(troubled, moderator, "word " * 100)
    moderation.raise_concern(troubled, moderator)
    requests = OutboxMail.objects.filter(kind="address")
    for address in ("wren@example.org", "jay@example.org", "robin@example.org"):
        outbox.queue_to_address("address", address, timezone.now())
    given_up, sent, _waiting = requests.order_by("pk")
    requests.filter(pk=given_up.pk).update(state="given-up", lookups="")
    requests.filter(pk=sent.pk).update(state="sent")

    go_back_to("comments", "0017")  # where a request was kept when it was done
    kept = "SELECT count(*) FROM comments_outboxmail WHERE kind = 'address'"
    assert value(kept) == 2
    go_back_to("comments", "0018")  # and on again by one
    counted = " AND mailbox = substr(lookups, 1, 64)"
    assert value(kept) == value(kept + counted) == 1

    go_back_to("comments", "0013")  # where a reply is to a first comment alone
    assert parent_of(second) == reply.parent_id
    go_back_to("guide", "0003")  # where nothing could be searched
    call_command("migrate", verbosity=0)
    rows = SearchRow.objects.filter(kind="comment")
    assert set(rows.values_list("key", flat=True)) == standing
    assert finding.texts(words.query("post")).hits
    shown = Comment.objects.filter(stands=True)
    assert set(shown.values_list("pk", flat=True)) == standing
    assert gone in shown and alone not in shown
    second.refresh_from_db()
    assert second.thread_id == second.parent_id == reply.parent_id

    go_back_to("comments", "0006")  # where a reply would stand on its own
    assert status_of(reply) == "pending"
    go_back_to("comments", "0005")  # where a reason was a code
    assert reasons_of(loud) == ["everything-waits"]
    go_back_to("comments", "0006")
    assert reasons_of(loud) == [
        sign for sign in signs if sign["code"] == "everything-waits"
    ]
    go_back_to("comments", "0001")  # where there is no concern and no long word
    assert status_of(troubled) == "pending"
    assert value("SELECT max(length(why)) FROM comments_decision") == 200
    go_back()
    assert not tables()
    call_command("migrate", verbosity=0)  # from nothing
    assert tables() == before
    make_comment()
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("app", OURS)
def test_migration_has_a_name(app: str) -> None:
    for path in (ROOT / OURS[app] / "migrations").glob("0*.py"):
        assert "auto" not in path.stem
