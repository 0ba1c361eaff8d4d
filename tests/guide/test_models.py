from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from guide.models import Post
from tests.make import make_post

NOW = timezone.now()


@pytest.mark.django_db
@pytest.mark.parametrize("offset", [timedelta(seconds=1), timedelta(), -timedelta(1)])
def test_row_and_queryset_agree_on_published(offset: timedelta) -> None:
    post = make_post(published_at=NOW + offset)
    listed = Post.objects.published(NOW).filter(pk=post.pk).exists()
    assert post.is_published(NOW) is listed is (offset <= timedelta())


@pytest.mark.django_db
def test_draft_is_not_published() -> None:
    post = make_post(published_at=None)
    assert not post.is_published()
    assert not Post.objects.published().exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("published_at", "state"),
    [
        (None, Post.State.DRAFT),
        (NOW + timedelta(seconds=1), Post.State.SCHEDULED),
        (NOW, Post.State.PUBLISHED),
    ],
)
def test_row_and_queryset_agree_on_the_state(
    published_at: datetime | None, state: Post.State
) -> None:
    post = make_post(published_at=published_at)
    listed = {
        Post.State.DRAFT: Post.objects.drafts(),
        Post.State.SCHEDULED: Post.objects.scheduled(NOW),
        Post.State.PUBLISHED: Post.objects.published(NOW),
    }
    assert post.state(NOW) == state
    assert [name for name, posts in listed.items() if post in posts] == [state]


@pytest.mark.django_db
def test_saving_counts_the_words() -> None:
    assert make_post(body="one two *three*").words == 3
