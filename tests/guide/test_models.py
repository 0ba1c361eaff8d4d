from datetime import timedelta

import pytest
from django.utils import timezone

from guide.models import Contact, Post, read_contact
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
def test_saving_counts_the_words() -> None:
    assert make_post(body="one two *three*").words == 3


@pytest.mark.parametrize(
    ("line", "contact"),
    [
        ("Call 0808 2000 247", Contact("Call", "0808 2000 247", "tel:08082000247")),
        ("Text START to 88788", Contact("Text START to", "88788", "sms:88788")),
        ("TTY 800-787-3224", Contact("TTY", "800-787-3224", "tel:8007873224")),
        ("+44 20 7946 0000", Contact("", "+44 20 7946 0000", "tel:+442079460000")),
        ("SMS help to 31531", Contact("SMS help to", "31531", "sms:31531")),
        ("Walk in", Contact("Walk in", "", "")),
    ],
)
def test_line_of_a_helpline_is_read(line: str, contact: Contact) -> None:
    assert read_contact(line) == contact


@pytest.mark.django_db
def test_similar_posts_share_topics_most_first() -> None:
    from tests.make import make_topic

    a, b = make_topic(), make_topic()
    post = make_post(topics=(a, b))
    one, two, _none = make_post(topics=(a,)), make_post(topics=(a, b)), make_post()
    assert list(Post.objects.similar_to(post)) == [two, one]
