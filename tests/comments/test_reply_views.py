"""The page on which one replies, and a thread's own."""

import re
from typing import Any

import pytest
from django.test import Client

from comments import moderation
from comments.models import Comment, DiscussionSettings, Status
from guide.models import Post
from tests.make import make_comment, make_moderator, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Post:
    return make_post(slug="p")


@pytest.fixture
def comment(post: Post) -> Comment:
    return make_comment(Status.APPROVED, post=post, name="Jay", words="One evening.")


def fill(comment: Comment, number: int, **fields: Any) -> list[int]:
    """Replies that stand; their keys."""
    rows = [
        Comment(
            **{"parent": comment, "status": Status.APPROVED, "stands": True}
            | {"post": comment.post, "thread": comment, "name": f"N{n}", "text": "t"}
            | {"html": "<p>t</p>", "submitted_at": comment.submitted_at}
            | fields
        )
        for n in range(number)
    ]
    Comment.objects.bulk_create(rows)
    keys = Comment.objects.filter(thread=comment).order_by("pk")
    return list(keys.values_list("pk", flat=True))


def shown(address: str) -> list[int]:
    page = Client().get(address).content.decode()
    return [int(key) for key in re.findall(r'id="comment-(\d+)"', page)]


# Reply


def test_page_quotes_the_comment_and_its_form_names_it(
    client: Client, comment: Comment
) -> None:
    answer = client.get(f"/posts/p/reply/{comment.pk}/")
    page = answer.content.decode()
    assert "Reply to Jay" in page and "One evening." in page
    assert f'name="parent" value="{comment.pk}"' in page
    assert 'action="/posts/p/comments/"' in page
    assert f'href="/comments/{comment.pk}/"' in page
    assert answer["X-Robots-Tag"] == "noindex"


def test_page_is_the_same_for_everybody(client: Client, comment: Comment) -> None:
    address = f"/posts/p/reply/{comment.pk}/"
    first = client.get(address, REMOTE_ADDR="192.0.2.1")
    assert client.get(address, REMOTE_ADDR="192.0.2.2").content == first.content
    assert not first.cookies


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_page_only_shows(client: Client, comment: Comment, method: str) -> None:
    answer = getattr(client, method)(f"/posts/p/reply/{comment.pk}/")
    assert answer.status_code == 405


@pytest.mark.parametrize("status", [s for s in Status if s != Status.APPROVED])
def test_no_page_for_what_isnt_on_the_page(
    client: Client, post: Post, status: Status
) -> None:
    comment = make_comment(status, post=post)
    assert client.get(f"/posts/p/reply/{comment.pk}/").status_code == 404


@pytest.mark.parametrize("key", ["999999999", "9" * 30])
def test_no_page_for_nothing(client: Client, post: Post, key: str) -> None:
    for which in ("reply", "thread"):
        assert client.get(f"/posts/p/{which}/{key}/").status_code == 404


def test_no_page_under_another_post_or_a_draft(
    client: Client, comment: Comment
) -> None:
    make_post(slug="other")
    for which in ("reply", "thread"):
        assert client.get(f"/posts/other/{which}/{comment.pk}/").status_code == 404
    Post.objects.update(published_at=None)
    for which in ("reply", "thread"):
        assert client.get(f"/posts/p/{which}/{comment.pk}/").status_code == 404


def test_closed_conversation_has_no_reply(client: Client, comment: Comment) -> None:
    Post.objects.update(comments_open=False)
    answer = client.get(f"/posts/p/reply/{comment.pk}/")
    assert answer.status_code == 403
    assert b"This conversation is closed" in answer.content
    assert b"<form" not in answer.content
    assert f'href="/comments/{comment.pk}/"'.encode() in answer.content


def test_paused_conversation_says_so(client: Client, comment: Comment) -> None:
    DiscussionSettings.objects.create(pk=1, paused=True, pause_sentence="Back soon.")
    answer = client.get(f"/posts/p/reply/{comment.pk}/")
    assert answer.status_code == 403 and b"Back soon." in answer.content


@pytest.mark.parametrize("page", ["/posts/p/", "/posts/p/thread/{}/"])
def test_reply_is_offered_while_the_conversation_is_open(
    client: Client, comment: Comment, page: str
) -> None:
    fill(comment, 1)
    address = page.format(comment.pk)
    assert client.get(address).content.count(b"/posts/p/reply/") == 2
    Post.objects.update(comments_open=False)
    closed = client.get(address).content
    assert b"/posts/p/reply/" not in closed and b"One evening." in closed
    assert b"This conversation is closed" in closed


def test_reply_page_costs_four_queries(
    client: Client, comment: Comment, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):
        client.get(f"/posts/p/reply/{comment.pk}/")


# Thread


def test_twenty_replies_stand_beneath_and_all_on_the_threads_page(
    comment: Comment,
) -> None:
    keys = fill(comment, 21)
    page = Client().get("/posts/p/").content.decode()
    assert shown("/posts/p/") == [comment.pk, *keys[:20]]
    assert f'href="/posts/p/thread/{comment.pk}/"' in page
    assert shown(f"/posts/p/thread/{comment.pk}/") == [comment.pk, *keys]


