from io import StringIO
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.utils import timezone

from comments import moderation, rejudging, revisions
from comments.models import Comment, OutboxMail, Status
from comments.screening.reasons import Reason
from comments.screening.values import Sign
from comments.screening.verdict import Outcome, Verdict, judge
from tests.make import (
    make_change,
    make_comment,
    make_moderator,
    make_post,
    make_rule,
    make_wish,
    submit_comment,
)

pytestmark = pytest.mark.django_db


def rejudge(*arguments: str) -> str:
    out = StringIO()
    call_command("rejudge_comments", *arguments, stdout=out)
    return out.getvalue()


def test_dry_run_compares_with_what_people_decided() -> None:
    moderator = make_moderator()
    moderation.approve(make_comment(words="Cheap watches?"), moderator)
    moderation.mark_spam(make_comment(words="Cheap watches!"), moderator)
    moderation.approve(make_comment(words="A small step."), moderator)
    make_rule(effect="spam", value="cheap watches")
    printed = rejudge("--dry-run")
    assert "3 decisions whose words remain." in printed
    assert "approved" in printed and " 1         1         0" in printed
    [change] = rejudging.replay(1000, timezone.now()).changes
    assert (change.decided, change.verdict.status) == ("approved", "spam")


def test_dry_run_changes_nothing_and_prints_no_word_of_a_comment() -> None:
    comment = make_comment(words="He hit me, said Wren.")
    moderation.approve(comment, make_moderator())
    make_rule(effect="concern", value="hit me")
    before = list(Comment.objects.values())
    printed = rejudge("--dry-run", "--last", "5")
    assert "rules concern (concern hit me)" in printed and "said" not in printed
    assert list(Comment.objects.values()) == before


def test_decisions_of_rules_and_writers_are_no_measure() -> None:
    make_rule(effect="spam", value="cheap")
    make_comment(words="cheap")
    moderation.withdraw(make_comment())
    assert rejudging.replay(10, timezone.now()).total == 0


def test_comment_decided_twice_counts_by_its_last() -> None:
    comment, moderator = make_comment(), make_moderator()
    moderation.approve(comment, moderator)
    moderation.decline(comment, moderator)
    counts = rejudging.replay(10, timezone.now()).counts
    assert counts == {("pending", "declined"): 1}


def test_decision_on_words_that_are_others_now_is_no_measure() -> None:
    make_rule(effect="spam", value="cheap watches")
    comment, moderator = make_comment(words="A small step."), make_moderator()
    moderation.decline(comment, moderator)
    revisions.edit(comment, comment.name, "Cheap watches!", ["a"])
    assert rejudging.replay(10, timezone.now()).total == 0
    comment.refresh_from_db()
    moderation.mark_spam(comment, moderator)
    counts = rejudging.replay(10, timezone.now()).counts
    assert counts == {("spam", "spam"): 1}


def test_change_that_a_person_took_is_measured_with_its_words() -> None:
    comment, moderator = make_comment(words="A small step."), make_moderator()
    moderation.approve(comment, moderator)
    change = make_change(comment, words="Cheap watches!")
    revisions.approve(comment, change.pk, moderator)
    make_rule(effect="spam", value="cheap watches")
    counts = rejudging.replay(10, timezone.now()).counts
    assert counts == {("spam", "approved"): 1}


def test_address_that_no_key_fits_does_not_end_the_look(settings: Any) -> None:
    moderation.approve(make_comment(), make_moderator())
    settings.ADDRESS_KEYS = [Fernet.generate_key().decode()]
    assert rejudging.replay(10, timezone.now()).total == 1


def test_what_waits_is_raised_where_somebody_may_be_at_risk() -> None:
    comment = make_comment(words="He hit me.")
    make_rule(effect="concern", value="hit me")
    assert "1 raised as concerns" in rejudge()
    comment.refresh_from_db()
    assert comment.status == Status.CONCERN
    assert comment.decisions.get().by is None
    assert comment.reasons[0]["found"] == "hit me"


def test_what_waits_is_never_put_away() -> None:
    comment = make_comment(words="cheap watches")
    make_rule(effect="block", value="cheap")
    rejudge()
    comment.refresh_from_db()
    assert comment.status == Status.PENDING
    assert comment.reasons[0]["code"] == "listed-block"


def test_second_look_changes_nothing() -> None:
    make_comment(words="He hit me.")
    make_comment(words="WE TALKED AND TALKED ALL NIGHT LONG")
    make_rule(effect="concern", value="hit me")
    rejudge()
    assert "0 with other reasons" in rejudge()


def test_comment_that_a_person_put_back_stays_where_it_is() -> None:
    comment, moderator = make_comment(words="He hit me."), make_moderator()
    moderation.raise_concern(comment, moderator)
    moderation.hold(comment, moderator)
    make_rule(effect="concern", value="hit me")
    rejudge()
    comment.refresh_from_db()
    assert comment.status == Status.PENDING


def test_what_was_true_of_the_moment_stays() -> None:
    comment = submit_comment(filled_trap=True)
    rejudge()
    comment.refresh_from_db()
    assert [sign.code for sign in comment.signs] == ["everything-waits", "filled-trap"]


@pytest.mark.parametrize("verdict", [Outcome.CONCERN, Outcome.PENDING])
def test_moderators_are_told_of_a_concern_that_a_later_look_raised(
    verdict: Outcome,
) -> None:
    wish = make_wish(concerns=True)
    moderation.look_again(make_comment(), Verdict(verdict, (Sign(Reason.CONCERN),)))
    queued = list(OutboxMail.objects.values_list("kind", "user"))
    told = [(OutboxMail.Kind.CONCERN, wish.user_id)]
    assert queued == (told if verdict is Outcome.CONCERN else [])


@pytest.mark.parametrize(
    "status", [status for status in Status if status != Status.PENDING]
)
def test_only_what_waits_is_looked_at_again(status: Status) -> None:
    comment = make_comment(status)
    assert not moderation.look_again(comment, judge([]))
    assert comment.status == status


@pytest.mark.parametrize("comments", [1, 30])
def test_replay_costs_the_same_queries(  # type: ignore[no-untyped-def]
    comments: int, django_assert_num_queries
) -> None:
    post, moderator = make_post(), make_moderator()
    for _ in range(comments):
        moderation.approve(make_comment(post=post), moderator)
    with django_assert_num_queries(4):
        rejudging.replay(1000, timezone.now())
