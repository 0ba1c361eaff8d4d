"""Posts that are listed beneath another: an editor's, then those that are alike.

Worked out when something changes and stored, never when somebody reads. Drafts and
posts to come are worked out too and show once they are published, so nothing has to
happen at that moment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from guide import search, search_entries, words
from guide.likeness import Corpus, Features, Match
from guide.models import PickedPost, Post, PostTerms, SimilarPost
from guide.statements import statement

if TYPE_CHECKING:
    from django.db.models import QuerySet

SHOWN = 3
# More than is shown: a page leaves out its neighbours, and posts may be taken back.
KEPT = 12
TERMS = 40
# What is stored was worked out when other posts were there: as good as this is near.
NEARLY = 0.9
# Posts in one transaction, which takes a second or so among thousands.
AT_ONCE = 100
# Any number will do that nobody else locks.
LOCK = 7_206_145_401


class Similar(NamedTuple):
    """A post as it is listed beneath another; ``shared_topics`` are names."""

    pk: int
    title: str
    slug: str
    why: str
    shared_words: str
    shared_topics: list[str]

    def get_absolute_url(self) -> str:
        return reverse("guide:post", args=[self.slug])


def shown_with(post: Post, besides: Collection[int] = ()) -> list[Similar]:
    """What is listed beneath ``post``. Two statements.

    Those with a key in ``besides`` are left out: the page leads to them already.
    """
    found = _similar(timezone.now(), post.pk, [*besides])
    shared: dict[int, list[str]] = {key: [] for key, *_rest in found}
    if found:
        for key, name in _shared(post.pk, [*shared]):
            shared[key].append(name)
    return [Similar._make((*row, shared[row[0]])) for row in found]


@statement
def _similar(at: Any, post: Any, besides: Any) -> QuerySet[SimilarPost, Any]:
    rows = SimilarPost.objects.filter(post=post, other__in=Post.objects.listed(at))
    rows = rows.exclude(other__pk__in=besides).order_by("place")
    shown = ("other", "other__title", "other__slug", "why", "shared_words")
    return rows.values_list(*shown)[:SHOWN]


@statement
def _shared(post: Any, others: Any) -> QuerySet[Any, Any]:
    """Of each of ``others`` the topics that ``post`` has as well."""
    topics = Post.topics.through.objects
    own = topics.filter(post=post).values("topic")
    shared = topics.filter(post__pk__in=others, topic__in=own)
    return shared.order_by("topic__name").values_list("post", "topic__name")


def catch_up() -> int:
    """Work out what was saved since it was last; how many posts that was.

    The worker does it every hour, for what came into the database by itself.
    """
    is_behind = Q(terms=None) | Q(terms__at__lt=F("updated_at"))
    behind = Post.objects.filter(is_behind).order_by("pk")
    keys = list(behind.values_list("pk", flat=True))
    for batch in _batches(keys):
        with transaction.atomic():
            wait_for_others()
            locked = Post.objects.select_for_update(no_key=True, of=("self",))
            posts = list(locked.filter(pk__in=batch).order_by("pk"))
            search.put_posts(posts)
            if len(keys) <= AT_ONCE:
                work_out(posts)
    if len(keys) > AT_ONCE:
        work_out_all()
    return len(keys)


def work_out_all() -> int:
    """Compare all posts anew, some at a time, so that others may write meanwhile; how
    many there are."""
    keys = list(Post.objects.order_by("pk").values_list("pk", flat=True))
    for batch in _batches(keys):
        _keep_terms(Post.objects.filter(pk__in=batch), timezone.now())
    for batch in _batches(keys):
        with transaction.atomic():
            wait_for_others()
            corpus = _corpus()
            present = [key for key in batch if key in corpus.posts]
            _store({key: corpus.like(key) for key in present})
    return len(keys)


def _batches(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


@transaction.atomic
def work_out(posts: Collection[Post], at: datetime | None = None) -> None:
    """List anew what is beneath ``posts``, and ``posts`` beneath others."""
    if not posts:
        return
    wait_for_others()
    _keep_terms(posts, at or timezone.now())
    changed = {post.pk for post in posts}
    corpus = _corpus()
    matches = {key: corpus.like(key) for key in changed if key in corpus.posts}
    for key in _touched(matches):
        matches[key] = corpus.like(key)
    _store(matches)


def wait_for_others() -> None:
    """Let one at a time work this out: two would write the same rows. Who changes a
    post or a topic in the same transaction says this before, or each may end up with
    what the other waits for. SQLite lets nobody else write anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _keep_terms(posts: Iterable[Post], at: datetime) -> None:
    rows = [PostTerms(post=post, terms=_terms(post), at=at) for post in posts]
    PostTerms.objects.bulk_create(
        rows,
        batch_size=search.BATCH,
        update_conflicts=True,
        unique_fields=["post"],
        update_fields=["terms", "at"],
    )


