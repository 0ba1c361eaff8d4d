import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from comments import moderation, retention, revisions
from comments.models import (
    Cause,
    CheckIn,
    Comment,
    Correspondent,
    Decision,
    DiscussionSettings,
    Report,
    Status,
    Subscription,
)
from tests.make import (
    make_comment,
    make_moderator,
    make_page,
    make_report,
    make_subscription,
)

# Not inside a transaction: the clocks empty SQLite's log, which waits for open ones.
pytestmark = pytest.mark.django_db(transaction=True)


def test_command_erases_old_sender_hashes_and_says_how_many() -> None:
    make_comment(submitted_at=timezone.now() - timedelta(days=3))
    make_comment()
    out = StringIO()
    call_command("keep_clocks", stdout=out)
    assert "Clocks: 1 sender hashes erased\n" in out.getvalue()
    assert Comment.objects.exclude(sender="").count() == 1


NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
CLOCKS: dict[str, tuple[Callable[..., bool], timedelta]] = {
    "spam": (moderation.mark_spam, 30 * DAY),
    "declined": (moderation.decline, 90 * DAY),
}


def decided(status: str, at: datetime = NOON, **fields: Any) -> Comment:
    """A comment that came long before it was decided on, at ``at``."""
    comment = make_comment(submitted_at=at - 200 * DAY, **fields)
    with time_machine.travel(at, tick=False):
        CLOCKS[status][0](comment, make_moderator())
    return comment


@pytest.mark.parametrize("status", CLOCKS)
def test_words_go_when_their_time_since_the_decision_is_over(status: str) -> None:
    comment, time = decided(status), CLOCKS[status][1]
    retention.keep_clocks(NOON + time)
    comment.refresh_from_db()
    assert comment.text
    retention.keep_clocks(NOON + time + timedelta(seconds=1))
    comment.refresh_from_db()
    assert comment.status == Status.WITHDRAWN
    assert (comment.name, comment.text, comment.html) == ("", "", "")
    assert not Correspondent.objects.exists()


def test_other_words_of_its_writer_keep_spam_no_longer() -> None:
    comment = decided("spam")
    with time_machine.travel(NOON + 30 * DAY, tick=False):
        revisions.edit(comment, "Wren", "Other words.", ["writer"])
    retention.keep_clocks(NOON + 31 * DAY)
    comment.refresh_from_db()
    assert comment.status == Status.WITHDRAWN


def test_what_went_by_itself_says_so() -> None:
    comment = decided("spam")
    retention.keep_clocks(NOON + 31 * DAY)
    comment.refresh_from_db()
    last = comment.decisions.get(to_status=Status.WITHDRAWN)
    assert (last.by, last.cause, last.is_by_writer) == (None, Cause.CLOCK, False)


@pytest.mark.parametrize("status", ["pending", "approved", "concern"])
def test_nothing_else_has_a_clock(status: str) -> None:
    comment = make_comment(Status(status), submitted_at=NOON - 900 * DAY)
    retention.keep_clocks(NOON)
    comment.refresh_from_db()
    assert comment.text


def test_spam_that_no_person_marked_counts_from_its_sending() -> None:
    make_comment(Status.SPAM, submitted_at=NOON - 31 * DAY)
    kept = make_comment(Status.SPAM, submitted_at=NOON - 29 * DAY)
    assert retention.keep_clocks(NOON)["comments marked as spam"] == 1
    kept.refresh_from_db()
    assert kept.text


def test_setting_counts_at_the_next_run() -> None:
    decided("spam")
    DiscussionSettings.objects.create(pk=1, spam_days=2)
    assert retention.keep_clocks(NOON + 3 * DAY)["comments marked as spam"] == 1


def test_words_about_a_decision_go_after_a_year() -> None:
    comment = make_comment()
    with time_machine.travel(NOON, tick=False):
        moderation.decline(comment, make_moderator(), "Please leave out the name.")
    DiscussionSettings.objects.create(pk=1, declined_days=3650)
    retention.keep_clocks(NOON + 365 * DAY)
    assert Decision.objects.get().why
    retention.keep_clocks(NOON + 366 * DAY)
    assert Decision.objects.get().why == ""


