"""What a writer finds on the page of their comment, and in its file."""

import json
from typing import Any

import pytest
from django.test import Client

from comments import moderation, revisions, tokens
from comments.models import Comment, Status
from guide.models import Post
from tests.make import make_change, make_comment, make_moderator, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    return make_comment(Status.APPROVED, name="Wren", words="A *small* step.")


def read(client: Client, comment: Comment) -> str:
    return client.get(tokens.manage_url(comment)).content.decode()


def saved(client: Client, comment: Comment) -> Any:
    return json.loads(client.get(tokens.export_url(comment)).content)


def test_change_that_waits_is_shown_beneath_what_stands(
    client: Client, comment: Comment
) -> None:
    make_change(comment, name="Jay", words="A *big* step.")
    page = read(client, comment)
    assert "Your change waits" in page
    assert page.index("<em>small</em>") < page.index("<em>big</em>")


def test_declined_change_is_told_with_its_word(
    client: Client, comment: Comment
) -> None:
    change = make_change(comment)
    revisions.decline(comment, change.pk, make_moderator(), "It names a town.")
    page = read(client, comment)
    assert "left as it is" in page and "It names a town." in page
    make_change(comment)
    page = read(client, comment)
    assert "left as it is" not in page and "It names a town." not in page


def test_approved_change_leaves_nothing_to_tell(
    client: Client, comment: Comment
) -> None:
    revisions.approve(comment, make_change(comment).pk, make_moderator())
    page = read(client, comment)
    assert "Your change waits" not in page and "left as it is" not in page


def test_private_answer_stays_when_its_writer_changes_the_comment(
    client: Client, comment: Comment
) -> None:
    moderation.decline(comment, make_moderator(), "You can call this line.")
    assert "You can call this line." in read(client, comment)
    revisions.edit(comment, "Wren", "Other words.", ["a"])
    page = read(client, comment)
    assert "Waiting for a person to read it" in page
    assert "Before you changed it, they left you a word" in page
    assert "You can call this line." in page


def test_page_leads_to_all_that_its_writer_can_do(
    client: Client, comment: Comment
) -> None:
    page = read(client, comment)
    for url in (tokens.edit_url, tokens.export_url, tokens.new_link_url):
        assert f'href="{url(comment)}"' in page


def test_file_holds_the_comment_and_what_became_of_it(
    client: Client, comment: Comment, settings: Any
) -> None:
    change = make_change(comment, name="Jay", words="A “big” step.")
    assert saved(client, comment) == {
        "name": "Wren",
        "comment": "A *small* step.",
        "is_small_step": False,
        "in_reply_to": None,
        "sent_at": comment.submitted_at.isoformat(),
        "post": {
            "title": comment.post.title,
            "address": settings.SITE_URL + comment.post.get_absolute_url(),
        },
        "state": "On the page",
        "word_to_you": "",
        "changed_at": [],
        "waiting_change": {
            "name": "Jay",
            "comment": "A “big” step.",
            "sent_at": change.at.isoformat(),
        },
    }


def test_file_says_that_it_is_a_small_step(client: Client) -> None:
    assert saved(client, make_comment(is_step=True))["is_small_step"]


def test_file_says_what_it_answers(
    client: Client, comment: Comment, settings: Any
) -> None:
    reply = make_comment(parent=comment)
    assert saved(client, reply)["in_reply_to"] == {
        "name": "Wren",
        "address": f"{settings.SITE_URL}/comments/{comment.pk}/",
    }


def test_file_names_nobody_whose_comment_left_the_page(
    client: Client, comment: Comment
) -> None:
    reply = make_comment(parent=comment)
    moderation.hold(comment, make_moderator())
    assert saved(client, reply)["in_reply_to"] == {"name": None, "address": None}


def test_change_of_a_small_step_is_shown_as_one(client: Client) -> None:
    comment = make_comment(Status.APPROVED, is_step=True)
    make_change(comment)
    assert read(client, comment).count("comment-step") == 2


def test_file_tells_the_word_and_when_it_was_changed(client: Client) -> None:
    comment = make_comment()
    moderation.decline(comment, make_moderator(), "It names a town.")
    revisions.edit(comment, "Wren", "Other words.", ["a"])
    told = saved(client, comment)
    assert told["word_to_you"] == "It names a town."
    assert told["changed_at"] == [comment.decisions.latest("pk").at.isoformat()]
    assert told["state"] == "Waiting for a person to read it"


def test_file_has_a_name_that_tells_nothing(client: Client, comment: Comment) -> None:
    answer = client.get(tokens.export_url(comment))
    assert answer["Content-Disposition"] == 'attachment; filename="note.json"'
    assert answer["Content-Type"] == "application/json"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "no-referrer"


def test_file_holds_no_address_since_others_may_have_the_link(
    client: Client, comment: Comment
) -> None:
    answer = client.get(tokens.export_url(comment))
    assert b"@" not in answer.content and b"wren@" not in answer.content


def test_file_names_no_post_that_is_a_draft(client: Client, comment: Comment) -> None:
    Post.objects.update(published_at=None)
    assert saved(client, comment)["post"] is None


def test_file_reads_spam_as_it_reads_what_was_declined(client: Client) -> None:
    post, told = make_post(), []
    for verb in (moderation.decline, moderation.mark_spam):
        comment = make_comment(post=post, words="One.")
        verb(comment, make_moderator())
        told.append(saved(client, comment) | {"sent_at": ""})
    assert told[0] == told[1]


def test_erased_comment_has_no_file(client: Client, comment: Comment) -> None:
    moderation.withdraw(comment)
    assert client.get(tokens.export_url(comment)).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_file_is_only_read(client: Client, comment: Comment, method: str) -> None:
    answer = getattr(client, method)(tokens.export_url(comment))
    assert answer.status_code == 405


def test_file_costs_few_queries(
    client: Client, comment: Comment, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        saved(client, comment)


def test_file_of_a_reply_costs_one_query_more(
    client: Client, comment: Comment, django_assert_num_queries: Any
) -> None:
    reply = make_comment(parent=comment)
    with django_assert_num_queries(3):
        saved(client, reply)
