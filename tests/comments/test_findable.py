"""A comment's words are in the search index while readers may see them, no longer."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from comments import findable, moderation, redaction, revisions
from comments.models import Comment, Decision, Status
from comments.moderation import submitting
from comments.retention import keep_clocks
from comments.screening.verdict import Outcome as Verdicts
from comments.screening.verdict import Verdict
from guide import finding, search, words
from guide.models import SearchRow
from tests.make import (
    make_change,
    make_comment,
    make_moderator,
    make_post,
    make_reply,
    submit_comment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator() -> User:
    return make_moderator()


@pytest.fixture
def shown(moderator: User) -> Comment:
    """On the page, as a moderator put it there."""
    comment = make_comment(words="A walk to the river. Zebra street 5.")
    moderation.approve(comment, moderator)
    return comment


def found(asked: str) -> list[int]:
    hits = finding.talk(words.query(asked), 2**62).hits
    return [hit.row.key for hit in hits]


def test_approved_comment_is_found_in_its_place(shown: Comment) -> None:
    assert found("rivers") == [shown.pk]
    row = SearchRow.objects.get(kind="comment")
    assert (row.url, row.byline) == (shown.get_absolute_url(), "Wren")


def test_comment_is_not_found_by_who_wrote_it(shown: Comment) -> None:
    assert found("wren") == []


def test_what_waits_is_not_in_the_index() -> None:
    submit_comment(words="A walk to the river, and back.")
    assert not SearchRow.objects.filter(kind="comment").exists()


def test_comment_that_is_shown_at_once_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    verdict = Verdict(Verdicts.APPROVED, ())
    monkeypatch.setattr(submitting, "judge", lambda *_signs, **_trust: verdict)
    comment = submit_comment(words="A walk to the river, and back.")
    assert found("river") == [comment.pk]


def test_reply_of_the_team_is_found(shown: Comment) -> None:
    reply = make_reply(shown, words="Thank you for the lake.")
    assert found("lake") == [reply.pk]


Act = Callable[[Comment, User], object]
LEAVING: dict[str, Act] = {
    "hold": moderation.hold,
    "decline": moderation.decline,
    "spam": moderation.mark_spam,
    "concern": moderation.raise_concern,
    "withdraw": lambda comment, _by: moderation.withdraw(comment),
    "expire": lambda comment, _by: moderation.expire(comment),
    "report": lambda comment, _by: moderation.hold_reported(comment),
}


@pytest.mark.parametrize("act", LEAVING.values(), ids=LEAVING)
def test_words_leave_the_index_with_the_comment(
    shown: Comment, moderator: User, act: Act
) -> None:
    act(shown, moderator)
    assert found("river") == []
    assert not SearchRow.objects.filter(text__contains="river").exists()


@pytest.mark.parametrize("act", LEAVING.values(), ids=LEAVING)
def test_they_leave_in_the_same_transaction(
    shown: Comment, moderator: User, act: Act
) -> None:
    with transaction.atomic():
        act(shown, moderator)
        transaction.set_rollback(True)
    assert found("river") == [shown.pk]


def test_restored_comment_is_found_again(shown: Comment, moderator: User) -> None:
    moderation.decline(shown, moderator)
    moderation.restore(Decision.objects.latest("pk"), moderator)
    assert found("river") == [shown.pk]


def test_undone_approval_is_found_no_more(shown: Comment, moderator: User) -> None:
    moderation.restore(Decision.objects.latest("pk"), moderator)
    assert found("river") == []


def test_words_that_are_taken_out_leave_it(shown: Comment, moderator: User) -> None:
    seen = redaction.fingerprint(shown.text)
    redaction.redact(shown, moderator, "A walk to the river.", seen)
    assert found("river") == [shown.pk] and found("zebra") == []


def test_changed_words_take_the_place_of_the_others(
    shown: Comment, moderator: User
) -> None:
    change = make_change(shown, words="A walk to the lake, this time.", name="Jay")
    assert found("river") == [shown.pk] and found("lake") == []
    revisions.approve(shown, change.pk, moderator)
    assert found("river") == [] and found("lake") == [shown.pk]
    assert SearchRow.objects.get(kind="comment").byline == "Jay"


def test_replies_go_and_come_with_their_thread(shown: Comment, moderator: User) -> None:
    reply = make_reply(shown, words="Thank you for the lake.")
    moderation.hold(shown, moderator)
    assert found("lake") == []
    moderation.approve(shown, moderator)
    assert found("lake") == [reply.pk]


def test_erased_comment_leaves_its_replies_their_place(shown: Comment) -> None:
    reply = make_reply(shown, words="Thank you for the lake.")
    moderation.withdraw(shown)
    assert found("lake") == [reply.pk]
    row = SearchRow.objects.get(key=shown.pk, kind="comment")
    assert (row.text, row.text_words, row.byline) == ("", "", "")


def index() -> list[tuple[Any, ...]]:
    names = ("key", "post", "under", "url", "byline", "text", "text_words")
    rows = SearchRow.objects.filter(kind="comment").order_by("key")
    return list(rows.values_list(*names))


def rebuild() -> str:
    out = StringIO()
    call_command("rebuild_search", stdout=out)
    return out.getvalue()


def test_rebuilding_changes_nothing_and_mends_what_is_wrong(
    shown: Comment, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "BATCH", 2)
    make_reply(shown)
    for number in range(5):
        comment = make_comment(words=f"One more walk, number {number}, it was.")
        moderation.approve(comment, moderator)
    gone = make_comment(Status.APPROVED)
    make_reply(gone)
    moderation.withdraw(gone)
    before = index()
    assert f"{len(before)} comments are found" in rebuild()
    assert index() == before
    SearchRow.objects.filter(key=shown.pk).update(text="Wrong.", text_words="wrong")
    SearchRow.objects.filter(key__gt=shown.pk + 3).delete()
    hidden = make_comment(Status.APPROVED)
    findable.keep(hidden.pk)
    Comment.objects.filter(pk=hidden.pk).update(status=Status.SPAM, stands=False)
    rebuild()
    assert index() == before


def test_post_that_was_closed_off_takes_its_comments_along(shown: Comment) -> None:
    shown.post.published_at = None
    shown.post.save()
    assert found("river") == []
    shown.post.published_at = timezone.now() - timedelta(days=1)
    shown.post.save()
    assert found("river") == [shown.pk]


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_clock_leaves_nothing_of_erased_words(moderator: User) -> None:
    for number in range(20):
        other = make_comment(words=f"Plain words, number {number}, no more.")
        moderation.approve(other, moderator)
    comment = make_comment(words="The word is zyzzogeton, only here.")
    moderation.approve(comment, moderator)
    moderation.withdraw(comment)
    keep_clocks()
    with connection.cursor() as cursor:
        cursor.execute("SELECT block FROM guide_search_talk_data")
        blocks = b"".join(bytes(block) for (block,) in cursor.fetchall())
    assert b"zogeton" not in blocks and b"plain" in blocks


def test_deciding_costs_two_statements_more(
    shown: Comment, moderator: User, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        findable.keep(shown.pk)


def test_many_posts_have_their_own_comments(moderator: User) -> None:
    one, two = make_post(), make_post(published_at=None)
    comments = [
        make_comment(words="A walk it was, we two.", post=p) for p in (one, two)
    ]
    for comment in comments:
        moderation.approve(comment, moderator)
    assert found("walk") == [comments[0].pk]
