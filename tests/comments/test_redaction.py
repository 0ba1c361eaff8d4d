"""Taking words out: what is left of a text, and of a comment."""

import random
import time
from contextlib import suppress
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from comments import moderation, text, tokens
from comments.models import Comment, Redaction, Status
from comments.moderation import Outcome
from comments.redaction import (
    MARK,
    NotOnlyTakenOut,
    Part,
    fingerprint,
    forget_originals,
    redact,
    take_out,
)
from tests.make import make_comment, make_draft, make_moderator

# The text


@pytest.mark.parametrize(
    ("original", "edited", "left"),
    [
        ("I met John in Leeds.", "I met in Leeds.", "I met […] in Leeds."),
        ("I met John Smith there.", "I met  there.", "I met […] there."),
        ("My name is John. He left.", "He left.", "[…] He left."),
        ("He left. Call 0770 0900", "He left.", "He left. […]"),
        ("the cat the dog", "the dog", "[…] the dog"),
        (
            "One.\n\nTwo John.\n\nThree.",
            "One. Two. Three.",
            "One.\n\nTwo […].\n\nThree.",
        ),
        ("One.\n\nTwo.\n\nThree.", "One.\n\n\nThree.", "One.\n\n[…]\n\nThree."),
        ("*John* and I", "and I", "[…] and I"),
        ("I can’t tell John", "I tell John", "I […] tell John"),
        ("look: https://example.org/john?a=(1)", "look:", "look: […]"),
        ("see http://example.org/john.", "see.", "see […]."),
        ("나는 서울에 산다", "나는 산다", "나는 […] 산다"),
        ("我住在利兹。", "我住在。", "我住在[…]。"),
        ("I met […] in Leeds.", "I met […] in.", "I met […] in […]."),
        ("I met […] in Leeds.", "I met in.", "I met […] in […]."),
        ("I met […] in Leeds.", "I met Leeds.", "I met […] Leeds."),
        ("I met John in Leeds.", "I met […] in Leeds.", "I met […] in Leeds."),
        ("a w x y q b w x y z", "w x y z", "[…] w x y z"),
        ("w K x M y N q z x y q", "w x y q z", "w […] x […] y […] q z […]"),
    ],
)
def test_each_run_of_words_becomes_a_mark(
    original: str, edited: str, left: str
) -> None:
    assert take_out(original, edited).text == left


def test_parts_make_the_original() -> None:
    parts = take_out("I met John in Leeds.", "I met in.").parts
    assert [part for part in parts if part.is_out] == [
        Part("John", is_out=True),
        Part("Leeds", is_out=True),
    ]
    assert "".join(part.words for part in parts) == "I met John in Leeds."


@pytest.mark.parametrize(
    ("edited", "named"),
    [
        ("I never met John.", "“never” was added"),
        ("I met Jo.", "“Jo” was added"),
        ("I met John met.", "“met” was added"),
        ("I met John!", "“!” was added"),
        ("met I John.", "another order"),
        ("I met John.", "Nothing was taken out"),
        (" I  met\nJohn. ", "Nothing was taken out"),
        (".", "No word would be left"),
        ("", "No word would be left"),
    ],
)
def test_anything_else_is_named(edited: str, named: str) -> None:
    with pytest.raises(NotOnlyTakenOut, match=named):
        take_out("I met John.", edited)


def test_what_was_added_is_named_in_a_few_words() -> None:
    with pytest.raises(NotOnlyTakenOut) as caught:
        take_out("I met John.", "I met John. " + "x" * 5000)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("original", "edited"),
    [
        ("see John(http://example.org/a) there", "see (http://example.org/a) there"),
        ("see [a](http://example.org/b) there", "see [a]( ) there"),
        ("see [a](/b c) there", "see [a](/c) there"),
        ("see ![a](http://example.org/b) there", "see ![a]() there"),
    ],
)
def test_mark_is_no_link(original: str, edited: str) -> None:
    assert "<a" not in text.render(take_out(original, edited).text).replace(
        '<a href="http://example.org/a" rel="nofollow ugc noopener noreferrer">'
        "http://example.org/a</a>",
        "",
    )


def test_mark_lengthens_no_address() -> None:
    left = take_out("See example.org/a, it is.", "See example.org/, it is.").text
    assert left == "See example.org/ […], it is."


PIECES = st.sampled_from(
    [*'ab[]()!*\\<>"/ \n\u0301', "can’t", MARK, "\n\n> ", "\n- ", "example.org"]
)


@given(st.lists(st.tuples(PIECES, st.booleans()), max_size=30))
def test_whatever_is_taken_out_nothing_new_is_linked(
    pieces: list[tuple[str, bool]],
) -> None:
    original = text.tidy("".join(piece for piece, _ in pieces))
    edited = text.tidy("".join(piece for piece, stays in pieces if stays))
    try:
        left = take_out(original, edited).text
    except NotOnlyTakenOut:
        return
    html = text.render(left)
    if MARK not in original:
        assert 'href="…' not in html and "%E2%80%A6" not in html
        assert f">{MARK[1:-1]}</a>" not in html


