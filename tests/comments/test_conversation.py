import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments import pins
from comments.models import Comment, DiscussionSettings, Status
from comments.pages import conversation_page
from guide import related
from guide.models import Post
from tests.make import make_comment, make_guide, make_post, make_reply, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Post:
    return make_post(slug="p")


def fill(post: Post, number: int) -> None:
    rows = [
        Comment(
            post=post,
            name=f"N{n}",
            text="t",
            html="<p>t</p>",
            status=Status.APPROVED,
            stands=True,
            submitted_at=post.updated_at,
            text_digest=str(n),
        )
        for n in range(number)
    ]
    Comment.objects.bulk_create(rows)


def shown(client: Client, address: str) -> list[int]:
    page = client.get(address).content.decode()
    return [int(key) for key in re.findall(r'id="comment-(\d+)"', page)]


@pytest.mark.parametrize("status", Status)
def test_only_approved_comments_show(client: Client, post: Post, status: str) -> None:
    make_comment(Status(status), post=post, words="Seen or not seen?")
    seen = b"Seen or not seen?" in client.get("/posts/p/").content
    assert seen is (status == Status.APPROVED)


def test_page_holds_fifty_and_the_rest_follow(client: Client, post: Post) -> None:
    fill(post, 120)
    keys = list(Comment.objects.values_list("pk", flat=True))
    pages = [shown(client, f"/posts/p/?after={k}") for k in (0, keys[49], keys[99])]
    assert pages == [keys[:50], keys[50:100], keys[100:]]


def test_pages_are_linked_by_key(client: Client, post: Post) -> None:
    fill(post, 51)
    fiftieth = list(Comment.objects.values_list("pk", flat=True))[49]
    link = f'href="/posts/p/?after={fiftieth}#comments"'
    assert link in client.get("/posts/p/").content.decode()


def test_later_pages_are_not_indexed(client: Client, post: Post) -> None:
    fill(post, 51)
    assert b'content="noindex"' in client.get("/posts/p/?after=1").content
    assert b"noindex" not in client.get("/posts/p/").content


def test_exactly_fifty_have_no_second_page(client: Client, post: Post) -> None:
    fill(post, 50)
    assert b"?after=" not in client.get("/posts/p/").content


def test_newest_first_goes_backwards_page_by_page(client: Client, post: Post) -> None:
    fill(post, 120)
    keys = list(Comment.objects.values_list("pk", flat=True))[::-1]
    address = "/posts/p/?order=newest"
    pages = [shown(client, f"{address}&after={k}") for k in ("", keys[49], keys[99])]
    assert pages == [keys[:50], keys[50:100], keys[100:]]
    page = client.get(address).content.decode()
    assert f'href="/posts/p/?order=newest&amp;after={keys[49]}#comments"' in page
    assert 'content="noindex"' in page


def test_each_order_leads_to_the_other(client: Client, post: Post) -> None:
    fill(post, 60)
    page = client.get("/posts/p/").content.decode()
    assert 'href="/posts/p/?order=newest#comments" rel="nofollow">Newest first' in page
    for address in ("/posts/p/?order=newest", "/posts/p/?order=newest&after=40"):
        page = client.get(address).content.decode()
        assert 'href="/posts/p/#comments" rel="nofollow">Oldest first' in page


@pytest.mark.parametrize("comments", [0, 1])
def test_one_comment_has_no_order(client: Client, post: Post, comments: int) -> None:
    fill(post, comments)
    assert b"order=" not in client.get("/posts/p/").content


@pytest.mark.parametrize("order", ["", "oldest", "NEWEST", "x", "%00"])
def test_any_other_order_is_the_oldest_first(
    client: Client, post: Post, order: str
) -> None:
    fill(post, 2)
    found = shown(client, f"/posts/p/?order={order}")
    assert found == sorted(found)


def test_past_the_beginning_the_newest_lead_back(client: Client, post: Post) -> None:
    fill(post, 1)
    page = client.get("/posts/p/?order=newest&after=1").content.decode()
    assert "nothing further" in page
    assert 'href="/posts/p/?order=newest#comments">' in page
    assert "Back to the newest" in page


def test_thread_of_a_thousand_costs_what_thirty_cost(post: Post) -> None:
    first = make_comment(Status.APPROVED, post=post)
    fetched = []
    for more in (30, 970):
        fill(post, more)
        Comment.objects.exclude(pk=first.pk).update(thread=first, parent=first)
        with CaptureQueriesContext(connection) as asked:
            page = conversation_page(post, "")
        fetched.append((len(asked), len(page.threads[0].replies)))
    assert fetched == [(2, 20), (2, 20)]


@pytest.mark.parametrize(
    "after", ["-1", "x", "1e5", "9" * 19, "9" * 400, "²", "", "0", "%00", "1 OR 1=1"]
)
def test_nonsense_in_the_address_is_the_first_page_or_none(
    client: Client, post: Post, after: str
) -> None:
    assert client.get(f"/posts/p/?after={after}").status_code == 200


