"""How alike posts are: by topics, the rarer the more, and by telling words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from math import log, sqrt

# Words that more posts than a tenth have (or ten, where there are few) tell nothing.
FEW_POSTS = 10
# Alike by their words alone, without a topic in common.
ALIKE = 0.25
WORDS_SHOWN = 2
# Of the likeness: what each word of forty has that tell the same. One of less is any
# word ("first", "thing") and says nothing of what both posts are about.
TELLING = 1 / 40


@dataclass(frozen=True)
class Features:
    """``terms`` are stems, each with how often it occurs and a form in which it does.

    ``position`` decides between posts that are as alike.
    """

    topics: Set[int]
    terms: Mapping[str, tuple[int, str]]
    position: int = 0


@dataclass(frozen=True)
class Match:
    key: int
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Corpus:
    """All posts by their keys."""

    posts: Mapping[int, Features]

    def like(self, key: int) -> list[Match]:
        """The others that have something in common with the post, most alike first."""
        post, mine = self.posts[key], self._weights[key]
        products: dict[int, float] = {}
        for term, weight in mine.items():
            for other in self._with_term[term]:
                product = weight * self._weights[other][term]
                products[other] = products.get(other, 0) + product
        by_topic = {other for topic in post.topics for other in self._with_topic[topic]}
        matches = [
            Match(other, score, self._shared(key, other))
            for other, score in self._scores(post, by_topic, products)
            if other != key
        ]
        position = {each.key: self.posts[each.key].position for each in matches}
        return sorted(matches, key=lambda m: (-m.score, position[m.key], m.key))

    def _scores(
        self, post: Features, by_topic: Set[int], products: Mapping[int, float]
    ) -> Iterator[tuple[int, float]]:
        for other in by_topic | products.keys():
            shared = post.topics & self.posts[other].topics
            alike = products.get(other, 0.0)
            if shared or alike >= ALIKE:
                # Rounded, so that the order in which numbers are added doesn't show.
                yield other, round(sum(map(self._rarity, shared)) + alike, 6)

    def _shared(self, key: int, other: int) -> tuple[str, ...]:
        """What both speak of, the most telling first, as ``other`` writes it."""
        mine, others = self._weights[key], self._weights[other]
        alike = {t: mine[t] * others[t] for t in mine.keys() & others}
        telling = (t for t in alike if alike[t] > TELLING)
        shown = sorted(telling, key=lambda t: (-alike[t], t))[:WORDS_SHOWN]
        return tuple(self.posts[other].terms[term][1] for term in shown)

    def _rarity(self, topic: int) -> float:
        """1 for a topic that only two posts have; little for one that all have."""
        count = len(self.posts)
        return log(1 + count / len(self._with_topic[topic])) / log(1 + count / 2)

    @cached_property
    def _with_topic(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for key, post in self.posts.items():
            for topic in post.topics:
                found.setdefault(topic, []).append(key)
        return found

    @cached_property
    def _with_term(self) -> dict[str, list[int]]:
        """Only of terms that tell: of few posts, and of more than one."""
        found: dict[str, list[int]] = {}
        for key, post in self.posts.items():
            for term in post.terms:
                found.setdefault(term, []).append(key)
        most = max(FEW_POSTS, len(self.posts) // 10)
        return {term: keys for term, keys in found.items() if 1 < len(keys) <= most}

    @cached_property
    def _weights(self) -> dict[int, dict[str, float]]:
        """Of each post's telling terms; their squares add up to at most 1."""
        with_term, count = self._with_term, len(self.posts)
        weights = {}
        for key, post in self.posts.items():
            raw = {
                term: (1 + log(times)) * log(1 + count / len(with_term.get(term, [1])))
                for term, (times, _written) in post.terms.items()
            }
            length = sqrt(sum(weight * weight for weight in raw.values())) or 1
            weights[key] = {t: w / length for t, w in raw.items() if t in with_term}
        return weights