def test_twenty_replies_need_no_page_of_their_own(comment: Comment) -> None:
    fill(comment, 20)
    assert b"/thread/" not in Client().get("/posts/p/").content


def test_only_what_stands_counts_towards_the_twenty(comment: Comment) -> None:
    fill(comment, 5, status=Status.DECLINED, stands=False)
    keys = fill(comment, 20)[5:]
    assert shown("/posts/p/") == [comment.pk, *keys]


def test_threads_pages_follow_each_other_by_key(comment: Comment) -> None:
    keys = fill(comment, 120)
    address = f"/posts/p/thread/{comment.pk}/"
    pages = [shown(f"{address}?after={k}")[1:] for k in (0, keys[49], keys[99])]
    assert pages == [keys[:50], keys[50:100], keys[100:]]
    first = Client().get(address).content.decode()
    assert f'href="{address}?after={keys[49]}#comments"' in first
    assert "noindex" not in first
    second = Client().get(f"{address}?after={keys[49]}").content.decode()
    assert 'content="noindex"' in second and f'href="{address}#comments"' in second


@pytest.mark.parametrize("after", ["-1", "x", "9" * 400, "²", "", "%00"])
def test_nonsense_is_the_threads_first_page_or_none(
    comment: Comment, after: str
) -> None:
    address = f"/posts/p/thread/{comment.pk}/?after={after}"
    assert Client().get(address).status_code == 200


def test_past_its_end_a_thread_leads_back(comment: Comment) -> None:
    page = Client().get(f"/posts/p/thread/{comment.pk}/?after=999999999").content
    assert b"nothing further" in page


def test_reply_is_no_thread(comment: Comment) -> None:
    [key] = fill(comment, 1)
    assert Client().get(f"/posts/p/thread/{key}/").status_code == 404


def test_erased_first_comment_stands_empty_above_its_replies(comment: Comment) -> None:
    keys = fill(comment, 1)
    moderation.withdraw(comment)
    address = f"/posts/p/thread/{comment.pk}/"
    assert shown(address) == [comment.pk, *keys]
    assert b"This comment was removed." in Client().get(address).content


def test_erased_first_comment_without_replies_has_no_page(comment: Comment) -> None:
    make_comment(parent=comment)
    moderation.withdraw(comment)
    assert Client().get(f"/posts/p/thread/{comment.pk}/").status_code == 404


def test_thread_taken_off_the_page_has_none(comment: Comment) -> None:
    fill(comment, 1)
    moderation.hold(comment, make_moderator())
    assert Client().get(f"/posts/p/thread/{comment.pk}/").status_code == 404


@pytest.mark.parametrize("place", [0, 19, 20, 49, 50, 119])
def test_permalink_of_a_reply_leads_to_where_it_stands(
    comment: Comment, place: int
) -> None:
    key = fill(comment, 120)[place]
    address = Client().get(f"/comments/{key}/")["Location"]
    assert address.endswith(f"#comment-{key}")
    assert address.startswith("/posts/p/thread/" if place > 19 else "/posts/p/#")
    assert key in shown(address)


def test_answered_reply_of_an_earlier_page_is_linked_by_its_permalink(
    comment: Comment,
) -> None:
    keys = fill(comment, 50)
    make_comment(Status.APPROVED, parent=Comment.objects.get(pk=keys[0]))
    second = f"/posts/p/thread/{comment.pk}/?after={keys[-1]}"
    assert (
        f'href="/comments/{keys[0]}/">N0</a>' in Client().get(second).content.decode()
    )


def test_answered_reply_on_the_same_page_is_linked_there(comment: Comment) -> None:
    keys = fill(comment, 1)
    make_comment(Status.APPROVED, parent=Comment.objects.get(pk=keys[0]))
    assert (
        f'href="#comment-{keys[0]}">N0</a>'
        in Client().get("/posts/p/").content.decode()
    )


def test_reply_that_was_taken_off_names_nobody(comment: Comment) -> None:
    middle = make_comment(Status.APPROVED, parent=comment, name="Robin")
    last = make_comment(Status.APPROVED, parent=middle)
    moderation.decline(middle, make_moderator())
    page = Client().get("/posts/p/").content.decode()
    assert shown("/posts/p/") == [comment.pk, last.pk]
    assert "in reply to a comment that was removed" in page and "Robin" not in page


@pytest.mark.parametrize("replies", [1, 120])
def test_thread_page_costs_five_queries(
    client: Client, comment: Comment, replies: int, django_assert_num_queries: Any
) -> None:
    fill(comment, replies)
    with django_assert_num_queries(5):
        client.get(f"/posts/p/thread/{comment.pk}/")


@pytest.mark.parametrize("replies", [1, 120])
def test_permalink_of_a_reply_costs_the_same_queries(
    client: Client, comment: Comment, replies: int, django_assert_num_queries: Any
) -> None:
    key = fill(comment, replies)[0]
    with django_assert_num_queries(3):
        client.get(f"/comments/{key}/")
