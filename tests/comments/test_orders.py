from typing import Any

import pytest
from django.contrib.auth.models import User

from comments import moderation, orders, reports
from comments.models import Comment, DeclineReason, Status
from comments.orders import Order
from tests.make import make_comment, make_moderator, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return make_moderator(username="mo")


def order(verb: str, comment: Comment) -> Order:
    return Order(verb, comment.pk, comment.status)


@pytest.mark.parametrize(
    ("words", "order"),
    [
        ("approve:12:pending", Order("approve", 12, "pending")),
        ("keep:12:approved:7", Order("keep", 12, "approved", 7)),
    ],
)
def test_order_is_read(words: str, order: Order) -> None:
    assert orders.read_order(words) == order


@pytest.mark.parametrize(
    "words",
    [
        "",
        "approve",
        "approve:12",
        "withdraw:12:pending",
        "approve:x:pending",
        "approve:12:nonsense",
        "approve:²:pending",
        "approve:" + "9" * 30 + ":pending",
        "keep:1:approved:x",
    ],
)
def test_nonsense_is_no_order(words: str) -> None:
    assert orders.read_order(words) is None


@pytest.mark.parametrize("verb", orders.VERBS)
def test_each_verb_leads_where_it_says(verb: str, by: User) -> None:
    status = Status.DECLINED if verb != "decline" else Status.PENDING
    result = orders.carry_out(order(verb, make_comment(status)), by)
    assert result.is_done and result.comment
    assert result.comment.status == orders.VERBS[verb].leads_to


def test_word_goes_to_the_writer_with_a_declined_comment(by: User) -> None:
    comment = make_comment()
    orders.carry_out(order("decline", comment), by, "It names a town.")
    assert comment.decisions.get().why == "It names a town."


def test_second_moderator_is_told_what_the_first_did(by: User) -> None:
    comment = make_comment()
    seen = order("mark_spam", comment)
    moderation.approve(comment, make_moderator(username="other"))
    result = orders.carry_out(seen, by)
    assert result.told.endswith("is already “Approved” (other). Nothing was changed.")


def test_same_order_twice_is_done_once(by: User) -> None:
    seen = order("approve", make_comment())
    assert orders.carry_out(seen, by).is_done
    assert not orders.carry_out(seen, by).is_done


def test_concern_is_not_approved_by_an_order(by: User) -> None:
    comment = make_comment(Status.CONCERN)
    assert not orders.carry_out(order("approve", comment), by).is_done


def test_keeping_settles_the_reports_that_were_shown(by: User) -> None:
    report = make_report()
    later = make_report(comment=report.comment)
    result = orders.carry_out(
        Order("keep", report.comment_id, Status.APPROVED, report.pk), by
    )
    assert result.is_done
    assert list(report.comment.reports.open()) == [later]


def test_keeping_twice_is_told(by: User) -> None:
    report = make_report()
    keep = Order("keep", report.comment_id, Status.APPROVED, report.pk)
    orders.carry_out(keep, by)
    assert "Somebody was here before you" in orders.carry_out(keep, by).told


@pytest.mark.parametrize("verb", ["decline", "mark_spam"])
def test_report_that_was_not_shown_is_settled_by_no_decision(
    by: User, verb: str
) -> None:
    shown = make_report(reason="advertising")
    comment = shown.comment
    make_report(comment=comment, reason="danger", words="She is my sister.")
    result = orders.carry_out(Order(verb, comment.pk, "approved", shown.pk), by)
    comment.refresh_from_db()
    assert result.told.endswith(
        "a reader has told us about it since. Nothing was decided."
    )
    assert comment.status == Status.APPROVED and not comment.decisions.exists()
    assert comment.reports.open().count() == 2


def test_report_that_was_settled_meanwhile_is_no_hindrance(by: User) -> None:
    report = make_report()
    comment = report.comment
    reports.keep(comment, make_moderator())
    assert orders.carry_out(Order("mark_spam", comment.pk, "approved"), by).is_done


def test_comment_that_is_not_there_is_told(by: User) -> None:
    assert orders.carry_out(Order("approve", 2**63 - 1, "pending"), by).told


def test_own_word_goes_before_the_reasons() -> None:
    reason = DeclineReason.objects.create(label="A", words="From the list.")
    assert orders.word_for(" My own.\0 ", str(reason.pk)) == "My own."


def test_chosen_reason_gives_its_words() -> None:
    DeclineReason.objects.create(label="A", words="First.", position=0)
    chosen = DeclineReason.objects.create(label="B", words="Chosen.", position=9)
    assert orders.word_for("", str(chosen.pk)) == "Chosen."


@pytest.mark.parametrize("reason", ["", "x", "999999999"])
def test_first_reason_counts_where_none_is_chosen(reason: str) -> None:
    DeclineReason.objects.create(label="A", words="The first.", position=0)
    assert orders.word_for("", reason) == "The first."


def test_no_reasons_at_all_give_no_word() -> None:
    DeclineReason.objects.all().delete()
    assert orders.word_for("", "") == ""


def test_last_decisions_of_ones_own_can_be_undone(by: User) -> None:
    comments = [make_comment() for _ in range(3)]
    for comment in comments:
        moderation.approve(comment, by)
    moderation.approve(make_comment(), make_moderator())
    found = [decision.comment for decision in orders.undoable(by)]
    assert found == comments[::-1]


def test_twenty_can_be_undone(by: User) -> None:
    for _ in range(21):
        moderation.decline(make_comment(), by)
    assert len(orders.undoable(by)) == 20


def test_only_the_latest_acts_are_looked_at(by: User, monkeypatch: Any) -> None:
    monkeypatch.setattr(orders, "LOOKED_AT", 2)
    for _ in range(3):
        moderation.decline(make_comment(), by)
    assert len(orders.undoable(by)) == 2


def test_decision_that_another_followed_can_not_be_undone(by: User) -> None:
    comment = make_comment()
    moderation.approve(comment, by)
    moderation.decline(comment, make_moderator())
    assert not orders.undoable(by)


def test_undone_decision_is_not_offered_again(by: User) -> None:
    comment = make_comment()
    moderation.approve(comment, by)
    moderation.restore(comment.decisions.get(), by)
    assert not orders.undoable(by)


def test_what_an_undone_decision_had_overtaken_is_offered_again(by: User) -> None:
    comment = make_comment()
    moderation.approve(comment, by)
    moderation.decline(comment, by)
    first, second = comment.decisions.all()
    moderation.restore(second, by)
    assert list(orders.undoable(by)) == [first]


def test_erasing_can_not_be_undone(by: User) -> None:
    moderation.withdraw(make_comment(), by)
    assert not orders.undoable(by)
