"""How did the step go? Asked once, a week later."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from comments import check_ins, details_hint, mail_tokens, moderation, tokens
from comments.models import (
    CheckIn,
    Comment,
    Correspondent,
    DiscussionSettings,
    OutboxMail,
    Status,
)
from comments.subscriptions import Wishes
from guide.models import Post
from tests.mailing import go_out, paths_in, subjects
from tests.make import make_comment, make_moderator, make_subscription

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 3, 10, tzinfo=UTC)
WEEK, MINUTE = timedelta(days=7), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW + WEEK, tick=False) as clock:
        yield clock


@pytest.fixture
def comment() -> Comment:
    """On the page, and its week is over."""
    comment = make_subscription(Wishes(asks_step=True), submitted_at=NOW).comment
    OutboxMail.objects.exclude(kind="check-in").delete()
    moderation.approve(comment, make_moderator())
    return comment


@pytest.fixture
def url(comment: Comment) -> str:
    return mail_tokens.check_in_url(comment)


def answers_to(comment: Comment) -> list[Comment]:
    return list(Comment.objects.filter(parent=comment))


def test_it_is_asked_once_a_week_after_the_button(comment: Comment, url: str) -> None:
    assert subjects(NOW + WEEK - MINUTE) == []
    [message] = go_out(NOW + WEEK)
    assert paths_in(message)[0] == url
    assert subjects(NOW + 9 * WEEK) == []


def test_once_answered_it_is_not_asked_again(client: Client, url: str) -> None:
    client.post(url, {"answer": "did-it"})
    assert subjects(NOW + WEEK) == []


def test_unconfirmed_is_never_asked() -> None:
    make_subscription(Wishes(asks_step=True), is_confirmed=False, submitted_at=NOW)
    OutboxMail.objects.all().delete()
    assert not CheckIn.objects.exists() and subjects(NOW + 2 * WEEK) == []


def test_ended_mail_ends_the_question(client: Client, comment: Comment) -> None:
    client.post(mail_tokens.unsubscribe_url(comment))
    assert subjects(NOW + WEEK) == []


@pytest.mark.parametrize("answer", list(check_ins.LABELS))
def test_answer_waits_as_a_follow_up_under_the_comment(
    client: Client, comment: Comment, url: str, answer: str
) -> None:
    page = client.post(url, {"answer": answer, "words": "It *rained*."})
    [reply] = answers_to(comment)
    assert page["Location"] == tokens.receipt_url(reply)
    assert (reply.status, reply.name) == (Status.PENDING, comment.name)
    assert reply.correspondent_id == comment.correspondent_id
    assert reply.text == f"{check_ins.SENTENCES[answer]}\n\nIt *rained*."  # type: ignore[index]
    assert "<em>rained</em>" in reply.html


def in_a_pause(comment: Comment) -> None:
    DiscussionSettings.objects.update_or_create(pk=1, defaults={"paused": True})


def closed_by_its_author(comment: Comment) -> None:
    Post.objects.filter(pk=comment.post_id).update(comments_open=False)


def closed_by_its_days(comment: Comment) -> None:
    DiscussionSettings.objects.update_or_create(pk=1, defaults={"close_after_days": 1})


@pytest.mark.parametrize("end", [in_a_pause, closed_by_its_author, closed_by_its_days])
def test_answer_is_taken_where_new_comments_are_not_and_the_page_says_so(
    client: Client, comment: Comment, url: str, end: Any
) -> None:
    told = "it waits for a person all the same"
    assert told not in client.get(url).content.decode()
    end(comment)
    assert told in client.get(url).content.decode()
    assert client.post(url, {"words": "No button."}).status_code == 422
    assert client.post(url, {"answer": "did-it"}).status_code == 303
    [reply] = answers_to(comment)
    assert reply.status == Status.PENDING
    moderation.approve(reply, make_moderator())
    assert reply.is_on_page


def test_words_are_optional(client: Client, comment: Comment, url: str) -> None:
    client.post(url, {"answer": "did-it", "words": ""})
    assert answers_to(comment)[0].text == "A week later: I did it."


def test_approved_it_stands_under_the_comment(
    client: Client, comment: Comment, url: str
) -> None:
    client.post(url, {"answer": "did-it"})
    moderation.approve(answers_to(comment)[0], make_moderator())
    page = client.get(comment.post.get_absolute_url()).content
    assert b"A week later: I did it." in page


def test_answer_is_screened(client: Client, comment: Comment, url: str) -> None:
    words = "Call 0171 555 0123 or see x.org"
    asked = details_hint.asking(words)
    client.post(url, {"answer": "did-it", "words": words, "details_asked": asked})
    codes = [sign.code for sign in answers_to(comment)[0].signs]
    assert "phone-number" in codes


def test_second_press_changes_nothing(
    client: Client, comment: Comment, url: str
) -> None:
    for answer in ("did-it", "another"):
        assert client.post(url, {"answer": answer}).status_code == 303
    assert len(answers_to(comment)) == 1
    assert CheckIn.objects.get().answer == "did-it"
    assert b"aren\xe2\x80\x99t asked again" in client.get(url).content


def test_too_many_words_come_back(client: Client, comment: Comment, url: str) -> None:
    answer = client.post(url, {"answer": "did-it", "words": "x" * 1001})
    assert answer.status_code == 422 and b"x" * 1001 in answer.content
    assert not answers_to(comment)


def test_no_answer_asks_for_a_button(client: Client, url: str) -> None:
    answer = client.post(url, {"words": "Some words."})
    assert answer.status_code == 422 and b"Some words." in answer.content
    assert b"Press one of the three buttons." in answer.content


def test_personal_detail_is_pointed_out_once(
    client: Client, comment: Comment, url: str
) -> None:
    words = "Call me on 020 7946 0123."
    first = client.post(url, {"answer": "did-it", "words": words})
    assert first.status_code == 422 and b"seems to hold a phone" in first.content
    assert words.encode() in first.content and not answers_to(comment)
    asked = first.context["form"]["details_asked"]
    assert str(asked).encode() in first.content
    sent = {"answer": "did-it", "words": words, "details_asked": asked.value()}
    assert client.post(url, sent).status_code == 303
    assert words in answers_to(comment)[0].text


def off_the_page(comment: Comment, clock: Any) -> None:
    moderation.hold(comment, make_moderator())


def erased(comment: Comment, clock: Any) -> None:
    moderation.withdraw(comment)


def too_early(comment: Comment, clock: Any) -> None:
    clock.move_to(NOW + WEEK - MINUTE)


def too_late(comment: Comment, clock: Any) -> None:
    clock.move_to(NOW + WEEK + check_ins.WORKS)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("change", [off_the_page, erased, too_early, too_late])
def test_there_is_nothing_to_answer(
    client: Client, comment: Comment, url: str, clock: Any, change: Any, method: str
) -> None:
    change(comment, clock)
    answer = getattr(client, method)(url, {"answer": "did-it"})
    assert answer.status_code == 410
    assert not answers_to(comment)


def test_page_costs_few_queries(
    client: Client, url: str, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):
        client.get(url)


def test_questions_go_long_after(comment: Comment) -> None:
    assert check_ins.forget_old(NOW + WEEK + check_ins.WORKS) == 0
    assert check_ins.forget_old(NOW + WEEK + check_ins.WORKS + MINUTE) == 1


def test_one_who_never_asked_is_never_asked(client: Client) -> None:
    comment = make_comment(Status.APPROVED)
    assert client.get(mail_tokens.check_in_url(comment)).status_code == 410


def test_answer_waits_whoever_is_trusted(
    client: Client, comment: Comment, url: str
) -> None:
    DiscussionSettings.objects.create(pk=1, trusts=True, trusts_after=1)
    Correspondent.objects.update(confirmed_at=timezone.now())
    client.post(url, {"answer": "did-it", "words": ""})
    assert answers_to(comment)[0].status == Status.PENDING
