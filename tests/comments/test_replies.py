"""What the team writes beneath a comment: the verb, and where it shows."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from comments import moderation
from comments.models import Comment, Status
from comments.moderation import Outcome
from tests.make import make_author, make_comment, make_moderator, make_reply

pytestmark = pytest.mark.django_db
NOW = timezone.now()
OFF_THE_PAGE = [moderation.hold, moderation.decline, moderation.mark_spam]


@pytest.fixture
def moderator() -> User:
    return make_moderator(first_name="Mo")


@pytest.fixture
def comment() -> Comment:
    return make_comment(Status.APPROVED, name="Wren", words="I asked about his day.")


def page(comment: Comment) -> str:
    return Client().get(comment.post.get_absolute_url()).content.decode()


def shown(comment: Comment, address: str = "") -> list[int]:
    address = address or comment.post.get_absolute_url()
    found = Client().get(address).content.decode()
    return [int(key) for key in re.findall(r'id="comment-(\d+)"', found)]


# The verb


def test_reply_is_a_comment_of_the_account(comment: Comment, moderator: User) -> None:
    reply = moderation.reply(comment, moderator, "*Well* done.", at=NOW).comment
    assert reply
    assert (reply.parent, reply.post) == (comment, comment.post)
    assert (reply.written_by, reply.author, reply.name) == (moderator, None, "Mo")
    assert (reply.status, reply.submitted_at) == (Status.APPROVED, NOW)
    assert reply.html == "<p><em>Well</em> done.</p>"
    assert reply.correspondent is None


def test_linked_account_replies_as_its_author(
    comment: Comment, moderator: User
) -> None:
    author = make_author(account=moderator)
    reply = make_reply(comment, by=moderator)
    assert (reply.author, reply.name, reply.badge) == (author, author.name, "Author")


@pytest.mark.parametrize(("name", "badge"), [("Mo", "Team"), ("", "")])
def test_team_is_said_once(comment: Comment, name: str, badge: str) -> None:
    reply = make_reply(comment, by=make_moderator(first_name=name))
    assert (reply.name, reply.badge) == (name or "Team", badge)


def test_readers_comment_has_no_badge(comment: Comment) -> None:
    assert comment.badge == ""


@pytest.mark.parametrize("minutes", [0, 14])
def test_same_words_again_are_one_reply(
    comment: Comment, moderator: User, minutes: int
) -> None:
    first = moderation.reply(comment, moderator, "Yes.", at=NOW)
    later = NOW + timedelta(minutes=minutes)
    again = moderation.reply(comment, moderator, "Yes.", at=later)
    assert (again.outcome, again.comment) == (Outcome.RESENT, first.comment)


def test_same_words_are_another_reply_later_or_of_another(
    comment: Comment, moderator: User
) -> None:
    moderation.reply(comment, moderator, "Yes.", at=NOW)
    moderation.reply(comment, moderator, "Yes.", at=NOW + timedelta(minutes=16))
    moderation.reply(comment, make_moderator(), "Yes.", at=NOW)
    assert comment.replies.count() == 3


def test_reply_that_was_taken_off_may_be_written_again(
    comment: Comment, moderator: User
) -> None:
    moderation.decline(make_reply(comment, by=moderator, words="Yes."), moderator)
    done = moderation.reply(comment, moderator, "Yes.")
    assert done.outcome is Outcome.STORED


@pytest.mark.parametrize("status", [s for s in Status if s != Status.APPROVED])
def test_no_reply_to_what_is_not_on_the_page(moderator: User, status: str) -> None:
    comment = make_comment(Status(status))
    done = moderation.reply(comment, moderator, "Yes.")
    assert done.outcome is Outcome.NOT_ON_PAGE
    assert not comment.replies.exists()


def test_approving_too_puts_both_on_the_page(moderator: User) -> None:
    comment = make_comment()
    moderation.reply(comment, moderator, "Yes.", approve_too=True)
    assert comment.status == Status.APPROVED
    assert comment.decisions.get().by == moderator
    assert comment.replies.count() == 1


def test_approving_too_is_no_mistake_where_another_was_faster(moderator: User) -> None:
    comment = make_comment()
    seen = Comment.objects.get(pk=comment.pk)
    moderation.approve(comment, make_moderator())
    done = moderation.reply(seen, moderator, "Yes.", approve_too=True)
    assert done.outcome is Outcome.STORED and comment.decisions.count() == 1


@pytest.mark.parametrize("status", ["concern", "declined", "spam", "withdrawn"])
def test_approving_too_never_means_these(moderator: User, status: str) -> None:
    comment = make_comment(Status(status))
    moderation.reply(comment, moderator, "Yes.", approve_too=True)
    comment.refresh_from_db()
    assert comment.status == status and not comment.replies.exists()


@pytest.mark.parametrize("verb", OFF_THE_PAGE)
def test_what_was_decided_meanwhile_is_seen(
    comment: Comment, moderator: User, verb: object
) -> None:
    seen = Comment.objects.get(pk=comment.pk)
    verb(comment, moderator)  # type: ignore[operator]
    done = moderation.reply(seen, moderator, "Yes.")
    assert done.outcome is Outcome.NOT_ON_PAGE and seen.status == comment.status


def test_reply_to_a_reply_is_in_the_same_thread(comment: Comment) -> None:
    reply = make_reply(comment)
    second = make_reply(reply)
    assert (second.parent, second.thread) == (reply, comment)


@pytest.mark.parametrize("status", [s for s in Status if s != Status.APPROVED])
def test_no_reply_to_a_reply_in_a_thread_that_left_the_page(
    comment: Comment, moderator: User, status: Status
) -> None:
    reply = make_reply(comment)
    Comment.objects.filter(pk=comment.pk).update(status=status, stands=False)
    done = moderation.reply(reply, moderator, "Yes.")
    assert done.outcome is Outcome.NOT_ON_PAGE


def test_held_reply_is_approved_for_a_reply_to_it(
    comment: Comment, moderator: User
) -> None:
    reply = make_comment(parent=comment)
    moderation.reply(reply, moderator, "Yes.", approve_too=True)
    assert reply.status == Status.APPROVED


def test_held_reply_isnt_approved_where_nobody_would_see_it(
    comment: Comment, moderator: User
) -> None:
    reply = make_comment(parent=comment)
    moderation.decline(comment, moderator)
    moderation.reply(reply, moderator, "Yes.", approve_too=True)
    assert reply.status == Status.PENDING


def test_erased_reply_names_nobody(comment: Comment, moderator: User) -> None:
    make_author(account=moderator)
    reply = make_reply(comment, by=moderator)
    moderation.withdraw(reply, by=moderator)
    assert (reply.name, reply.text, reply.author, reply.written_by) == (
        "",
        "",
        None,
        None,
    )


def test_address_of_the_account_is_nowhere(comment: Comment) -> None:
    by = make_moderator(username="mo@example.org", email="mo@example.net")
    make_reply(comment, by=by)
    found = page(comment)
    assert "mo@" not in found and "example.net" not in found


# On the page


def test_replies_stand_within_their_comment_the_oldest_first(comment: Comment) -> None:
    other = make_comment(Status.APPROVED, post=comment.post)
    replies = [make_reply(comment), make_reply(other), make_reply(comment)]
    keys = [c.pk for c in (comment, replies[0], replies[2], other, replies[1])]
    assert shown(comment) == keys
    first = page(comment).split(f'id="comment-{comment.pk}"')[1].split("</article>")[0]
    assert f'id="comment-{replies[0].pk}"' in first


def test_badge_shows(comment: Comment, moderator: User) -> None:
    make_author(account=moderator, name="Amanda Erin")
    make_reply(comment, by=moderator)
    assert '<p class="comment-badge">Author</p>' in page(comment)


@pytest.mark.parametrize("verb", [*OFF_THE_PAGE, moderation.raise_concern])
def test_replies_leave_with_their_comment_and_return_with_it(
    comment: Comment, moderator: User, verb: object
) -> None:
    reply = make_reply(comment)
    verb(comment, moderator)  # type: ignore[operator]
    assert shown(comment) == []
    assert Client().get(reply.get_absolute_url()).status_code == 404
    moderation.approve(comment, moderator, concern_seen=True)
    assert shown(comment) == [comment.pk, reply.pk]


def test_erased_comment_with_replies_keeps_an_empty_place(comment: Comment) -> None:
    """Promise 8."""
    reply = make_reply(comment, words="Well done.")
    moderation.withdraw(comment)
    found = page(comment)
    assert shown(comment) == [comment.pk, reply.pk]
    assert "This comment was removed." in found and "Well done." in found
    assert "Wren" not in found and "asked about" not in found


def test_erased_comment_without_replies_leaves_no_place(comment: Comment) -> None:
    moderation.withdraw(comment)
    assert shown(comment) == []


def test_erasing_what_was_off_the_page_shows_no_reply_again(
    comment: Comment, moderator: User
) -> None:
    reply = make_reply(comment)
    moderation.decline(comment, moderator)
    moderation.withdraw(comment)
    assert shown(comment) == []
    assert Client().get(reply.get_absolute_url()).status_code == 404


def test_reply_that_is_taken_off_leaves_alone(
    comment: Comment, moderator: User
) -> None:
    moderation.decline(make_reply(comment), moderator)
    assert shown(comment) == [comment.pk]


def test_page_counts_comments_and_not_replies(comment: Comment) -> None:
    others = [make_comment(Status.APPROVED, post=comment.post) for _ in range(49)]
    replies = [make_reply(each) for each in (comment, others[-1])]
    assert len(shown(comment)) == 52
    assert {reply.pk for reply in replies} < set(shown(comment))
    assert "?after=" not in page(comment)


def test_permalink_of_a_reply_leads_to_where_it_stands(comment: Comment) -> None:
    for _ in range(50):
        last = make_comment(Status.APPROVED, post=comment.post)
    for parent in (comment, last):
        reply = make_reply(parent)
        address = Client().get(reply.get_absolute_url())["Location"]
        assert address.endswith(f"#comment-{reply.pk}")
        assert reply.pk in shown(comment, address)


@pytest.mark.parametrize("erased", [0, 49, 50, 60])
def test_place_of_an_erased_comment_is_on_one_page(
    comment: Comment, erased: int
) -> None:
    everybody = [comment] + [
        make_comment(Status.APPROVED, post=comment.post) for _ in range(60)
    ]
    reply = make_reply(everybody[erased])
    moderation.withdraw(everybody[erased])
    address = Client().get(reply.get_absolute_url())["Location"]
    assert reply.pk in shown(comment, address)
    first = shown(comment)
    after = max(key for key in first if key != reply.pk)
    second = shown(comment, f"{comment.post.get_absolute_url()}?after={after}")
    assert (first + second).count(everybody[erased].pk) == 1
