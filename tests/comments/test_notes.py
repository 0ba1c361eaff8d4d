from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from comments import keys, moderation, notes, revisions, tokens
from comments.models import Comment, Correspondent, Note, Status
from tests.make import make_change, make_comment, make_moderator, make_post

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LATER = NOW + timedelta(days=1)


@pytest.fixture
def moderator() -> User:
    return make_moderator()


@pytest.fixture
def comment() -> Comment:
    return make_comment()


def writer(comment: Comment) -> Correspondent:
    assert comment.correspondent
    return comment.correspondent


def test_note_on_a_comment_is_kept(comment: Comment, moderator: User) -> None:
    note = notes.write(comment, moderator, "Third time this week.", at=NOW)
    assert note and (note.by, note.at, note.asks_opinion) == (moderator, NOW, False)
    assert notes.for_comments([comment]) == {comment.pk: [note]}


def test_note_on_a_correspondent_is_kept(comment: Comment, moderator: User) -> None:
    note = notes.write(writer(comment), moderator, "Writes often.")
    assert list(notes.about(writer(comment))) == [note]
    assert notes.for_comments([comment]) == {}


def test_note_is_on_one_of_both(comment: Comment, moderator: User) -> None:
    both = {"comment": comment, "correspondent": writer(comment)}
    for subject in (both, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Note.objects.create(by=moderator, at=NOW, words="x", **subject)


@pytest.mark.parametrize("minutes", [0, 14])
def test_same_note_again_is_one(
    comment: Comment, moderator: User, minutes: int
) -> None:
    first = notes.write(comment, moderator, "Hm.", at=NOW)
    later = NOW + timedelta(minutes=minutes)
    assert notes.write(comment, moderator, "Hm.", at=later) == first
    assert Note.objects.count() == 1


def test_asking_with_the_same_words_is_another_note(
    comment: Comment, moderator: User
) -> None:
    notes.write(comment, moderator, "Hm.")
    notes.write(comment, moderator, "Hm.", asks_opinion=True)
    assert Comment.objects.opinion_asked().get() == comment


def test_notes_of_many_comments_cost_one_query(
    moderator: User, django_assert_num_queries: Any
) -> None:
    comments = [make_comment() for _ in range(5)]
    for each in comments:
        notes.write(each, moderator, "One.")
        notes.write(each, make_moderator(), "Two.")
    with django_assert_num_queries(1):
        found = notes.for_comments(comments)
        who = [[(str(note.by), note.words) for note in of] for of in found.values()]
    assert [[words for _by, words in of] for of in who] == [["One.", "Two."]] * 5


# Gone with what they are on


def test_notes_go_with_the_words(comment: Comment, moderator: User) -> None:
    notes.write(comment, moderator, "She names her town.")
    moderation.withdraw(comment)
    assert not Note.objects.exists()


def test_notes_on_the_writer_go_with_the_last_comment(moderator: User) -> None:
    post = make_post()
    first, last = make_comment(post=post), make_comment(post=post)
    notes.write(writer(first), moderator, "Writes often.")
    moderation.withdraw(first)
    assert Note.objects.exists()
    moderation.withdraw(last)
    assert not Note.objects.exists()


def test_nothing_is_kept_about_what_is_gone(comment: Comment, moderator: User) -> None:
    person = writer(comment)
    moderation.withdraw(Comment.objects.get(pk=comment.pk))
    assert notes.write(comment, moderator, "Late.") is None
    assert notes.write(person, moderator, "Late.") is None
    assert not Note.objects.exists()


def test_notes_stay_when_two_rows_of_an_address_become_one(
    comment: Comment, moderator: User
) -> None:
    old = writer(comment)
    notes.write(old, moderator, "Writes often.")
    # As if under a former key: the same address has a row under the present one.
    Correspondent.objects.filter(pk=old.pk).update(lookup="x", key_name="former")
    twin = writer(make_comment())
    list(keys.rotate())
    assert Note.objects.get().correspondent == twin


def test_readers_and_the_writer_never_see_them(
    comment: Comment, moderator: User
) -> None:
    notes.write(comment, moderator, "For our eyes alone.")
    notes.write(writer(comment), moderator, "For our eyes alone.")
    moderation.approve(comment, moderator)
    for address in (comment.post.get_absolute_url(), tokens.receipt_url(comment)):
        assert b"For our eyes" not in Client().get(address).content


# A second opinion


def ask(comment: Comment, by: User) -> None:
    notes.write(comment, by, "Is this all right?", asks_opinion=True, at=NOW)


def waits(comment: Comment) -> bool:
    """Whether an opinion is waited for, as the list and the note itself say."""
    listed = comment in Comment.objects.opinion_asked()
    [note, *_more] = notes.for_comments([comment])[comment.pk]
    assert note.waits_for_opinion == listed
    return listed


def test_asked_opinion_is_waited_for(comment: Comment, moderator: User) -> None:
    ask(comment, moderator)
    make_comment()
    assert waits(comment) and Comment.objects.opinion_asked().count() == 1


def test_plain_note_asks_nothing(comment: Comment, moderator: User) -> None:
    notes.write(comment, moderator, "Hm.")
    assert not waits(comment)


def test_note_of_another_answers(comment: Comment, moderator: User) -> None:
    ask(comment, moderator)
    notes.write(comment, moderator, "By the way.", at=LATER)
    assert waits(comment)
    notes.write(comment, make_moderator(), "Yes, it is.", at=LATER)
    assert not waits(comment)


def test_decision_of_another_answers(comment: Comment, moderator: User) -> None:
    ask(comment, moderator)
    moderation.raise_concern(comment, moderator)
    assert waits(comment)
    moderation.decline(comment, make_moderator())
    assert not waits(comment)


@pytest.mark.parametrize(
    "verb", [moderation.approve, moderation.decline, moderation.mark_spam]
)
def test_who_asked_and_then_decides_asks_no_more(
    comment: Comment, moderator: User, verb: Any
) -> None:
    ask(comment, moderator)
    verb(comment, moderator)
    assert not waits(comment)
    moderation.restore(comment.decisions.get(), moderator)
    assert waits(comment)


def test_deciding_on_a_change_answers_nothing(moderator: User) -> None:
    """The question was about the comment."""
    change = make_change()
    ask(change.comment, moderator)
    revisions.decline(change.comment, change.pk, moderator)
    assert waits(change.comment)


def test_what_was_there_before_is_no_answer(comment: Comment, moderator: User) -> None:
    moderation.raise_concern(comment, make_moderator())
    notes.write(comment, make_moderator(), "Hm.", at=NOW)
    notes.write(comment, moderator, "What now?", asks_opinion=True, at=LATER)
    assert comment in Comment.objects.opinion_asked()


def test_opinion_on_another_comment_is_no_answer(
    comment: Comment, moderator: User
) -> None:
    ask(comment, moderator)
    notes.write(make_comment(), make_moderator(), "Yes.", at=LATER)
    assert waits(comment)


def test_two_who_ask_answer_each_other_once(comment: Comment, moderator: User) -> None:
    ask(comment, moderator)
    ask(comment, make_moderator())
    [first, second] = notes.for_comments([comment])[comment.pk]
    assert (first.waits_for_opinion, second.waits_for_opinion) == (False, True)


def test_erased_comment_waits_for_nothing(comment: Comment, moderator: User) -> None:
    ask(comment, moderator)
    moderation.withdraw(comment)
    assert comment.status == Status.WITHDRAWN
    assert not Comment.objects.opinion_asked().exists()
