"""The site that is measured looks like one that people have used for years."""

from random import Random

import pytest
from django.contrib.auth.models import User
from django.db.models import Count

from bench import words
from bench.facts import facts
from bench.fill import NotOurs, address, fill
from bench.size import BUSY, QUIET, Pair, Size
from comments import correspondents, keys, moderation, text
from comments.models import Comment, Correspondent, Decision, Status
from guide import finding
from guide import words as finding_words
from guide.models import Post, SimilarPost, Topic
from tests.make import make_draft, make_moderator, make_post

pytestmark = pytest.mark.django_db
SIZE = Size(2000)


def test_it_makes_what_it_says() -> None:
    assert fill(SIZE)
    counts = dict(
        Comment.objects.order_by().values_list("status").annotate(Count("pk"))
    )
    assert sum(counts.values()) == 2000
    assert counts["pending"] + counts["concern"] == SIZE.waiting
    assert counts["approved"] > 0.95 * (2000 - SIZE.waiting) and counts["spam"]
    assert Decision.objects.count() == 2000 - counts["pending"]
    assert Correspondent.objects.count() == SIZE.writers


def test_one_post_and_one_writer_have_a_tenth_of_all() -> None:
    fill(SIZE)
    assert Post.objects.get(slug=BUSY).comments.count() > 150
    writer = correspondents.find(address(1))
    assert writer and writer.comments.count() > 150
    assert Correspondent.objects.get(pk=writer.pk).email == address(1)


def test_quiet_post_shows_a_hundred() -> None:
    fill(SIZE)
    quiet = Post.objects.get(slug=QUIET)
    assert quiet.comments.filter(status=Status.APPROVED).count() == 100


def test_blog_has_posts_with_topics_that_are_found() -> None:
    size = Size(1000, is_blog=True)
    assert (Size(100_000, is_blog=True).posts, size.posts) == (2000, 20)
    assert fill(size)
    assert Topic.objects.count() == 10 and Post.objects.published().count() == 20
    assert len(Post.objects.get(slug=BUSY).body.split()) > 1000
    query = finding_words.query("listen")
    assert finding.texts(query).next and finding.talk(query, 2**62).next
    assert SimilarPost.objects.exists()


def test_a_second_time_leaves_it_as_it_is() -> None:
    assert fill(SIZE)
    assert not fill(SIZE)
    assert Comment.objects.count() == 2000


def test_a_site_of_somebodys_is_refused() -> None:
    make_post()
    with pytest.raises(NotOurs):
        fill(SIZE)
    assert not User.objects.exists()


def test_the_site_works_on() -> None:
    fill(Size(200))
    keys.verify()
    draft = make_draft(post=Post.objects.get(slug=BUSY), email=address(1))
    comment = moderation.submit(draft, ["sender"]).comment
    assert comment and comment.pk > 200
    assert moderation.approve(comment, make_moderator())


def test_words_are_as_the_site_renders_them() -> None:
    written = words.comment(Random(1), 1)  # noqa: S311
    assert words.html(written) == text.render(written)


def test_pair_shows_fifty_beneath_the_one_and_keeps_some_waiting() -> None:
    fill(Pair(80))
    quiet, known = Post.objects.get(slug=QUIET), facts(Pair(80))
    assert quiet.comments.filter(status=Status.APPROVED).count() == 50
    assert len(quiet.body.split()) > 1000
    waiting = Comment.objects.get(pk=known["waiting"][0])
    assert waiting.post.slug == BUSY and "deep" not in known


def test_client_learns_what_to_ask_for() -> None:
    fill(Size(200))
    known = facts(Size(200))
    assert known["busy"] == f"/posts/{BUSY}/" and known["session"]
    assert Comment.objects.get(pk=known["waiting"][0]).status == Status.PENDING
