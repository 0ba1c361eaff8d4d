from datetime import UTC, datetime, timedelta

import pytest
from django.template.loader import render_to_string

from comments.models import DiscussionSettings
from comments.openness import Openness, days_open, openness
from comments.templatetags.conversation import open_until
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


def test_days_may_end_later_than_there_are_years() -> None:
    last = post(published_at=datetime(9999, 12, 1, tzinfo=UTC), comments_close_after=90)
    assert openness(last, DiscussionSettings(), PUBLISHED) is Openness.OPEN


@pytest.mark.parametrize(("own", "days"), [(None, 30), (7, 7), (0, 0)])
def test_word_of_the_post_goes_before_that_of_the_site(
    own: int | None, days: int
) -> None:
    rules = DiscussionSettings(close_after_days=30)
    assert days_open(post(comments_close_after=own), rules) == days


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "stays open. So say the discussion settings."),
        ({"comments_close_after": 7, "published_at": None}, "for 7 days."),
        ({"comments_close_after": 36_500}, "until 8 December 2125."),
        ({"comments_close_after": 7}, "is closed."),
    ],
)
@pytest.mark.django_db
def test_author_is_told_how_long_it_takes_comments(
    fields: dict[str, object], said: str
) -> None:
    page = render_to_string("comments/_open_until.html", open_until(post(**fields)))
    assert " ".join(page.split()).removesuffix(" </p>").endswith(said)
