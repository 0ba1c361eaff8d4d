"""Keeping what was saved, thinning it out, bringing it back."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from guide import revisions, text_values
from guide.content import load_content, read_content
from guide.models import Page, PickedPost, Post, Question, SearchRow, TextRevision
from guide.text_values import Text
from tests.make import (
    make_guide,
    make_moderator,
    make_page,
    make_post,
    make_question,
    make_topic,
)

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def kept(text: Text) -> list[TextRevision]:
    return list(TextRevision.objects.of(text))


def saved(text: Text, **fields: object) -> TextRevision:
    for name, value in fields.items():
        setattr(text, name, value)
    text.save()
    revisions.keep(text, None)
    return kept(text)[0]


def bring_back(revision: TextRevision, *names: str) -> revisions.Newer | None:
    seen = text_values.stamp(text_values.of(revision.text))
    return revisions.restore(revision, names, seen, make_moderator())


@pytest.mark.django_db
def test_save_that_changes_nothing_is_not_kept_twice() -> None:
    page, by = make_page(), make_moderator()
    for _ in range(2):
        revisions.keep(page, by)
    assert [revision.by for revision in kept(page)] == [by]


@pytest.mark.django_db
def test_what_changed_is_named() -> None:
    post = make_post()
    revisions.keep(post, None)
    post.topics.add(make_topic())
    assert saved(post, title="New").changed == ["title", "topics"]


@pytest.mark.django_db
@pytest.mark.parametrize("before", [1, 20])
def test_keeping_costs_the_same_however_much_is_kept(
    before: int, django_assert_num_queries: Any
) -> None:
    post = make_post(topics=(make_topic(), make_topic()))
    for number in range(before):
        saved(post, title=f"Title {number}")
        make_question(post=post)
    post.title = "Another"
    with django_assert_num_queries(6):
        revisions.keep(post, None)


def days(*ago: float) -> list[tuple[int, datetime]]:
    return [(number, NOW - timedelta(days=each)) for number, each in enumerate(ago)]


@pytest.mark.parametrize(
    ("ago", "gone"),
    [
        ((0, 0.1, 0.2, 29), []),
        ((31, 31.1, 31.2, 32), [1, 2]),
        ((31, 32, 33), []),
        ((400, 401, 402, 440), [1, 2]),
        ((400, 440, 480), []),
        ((31, 31.1), []),
        ((), []),
    ],
)
def test_older_ones_are_thinned_out(ago: Iterable[float], gone: list[int]) -> None:
    assert revisions.surplus(days(*ago), NOW) == gone


@pytest.mark.django_db
def test_save_thins_out_but_never_the_newest() -> None:
    page = make_page()
    first, second, third = (saved(page, title=f"{n}") for n in range(3))
    long_ago = timezone.now() - timedelta(days=500)
    TextRevision.objects.update(at=long_ago.replace(day=15, hour=12))
    newest = saved(page, title="Now")
    assert kept(page) == [newest, third, first]
    assert second.pk


@pytest.mark.django_db
def test_whole_post_is_brought_back() -> None:
    topic, other = make_topic(), make_post()
    post = make_post((topic,), title="Old", body="Old words.")
    question = make_question(post=post, slug="old")
    pick = PickedPost.objects.create(post=post, other=other)
    revisions.keep(post, None)
    then, key = text_values.of(post), question.pk
    post.topics.clear()
    question.delete()
    pick.delete()
    make_question(post=post, slug="old")
    saved(post, title="New", body="New words.")
    assert bring_back(kept(post)[1], *then) is None
    post.refresh_from_db()
    assert text_values.of(post) == then
    assert Question.objects.get().pk == key
    assert SearchRow.objects.filter(kind="question", key=key).exists()


@pytest.mark.django_db
def test_bringing_back_is_kept_and_so_is_what_was_there() -> None:
    page = make_page(title="Old")
    revisions.keep(page, None)
    Page.objects.update(title="Written past the admin")
    bring_back(kept(page)[0], "title")
    newest, found, first = kept(page)
    assert newest.brought_back_at == first.at and newest.by
    assert (found.values["title"], found.by) == ("Written past the admin", None)


@pytest.mark.django_db
def test_only_what_is_named_is_brought_back() -> None:
    page = make_page(title="Old", body="Old words.")
    revisions.keep(page, None)
    saved(page, title="New", body="New words.")
    bring_back(kept(page)[1], "body", "nonsense")
    page.refresh_from_db()
    assert (page.title, page.body) == ("New", "Old words.")


@pytest.mark.django_db
def test_time_of_an_unlisted_post_comes_back_unlisted() -> None:
    post = make_post(unlisted=True)
    revisions.keep(post, None)
    saved(post, published_at=None, unlisted=False)
    bring_back(kept(post)[-1], "published_at")
    post.refresh_from_db()
    assert post.state() == Post.State.UNLISTED


@pytest.mark.django_db
def test_topics_and_posts_that_are_gone_stay_gone() -> None:
    topic, other = make_topic(), make_post()
    post = make_post((topic,))
    PickedPost.objects.create(post=post, other=other)
    revisions.keep(post, None)
    gone: list[models.Model] = [topic, other]
    for row in gone:
        row.delete()
    bring_back(kept(post)[0], "topics", "picked")
    assert not post.topics.exists() and not post.picked.exists()


@pytest.mark.django_db
def test_chapter_that_is_brought_back_comes_last() -> None:
    guide = make_guide()
    post = make_post(guide=guide, position=1)
    revisions.keep(post, None)
    saved(post, guide=None, position=0)
    others = [make_post(guide=guide, position=place) for place in (1, 2)]
    bring_back(kept(post)[1], "guide")
    assert list(guide.posts.in_order()) == [*others, post]
    assert [chapter.position for chapter in guide.posts.in_order()] == [1, 2, 3]


@pytest.mark.django_db
def test_address_that_is_in_use_is_not_brought_back() -> None:
    page = make_page(slug="old")
    revisions.keep(page, None)
    saved(page, slug="new")
    make_page(slug="old")
    with pytest.raises(ValidationError, match="already exists"):
        bring_back(kept(page)[1], "slug")
    page.refresh_from_db()
    assert page.slug == "new"


@pytest.mark.django_db
def test_nothing_is_brought_back_over_what_somebody_has_not_seen() -> None:
    page, by = make_page(title="Old"), make_moderator()
    revisions.keep(page, None)
    seen = text_values.stamp(text_values.of(page))
    newest = saved(page, title="New")
    newer = revisions.restore(kept(page)[1], ["title"], seen, by)
    assert newer and newer.at == newest.at
    page.refresh_from_db()
    assert page.title == "New"


@pytest.mark.django_db
def test_who_wrote_past_the_admin_is_unknown() -> None:
    page, by = make_page(title="Old"), make_moderator()
    revisions.keep(page, by)
    Page.objects.update(title="New")
    newer = revisions.newer(Page.objects.get(), "another stamp")
    assert newer and newer.by is None


@pytest.mark.django_db
def test_loading_keeps_once_what_was_there_before(folder: Path) -> None:
    file = folder / "01-one.md"
    file.write_text(file.read_text() + "\n## How long? {#how-long}\n\nA year.\n")
    load_content(read_content(folder))
    assert not TextRevision.objects.exists()
    then = text_values.of(Post.objects.get(slug="one"))
    file.write_text(file.read_text().replace("Some", "Other").replace("year", "day"))
    load_content(read_content(folder))
    revision = TextRevision.objects.get()
    assert (revision.by, revision.values) == (None, then)
