"""Which posts are alike, and why."""

import pytest

from guide.likeness import Corpus, Features, Match


def features(*topics: int, words: str = "", position: int = 0) -> Features:
    terms = {word: (2, word + "s") for word in words.split()}
    return Features(frozenset(topics), terms, position)


def like(key: int, *posts: Features) -> list[Match]:
    return Corpus(dict(enumerate(posts, start=1))).like(key)


def keys(key: int, *posts: Features) -> list[int]:
    return [match.key for match in like(key, *posts)]


def test_post_with_more_topics_in_common_comes_first() -> None:
    assert keys(1, features(1, 2), features(1), features(1, 2)) == [3, 2]


def test_rarer_topic_counts_more() -> None:
    common, rare = features(1), features(2)
    assert keys(1, features(1, 2), common, common, rare)[0] == 4


def test_words_decide_between_posts_with_the_same_topics() -> None:
    shown = features(1, words="river bridge")
    near, far = features(1, words="river boat"), features(1, words="soup spoon")
    assert keys(1, shown, far, near) == [3, 2]


def test_words_alone_are_enough_where_they_are_many() -> None:
    shown = features(words="river bridge water")
    near, far = features(words="river bridge boat"), features(words="soup spoon river")
    [match] = like(1, shown, near, far)
    assert match.key == 2 and match.words == ("bridges", "rivers")


def test_words_that_each_tell_little_are_not_named() -> None:
    many = features(words=" ".join(f"word{n}" for n in range(50)))
    [match] = like(1, many, many)
    assert match.score > 0.9 and match.words == ()


def test_word_that_all_have_tells_nothing() -> None:
    posts = [features(words=f"river other{n}") for n in range(20)]
    assert like(1, *posts) == []


def test_post_is_never_like_itself() -> None:
    assert like(1, features(1, words="river")) == []


def test_equals_come_by_their_place_in_the_guide() -> None:
    posts = features(1), features(1, position=2), features(1, position=1)
    assert keys(1, *posts) == [3, 2]


@pytest.mark.parametrize("other", [2, 3])
def test_likeness_is_mutual(other: int) -> None:
    posts = (
        features(1, 2, words="river boat"),
        features(1, words="river"),
        features(2, words="boat soup"),
    )
    there = {match.key: match.score for match in like(1, *posts)}
    back = {match.key: match.score for match in like(other, *posts)}
    assert there[other] == back[1]
