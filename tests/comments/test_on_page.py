"""Kept pages are forgotten with whatever readers see of a comment, and with no more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from comments import moderation, pins, redaction, revisions, steps
from comments.models import Comment, Status
from guide.pagecache import forgetting
from guide.pagecache.generation import EVERYTHING, Generation, slot_of
from tests import make

pytestmark = pytest.mark.django_db

Act = Callable[[Comment, User], object]


@pytest.fixture
def ours(monkeypatch: pytest.MonkeyPatch) -> Generation:
    made = Generation(None)
    monkeypatch.setattr(forgetting, "generation", lambda: made)
    # A test is one transaction, in which each verb is to be seen by itself.
    monkeypatch.setattr(forgetting, "RENEWED_AFTER_SECONDS", -1)
    return made


def redact(comment: Comment, by: User) -> object:
    seen = redaction.fingerprint(comment.text)
    return redaction.redact(comment, by, comment.text.rsplit(" ", 1)[0], seen)


ON_PAGE: dict[str, Act] = {
    "hold": moderation.hold,
    "decline": moderation.decline,
    "mark_spam": moderation.mark_spam,
    "raise_concern": moderation.raise_concern,
    "hold_reported": lambda comment, by: moderation.hold_reported(comment),
    "withdraw": lambda comment, by: moderation.withdraw(comment),
    "reply": lambda comment, by: moderation.reply(comment, by, "Thank you for this."),
    "redact": redact,
    "pin": lambda comment, by: pins.pin(comment),
    "step": lambda comment, by: steps.mark(comment, True),
}
WAITING: dict[str, Act] = {
    "decline": moderation.decline,
    "mark_spam": moderation.mark_spam,
    "raise_concern": moderation.raise_concern,
    "withdraw": lambda comment, by: moderation.withdraw(comment),
    "redact": redact,
}


def forgotten(ours: Generation, comment: Comment, act: Callable[[], object]) -> bool:
    before = ours.snapshot()
    assert act()
    assert ours.values[EVERYTHING] == before[EVERYTHING]
    return ours.values[slot_of(comment.post_id)] != before[slot_of(comment.post_id)]


@pytest.mark.parametrize("name", ON_PAGE)
def test_what_readers_see_change_is_forgotten(name: str, ours: Generation) -> None:
    comment = make.make_comment(status=Status.APPROVED)
    by = make.make_moderator()
    assert forgotten(ours, comment, lambda: ON_PAGE[name](comment, by))


@pytest.mark.parametrize("name", WAITING)
def test_what_nobody_has_seen_forgets_no_page(name: str, ours: Generation) -> None:
    comment = make.make_comment(status=Status.PENDING)
    by = make.make_moderator()
    assert not forgotten(ours, comment, lambda: WAITING[name](comment, by))


def test_what_comes_onto_the_page_is_forgotten(ours: Generation) -> None:
    comment = make.make_comment(status=Status.PENDING)
    by = make.make_moderator()
    assert forgotten(ours, comment, lambda: moderation.approve(comment, by))


def test_undoing_an_approval_is_forgotten(ours: Generation) -> None:
    comment = make.make_comment(status=Status.PENDING)
    by = make.make_moderator()
    moderation.approve(comment, by)
    decision = comment.decisions.latest("pk")
    assert forgotten(ours, comment, lambda: moderation.restore(decision, by))


def test_unpinning_and_calling_it_no_step_are_forgotten(ours: Generation) -> None:
    comment = make.make_comment(status=Status.APPROVED, is_step=True)
    pins.pin(comment)
    assert forgotten(ours, comment, lambda: pins.unpin(comment))
    assert forgotten(ours, comment, lambda: steps.mark(comment, False))


def test_a_change_of_words_is_forgotten_when_it_is_approved(ours: Generation) -> None:
    comment = make.make_comment(status=Status.APPROVED)
    by = make.make_moderator()
    edit = lambda: revisions.edit(comment, comment.name, "Other words.", ["a" * 32])  # noqa: E731
    assert not forgotten(ours, comment, edit)
    key = comment.revision.pk
    assert forgotten(ours, comment, lambda: revisions.approve(comment, key, by))
