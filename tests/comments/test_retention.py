from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from comments import moderation, retention
from comments.models import Comment, Report
from tests.make import make_comment, make_moderator, make_report

# Not inside a transaction: the clocks empty SQLite's log, which waits for open ones.
pytestmark = pytest.mark.django_db(transaction=True)


def test_command_erases_old_sender_hashes_and_says_how_many() -> None:
    make_comment(submitted_at=timezone.now() - timedelta(days=3))
    make_comment()
    out = StringIO()
    call_command("keep_clocks", stdout=out)
    assert "Clocks: 1 sender hashes erased\n" in out.getvalue()
    assert Comment.objects.exclude(sender="").count() == 1


def test_words_of_a_report_go_ninety_days_after_it_was_settled() -> None:
    report = make_report(words="What I saw.")
    now = timezone.now()
    assert not retention.forget_report_words(now + timedelta(days=400))
    report.comment.reports.settle(make_moderator(), now)
    assert not retention.forget_report_words(now + timedelta(days=89))
    assert retention.forget_report_words(now + timedelta(days=90)) == 1
    assert Report.objects.get().words == ""


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
    comment = make_comment(words=secret * 20)
    moderation.withdraw(comment)
    call_command("keep_clocks", stdout=StringIO())
    file = Path(connection.settings_dict["NAME"])
    for path in file.parent.glob(f"{file.name}*"):
        assert secret.encode() not in path.read_bytes(), path
