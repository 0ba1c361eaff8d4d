from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from config.logs import TOKEN
from guide import previews
from guide.models import Post
from tests.make import LONG_AGO, make_guide, make_post

pytestmark = pytest.mark.django_db


def draft(**fields: Any) -> Post:
    return make_post(**{"published_at": None} | fields)


def link_to(post: Post) -> str:
    previews.make(post)
    return urlsplit(previews.address(post)).path


def test_link_shows_the_post_without_a_way_to_answer(client: Client) -> None:
    post = draft(title="The bridge", slug="a-secret", guide=make_guide())
    answer = client.get(link_to(post))
    page = answer.content.decode()
    assert "The bridge" in page and "A preview." in page
    assert "a-secret" not in page and "respond" not in page
    assert 'content="noindex"' in page


def test_link_is_neither_kept_nor_told(client: Client) -> None:
    for path in (link_to(draft()), "/posts/preview/5.no:token/"):
        answer = client.get(path)
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex"
        assert answer["Referrer-Policy"] == "no-referrer"


def test_log_lines_leave_it_out() -> None:
    assert TOKEN.sub("…", link_to(draft())) == "/posts/preview/…/"


def test_link_leads_to_the_post_once_that_is_published(client: Client) -> None:
    post = draft()
    path = link_to(post)
    Post.objects.update(published_at=LONG_AGO, preview_until=LONG_AGO)
    assert client.get(path)["Location"] == post.get_absolute_url()


def test_link_shows_no_draft_once_its_post_was_published(client: Client) -> None:
    post = draft()
    path = link_to(post)
    Post.objects.update(published_at=LONG_AGO)
    post.refresh_from_db()
    post.published_at = None
    post.save(update_fields=["published_at"])
    assert client.get(path).status_code == 404
    assert not post.preview_key and not previews.address(post)


def test_link_to_a_draft_outlives_a_save(client: Client) -> None:
    post = draft(title="Old")
    path = link_to(post)
    post.title = "New"
    post.save()
    assert "New" in client.get(path).content.decode()


def test_link_works_for_a_week() -> None:
    post, now = draft(), timezone.now()
    previews.make(post, now)
    token = previews.address(post).split("/")[-2]
    week = timedelta(days=7)
    assert previews.find(token, now + week - timedelta(seconds=1)) == post
    assert previews.find(token, now + week) is None
    assert previews.address(post, now + week) == ""


@pytest.mark.parametrize("ending", [previews.end, previews.make])
def test_link_ends_when_its_author_says_so(client: Client, ending: object) -> None:
    post = draft()
    path = link_to(post)
    ending(post)  # type: ignore[operator]
    assert client.get(path).status_code == 404


def test_nobody_else_makes_a_link(client: Client) -> None:
    post = draft()
    path = link_to(post)
    for forged in (
        path.replace(f"{post.pk}.", "1.", 1)[:-2] + "/",
        "/posts/preview/x/",
    ):
        assert client.get(forged).status_code == 404


def test_link_outlives_a_new_key(client: Client) -> None:
    path = link_to(draft())
    keys = {"SECRET_KEY": "n" * 50, "SECRET_KEY_FALLBACKS": [settings.SECRET_KEY]}
    with override_settings(**keys):
        assert client.get(path).status_code == 200


def test_link_makes_a_post_no_newer() -> None:
    post = draft()
    previews.make(post)
    assert Post.objects.get().updated_at == post.updated_at
