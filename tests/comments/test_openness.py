from datetime import UTC, datetime, timedelta

import pytest

from comments.models import DiscussionSettings
from comments.openness import Openness, openness
from guide.models import Post

PUBLISHED = datetime(2026, 1, 1, 9, tzinfo=UTC)


def post(**fields: object) -> Post:
    return Post(**{"published_at": PUBLISHED} | fields)


def test_post_is_open_for_good_unless_a_setting_says_otherwise() -> None:
    later = PUBLISHED + timedelta(days=9999)
    assert openness(post(), DiscussionSettings(), later) is Openness.OPEN


def test_editor_closes_one_post() -> None:
    shut = openness(post(comments_open=False), DiscussionSettings(), PUBLISHED)
    assert shut is Openness.CLOSED


def test_pause_holds_everywhere() -> None:
    rules = DiscussionSettings(paused=True)
    assert openness(post(), rules, PUBLISHED) is Openness.PAUSED


def test_what_is_closed_stays_closed_in_a_pause() -> None:
    rules = DiscussionSettings(paused=True)
    shut = openness(post(comments_open=False), rules, PUBLISHED)
    assert shut is Openness.CLOSED


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (timedelta(days=30, seconds=-1), Openness.OPEN),
        (timedelta(days=30), Openness.CLOSED),
    ],
)
def test_post_closes_after_its_days(after: timedelta, expected: Openness) -> None:
    rules = DiscussionSettings(close_after_days=30)
    assert openness(post(), rules, PUBLISHED + after) is expected


def test_days_of_a_draft_have_not_begun() -> None:
    rules = DiscussionSettings(close_after_days=1)
    assert openness(post(published_at=None), rules, PUBLISHED) is Openness.OPEN
