"""Make a site with a great many comments in a database of its own.

    DATABASE_URL=... python -m bench.fill 1000000
    DATABASE_URL=... python -m bench.fill 100000 --blog
    DATABASE_URL=... python -m bench.fill 100000 --pair

A file of SQLite is made, a database of PostgreSQL has to be there. One that this has
filled to the same number is left as it is; one that holds anything else is refused. It
goes around ``moderation.submit`` on purpose: a million of those would take an hour.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from random import Random
from typing import Any

import django
from django.db import connection, transaction
from django.utils import timezone

if __name__ == "__main__":
    django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command

from bench import rapid, words
from bench.size import BUSY, DEEP, QUIET, Size, size_of
from comments import fields, keys, text
from comments.models import (
    Comment,
    Correspondent,
    Decision,
    Status,
)
from comments.screening.reasons import Reason
from comments.screening.values import Sign
from guide.models import Author, Post, Topic

YEARS = timedelta(days=3 * 365)
HOUR = timedelta(hours=1)


class NotOurs(Exception):
    """A sentence for whoever named this database."""


def address(number: int) -> str:
    """Of writer ``number``; number 1 has sent a tenth of all comments."""
    return f"writer-{number}@example.org"


def fill(size: Size, at: datetime | None = None) -> bool:
    """Make all of it, or nothing. False where it is there already; NotOurs."""
    if User.objects.filter(username=size.mark).exists():
        return False
    if Post.objects.exists() or Comment.objects.exists():
        raise NotOurs(
            "This database holds something else than what is to be measured: name "
            "another, or one that isn't there yet."
        )
    keys.verify()
    with transaction.atomic():
        posts = make_posts(size, at or timezone.now())
        make_writers(size)
        make_comments(size, posts, at or timezone.now())
        User.objects.create_superuser(size.mark)
    call_command("rebuild_search", verbosity=0, stdout=StringIO())
    return True


def make_posts(size: Size, at: datetime) -> list[int]:
    """Their keys: the busy one, the one that holds 100 comments, the one that holds a
    single thread, all the others."""
    author = Author.objects.create(name="Nobody", slug="nobody")
    slugs = [BUSY, QUIET, DEEP, *(f"post-{n}" for n in range(3, size.posts))]
    random = Random(size.posts)  # noqa: S311
    rows = []
    for number, slug in enumerate(slugs):
        body = words.article(random, number) if size.has_articles else "Some words."
        post = Post(
            title=words.title(random, number) if size.has_articles else f"Post {slug}",
            slug=slug,
            body=body,
            words=len(body.split()),
            author=author,
            # The older ones earlier, an hour at least behind us.
            published_at=at - YEARS * (1 - number / size.posts) - HOUR,
        )
        rows.append(post)
    keys = [row.pk for row in Post.objects.bulk_create(rows, 500)]
    make_topics(size, keys, random)
    return keys


def make_topics(size: Size, posts: list[int], random: Random) -> None:
    """Up to three topics a post, some of which many have and others few."""
    topics = Topic.objects.bulk_create(
        Topic(name=f"topic {n}", slug=f"topic-{n}") for n in range(size.topics)
    )
    pairs = {
        (post, topics[int(len(topics) * random.random() ** 2)].pk)
        for post in posts
        for _chosen in range(3 if topics else 0)
    }
    through = Post.topics.through
    through.objects.bulk_create(
        [through(post_id=post, topic_id=topic) for post, topic in sorted(pairs)], 500
    )


def make_writers(size: Size) -> None:
    newest = fields.key_name()
    rapid.insert(
        Correspondent(key_name=newest),
        ("id", "email", "lookup"),
        (
            (
                number,
                fields.encrypt(address(number)),
                fields.lookup_hash(address(number)),
            )
            for number in range(1, size.writers + 1)
        ),
    )


def make_comments(size: Size, posts: list[int], at: datetime) -> None:
    """In the order in which they were sent, then the decisions on all but the last."""
    columns = (
        "id post_id thread_id parent_id correspondent_id name text html is_step status "
        "stands submitted_at text_digest"
    )
    plain = Comment(reasons=[Sign(Reason.EVERYTHING_WAITS).as_json()])
    rapid.insert(plain, columns.split(), comments(size, posts, at))
    decided = Comment.objects.exclude(status=Status.PENDING).order_by("pk")
    rapid.insert(
        Decision(from_status=Status.PENDING, at=at),
        ("comment_id", "to_status"),
        # Read whole: a connection can't be asked while it takes rows.
        list(decided.values_list("pk", "status")),
    )


def comments(size: Size, posts: list[int], at: datetime) -> Iterator[tuple[Any, ...]]:
    random = Random(size.comments)  # noqa: S311 (the same site each time, no secret)
    stored = connection.ops.adapt_datetimefield_value
    places = size.places(posts)
    for number in range(1, size.comments + 1):
        status = status_of(random, left=size.comments - number, size=size)
        post, thread, parent = places.place(
            random, number, is_approved=status == Status.APPROVED
        )
        writer = 1 if random.random() < 0.1 else random.randint(2, size.writers)
        written = words.comment(random, number)
        yield (
            number,
            post,
            thread,
            parent,
            writer,
            words.name(random),
            written,
            words.html(written),
            number % 4 == 0,
            status.value,
            status == Status.APPROVED,
            stored(at - YEARS * (1 - number / size.comments)),
            text.digests(written)[0],
        )


def status_of(random: Random, left: int, size: Size) -> Status:
    """98 of 100 approved; the newest wait, one of 25 among them a concern."""
    if left < size.waiting:
        return Status.CONCERN if random.random() < 0.04 else Status.PENDING
    chance = random.random()
    if chance < 0.98:
        return Status.APPROVED
    return Status.SPAM if chance < 0.99 else Status.DECLINED


def tidy_up() -> None:
    """What PostgreSQL does by itself after a while; SQLite's log, emptied."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def main(arguments: list[str]) -> None:
    size = size_of(arguments)
    call_command("migrate", interactive=False, verbosity=0)
    try:
        made = fill(size)
    except NotOurs as error:
        sys.exit(str(error))
    if made:
        tidy_up()
    print(f"{size.comments} comments: {'made' if made else 'ready'}.", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
