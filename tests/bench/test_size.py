"""Where the comments of a filled site go."""

from random import Random

import pytest

from bench.size import Pair, Size, size_of

POSTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]


def test_a_million_comments_have_two_thousand_posts() -> None:
    size = Size(1_000_000)
    assert (size.posts, size.writers, size.waiting) == (2000, 200_000, 500)


@pytest.mark.parametrize(
    ("kind", "size"),
    [([], Size(500)), (["--blog"], Size(500, is_blog=True)), (["--pair"], Pair(500))],
)
def test_size_is_as_on_a_command_line(kind: list[str], size: Size) -> None:
    assert size_of(["500", *kind]) == size


def test_each_kind_of_site_has_a_mark_of_its_own() -> None:
    marks = {Size(500).mark, Size(500, is_blog=True).mark, Pair(500).mark}
    assert len(marks) == 3


def test_pair_has_fifty_beneath_one_post_and_the_rest_beneath_another() -> None:
    places, random = Pair(500).places(POSTS), Random(1)  # noqa: S311 (no secret)
    put = [places.place(random, n, is_approved=n > 9) for n in range(500)]
    assert put.count((2, None, None)) == 50
    assert put.count((1, None, None)) == 450
    # Only what is on the page counts.
    assert put[:9] == [(1, None, None)] * 9


def test_deep_post_holds_one_thread_each_in_reply_to_the_one_before() -> None:
    places, random = Size(500).places(POSTS), Random(1)  # noqa: S311 (no secret)
    put = [(n, places.place(random, n, is_approved=True)) for n in range(1, 500)]
    deep = [(number, place) for number, place in put if place[0] == 3]
    first = deep[0][0]
    assert deep[0][1] == (3, None, None)
    assert deep[1][1] == (3, first, first)
    assert deep[2][1] == (3, first, deep[1][0])
