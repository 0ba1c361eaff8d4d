"""Lists of posts, and what every one of them costs."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guide import lists
from guide.models import Author, Post, Topic
from tests.make import LONG_AGO, make_author, make_guide, make_post, make_topic

pytestmark = pytest.mark.django_db

HEADING = re.compile(r'<h2 class="post-list-month"[^>]*>(.*?)</h2>')
LINKED = re.compile(r'href="(/posts/[^/"]+/)"')
EACH = pytest.mark.parametrize("address", ["/posts/", "/topics/t/", "/authors/a/"])


@pytest.fixture
def author() -> Author:
    return make_author(slug="a", name="Somebody", bio="Likes *tea*.")


@pytest.fixture
def topic() -> Topic:
    return make_topic(slug="t", name="patience")


@pytest.fixture
def post(author: Author, topic: Topic) -> Post:
    return make_post((topic,), author=author, slug="p", title="The post")


def many(number: int, post: Post) -> list[Post]:
    """More like ``post``, each a day later than the one before."""
    topics = tuple(post.topics.all())
    return [
        make_post(topics, author=post.author, published_at=LONG_AGO + timedelta(day))
        for day in range(1, number + 1)
    ]


def content(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def linked(client: Client, address: str) -> list[str]:
    main = content(client, address).split("<main")[1].split("</main>")[0]
    return LINKED.findall(main)


def test_archive_holds_chapters_and_what_stands_alone(
    client: Client, post: Post
) -> None:
    chapter = make_post(guide=make_guide())
    both = {post.get_absolute_url(), chapter.get_absolute_url()}
    assert set(linked(client, "/posts/")) == both


def test_archive_shows_the_way_to_the_feed(client: Client, post: Post) -> None:
    main = client.get("/posts/").content.decode().split("<main", 1)[1]
    assert '<a href="/feed/">the feed</a>' in main


def test_archive_goes_back_by_the_month(client: Client) -> None:
    for year, month in ((2025, 3), (2026, 11), (2026, 11), (2026, 3)):
        make_post(published_at=datetime(year, month, 9, tzinfo=UTC))
    months = HEADING.findall(content(client, "/posts/"))
    assert months == ["November 2026", "March 2026", "March 2025"]


def test_posts_of_one_moment_keep_their_order(client: Client) -> None:
    posts = [make_post(published_at=LONG_AGO) for _number in range(3)]
    in_order = [post.get_absolute_url() for post in posts]
    assert linked(client, "/posts/") == in_order


@EACH
def test_pages_follow_each_other_without_gap_or_repeat(
    client: Client, post: Post, address: str
) -> None:
    # The first two pages meet within posts of one moment.
    posts = many(lists.PAGE_SIZE * 2, post)
    Post.objects.filter(pk__in=[each.pk for each in posts[10:50]]).update(
        published_at=posts[10].published_at
    )
    expected = list(Post.objects.order_by("-published_at", "pk"))
    found = linked(client, address)
    while following := re.search(
        r'href="([^"?]*\?after=\d+)"', content(client, address)
    ):
        address = following[1]
        found += linked(client, address)
    assert found == [each.get_absolute_url() for each in expected]


@pytest.mark.parametrize("more", [0, 1])
def test_way_on_leads_to_something(client: Client, post: Post, more: int) -> None:
    many(lists.PAGE_SIZE - 1 + more, post)
    assert ("Earlier posts" in content(client, "/posts/")) is bool(more)


@EACH
def test_page_of_its_own_is_not_for_search_engines(
    client: Client, post: Post, address: str
) -> None:
    assert "noindex" not in content(client, address)
    later = many(1, post)[0]
    page = content(client, f"{address}?after={later.pk}")
    assert '<meta name="robots" content="noindex">' in page
    assert f'rel="canonical" href="http://127.0.0.1:8000{address}"' in page


@pytest.mark.parametrize("key", ["0", "x", "-1", "²", "9" * 19, "9" * 30, "999999"])
def test_key_that_leads_nowhere_shows_the_first_page(
    client: Client, post: Post, key: str
) -> None:
    assert linked(client, f"/posts/?after={key}") == [post.get_absolute_url()]


def test_key_of_a_draft_tells_nothing_of_it(client: Client, post: Post) -> None:
    soon = make_post(published_at=timezone.now() + timedelta(days=1))
    address = f"/posts/?after={soon.pk}"
    assert linked(client, address) == [post.get_absolute_url()]
    assert "Back to the latest" not in content(client, address)


@EACH
@pytest.mark.parametrize("hours", [None, 1])
def test_what_is_not_published_is_in_no_list(
    client: Client, post: Post, address: str, hours: int | None
) -> None:
    later = hours and timezone.now() + timedelta(hours=hours)
    make_post(
        tuple(post.topics.all()),
        author=post.author,
        published_at=later or None,
        title="Not yet",
    )
    assert "Not yet" not in content(client, address)


@pytest.mark.parametrize("address", ["/topics/t/", "/authors/a/"])
def test_there_is_no_list_without_a_published_post(
    client: Client, post: Post, address: str
) -> None:
    assert client.get(address).status_code == 200
    Post.objects.update(published_at=None)
    assert client.get(address).status_code == 404


def test_topics_say_how_many_posts_can_be_read(
    client: Client, post: Post, topic: Topic
) -> None:
    many(1, post)
    make_post((topic,), published_at=None)
    make_topic(name="nothing yet")
    page = content(client, "/topics/")
    assert re.search(r'href="/topics/t/">Patience</a>.{,60}2 posts', page)
    assert "othing yet" not in page


def test_topic_lists_its_own_posts_alone(client: Client, post: Post) -> None:
    make_post((make_topic(),))
    assert linked(client, "/topics/t/") == [post.get_absolute_url()]


def test_author_is_introduced(client: Client, post: Post) -> None:
    make_post()
    page = content(client, "/authors/a/")
    assert "<h1>Somebody</h1>" in page and "Likes <em>tea</em>." in page
    assert linked(client, "/authors/a/") == [post.get_absolute_url()]


def test_post_leads_to_its_lists(client: Client, post: Post) -> None:
    page = content(client, "/posts/p/")
    for address in ("/authors/a/", "/topics/t/", "/posts/"):
        assert f'href="{address}"' in page, address


def test_cover_leads_to_every_way_of_reading(client: Client) -> None:
    make_post(guide=make_guide())
    page = content(client, "/")
    for address in ("/whole-guide/", "/guide.epub", "/posts/", "/topics/"):
        assert f'href="{address}"' in page, address


def test_cover_offers_no_book_where_no_chapter_is(client: Client, post: Post) -> None:
    page = content(client, "/")
    assert "/whole-guide/" not in page and 'href="/posts/"' in page


def test_post_ends_with_its_address_to_pass_on(
    client: Client, post: Post, settings: Any
) -> None:
    settings.SITE_URL = "https://bridge.example.org"
    whole = "https://bridge.example.org/posts/p/"
    assert f'href="{whole}" rel="bookmark">{whole}</a>' in content(client, "/posts/p/")


QUERIES = {
    "/": 4,
    "/posts/": 2,
    "/topics/": 2,
    "/topics/t/": 3,
    "/authors/a/": 3,
    "/whole-guide/": 4,
    "/guide.epub": 4,
    "/feed/": 4,
    "/feed.rss": 4,
    "/feed.json": 4,
    "/sitemap.xml": 4,
}


@pytest.mark.parametrize("number", [3, 30])
def test_pages_cost_the_same_queries(client: Client, post: Post, number: int) -> None:
    guide = make_guide()
    for position in range(number):
        make_post((make_topic(),), guide=guide, position=position, body="## One")
    many(number, post)
    asked = {}
    for address in QUERIES:
        with CaptureQueriesContext(connection) as statements:
            client.get(address)
        asked[address] = len(statements)
    assert asked == QUERIES


def test_later_page_costs_one_query_more(
    client: Client, post: Post, django_assert_num_queries: Any
) -> None:
    later = many(3, post)[-1]
    with django_assert_num_queries(3):
        client.get(f"/posts/?after={later.pk}")


@pytest.mark.parametrize(
    "address",
    "/posts/ /topics/ /whole-guide/ /guide.epub /feed/ /feed.rss /feed.json "
    "/sitemap.xml /robots.txt /card.png /posts/p/card.png".split(),
)
def test_nothing_is_sent_to_it(client: Client, post: Post, address: str) -> None:
    assert client.post(address).status_code == 405
