"""What is remembered of words, so that nearly the same ones are recognised."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import fingerprints
from comments.models import Comment, Fingerprint
from tests.make import make_comment

pytestmark = pytest.mark.django_db


def words(number: int) -> str:
    return " ".join(f"word{number * 20 + each}" for each in range(20))


@pytest.fixture
def comments() -> list[Comment]:
    return [make_comment(words=words(number)) for number in range(60)]


def test_many_are_learnt_at_once(comments: list[Comment]) -> None:
    fingerprints.learn_all(comments, timezone.now())
    assert Fingerprint.objects.count() == 8 * len(comments)


def test_the_latest_of_the_same_words_is_remembered(comments: list[Comment]) -> None:
    at = timezone.now()
    one, other = comments[:2]
    other.text = one.text
    fingerprints.learn(one, at - timedelta(hours=1))
    fingerprints.learn(other, at)
    kept = Fingerprint.objects.values_list("comment", "seen_at").distinct()
    assert list(kept) == [(other.pk, at)]


def test_old_ones_are_not_learnt(comments: list[Comment]) -> None:
    late = comments[0].submitted_at + fingerprints.KEPT
    fingerprints.learn_all(comments[:1], late)
    assert not Fingerprint.objects.exists()


def test_too_few_words_have_none(comments: list[Comment]) -> None:
    comments[0].text = "Thank you."
    fingerprints.learn(comments[0], timezone.now())
    assert not Fingerprint.objects.exists()
