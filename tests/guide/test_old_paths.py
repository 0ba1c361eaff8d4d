from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guide.models import OldPath
from guide.models.old_paths import normal
from tests.make import LONG_AGO, make_author, make_page, make_post, make_topic


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/2019/05/my-post/", "/2019/05/my-post/"),
        ("https://blog.example/2019/05/my-post/#more", "/2019/05/my-post/"),
        ("https://blog.example/?p=123", "/?p=123"),
        ("/2019/%C3%BCber-uns/", "/2019/über-uns/"),
        ("my-post", ""),
        ("/two%0Alines/", ""),
        ("https://[broken/", ""),
        ("", ""),
    ],
)
def test_address_becomes_a_path_of_this_site(address: str, path: str) -> None:
    assert normal(address) == path


@pytest.mark.django_db
def test_address_leads_to_what_it_was_given_last() -> None:
    post, page = make_post(), make_page()
    OldPath.objects.lead("/2019/my-post/", post)
    OldPath.objects.lead("/2019/my-post/", page)
    assert OldPath.objects.get().target == page


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["no-path", "/" + "a" * 500])
def test_what_is_no_address_leads_nowhere(address: str) -> None:
    assert OldPath.objects.lead(address, make_post()) is None
    assert not OldPath.objects.exists()


@pytest.mark.django_db
def test_old_path_leads_to_exactly_one() -> None:
    for targets in ({}, {"post": make_post(), "page": make_page()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OldPath.objects.create(path="/somewhere/", **targets)


def way(client: Client, address: str) -> str:
    """Where a reader ends who asks for ``address``; "404" for nowhere."""
    answer = client.get(address, follow=True)
    if answer.status_code != 200:
        return str(answer.status_code)
    return str(answer.redirect_chain[-1][0]) if answer.redirect_chain else address


@pytest.mark.django_db
def test_old_addresses_lead_to_the_latest_in_one_step(client: Client) -> None:
    post = make_post(slug="a")
    for slug in ("b", "c"):
        post.slug = slug
        post.save()
    for slug in ("a", "b"):
        answer = client.get(f"/posts/{slug}/")
        assert (answer.status_code, answer["Location"]) == (301, "/posts/c/")
        assert answer["Cache-Control"] == "public, max-age=600"


@pytest.mark.django_db
def test_post_that_comes_back_leads_nowhere_else(client: Client) -> None:
    post = make_post(slug="a")
    for slug in ("b", "a"):
        post.slug = slug
        post.save()
    assert list(OldPath.objects.values_list("path", flat=True)) == ["/posts/b/"]
    assert way(client, "/posts/b/") == way(client, "/posts/a/") == "/posts/a/"


@pytest.mark.django_db
def test_what_is_not_beneath_a_post_goes_in_no_circle(client: Client) -> None:
    """Where the post had this very address before, as in an import."""
    OldPath.objects.lead("/posts/a/", make_post(slug="a"))
    assert client.get("/posts/a/reply/12345/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_page, make_author, make_topic])
def test_whatever_has_an_address_keeps_the_old_one(
    client: Client, make: Callable[..., Any]
) -> None:
    row = make(slug="a")
    old = row.get_absolute_url()
    if make is make_author:
        make_post(author=row)
    if make is make_topic:
        make_post((row,))
    row.slug = "b"
    row.save()
    assert way(client, old) == row.get_absolute_url()


@pytest.mark.django_db
def test_address_of_a_draft_was_nowhere(client: Client) -> None:
    post = make_post(slug="a", published_at=None)
    post.slug = "b"
    post.save()
    assert not OldPath.objects.exists()


@pytest.mark.django_db
def test_post_renamed_while_taken_back_is_found_again(client: Client) -> None:
    post = make_post(slug="a")
    for change in ({"published_at": None}, {"slug": "b"}):
        vars(post).update(change)
        post.save()
    assert client.get("/posts/a/").status_code == 404
    post.published_at = LONG_AGO
    post.save()
    assert way(client, "/posts/a/") == "/posts/b/"


@pytest.mark.django_db
def test_old_address_gives_way_to_a_post_that_takes_it(client: Client) -> None:
    moved = make_post(slug="a")
    moved.slug = "b"
    moved.save()
    draft = make_post(slug="a", published_at=None)
    assert way(client, "/posts/a/") == "/posts/b/"
    draft.published_at = LONG_AGO
    draft.save()
    assert way(client, "/posts/a/") == "/posts/a/"
    assert not OldPath.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "asked"),
    [
        ("/2019/05/old-name/", "/2019/05/old-name?utm_source=mail"),
        ("/2019/old.html", "/2019/old.html"),
        ("/?p=123", "/?p=123&preview=true"),
        ("/blog?p=7", "/blog/?p=7"),
        ("/2019/über/", "/2019/%C3%BCber/"),
    ],
)
def test_address_of_another_program_is_followed(
    client: Client, old: str, asked: str
) -> None:
    post = make_post()
    OldPath.objects.lead(old, post)
    assert way(client, asked) == post.get_absolute_url()


@pytest.mark.django_db
@pytest.mark.parametrize("old", ["/?p=12", "/archives/12", "/archives/12/"])
def test_who_counts_finds_no_unlisted_post(client: Client, old: str) -> None:
    post = make_post(unlisted=True)
    for path in (old, "/2019/05/old-name/"):
        OldPath.objects.lead(path, post)
    assert way(client, old) in (old, "404")
    assert way(client, "/2019/05/old-name/") == post.get_absolute_url()


@pytest.mark.django_db
def test_feed_of_a_post_moves_with_it(client: Client) -> None:
    post = make_post(slug="a")
    post.slug = "b"
    post.save()
    assert way(client, "/posts/a/feed/") == "/posts/b/feed/"
    assert client.get("/posts/a/1%23/")["Location"] == "/posts/b/1%23/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked",
    ["/%2Fevil.example/a", "/posts/a//evil.example/%0d%0aX: 1", "/%00/", "/?p=%0a"],
)
def test_nobody_is_led_to_another_site(client: Client, asked: str) -> None:
    OldPath.objects.lead("/posts/a/", make_post(slug="b"))
    answer = client.get(asked)
    assert answer.status_code in (200, 301, 404)
    assert answer.get("Location", "/posts/b/").startswith("/posts/b/")


@pytest.mark.django_db
def test_page_that_is_there_asks_for_no_old_address(client: Client) -> None:
    make_post(slug="a")
    for address in ("/posts/a/", "/?utm_source=mail"):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        assert "oldpath" not in str(asked.captured_queries)


@pytest.mark.django_db
def test_what_is_not_there_asks_once(client: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        client.get("/posts/a/b/c/")
    old = [query for query in asked.captured_queries if "oldpath" in query["sql"]]
    assert len(old) == 1


@pytest.mark.django_db
def test_comment_written_at_the_old_address_arrives(client: Client) -> None:
    post = make_post(slug="a")
    post.slug = "b"
    post.save()
    answer = client.post("/posts/a/comments/", {"comment": ""})
    assert answer.status_code == 422  # and no 404 without the words