def _terms(post: Post) -> dict[str, tuple[int, str]]:
    text = f"{post.title} {post.summary} {search_entries.plain(post.html)}"
    return words.telling(text, TERMS)


def _corpus() -> Corpus:
    topics: dict[int, set[int]] = {}
    for key, topic in Post.topics.through.objects.values_list("post", "topic"):
        topics.setdefault(key, set()).add(topic)
    rows = Post.objects.values_list("pk", "terms__terms", "position")
    return Corpus(
        {
            key: Features(frozenset(topics.get(key, ())), terms or {}, position)
            for key, terms, position in rows
        }
    )


def _touched(matches: dict[int, list[Match]]) -> set[int]:
    """Posts beneath which one of those just compared stands or may come to stand."""
    listing = SimilarPost.objects.filter(other__in=list(matches))
    touched = set(listing.values_list("post", flat=True))
    lowest: dict[int, list[float]] = {}
    for key, score in SimilarPost.objects.filter(score__gt=0).values_list(
        "post", "score"
    ):
        lowest.setdefault(key, []).append(score)
    for found in matches.values():
        for match in found:
            scores = lowest.get(match.key, [])
            if len(scores) < KEPT or match.score >= NEARLY * min(scores):
                touched.add(match.key)
    return touched - matches.keys()


def _store(matches: dict[int, list[Match]]) -> None:
    """Write what differs from what is stored, and nothing where nothing does."""
    keys = sorted(matches)
    listed = set(Post.objects.listed().values_list("pk", flat=True))
    picked: dict[int, list[PickedPost]] = {}
    for pick in PickedPost.objects.filter(post__in=keys):
        picked.setdefault(pick.post_id, []).append(pick)
    stored: dict[int, list[SimilarPost]] = {}
    for row in SimilarPost.objects.filter(post__in=keys):
        stored.setdefault(row.post_id, []).append(row)
    fresh: list[SimilarPost] = []
    stale: list[int] = []
    for key in keys:
        rows = _rows(key, picked.get(key, []), matches[key], listed)
        if [_told(row) for row in rows] != [_told(row) for row in stored.get(key, [])]:
            stale.append(key)
            fresh.extend(rows)
    SimilarPost.objects.filter(post__in=stale).delete()
    SimilarPost.objects.bulk_create(fresh, search.BATCH)


def _rows(
    key: int,
    picked: Iterable[PickedPost],
    matches: Iterable[Match],
    listed: Collection[int],
) -> list[SimilarPost]:
    """An editor's first, then twelve that may be shown and twelve others, which may be
    later."""
    rows = [SimilarPost(other_id=pick.other_id, why=pick.why) for pick in picked]
    taken = {row.other_id for row in rows}
    left = {True: KEPT, False: KEPT}
    for match in matches:
        is_listed = match.key in listed
        if match.key not in taken and left[is_listed]:
            left[is_listed] -= 1
            rows.append(
                SimilarPost(
                    other_id=match.key,
                    score=match.score,
                    shared_words=", ".join(match.words),
                )
            )
    for place, row in enumerate(rows, start=1):
        row.post_id, row.place = key, place
    return rows


def _told(row: SimilarPost) -> tuple[object, ...]:
    return row.place, row.other_id, row.score, row.why, row.shared_words
