"""A post in no list: whoever has its address can read it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from comments.models import Comment, Status
from guide import related
from guide.models import PickedPost, Post
from tests.make import make_comment, make_guide, make_post, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def hidden() -> Post:
    """One in the middle of a guide, with a comment, beside a post that is listed."""
    guide, topic = make_guide(), make_topic(slug="rest")
    common: dict[str, Any] = {
        "guide": guide,
        "author": guide.author,
        "body": "A lantern.",
    }
    first, last = (make_post((topic,), position=n, **common) for n in (1, 3))
    given: dict[str, Any] = {"slug": "nowhere", "title": "Only for some", "position": 2}
    hidden = make_post((topic,), unlisted=True, **common | given)
    PickedPost.objects.create(post=first, other=hidden)
    related.work_out([first, hidden, last])
    make_comment(
        Status.APPROVED, post=hidden, name="Wren", words="O lantern", is_step=True
    )
    return hidden


LISTS = [
    "/",
    "/posts/",
    "/topics/rest/",
    "/whole-guide/",
    "/feed/",
    "/feed.rss",
    "/feed.json",
    "/sitemap.xml",
    "/search/?q=lantern",
    "/steps/",
    "/comments/feed/",
]


def test_it_is_in_no_list(client: Client, hidden: Post) -> None:
    lists = [*LISTS, hidden.author.get_absolute_url()]
    lists += [p.get_absolute_url() for p in Post.objects.listed()]
    for address in lists:
        answer = client.get(address)
        assert answer.status_code == 200
        page = answer.content.decode()
        assert not {
            each for each in ("nowhere", "Only for some", "Wren") if each in page
        }


def test_lists_would_show_it_otherwise(client: Client, hidden: Post) -> None:
    """Or the test above would show nothing."""
    Post.objects.update(unlisted=False)
    found = ("nowhere", "Only for some", "Wren")
    for address in LISTS:
        page = client.get(address).content.decode()
        assert any(each in page for each in found), address


def test_who_has_its_address_reads_and_answers(client: Client, hidden: Post) -> None:
    page = client.get("/posts/nowhere/").content.decode()
    assert "Wren" in page and 'name="robots" content="noindex"' in page
    for of_a_chapter in ('rel="next"', "come to the end", '"The guide"'):
        assert of_a_chapter not in page
    assert client.get("/posts/nowhere/card.png").status_code == 200
    assert client.get("/posts/nowhere/feed/")["X-Robots-Tag"] == "noindex"
    for address in (
        "/steps/nowhere/",
        f"/posts/nowhere/thread/{Comment.objects.get().pk}/",
    ):
        assert "noindex" in client.get(address).content.decode()


def test_its_topic_and_author_are_there_and_empty(client: Client, hidden: Post) -> None:
    Post.objects.listed().delete()
    for address in ("/topics/rest/", hidden.author.get_absolute_url()):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "nothing more to read here yet" in answer.content.decode()
    assert "rest" not in client.get(reverse("guide:topics")).content.decode()


def test_row_and_queryset_agree(hidden: Post) -> None:
    assert hidden.state() == Post.State.UNLISTED and hidden.is_published()
    assert list(Post.objects.unlisted()) == [hidden]
    assert hidden in Post.objects.published()
    assert hidden not in Post.objects.listed()