def test_permalink_leads_to_the_first_page(client: Client, post: Post) -> None:
    comment = make_comment(Status.APPROVED, post=post)
    answer = client.get(f"/comments/{comment.pk}/")
    assert answer["Location"] == f"/posts/p/#comment-{comment.pk}"


def test_permalink_leads_to_a_page_that_shows_it(client: Client, post: Post) -> None:
    fill(post, 120)
    last = Comment.objects.last()
    assert last
    address = client.get(f"/comments/{last.pk}/")["Location"]
    assert last.pk in shown(client, address.split("#")[0])


@pytest.mark.parametrize("status", [s for s in Status if s != Status.APPROVED])
def test_permalink_of_any_other_comment_is_404(
    client: Client, post: Post, status: str
) -> None:
    comment = make_comment(Status(status), post=post)
    assert client.get(f"/comments/{comment.pk}/").status_code == 404


@pytest.mark.parametrize("key", ["1", "9" * 30])
def test_permalink_of_nothing_is_404(client: Client, key: str) -> None:
    assert client.get(f"/comments/{key}/").status_code == 404


def test_permalink_under_a_draft_is_404(client: Client, post: Post) -> None:
    comment = make_comment(Status.APPROVED, post=post)
    Post.objects.update(published_at=None)
    assert client.get(f"/comments/{comment.pk}/").status_code == 404


def test_closed_conversation_stays_readable(client: Client, post: Post) -> None:
    make_comment(Status.APPROVED, post=post, words="Still here.")
    Post.objects.update(comments_open=False)
    page = client.get("/posts/p/").content
    assert b"Still here." in page and b'name="comment"' not in page


def test_paused_conversation_has_a_kind_sentence_in_place_of_the_form(
    client: Client, post: Post
) -> None:
    make_comment(Status.APPROVED, post=post, words="Still here.")
    DiscussionSettings.objects.create(pk=1, paused=True, pause_sentence="Back <soon>.")
    page = client.get("/posts/p/").content
    assert b"<p>Back &lt;soon&gt;.</p>" in page and b"Still here." in page
    assert b'id="respond"' in page and b'name="comment"' not in page


def test_empty_sentence_of_a_pause_is_ours(client: Client, post: Post) -> None:
    DiscussionSettings.objects.create(pk=1, paused=True, pause_sentence=" ")
    assert b"a short rest from new comments" in client.get("/posts/p/").content


def test_conversation_that_had_its_days_is_closed(client: Client, post: Post) -> None:
    DiscussionSettings.objects.create(pk=1, close_after_days=30)
    page = client.get("/posts/p/").content
    assert b"This conversation is closed" in page and b'name="comment"' not in page


def test_past_its_end_a_conversation_leads_back(client: Client, post: Post) -> None:
    fill(post, 1)
    page = client.get("/posts/p/?after=999999999").content
    assert b"nothing further" in page and b"Nobody has written" not in page
    assert b'href="/posts/p/#comments"' in page


def test_form_leads_to_what_is_kept(client: Client, post: Post) -> None:
    page = client.get("/posts/p/").content.decode()
    form = page[page.index('id="respond"') : page.index("</form>")]
    assert 'href="/privacy/"' in form and 'href="/house-rules/"' in form


def test_date_is_the_month(client: Client, post: Post) -> None:
    comment = make_comment(Status.APPROVED, post=post)
    page = client.get("/posts/p/").content.decode()
    conversation = page[page.index('id="comments"') : page.index('id="respond"')]
    assert f"{comment.submitted_at:%B %Y}" in conversation
    assert f"{comment.submitted_at:%Y-%m-%d}" not in conversation


def test_page_and_headers_hold_nothing_of_the_address(
    client: Client, post: Post
) -> None:
    comment = make_comment(Status.APPROVED, post=post, email="secret@example.org")
    answer = client.get("/posts/p/")
    assert comment.correspondent
    everything = answer.content.decode() + str(answer.headers)
    for hint in ("secret@", "example.org</", comment.correspondent.lookup[:12]):
        assert hint not in everything


def test_form_is_the_same_for_everybody(client: Client, post: Post) -> None:
    first = client.get("/posts/p/", REMOTE_ADDR="192.0.2.1").content
    assert client.get("/posts/p/", REMOTE_ADDR="192.0.2.2").content == first


@pytest.mark.parametrize(("comments", "queries"), [(0, 9), (50, 10), (500, 10)])
def test_post_page_costs_ten_queries(
    client: Client, comments: int, queries: int, django_assert_num_queries: Any
) -> None:
    guide, topic = make_guide(), make_topic()
    posts = [make_post(guide=guide, position=n, topics=(topic,)) for n in range(1, 8)]
    related.catch_up()
    fill(posts[3], comments)
    for comment in Comment.objects.all()[:60:3]:
        make_reply(comment)
    for comment in Comment.objects.filter(parent=None)[:3]:
        pins.pin(comment)
    with django_assert_num_queries(queries):
        client.get(posts[3].get_absolute_url())