def test_run_that_was_stopped_goes_on_where_it_was(monkeypatch: Any) -> None:
    for _ in range(3):
        decided("spam")
    expire, calls = moderation.expire, []

    def stop_at_the_second(comment: Comment) -> bool:
        calls.append(comment)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return expire(comment)

    monkeypatch.setattr(moderation, "expire", stop_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        retention.keep_clocks(NOON + 31 * DAY)
    assert Comment.objects.filter(text="").count() == 1
    assert retention.keep_clocks(NOON + 31 * DAY)["comments marked as spam"] == 2


def test_many_go_in_batches(monkeypatch: Any) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    for _ in range(5):
        decided("declined")
    assert retention.keep_clocks(NOON + 91 * DAY)["declined comments"] == 5


def test_decision_that_comes_first_keeps_the_words() -> None:
    comment = decided("spam")
    found = Comment.objects.get(pk=comment.pk)
    moderation.approve(comment, make_moderator())
    assert not moderation.expire(found)
    comment.refresh_from_db()
    assert comment.text


@pytest.mark.parametrize(
    ("field", "value"), [("spam_days", 0), ("declined_days", 4000)]
)
def test_time_of_a_clock_has_bounds(field: str, value: int) -> None:
    with pytest.raises(ValidationError) as caught:
        DiscussionSettings(pk=1, **{field: value}).full_clean()
    assert list(caught.value.message_dict) == [field]


def test_quiet_hour_is_one_line() -> None:
    out = StringIO()
    call_command("keep_clocks", stdout=out)
    assert out.getvalue() == "Clocks: nothing has run out\n"


def test_ended_sessions_go(client: Client) -> None:
    client.force_login(make_moderator())
    assert retention.keep_clocks()["ended sessions"] == 0
    assert retention.keep_clocks(timezone.now() + 30 * DAY)["ended sessions"] == 1


def test_privacy_page_shows_the_present_times(client: Client) -> None:
    make_page(slug="privacy")
    assert b"spam: 30 days" in client.get("/privacy/").content
    DiscussionSettings.objects.create(pk=1, spam_days=12)
    page = client.get("/privacy/").content
    assert b"spam: 12 days" in page and b"publish: 90 days" in page


def test_other_pages_say_nothing_of_clocks(client: Client) -> None:
    make_page(slug="house-rules")
    assert b"How long we keep" not in client.get("/house-rules/").content


def test_words_of_a_report_go_when_its_time_since_settling_is_over() -> None:
    report = make_report(words="What I saw.")
    report.comment.reports.settle(make_moderator(), NOON)
    retention.keep_clocks(NOON + 90 * DAY)
    assert Report.objects.get().words
    retention.keep_clocks(NOON + 91 * DAY)
    assert Report.objects.get().words == ""


def test_words_of_an_open_report_stay() -> None:
    make_report(words="What I saw.")
    retention.keep_clocks(timezone.now() + 900 * DAY)
    assert Report.objects.get().words


def test_senders_of_reports_are_forgotten_too() -> None:
    make_report(at=timezone.now() - timedelta(days=3))
    make_report()
    assert retention.keep_clocks()["sender hashes"] == 1
    assert Report.objects.exclude(sender="").count() == 1


@pytest.mark.skipif(
    "sqlite3" not in settings.DATABASES["default"]["ENGINE"], reason="SQLite's files"
)
def test_erased_words_are_in_no_file_of_the_database() -> None:
    secret = "under the third flowerpot"
    word, moderator = "zyzzogeton", make_moderator()
    others = [make_comment(words=f"Plain words, number {n}.") for n in range(2)]
    comment = make_comment(words=f"{word} " + secret * 20)
    for each in (*others, comment):
        moderation.approve(each, moderator)
    moderation.withdraw(comment)
    call_command("keep_clocks", stdout=StringIO())
    file = Path(connection.settings_dict["NAME"])
    for path in file.parent.glob(f"{file.name}*"):
        # In a process of its own: closing a file ends every lock that this one has on
        # it, SQLite's among them, and another process then spoils the log.
        read = subprocess.run(["/bin/cat", path], capture_output=True, check=True)
        assert secret.encode() not in read.stdout, path
        # In the search index a word may share its beginning with the one before it.
        assert word[2:].encode() not in read.stdout, path


def test_clocks_end_what_nobody_confirmed_or_answered() -> None:
    make_subscription(is_confirmed=False, submitted_at=NOON)
    make_subscription(submitted_at=NOON)
    retention.keep_clocks(NOON + 8 * DAY)
    assert Subscription.objects.count() == CheckIn.objects.count() == 1
    retention.keep_clocks(NOON + 60 * DAY)
    assert not CheckIn.objects.exists()
