from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import resolve

from comments import moderation, tokens
from comments.models import Comment, Decision, Status
from comments.orders import VERBS
from guide.models import Post
from tests.make import make_comment, make_moderator, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    return make_comment(name="Wren", words="A *small* step that waits.")


def read(client: Client, comment: Comment) -> str:
    answer = client.get(tokens.manage_url(comment))
    assert answer.status_code == 200
    return answer.content.decode()


def heading(page: str) -> str:
    return page[page.index("<h1>") + 4 : page.index("</h1>")].strip()


def test_page_shows_the_comment_as_it_stands(client: Client, comment: Comment) -> None:
    page = read(client, comment)
    assert "A <em>small</em> step that waits." in page
    assert f'action="{tokens.remove_url(comment)}"' in page


def decided(comment: Comment, status: Status) -> Comment:
    """As a person has decided on it."""
    if status != Status.PENDING:
        verbs = {verb.leads_to: verb.say for verb in VERBS.values()}
        verbs[status](comment, make_moderator(), "", None)
    return comment


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (Status.PENDING, "Waiting for a person to read it"),
        (Status.CONCERN, "Waiting for a person to read it"),
        (Status.APPROVED, "On the page"),
        (Status.DECLINED, "Not published"),
        (Status.SPAM, "Not published"),
    ],
)
def test_status_is_told_in_plain_words(
    client: Client, status: Status, told: str
) -> None:
    page = read(client, decided(make_comment(), status))
    assert heading(page) == told
    for name in ("pending", "concern", "approved", "declined", "spam"):
        assert name not in page.lower()


@pytest.mark.parametrize(
    ("one", "other"),
    [(Status.PENDING, Status.CONCERN), (Status.DECLINED, Status.SPAM)],
)
def test_writer_can_not_tell_one_from_the_other(
    client: Client, comment: Comment, one: Status, other: Status
) -> None:
    pages = []
    for status in (one, other):
        comment = Comment.objects.get(pk=decided(comment, status).pk)
        pages.append(read(client, comment))
    assert pages[0] == pages[1]


def test_link_on_the_page_is_the_permalink(client: Client) -> None:
    comment = make_comment(Status.APPROVED)
    assert f'href="/comments/{comment.pk}/"' in read(client, comment)


def test_comment_under_a_draft_has_no_link(client: Client) -> None:
    comment = make_comment(Status.APPROVED)
    Post.objects.update(published_at=None)
    page = read(client, comment)
    assert f'href="/comments/{comment.pk}/"' not in page
    assert comment.post.get_absolute_url() not in page


def test_moderators_word_is_quoted(client: Client, comment: Comment) -> None:
    moderation.decline(comment, make_moderator(), "It names a town: <here>.")
    page = read(client, comment)
    assert "From the people who run this site" in page
    assert "It names a town: &lt;here&gt;." in page


def test_word_of_a_decision_that_was_changed_is_not_shown(
    client: Client, comment: Comment
) -> None:
    moderator = make_moderator()
    moderation.decline(comment, moderator, "The first word.")
    moderation.hold(comment, moderator)
    assert "The first word." not in read(client, comment)
    moderation.decline(comment, moderator, "The second word.")
    page = read(client, comment)
    assert "The second word." in page and "The first word." not in page


def test_word_of_any_other_decision_is_not_the_writers(
    client: Client, comment: Comment
) -> None:
    moderation.approve(comment, make_moderator())
    Decision.objects.update(why="Among ourselves.")
    assert "Among ourselves." not in read(client, comment)


def test_writer_learns_nothing_of_reports(client: Client) -> None:
    comment = make_comment(Status.APPROVED)
    before = read(client, comment)
    make_report(comment=comment)
    assert read(client, comment) == before


def test_link_works_for_years(client: Client, comment: Comment) -> None:
    with time_machine.travel(comment.submitted_at + timedelta(days=3000)):
        assert heading(read(client, comment)) == "Waiting for a person to read it"
        assert client.post(tokens.remove_url(comment)).status_code == 303
    comment.refresh_from_db()
    assert (comment.status, comment.text) == (Status.WITHDRAWN, "")


def test_removing_leads_to_the_page_that_says_so(
    client: Client, comment: Comment
) -> None:
    for _ in range(2):
        answer = client.post(tokens.remove_url(comment))
        assert (answer.status_code, answer["Location"]) == (303, "/comments/removed/")
    assert comment.decisions.get().is_by_writer
    page = read(client, comment)
    assert heading(page) == "Removed by you" and "<form" not in page


def test_what_others_have_removed_is_not_said_to_be_the_writers_act(
    client: Client, comment: Comment
) -> None:
    moderation.withdraw(comment, by=make_moderator())
    assert heading(read(client, comment)) == "Removed"


def test_removing_from_a_page_without_referrer_works(
    client: Client, comment: Comment
) -> None:
    client.post(tokens.remove_url(comment), headers={"Origin": "null"})
    comment.refresh_from_db()
    assert comment.status == Status.WITHDRAWN


def test_reading_changes_nothing(client: Client, comment: Comment) -> None:
    before = list(Comment.objects.values())
    read(client, comment)
    assert client.get(tokens.remove_url(comment)).status_code == 405
    assert list(Comment.objects.values()) == before
    assert not Decision.objects.exists()


def test_page_itself_takes_no_post(client: Client, comment: Comment) -> None:
    assert client.post(tokens.manage_url(comment)).status_code == 405


def test_page_is_for_one_person(client: Client, comment: Comment) -> None:
    answer = client.get(tokens.manage_url(comment))
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert b"example.org" not in answer.content


@pytest.mark.parametrize("guess", ["1", "1:x", "nonsense"])
def test_guess_is_404(client: Client, comment: Comment, guess: str) -> None:
    assert client.get(f"/comments/manage/{guess}/").status_code == 404
    assert client.post(f"/comments/manage/{guess}/withdraw/").status_code == 404


@pytest.mark.parametrize("url", [tokens.receipt_url, tokens.withdraw_url])
def test_other_tokens_are_no_authority(
    client: Client, comment: Comment, url: Any
) -> None:
    token = resolve(url(comment)).kwargs["token"]
    assert client.get(f"/comments/manage/{token}/").status_code == 404
    assert client.post(f"/comments/manage/{token}/withdraw/").status_code == 404
    comment.refresh_from_db()
    assert comment.text


def test_page_costs_four_queries(
    client: Client, comment: Comment, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):
        read(client, comment)


def test_reply_whose_thread_left_the_page_is_not_said_to_be_seen(
    client: Client,
) -> None:
    first = make_comment(Status.APPROVED)
    reply = make_comment(Status.APPROVED, parent=first)
    moderation.decline(first, make_moderator())
    page = client.get(tokens.manage_url(reply)).content.decode()
    assert "The conversation that it is part of" in page
    assert reply.get_absolute_url() not in page
