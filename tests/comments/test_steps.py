"""A comment marked as a small step, and the wall of those that were shared."""

import re
from typing import Any

import pytest
from django.test import Client

from comments import moderation, steps
from comments.models import Comment, Status
from guide.models import Post
from tests.make import (
    form_data,
    make_comment,
    make_draft,
    make_guide,
    make_moderator,
    make_post,
    make_reply,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Post:
    return make_post(slug="p")


def make_step(post: Post | None = None, **fields: Any) -> Comment:
    status = fields.pop("status", Status.APPROVED)
    return make_comment(status, post=post, is_step=True, **fields)


def fill(post: Post, number: int) -> list[int]:
    """Steps under ``post``; their keys, the newest first."""
    rows = [
        Comment(
            post=post,
            name=f"N{n}",
            text="t",
            html="<p>t</p>",
            status=Status.APPROVED,
            stands=True,
            is_step=True,
            submitted_at=post.updated_at,
            text_digest=str(n),
        )
        for n in range(number)
    ]
    Comment.objects.bulk_create(rows)
    keys = Comment.objects.filter(post=post).order_by("-pk")
    return list(keys.values_list("pk", flat=True))


def shown(client: Client, address: str) -> list[int]:
    """Keys of the comments whose conversations ``address`` links to."""
    page = client.get(address).content.decode()
    return [int(key) for key in re.findall(r'href="/comments/(\d+)/"', page)]


# Marking


@pytest.mark.parametrize(("sent", "kept"), [({"is_step": "on"}, True), ({}, False)])
def test_writer_says_that_it_is_a_step(
    client: Client, post: Post, sent: dict[str, str], kept: bool
) -> None:
    client.post("/posts/p/comments/", form_data(**sent))
    assert Comment.objects.get().is_step is kept


def test_box_is_not_ticked_by_itself(client: Client, post: Post) -> None:
    page = client.get("/posts/p/").content.decode()
    [box] = re.findall(r'<input[^>]*name="is_step"[^>]*>', page)
    assert "checked" not in box


def test_tick_is_kept_when_the_form_comes_back(client: Client, post: Post) -> None:
    sent = form_data(is_step="on", name="")
    page = client.post("/posts/p/comments/", sent).content.decode()
    [box] = re.findall(r'<input[^>]*name="is_step"[^>]*>', page)
    assert "checked" in box


def test_tick_alone_is_no_words(client: Client, post: Post) -> None:
    sent = form_data(is_step="on", comment="", name="", email="")
    assert b"Nothing is sent yet." in client.post("/posts/p/comments/", sent).content


def test_step_has_a_quiet_mark(client: Client, post: Post) -> None:
    make_step(post)
    assert (
        b'<p class="comment-step">A small step</p>' in client.get("/posts/p/").content
    )


def test_other_comments_have_none(client: Client, post: Post) -> None:
    make_comment(Status.APPROVED, post=post)
    assert b"comment-step" not in client.get("/posts/p/").content


def test_erasing_takes_the_mark_along(post: Post) -> None:
    step = make_step(post)
    moderation.withdraw(step)
    assert not step.is_step


def test_what_was_erased_cannot_be_marked(post: Post) -> None:
    step = make_step(post)
    moderation.withdraw(step)
    assert not steps.mark(step, True)


def test_mark_that_changes_nothing_says_so(post: Post) -> None:
    step = make_step(post)
    done = [steps.mark(step, wish) for wish in (True, False, False)]
    assert done == [False, True, False]


# The wall


def test_nothing_shared_is_said_kindly(client: Client) -> None:
    page = client.get("/steps/").content
    assert b"Nobody has shared a small step here yet" in page


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("address", ["/steps/", "/steps/p/"])
def test_only_approved_steps_show(
    client: Client, post: Post, address: str, status: str
) -> None:
    make_step(post, status=Status(status))
    assert bool(shown(client, address)) is (status == Status.APPROVED)


@pytest.mark.parametrize("address", ["/steps/", "/steps/p/"])
def test_other_comments_are_not_steps(client: Client, post: Post, address: str) -> None:
    make_comment(Status.APPROVED, post=post)
    assert shown(client, address) == []


@pytest.mark.parametrize("address", ["/steps/", "/steps/p/"])
def test_reply_that_is_a_step_shows_while_it_stands(
    client: Client, post: Post, address: str
) -> None:
    comment = make_comment(Status.APPROVED, post=post)
    reply = make_reply(comment)
    steps.mark(reply, True)
    assert shown(client, address) == [reply.pk]
    moderation.hold(comment, make_moderator())
    assert shown(client, address) == []


def test_steps_under_a_draft_do_not_show(client: Client, post: Post) -> None:
    make_step(post)
    Post.objects.update(published_at=None)
    assert shown(client, "/steps/") == []
    assert client.get("/steps/p/").status_code == 404


def test_posts_come_in_the_guides_order_and_lone_ones_behind(client: Client) -> None:
    guide = make_guide()
    alone, second, first = (
        make_post(title="Alone"),
        make_post(guide=guide, position=2, title="Second"),
        make_post(guide=guide, position=1, title="First"),
    )
    for post in (alone, second, first):
        make_step(post)
    page = client.get("/steps/").content.decode()
    titles = re.findall(r'<h2 id="post-\d+">\s*<a[^>]*>([^<]*)</a>', page)
    assert titles == ["First", "Second", "Alone"]


def test_post_shows_its_latest_three_and_leads_to_all(
    client: Client, post: Post
) -> None:
    keys = fill(post, 4)
    assert shown(client, "/steps/") == keys[:3]
    assert b'href="/steps/p/"' in client.get("/steps/").content


def test_three_are_all_there_is(client: Client, post: Post) -> None:
    fill(post, 3)
    assert b'href="/steps/p/"' not in client.get("/steps/").content


def test_posts_that_follow_have_a_page_of_their_own(client: Client) -> None:
    guide = make_guide()
    posts = [make_post(guide=guide, position=n) for n in range(21)]
    keys = [make_step(post).pk for post in posts]
    assert shown(client, "/steps/") == keys[:20]
    following = f"/steps/?after={posts[19].pk}"
    assert following in client.get("/steps/").content.decode()
    assert shown(client, following) == keys[20:]


def test_exactly_twenty_posts_have_no_second_page(client: Client) -> None:
    for _number in range(20):
        make_step()
    assert b"?after=" not in client.get("/steps/").content


def test_page_of_a_post_holds_fifty_and_the_rest_follow(
    client: Client, post: Post
) -> None:
    keys = fill(post, 101)
    pages = [shown(client, f"/steps/p/?after={k}") for k in (0, keys[49], keys[99])]
    assert pages == [keys[:50], keys[50:100], keys[100:]]
    assert f"?after={keys[49]}" in client.get("/steps/p/").content.decode()


def test_exactly_fifty_steps_have_no_second_page(client: Client, post: Post) -> None:
    fill(post, 50)
    assert b"?after=" not in client.get("/steps/p/").content


@pytest.mark.parametrize("address", ["/steps/", "/steps/p/"])
def test_later_pages_of_the_wall_are_not_indexed(
    client: Client, post: Post, address: str
) -> None:
    fill(post, 2)
    assert b'content="noindex"' in client.get(f"{address}?after=1").content
    assert b"noindex" not in client.get(address).content


@pytest.mark.parametrize("address", ["/steps/", "/steps/p/"])
@pytest.mark.parametrize("after", ["-1", "x", "9" * 19, "9" * 400, "²", "", "%00"])
def test_nonsense_in_the_address_is_a_page(
    client: Client, post: Post, address: str, after: str
) -> None:
    fill(post, 2)
    assert client.get(f"{address}?after={after}").status_code == 200


def test_past_the_end_it_leads_back(client: Client, post: Post) -> None:
    keys = fill(post, 1)
    page = client.get(f"/steps/p/?after={keys[0]}").content
    assert b"nothing further" in page and b"Nobody has shared" not in page
    assert b'<a href="/steps/p/">' in page


@pytest.mark.parametrize("address", ["/steps/", "/steps/p/"])
def test_search_engines_show_no_words_of_a_step(
    client: Client, post: Post, address: str
) -> None:
    make_step(post, words="Nobody else should find this.")
    page = client.get(address).content.decode()
    [article] = re.findall(r"<article[^>]*>.*?</article>", page, re.S)
    assert article.startswith('<article class="comment" data-nosnippet>')
    assert "Nobody else" in article and page.count("Nobody else") == 1


def test_wall_tells_the_month_and_no_day(client: Client, post: Post) -> None:
    step = make_step(post)
    page = client.get("/steps/").content.decode()
    assert f"{step.submitted_at:%B %Y}" in page
    assert f"{step.submitted_at:%Y-%m-%d}" not in page and "<time" not in page


def test_long_words_are_folded_and_whole(client: Client, post: Post) -> None:
    words = "< " + "I will *listen* " * 60
    make_step(post, words=words)
    page = client.get("/steps/").content.decode()
    assert page.count("<em>listen</em>") == 60
    [beginning] = re.findall(r'<span class="step-beginning">(.*?)</span>', page)
    assert beginning.startswith("&lt; I will listen I will")
    assert beginning.endswith("…") and len(beginning) < 300


def test_long_words_without_spaces_are_folded_too(post: Post) -> None:
    make_step(post, words="語" * 700)
    [group] = steps.wall("").posts
    assert len(group.steps[0].beginning) == steps.LONG_CHARACTERS


@pytest.mark.parametrize("number", [1, 300])
def test_wall_costs_four_queries(
    client: Client, number: int, django_assert_num_queries: Any
) -> None:
    for _post in range(3):
        fill(make_post(), number)
    with django_assert_num_queries(4):
        client.get("/steps/")


@pytest.mark.parametrize("number", [0, 300])
def test_page_of_a_post_costs_three_queries(
    client: Client, post: Post, number: int, django_assert_num_queries: Any
) -> None:
    fill(post, number)
    with django_assert_num_queries(3):
        client.get("/steps/p/")


def test_conversation_leads_to_its_steps(client: Client, post: Post) -> None:
    make_comment(Status.APPROVED, post=post)
    assert b'href="/steps/p/"' in client.get("/posts/p/").content


def test_submit_keeps_the_mark(post: Post) -> None:
    stored = moderation.submit(make_draft(post=post, is_step=True), ["sender"]).comment
    assert stored and stored.is_step
