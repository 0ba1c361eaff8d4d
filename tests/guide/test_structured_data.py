import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from guide.models import Post
from tests.make import make_author, make_guide, make_post, make_question, make_topic

pytestmark = pytest.mark.django_db

SITE = "https://bridge.example.org"
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


@pytest.fixture(autouse=True)
def elsewhere(settings: Any) -> None:
    settings.SITE_URL = SITE


@pytest.fixture
def post() -> Post:
    return make_post(
        (make_topic(name="calm"),),
        slug="p",
        title="The post",
        summary="About it.",
        author=make_author(name="Somebody", slug="a"),
        published_at=datetime(2026, 3, 4, tzinfo=UTC),
    )


def things(client: Client, address: str) -> dict[str, Any]:
    """What the page says of itself, by its kind."""
    [words] = DATA.findall(client.get(address).content.decode())
    data = json.loads(words)
    assert data["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in data["@graph"]}


def trail(client: Client, address: str) -> list[tuple[str, str]]:
    crumbs = things(client, address)["BreadcrumbList"]["itemListElement"]
    assert [crumb["position"] for crumb in crumbs] == [*range(1, len(crumbs) + 1)]
    return [(crumb["name"], crumb["item"].removeprefix(SITE)) for crumb in crumbs]


def test_post_is_an_article_by_a_person(client: Client, post: Post) -> None:
    article = things(client, "/posts/p/")["Article"]
    expected = {
        "headline": "The post",
        "description": "About it.",
        "url": f"{SITE}/posts/p/",
        "image": f"{SITE}/posts/p/card.png",
        "datePublished": "2026-03-04T00:00:00Z",
        "keywords": ["calm"],
        "inLanguage": "en",
    }
    assert article | expected == article
    person = article["author"]
    assert (person["@type"], person["name"]) == ("Person", "Somebody")
    assert person["url"] == f"{SITE}/authors/a/"


def test_questions_are_told_with_their_answers(client: Client, post: Post) -> None:
    asked, answer = "Why *not*?", "See [help](/help/)."
    make_question(post=post, question=asked, slug="why", answer=answer)
    [one] = things(client, "/posts/p/")["FAQPage"]["mainEntity"]
    assert (one["name"], one["url"]) == ("Why not?", f"{SITE}/posts/p/#why")
    assert f'<a href="{SITE}/help/"' in one["acceptedAnswer"]["text"]


def test_post_without_questions_names_none(client: Client, post: Post) -> None:
    assert "FAQPage" not in things(client, "/posts/p/")


def test_author_is_a_person(client: Client, post: Post) -> None:
    assert things(client, "/authors/a/")["Person"]["name"] == "Somebody"


def test_chapter_is_below_the_guide(client: Client) -> None:
    make_post(guide=make_guide(), slug="c", title="C")
    assert trail(client, "/posts/c/") == [("The guide", "/"), ("C", "/posts/c/")]


def test_post_that_stands_alone_is_below_the_archive(
    client: Client, post: Post
) -> None:
    own = ("The post", "/posts/p/")
    assert trail(client, "/posts/p/") == [("All posts", "/posts/"), own]


def test_what_is_said_to_machines_is_shown_to_people(
    client: Client, post: Post
) -> None:
    [topic] = post.topics.all()
    address = topic.get_absolute_url()
    above = trail(client, address)[:-1]
    page = client.get(address).content.decode()
    shown = page.split('<nav class="breadcrumbs"')[1].split("</nav>")[0]
    assert re.findall(r'href="(.*?)">(.*?)<', shown) == [
        (path, name) for name, path in above
    ]


@pytest.mark.parametrize(
    "title", ["</script><b>", "<!--<script>", 'a"b\\', "\u2028", "Ž & 'x'"]
)
def test_title_cannot_leave_the_data(client: Client, title: str) -> None:
    make_post(slug="p", title=title)
    assert things(client, "/posts/p/")["Article"]["headline"] == title
    [words] = DATA.findall(client.get("/posts/p/").content.decode())
    assert not set("<>&\u2028") & set(words)


def meta(client: Client, address: str) -> dict[str, str]:
    page = client.get(address).content.decode()
    return dict(
        re.findall(r'<meta (?:property|name)="([\w:]+)"\s+content="([^"]*)">', page)
    )


def test_shared_link_shows_title_summary_and_card(client: Client, post: Post) -> None:
    found = meta(client, "/posts/p/")
    expected = {
        "og:type": "article",
        "og:title": "The post",
        "og:description": "About it.",
        "og:url": f"{SITE}/posts/p/",
        "og:site_name": "Footbridge",
        "og:image": f"{SITE}/posts/p/card.png",
        "twitter:card": "summary_large_image",
    }
    assert found | expected == found


def test_other_pages_share_the_card_of_the_site(client: Client, post: Post) -> None:
    for address in ("/", "/posts/", "/topics/", "/authors/a/"):
        assert meta(client, address)["og:image"] == f"{SITE}/card.png", address
