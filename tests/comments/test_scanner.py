"""Mail scanners and curious people open every link: nothing may come of it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from comments import moderation, outbox, reports
from tests.mailing import everything_stored, go_out, paths_in
from tests.make import make_member, make_moderator, make_subscription, make_wish

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 3, 10, tzinfo=UTC)
KINDS = 8  # three of them to staff


def every_link_mailed() -> set[str]:
    """By a site that has sent one of each kind of mail, at their moments."""
    make_wish()
    make_wish(waiting="never", concerns=True)
    make_member("Authors", email="author@example.org", password="old-kettle-7")
    found, kinds = set(), set()
    with time_machine.travel(NOW, tick=False):
        make_subscription(is_confirmed=False, submitted_at=NOW)
        comment = make_subscription(submitted_at=NOW).comment
        outbox.queue_to_address("address", "wren@example.org", NOW)
        outbox.queue_to_address("reset", "author@example.org", NOW)
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        moderation.approve(comment, make_moderator())
        reports.report(comment.pk, "danger", "", ["reader"])
    for days in (0, 1, 8):
        at = NOW + timedelta(days=days)
        with time_machine.travel(at, tick=False):
            for message in go_out(at):
                kinds.add(str(message.subject).strip("0123456789"))
                found |= {*paths_in(message)}
    assert len(kinds) == KINDS, kinds
    return found


def test_promise_3_opening_every_mailed_link_twice_changes_nothing() -> None:
    paths = every_link_mailed()
    before = everything_stored()
    for at in (NOW, NOW + timedelta(days=8)):
        with time_machine.travel(at, tick=False):
            for path in sorted(paths) * 2:
                answer = Client().get(path)
                assert answer.status_code in (200, 302, 410), path
                assert not answer.cookies
    assert everything_stored() == before
