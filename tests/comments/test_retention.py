from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from comments import moderation
from comments.models import Comment
from tests.make import make_comment

# Not inside a transaction: the clocks empty SQLite's log, which waits for open ones.
pytestmark = pytest.mark.django_db(transaction=True)


def test_command_erases_old_sender_hashes_and_says_how_many() -> None:
    make_comment(submitted_at=timezone.now() - timedelta(days=3))
    make_comment()
    out = StringIO()
    call_command("keep_clocks", stdout=out)
    lines = ["Clocks: 1 sender hashes erased", "Clocks: 0 old mails erased"]
    assert out.getvalue().splitlines() == lines
    assert Comment.objects.exclude(sender="").count() == 1


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
