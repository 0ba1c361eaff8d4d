"""What stands around the text of a post: its head, and who wrote it."""

import re

import pytest
from django.test import Client

from tests.make import make_author, make_post

pytestmark = pytest.mark.django_db


def page_of(client: Client, body: str, bio: str = "") -> str:
    post = make_post(body=body, author=make_author(bio=bio))
    return client.get(post.get_absolute_url()).content.decode()


def test_points_beneath_the_title_are_no_text_that_a_line_could_end_with(
    client: Client,
) -> None:
    head = page_of(client, "Words.").split('<header class="post-head">')[1]
    assert "·" not in head.split("</header>")[0]


def test_heading_in_the_bio_has_an_id_of_its_own_a_level_deeper(client: Client) -> None:
    page = page_of(client, "## Tea\n\nWords.", bio="## Tea\n\nI drink it.")
    assert '<h2 id="tea">' in page
    assert '<h3 id="author-heading--tea">' in page
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len({*ids})
