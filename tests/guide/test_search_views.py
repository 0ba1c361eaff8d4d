"""The page that finds."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from comments import findable
from comments.models import Status
from tests.make import make_comment, make_guide, make_post, make_question, make_topic

pytestmark = pytest.mark.django_db


def text_of(client: Client, **asked: Any) -> str:
    answer = client.get("/search/", asked)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def say(words: str, **fields: Any) -> int:
    comment = make_comment(Status.APPROVED, words=words, **fields)
    findable.keep(comment.pk)
    return comment.pk


def test_post_and_comment_are_found_with_their_words_marked(client: Client) -> None:
    post = make_post(title="The river", body="We walked there.")
    key = say("Rivers & walks", post=post, name="Jay")
    page = text_of(client, q="river walk")
    assert f'href="{post.get_absolute_url()}"> The <mark>river</mark>' in page or (
        "The <mark>river</mark>" in page
    )
    assert "We <mark>walked</mark> there." in page
    assert f'href="/comments/{key}/"' in page and "Jay, under “The river”" in page
    assert "<mark>Rivers</mark> &amp; <mark>walks</mark>" in page


def test_question_leads_to_its_place_in_the_post(client: Client) -> None:
    post = make_post(slug="qa", title="Questions")
    make_question(post=post, slug="why", question="Why?", answer="Because of rivers.")
    page = text_of(client, q="river")
    assert 'href="/posts/qa/#why"' in page and "a question in “Questions”" in page


def test_words_come_back_in_the_box_and_nowhere_in_the_title(client: Client) -> None:
    asked = '"><script>river'
    page = text_of(client, q=asked)
    assert f'value="{escape(asked)}"' in page
    assert page.split("<title>")[1].split("</title>")[0].strip() == "Footbridge"


def test_page_is_for_no_search_engine_and_sets_no_cookie(client: Client) -> None:
    answer = client.get("/search/", {"q": "river"})
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert not answer.cookies and "Cookie" not in answer.headers.get("Vary", "")


def test_further_pages_are_linked_with_the_words(client: Client) -> None:
    posts = [make_post(body="A river & a boat.") for _number in range(11)]
    keys = [say(f"A river & a boat, {n}.", post=post) for n, post in enumerate(posts)]
    page = text_of(client, q="river & boat")
    assert "?q=river%20%26%20boat&amp;page=2" in page
    assert f"?q=river%20%26%20boat&amp;before={keys[1]}" in page
    more = text_of(client, q="river", page=2)
    assert more.count('class="search-hit"') == 1 and "In the comments" not in more
    earlier = text_of(client, q="river", before=keys[1])
    assert earlier.count('class="search-hit"') == 1 and "In the guide" not in earlier


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, "Words find the guide"),
        ({"q": "  "}, "Words find the guide"),
        ({"q": "zebra"}, "Nothing here has these words"),
        ({"q": "the and of"}, "in almost every text"),
        ({"q": "😀"}, "in almost every text"),
        ({"q": "zebra", "page": "3"}, "Nothing more was found"),
        ({"q": "zebra", "before": "3"}, "Nothing more was found"),
    ],
)
def test_empty_answer_helps_on(
    client: Client, asked: dict[str, str], told: str
) -> None:
    make_guide()
    make_topic(name="nothing yet")
    make_post((make_topic(name="small kindnesses", slug="small"),), body="A river.")
    page = text_of(client, **asked)
    assert told in page and 'href="/topics/small/">small kindnesses<' in page
    assert "nothing yet" not in page
    assert "To the beginning of the guide" in page and 'href="/help/"' in page


def test_some_of_the_words_are_better_than_nothing(client: Client) -> None:
    make_post(body="A river.")
    page = text_of(client, q="river zebra")
    assert "Texts with some of these words" in page and "<mark>river</mark>" in page


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%ff%fe",
        "q=walk&page=9999999999999999999999",
        "q=walk&page=-1&before=x",
        "q=walk&before=9223372036854775808",
        "q=walk&q=run&page=%D9%A3",
        f"q={'%22a' * 3000}",
        f"q={'walk+' * 2000}",
    ],
)
def test_nothing_in_the_address_is_an_error(client: Client, query: str) -> None:
    assert client.get(f"/search/?{query}").status_code == 200


@pytest.mark.parametrize("rows", [1, 7, 25])
def test_search_costs_the_same_queries(
    client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for _number in range(rows):
        say("A river.", post=make_post(body="A river."))
    with django_assert_num_queries(5):  # the page, two about texts, two about comments
        client.get("/search/", {"q": "river"})


def test_search_that_finds_nothing_costs_a_fixed_number_of_queries(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(6):  # the page; all, some, comments; guide, topics
        client.get("/search/", {"q": "zebra yak"})


def test_search_is_a_form_on_the_cover_and_a_link_on_every_page(client: Client) -> None:
    cover = client.get("/").content.decode()
    assert 'role="search"' in cover and 'name="q"' in cover
    assert 'href="/search/"' in client.get("/help/").content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_search_is_only_read(client: Client, method: str) -> None:
    assert getattr(client, method)("/search/").status_code == 405
