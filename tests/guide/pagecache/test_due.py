"""When a page is another one though nobody changes anything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from guide.pagecache.due import NextPost, midnight
from tests.make import make_post

NOW = datetime(2030, 5, 1, 22, 30, tzinfo=UTC)
SOON, LATER = NOW + timedelta(minutes=5), NOW + timedelta(days=2)


@pytest.mark.parametrize("at", [NOW, NOW.replace(hour=0, minute=0)])
def test_midnight_is_the_next_one(at: datetime) -> None:
    assert midnight(at) == datetime(2030, 5, 2, tzinfo=UTC)


@pytest.mark.django_db
def test_the_next_post_to_come_is_found() -> None:
    for moment in (LATER, SOON, NOW):
        make_post(published_at=moment)
    assert NextPost().after(NOW, 1, is_held=False) == SOON


@pytest.mark.django_db
def test_none_may_be_to_come() -> None:
    assert NextPost().after(NOW, 1, is_held=False) is None


@pytest.mark.django_db
def test_it_is_asked_once_while_nothing_changes(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    following = NextPost()
    with django_assert_num_queries(1):
        for _ in range(3):
            following.after(NOW, 1, is_held=False)


@pytest.mark.django_db
def test_once_it_has_come_the_one_after_it_is_next() -> None:
    following = NextPost()
    for moment in (SOON, LATER):
        make_post(published_at=moment)
    following.after(NOW, 1, is_held=False)
    assert following.after(SOON, 1, is_held=False) == LATER


@pytest.mark.django_db
def test_what_was_found_while_posts_changed_isn_t_remembered() -> None:
    following = NextPost()
    following.after(NOW, 1, is_held=True)
    make_post(published_at=SOON)
    assert following.after(NOW, 1, is_held=False) == SOON


@pytest.mark.django_db
def test_a_change_has_it_asked_again() -> None:
    following = NextPost()
    following.after(NOW, 1, is_held=False)
    make_post(published_at=SOON)
    assert following.after(NOW, 2, is_held=False) == SOON
