from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from comments.importing.loading import load, top_down
from comments.importing.source import SourceComment
from comments.models import (
    Comment,
    Correspondent,
    Decision,
    Fingerprint,
    OutboxMail,
    Status,
    Subscription,
)
from comments.moderation import withdraw
from guide.importing.report import Outcome
from guide.importing.running import Run
from guide.models import Post, SearchRow
from tests.make import make_post, make_rule

pytestmark = pytest.mark.django_db

AT = datetime(2019, 5, 1, tzinfo=UTC)


@pytest.fixture
def post() -> Post:
    return make_post()


def said(number: int, parent: int | None = None, **fields: Any) -> SourceComment:
    given: dict[str, Any] = {
        "post": "post",
        "name": "Wren",
        "text": f"Comment number {number}.",
        "created_at": AT + timedelta(days=number),
        "status": Status.APPROVED,
        "parent": f"c{parent}" if parent else "",
    }
    return SourceComment(source=f"c{number}", **given | fields)


def brought(
    post: Post, *comments: SourceComment, dry_run: bool = False
) -> dict[Outcome, int]:
    run = Run(dry_run)
    with run.all_or_nothing():
        load(comments, run, {"post": post.pk}.get)
    return dict(run.report.counts["comments"])


def comment(number: int) -> Comment:
    return Comment.objects.get(text=f"Comment number {number}.")


def test_thread_comes_as_it_stood(post: Post) -> None:
    brought(post, said(1), said(2, 1), said(3, 2), said(4, 1))
    assert comment(3).parent == comment(2)
    assert comment(3).thread == comment(1) == comment(4).parent
    assert [each.stands for each in Comment.objects.all()] == [True] * 4
    assert comment(1).submitted_at == AT + timedelta(days=1)
    assert SearchRow.objects.filter(kind="comment", under=comment(1).pk).count() == 3


@pytest.mark.parametrize("numbers", [(3, 2, 1), (2, 3, 1), (1, 3, 2)])
def test_replies_wait_for_what_they_answer(
    post: Post, numbers: Iterable[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comments.importing.loading.BATCH", 1)
    chain = {1: said(1), 2: said(2, 1), 3: said(3, 2)}
    brought(post, *(chain[number] for number in numbers))
    assert comment(3).parent == comment(2)
    assert comment(3).thread == comment(1)


def test_orphans_and_circles_stand_by_themselves(post: Post) -> None:
    brought(post, said(1, 9), said(2, 4), said(3, 2), said(4, 3), said(5, 5))
    roots = Comment.objects.filter(parent=None)
    assert {each.text[-2] for each in roots} == {"1", "2", "5"}
    assert comment(4).parent == comment(3) and comment(3).parent == comment(2)


@pytest.mark.parametrize("status", [Status.DECLINED, Status.SPAM, Status.PENDING])
def test_reply_to_what_is_not_on_the_page_stands_by_itself(
    post: Post, status: Status
) -> None:
    brought(post, said(1, status=status), said(2, 1))
    assert comment(2).parent is None
    assert Comment.objects.on_page().get() == comment(2)


def test_reply_in_a_later_export_finds_what_it_answers(post: Post) -> None:
    brought(post, said(1))
    assert brought(post, said(1), said(2, 1)) == {
        Outcome.UNCHANGED: 1,
        Outcome.CREATED: 1,
    }
    assert comment(2).thread == comment(1)


def test_second_run_brings_nothing_back_that_was_erased(post: Post) -> None:
    brought(post, said(1), said(2))
    withdraw(comment(1))
    comment(2).delete()
    assert brought(post, said(1), said(2)) == {Outcome.UNCHANGED: 1, Outcome.SKIPPED: 1}
    assert not Comment.objects.exclude(text="").exists()


def test_dry_run_leaves_nothing(post: Post) -> None:
    assert brought(post, said(1), dry_run=True) == {Outcome.CREATED: 1}
    assert not Comment.objects.exists()


def test_addresses_are_kept_unconfirmed_and_nobody_is_written_to(post: Post) -> None:
    brought(
        post,
        said(1, email=" Wren@Example.org "),
        said(2, email="Wren@example.org"),
        said(3, email="none"),
        said(4),
    )
    writer = Correspondent.objects.get()
    assert writer.confirmed_at is None
    assert comment(1).correspondent == comment(2).correspondent == writer
    assert comment(3).correspondent is None and comment(4).correspondent is None
    assert not (mail.outbox or OutboxMail.objects.exists())
    assert not Subscription.objects.exists()


def test_what_was_put_away_elsewhere_has_its_time_from_now_on(post: Post) -> None:
    brought(post, said(1), said(2, status=Status.PENDING), said(3, status=Status.SPAM))
    logged = Decision.objects.values_list("comment__text", "to_status", "cause")
    assert list(logged) == [("Comment number 3.", "spam", "import")]


def test_concern_that_waited_comes_on_top(post: Post) -> None:
    make_rule(effect="concern", value="kill me")
    brought(post, said(1, text="He will kill me tonight.", status=Status.PENDING))
    assert Comment.objects.get().status == Status.CONCERN


def test_name_that_tells_an_address_is_left_out(post: Post) -> None:
    brought(post, said(1, name="wren@example.org"), said(2, name=""))
    assert {each.name for each in Comment.objects.all()} == {"Anonymous"}


def test_words_are_tidied_and_none_is_skipped(post: Post) -> None:
    found = brought(post, said(1, text=" \u200b\n"), said(2, text="a\x00b\r\nc"))
    assert found == {Outcome.CREATED: 1, Outcome.SKIPPED: 1}
    assert Comment.objects.get().text == "ab\nc"


def test_only_lately_sent_words_are_remembered_as_hashes(post: Post) -> None:
    words = "these are quite enough words to be told from any others that may come " * 2
    brought(post, said(1, text=words))
    assert not Fingerprint.objects.exists()
    brought(post, said(2, text=words, created_at=timezone.now()))
    assert Fingerprint.objects.exists()


def test_same_source_twice_is_one_and_a_strange_post_none(post: Post) -> None:
    twice = replace(said(1), text="Else.")
    found = brought(post, said(1), twice, said(2, post="elsewhere"))
    assert found == {Outcome.CREATED: 1, Outcome.SKIPPED: 2}


def test_batch_costs_the_same_for_any_number(
    post: Post, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(26):
        brought(post, *(said(n, n - 1, email=f"a{n}@b.org") for n in range(1, 60)))


def test_long_chain_is_ordered_without_recursion() -> None:
    chain = [said(n, n - 1) for n in range(3000, 0, -1)]
    assert [each.source for each in top_down(chain)] == [
        f"c{n}" for n in range(1, 3001)
    ]
