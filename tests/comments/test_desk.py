from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments import desk, moderation, notes, reports, revisions
from comments.models import Comment, DiscussionSettings, Status
from tests.make import make_comment, make_moderator, make_post, make_report, make_rule

pytestmark = pytest.mark.django_db


def shown(portion: desk.Portion) -> list[Comment]:
    return [card.comment for card in portion.cards]


def test_concerns_are_on_top_then_the_oldest() -> None:
    first, second = make_comment(), make_comment()
    concern = make_comment(Status.CONCERN)
    assert shown(desk.portion()) == [concern, first, second]


def test_reported_comes_before_what_waits_and_urgent_before_that() -> None:
    waiting = make_comment()
    reported = make_report(comment=make_comment(Status.APPROVED)).comment
    urgent = make_report(comment=make_comment(Status.APPROVED), reason="danger").comment
    held = make_report(comment=make_comment(Status.APPROVED), reason="about-me").comment
    moderation.hold_reported(held)
    concern = make_comment(Status.CONCERN)
    assert shown(desk.portion()) == [concern, urgent, held, reported, waiting]


def test_card_has_the_open_reports() -> None:
    report = make_report(words="Look.")
    [card] = desk.portion().cards
    assert card.reports == [report]
    assert card.token == f"{report.comment_id}:approved:{report.pk}:0"


def test_settled_report_is_not_there() -> None:
    report = make_report()
    reports.keep(report.comment, make_moderator())
    assert not desk.portion().cards


@pytest.mark.parametrize(
    "status", [Status.APPROVED, Status.DECLINED, Status.SPAM, Status.WITHDRAWN]
)
def test_what_is_decided_is_not_there(status: Status) -> None:
    make_comment(status)
    assert not desk.portion().cards


def test_portions_follow_each_other_without_a_gap(monkeypatch: Any) -> None:
    monkeypatch.setattr(desk, "CARDS", 2)
    post = make_post()
    concerns = [make_comment(Status.CONCERN, post=post) for _ in range(3)]
    waiting = [make_comment(post=post) for _ in range(4)]
    found, place = [], None
    while True:
        portion = desk.portion(place)
        found += shown(portion)
        place = portion.following
        if place is None:
            break
        place = desk.read_place(str(place))
    assert found == [*concerns, *waiting]


@pytest.mark.parametrize("text", ["", "x", "pending-", "pending-x", "spam-1", "-3"])
def test_nonsense_is_the_beginning(text: str) -> None:
    assert desk.read_place(text) == desk.Place()


def test_place_far_away_is_no_error() -> None:
    assert not desk.portion(desk.read_place("pending-" + "9" * 19)).cards


def test_history_counts_the_others_of_the_address() -> None:
    for status in (Status.APPROVED, Status.APPROVED, Status.SPAM, Status.PENDING):
        make_comment(status, email="wren@example.org")
    make_comment(Status.APPROVED, email="jay@example.org")
    [card] = desk.portion().cards
    assert card.history.counts == {"approved": 2, "spam": 1, "pending": 0}
    assert not card.history.is_first


def test_first_comment_of_an_address_says_so() -> None:
    make_comment()
    assert desk.portion().cards[0].history.is_first


def test_history_is_counted_without_a_look_beyond_the_index() -> None:
    make_comment()
    with CaptureQueriesContext(connection) as asked:
        desk.portion()
    [counting] = [each["sql"] for each in asked if "GROUP BY" in each["sql"]]
    # PostgreSQL would look each row up to see whether its key is there.
    assert "COUNT(*)" in counting


def test_comment_without_an_address_has_no_history() -> None:
    comment = make_comment()
    Comment.objects.update(correspondent=None)
    [card] = desk.portion().cards
    assert card.comment == comment and card.history.is_first


def test_card_has_the_notes_on_its_comment() -> None:
    comment, _other = make_comment(), make_comment()
    notes.write(comment, make_moderator(), "Known from before.")
    assert [len(card.notes) for card in desk.portion().cards] == [1, 0]


def test_long_words_are_folded() -> None:
    make_comment(words="word " * 400)
    make_comment(words="Few words.")
    assert [card.is_folded for card in desk.portion().cards] == [True, False]


@pytest.mark.parametrize("folds", [True, False])
def test_hard_words_are_folded_by_a_setting(folds: bool) -> None:
    DiscussionSettings.objects.create(pk=1, folds_hard_words=folds)
    make_comment(Status.CONCERN)
    assert desk.portion().cards[0].is_folded is folds


def test_counting_stops_where_nobody_counts_on(monkeypatch: Any) -> None:
    monkeypatch.setattr(desk, "MOST_COUNTED", 2)
    post = make_post()
    counts = []
    for _ in range(3):
        make_comment(post=post)
        counts.append(desk.count_waiting())
    assert counts == ["1", "2", "2+"]


def test_reported_are_counted_too() -> None:
    make_comment()
    make_report()
    assert desk.count_waiting() == "2"


@pytest.mark.parametrize("comments", [1, 15, 40])
@pytest.mark.parametrize(("reports", "queries"), [(0, 8), (1, 12)])
def test_portion_costs_the_same_queries(
    comments: int, reports: int, queries: int, django_assert_num_queries: Any
) -> None:
    post = make_post()
    make_comment(Status.CONCERN, post=post)
    for _ in range(reports):
        make_report()
    for _ in range(comments):
        make_comment(post=post)
    with django_assert_num_queries(queries):
        desk.portion()


def test_cards_never_read_an_address(settings: Any) -> None:
    make_comment()
    settings.ADDRESS_KEYS = [Fernet.generate_key().decode()]
    [card] = desk.portion().cards
    assert card.comment.correspondent
    assert card.comment.correspondent.confirmed_at is None


def test_held_comment_whose_writer_wants_what_may_be_a_concern_is_on_top() -> None:
    comment = make_comment(Status.APPROVED)
    make_rule(effect="concern", value="hit me")
    revisions.edit(comment, comment.name, "He hit me again.", ["s"])
    make_report(comment, reason="danger")
    moderation.hold_reported(comment)
    [card] = desk.portion().cards
    assert card.comment == comment and card.is_hard
