import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guide import chapters
from guide.models import Guide, Post
from tests.make import make_guide, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide() -> Guide:
    """With chapters a, b, c and d, numbered as a careless hand might."""
    guide = make_guide()
    for title, position in zip("abcd", (0, 2, 2, 9), strict=True):
        make_post(title=title, guide=guide, position=position)
    return guide


def key(title: str) -> int:
    return Post.objects.get(title=title).pk


def order(guide: Guide) -> str:
    """Also that places are numbered from 1 on without a gap."""
    found = list(guide.posts.in_order())
    assert [post.position for post in found] == list(range(1, len(found) + 1))
    return "".join(post.title for post in found)


@pytest.mark.parametrize(
    ("title", "steps", "expected"),
    [("b", -1, "bacd"), ("b", 1, "acbd"), ("a", -1, "abcd"), ("d", 1, "abcd")],
)
def test_chapter_goes_up_and_down(
    guide: Guide, title: str, steps: int, expected: str
) -> None:
    assert chapters.move(guide, key(title), steps)
    assert order(guide) == expected


def test_chapter_is_put_before_another_or_last(guide: Guide) -> None:
    chapters.put_before(guide, key("d"), key("b"))
    assert order(guide) == "adbc"
    chapters.put_before(guide, key("a"), 0)
    assert order(guide) == "dbca"


def test_chapters_are_numbered(guide: Guide) -> None:
    chapters.number(guide, {key("d"): 1, key("a"): 4})
    assert order(guide) == "dbca"


def test_post_is_brought_in_last_and_taken_out(guide: Guide) -> None:
    alone = make_post(title="e", position=7)
    assert chapters.bring_in(guide, alone.pk)
    assert order(guide) == "abcde"
    assert chapters.take_out(guide, key("b"))
    assert order(guide) == "acde"
    assert Post.objects.get(title="b").position == 0


def test_what_is_done_twice_changes_nothing(guide: Guide) -> None:
    alone = make_post(title="e")
    chapters.bring_in(guide, alone.pk)
    assert not chapters.bring_in(guide, alone.pk)
    chapters.take_out(guide, alone.pk)
    assert not chapters.take_out(guide, alone.pk)
    assert not chapters.move(guide, alone.pk, 1)
    assert not chapters.number(guide, {alone.pk: 1})
    assert order(guide) == "abcd"


def test_chapter_of_another_guide_stays_there(guide: Guide) -> None:
    other = make_post(title="x", guide=make_guide(), position=1)
    for done in (
        chapters.move(guide, other.pk, 1),
        chapters.bring_in(guide, other.pk),
        chapters.take_out(guide, other.pk),
    ):
        assert not done
    other.refresh_from_db()
    assert (other.guide != guide, other.position) == (True, 1)


def test_stranger_beside_a_chapter_puts_it_last(guide: Guide) -> None:
    """The one before which it was dropped was taken out meanwhile."""
    chapters.take_out(guide, key("c"))
    chapters.put_before(guide, key("a"), key("c"))
    assert order(guide) == "bda"


def test_order_that_is_right_is_not_written(guide: Guide) -> None:
    chapters.settle([guide.pk])
    with CaptureQueriesContext(connection) as asked:
        chapters.settle([guide.pk, None])
    assert not [query for query in asked if "UPDATE" in query["sql"]]


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_one_at_a_time_changes_the_order(guide: Guide) -> None:
    """Each waits before it looks at the order, so that it sees what the other did."""
    with CaptureQueriesContext(connection) as asked:
        chapters.move(guide, key("a"), 1)
    statements = [query["sql"] for query in asked]
    [lock] = [n for n, sql in enumerate(statements) if "advisory" in sql]
    looks = [n for n, sql in enumerate(statements) if "ORDER BY" in sql]
    assert lock < min(looks)
