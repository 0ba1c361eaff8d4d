from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from comments import moderation, tokens
from comments.models import Comment
from tests.make import make_comment, make_moderator

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    return make_comment(name="Wren", words="A *small* step that waits.")


def read(client: Client, comment: Comment) -> str:
    answer = client.get(tokens.receipt_url(comment))
    assert answer.status_code == 200
    return answer.content.decode()


def test_receipt_shows_the_comment_as_it_will_appear(
    client: Client, comment: Comment
) -> None:
    page = read(client, comment)
    assert "A <em>small</em> step that waits." in page
    assert "waits for a person" in page


def test_receipt_has_the_button(client: Client, comment: Comment) -> None:
    assert f'action="{tokens.withdraw_url(comment)}"' in read(client, comment)


def test_receipt_leads_to_the_manage_page_and_says_who_can_open_it(
    client: Client, comment: Comment
) -> None:
    page = read(client, comment)
    assert f'href="{tokens.manage_url(comment)}"' in page
    assert "Whoever has that link can do the same" in page


def test_receipt_of_a_declined_comment_tells_no_more_than_the_manage_page(
    client: Client, comment: Comment
) -> None:
    moderation.decline(comment, make_moderator(), "It names a town.")
    assert "It names a town." not in read(client, comment)


def test_after_thirty_minutes_it_tells_only_that_it_arrived(
    client: Client, comment: Comment
) -> None:
    with time_machine.travel(comment.submitted_at + timedelta(minutes=31)):
        page = read(client, comment)
    for gone in ("small", "Wren", "withdraw", "manage", comment.post.title):
        assert gone not in page


@pytest.mark.parametrize(
    ("verb", "told"),
    [
        (moderation.approve, "Your comment is on the page"),
        (moderation.decline, "Your comment is not published"),
        (moderation.mark_spam, "Your comment is not published"),
    ],
)
def test_status_is_told_in_plain_words(client, comment, verb, told) -> None:  # type: ignore[no-untyped-def]
    verb(comment, make_moderator())
    page = read(client, comment)
    assert told in page
    assert "spam" not in page and "declined" not in page


def test_erased_comment_shows_nothing(client: Client, comment: Comment) -> None:
    moderation.withdraw(comment)
    page = read(client, comment)
    assert "Your comment is removed" in page and "withdraw" not in page


def test_receipt_is_for_one_person(client: Client, comment: Comment) -> None:
    answer = client.get(tokens.receipt_url(comment))
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "no-referrer"


def test_receipt_holds_no_address(client: Client, comment: Comment) -> None:
    answer = client.get(tokens.receipt_url(comment))
    assert b"example.org" not in answer.content
    assert "example.org" not in str(answer.headers)


def test_every_receipt_has_the_same_help_line(client: Client, comment: Comment) -> None:
    page = read(client, comment)
    with time_machine.travel(comment.submitted_at + timedelta(minutes=31)):
        later = read(client, comment)
    end = page.index("help is here")
    line = page[page.rindex("<p", 0, end) : page.index("</p>", end)]
    assert line in later


@pytest.mark.parametrize("guess", ["1", "1:x", "nonsense"])
def test_guess_is_404(client: Client, comment: Comment, guess: str) -> None:
    assert client.get(f"/comments/receipt/{guess}/").status_code == 404


def test_reading_changes_nothing(client: Client, comment: Comment) -> None:
    before = list(Comment.objects.values())
    read(client, comment)
    assert list(Comment.objects.values()) == before
