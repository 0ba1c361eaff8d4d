"""Rows of a page are those that the QuerySets choose."""

from collections.abc import Iterable

import pytest

from comments import pins, rows
from comments.models import Comment, Status
from comments.querysets import REPLIES_SHOWN
from comments.rows import Row
from guide.models import Post
from tests.make import make_author, make_comment, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Post:
    """Sixty comments, the second and the last pinned; beneath the first one reply more
    than fits, beneath the third two."""
    post = make_post()
    found = [make_comment(Status.APPROVED, post=post) for _ in range(60)]
    pins.pin(found[1])
    pins.pin(found[-1])
    for _ in range(REPLIES_SHOWN + 1):
        make_comment(Status.APPROVED, parent=found[0])
    reply = make_comment(Status.APPROVED, parent=found[2], is_step=True)
    make_comment(Status.APPROVED, parent=reply)
    return post


def told(found: Iterable[Row | Comment]) -> list[tuple[object, ...]]:
    names = Row._fields[: Row._fields.index("first_left_out")]
    return [tuple(getattr(each, name) for name in names) for each in found]


@pytest.mark.parametrize("newest", [False, True])
@pytest.mark.parametrize("is_further", [False, True])
def test_first_comments_are_those_chosen(
    post: Post, is_further: bool, newest: bool
) -> None:
    after = Comment.objects.first_comments(post)[30].pk if is_further else 0
    found = rows.firsts(post, after, newest=newest)
    chosen = list(Comment.objects.threads_after(post, after, newest=newest))
    assert told(found) == told(chosen)
    left_out = [getattr(each, "first_left_out") for each in chosen]  # noqa: B009
    assert [each.first_left_out for each in found] == left_out


def test_replies_are_those_chosen(post: Post) -> None:
    firsts = rows.firsts(post, 0, newest=False)
    found = rows.beneath(firsts)
    cut, *whole = [first.pk for first in firsts]
    chosen = Comment.objects.beneath(whole, [cut])
    assert len(found) == REPLIES_SHOWN + 2 and told(found) == told(chosen)


def test_nothing_is_asked_where_nobody_wrote(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(0):
        assert rows.beneath([]) == []


def test_reply_knows_what_it_answers(post: Post) -> None:
    first = Comment.objects.first_comments(post)[2]
    one, two = rows.replies_after(first.pk, 0)
    assert (one.parent_name, one.parent_status) == (first.name, Status.APPROVED)
    assert two.parent_id == one.pk and one.is_step
    assert told(rows.replies_after(first.pk, one.pk)) == told([two])


def test_thread_begins_with_a_first_comment_of_its_post(post: Post) -> None:
    first = Comment.objects.first_comments(post)[2]
    found = rows.first_of_thread(post, first.pk)
    assert found and told([found]) == told([first])
    reply = Comment.objects.get(parent=first)
    assert rows.first_of_thread(post, reply.pk) is None
    assert rows.first_of_thread(make_post(), first.pk) is None


def test_badge_is_the_comments_own(post: Post) -> None:
    keys = [first.pk for first in Comment.objects.first_comments(post)[:4]]
    Comment.objects.filter(pk=keys[0]).update(author=make_author())
    Comment.objects.filter(pk__in=keys[1:3]).update(of_team=True)
    Comment.objects.filter(pk=keys[2]).update(name="Team")
    found = {row.pk: row.badge for row in rows.firsts(post, 0, newest=False)}
    assert [found[key] for key in keys] == ["Author", "Team", "", ""]
    of_models = [Comment.objects.get(pk=key).badge for key in keys]
    assert of_models == ["Author", "Team", "", ""]