@given(st.lists(st.sampled_from("abcd.!"), min_size=1, max_size=40), st.randoms())
def test_every_deletion_of_words_is_accepted(
    words: list[str], chance: random.Random
) -> None:
    stays = [word for word in words if chance.random() < 0.6]
    if not any(word.isalpha() for word in stays) or stays == words:
        return
    left = take_out(" ".join(words), " ".join(stays)).text
    assert left.replace(MARK, "").split() == stays


@pytest.mark.parametrize(
    ("original", "edited"),
    [
        ("a" + "!?" * 2499, "a" + "!" * 2499),
        ("a" + "!" * 4999, "a" + "!" * 2500),
        ("a" + "!!?" * 1666, "a" + "!" * 3332),
        ("a" + "!?" * 2499, "a" + "?!" * 1200),
        ("a" + "!" * 4999, "a" + "?" * 4999),
        ("a " * 2500, "a " * 1200),
    ],
)
def test_texts_that_repeat_themselves_take_no_time(original: str, edited: str) -> None:
    began = time.process_time()
    with suppress(NotOnlyTakenOut):
        take_out(original, edited)
    assert time.process_time() - began < 1


# The comment


@pytest.fixture
def comment(db: None) -> Comment:
    return make_comment(words="I met John in Leeds.")


@pytest.fixture
def moderator(db: None) -> User:
    return make_moderator()


EDITED = "I met in Leeds."
LEFT = "I met […] in Leeds."


def take_john_out(comment: Comment, by: User, approve_too: bool = False) -> bool:
    seen = fingerprint(comment.text)
    return redact(comment, by, EDITED, seen, approve_too=approve_too)


def test_words_are_gone_and_the_original_is_kept(
    comment: Comment, moderator: User
) -> None:
    assert take_john_out(comment, moderator)
    assert (comment.text, comment.html) == (LEFT, f"<p>{LEFT}</p>")
    assert comment.status == Status.PENDING
    kept = comment.redactions.get()
    assert (kept.by, kept.original) == (moderator, "I met John in Leeds.")


def test_readers_see_what_is_left(comment: Comment, moderator: User) -> None:
    assert take_john_out(comment, moderator, approve_too=True)
    page = Client().get(comment.post.get_absolute_url()).content.decode()
    assert LEFT in page and "John" not in page
    assert comment.decisions.get().to_status == Status.APPROVED


def test_words_that_changed_since_are_not_overwritten(
    comment: Comment, moderator: User
) -> None:
    seen = fingerprint(comment.text)
    take_john_out(Comment.objects.get(pk=comment.pk), moderator)
    assert not redact(comment, moderator, "I met John.", seen)
    comment.refresh_from_db()
    assert comment.text == LEFT and comment.redactions.count() == 1


@pytest.mark.parametrize("verb", [moderation.decline, moderation.withdraw])
def test_decision_that_came_first_holds(
    comment: Comment, moderator: User, verb: object
) -> None:
    verb(Comment.objects.get(pk=comment.pk), moderator)  # type: ignore[operator]
    assert not take_john_out(comment, moderator, approve_too=True)
    assert not comment.redactions.exists()


def test_concern_is_never_approved_this_way(moderator: User) -> None:
    concern = make_comment(Status.CONCERN, words="I met John in Leeds.")
    assert not take_john_out(concern, moderator, approve_too=True)
    concern.refresh_from_db()
    assert (concern.status, concern.redactions.count()) == (Status.CONCERN, 0)


def test_refused_edit_changes_nothing(comment: Comment, moderator: User) -> None:
    with pytest.raises(NotOnlyTakenOut):
        redact(comment, moderator, "I met Jo.", fingerprint(comment.text))
    comment.refresh_from_db()
    assert comment.text == "I met John in Leeds."


def test_erasing_erases_the_originals(comment: Comment, moderator: User) -> None:
    take_john_out(comment, moderator)
    moderation.withdraw(comment)
    assert Redaction.objects.get().original == ""


def test_originals_have_their_time_and_the_row_stays(
    comment: Comment, moderator: User
) -> None:
    take_john_out(comment, moderator)
    assert forget_originals(timezone.now() - timedelta(days=1)) == 0
    assert forget_originals(timezone.now() + timedelta(days=1)) == 1
    assert forget_originals(timezone.now() + timedelta(days=1)) == 0
    assert comment.redactions.get().original == "" and comment.was_redacted


def test_resend_is_known_although_words_were_taken_out(moderator: User) -> None:
    draft = make_draft(words="I met John in Leeds.")
    first = moderation.submit(draft, ["a"]).comment
    assert first
    take_john_out(first, moderator)
    again = moderation.submit(draft, ["a"])
    assert (again.outcome, again.comment) == (Outcome.RESENT, first)


def test_writer_is_told_that_words_were_taken_out(
    comment: Comment, moderator: User
) -> None:
    sentence = "words were taken out"
    assert sentence not in Client().get(tokens.receipt_url(comment)).content.decode()
    take_john_out(comment, moderator)
    page = Client().get(tokens.receipt_url(comment)).content.decode()
    assert sentence in page and LEFT in page and "John" not in page
