"""From what a reader found to comments, found again by their source.

Parents come before what replies to them. Where one comes later its replies wait for it;
one that never comes, or that replies to its own reply, leaves them to stand by
themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.core.management.color import no_style
from django.db import connection
from django.utils.translation import gettext as _

from comments import addresses, moderation, text
from comments.importing.source import SourceComment
from comments.models import Comment, Status
from comments.moderation import Arrival
from guide.importing import known
from guide.importing.report import Outcome
from guide.importing.running import Run
from guide.models import Imported

BATCH = 500
LONGEST_NAME = 80


def load(
    comments: Iterable[SourceComment],
    run: Run,
    post_of: Callable[[str], int | None],
    author_of: Callable[[str], int | None] = lambda source: None,
) -> None:
    """Bring in ``comments``; within ``run.all_or_nothing``.

    ``post_of`` and ``author_of`` give the key of the post or author here, by source.
    """
    loader = _Loader(run, post_of, author_of)
    coming = iter(comments)
    while batch := list(islice(coming, BATCH)):
        loader.load(batch)
    loader.load_rest()
    if loader.keeps_numbers:
        _go_on_counting()


@dataclass
class _Loader:
    run: Run
    post_of: Callable[[str], int | None]
    author_of: Callable[[str], int | None]
    # Those whose parent hasn't come yet.
    later: list[SourceComment] = field(default_factory=list)
    keeps_numbers: bool = False

    def __post_init__(self) -> None:
        # Where nobody has said anything yet, links to comments can stay what they were.
        self.keeps_numbers = not Comment.objects.exists()

    def load(self, batch: Sequence[SourceComment], *, wait: bool = True) -> None:
        """Store what is new in ``batch``; what has to ``wait`` for a parent, later."""
        fresh = self._fresh(batch)
        parents = _stored({each.parent for each in fresh if each.parent})
        arrivals: list[Arrival] = []
        places: dict[str, int] = {}
        for each in fresh:
            is_there = each.parent in parents or each.parent in places
            if each.parent and wait and not is_there:
                self.later.append(each)
                continue
            arrival = self._arrival(
                each, parents.get(each.parent), places.get(each.parent)
            )
            if arrival:
                places[each.source] = len(arrivals)
                arrivals.append(arrival)
        rows = moderation.bring_in(arrivals)
        Imported.objects.bulk_create(
            Imported(source=source, object_pk=rows[place].pk)
            for source, place in places.items()
        )
        self.run.report.add(_("comments"), Outcome.CREATED, len(rows))

    def load_rest(self) -> None:
        ordered = list(top_down(self.later))
        self.later = []
        for start in range(0, len(ordered), BATCH):
            self.load(ordered[start : start + BATCH], wait=False)

    def _fresh(self, batch: Sequence[SourceComment]) -> list[SourceComment]:
        """Those of ``batch`` that never came before."""
        sources = {each.source: each for each in batch}
        self._skip(_("twice in the file"), len(batch) - len(sources))
        rows = Imported.objects.filter(source__in=list(sources))
        before = dict(rows.values_list("source", "object_pk"))
        here = Comment.objects.filter(pk__in=list(before.values())).count()
        self.run.report.add(_("comments"), Outcome.UNCHANGED, here)
        self._skip(str(known.DELETED), len(before) - here)
        return [each for source, each in sources.items() if source not in before]

    def _skip(self, why: str, count: int = 1) -> None:
        if count:
            self.run.report.skip(_("comments"), why, count=count)

    def _arrival(
        self, each: SourceComment, parent: Comment | None, reply_to: int | None
    ) -> Arrival | None:
        post, words = self.post_of(each.post), text.tidy(each.text)
        if post is None:
            self._skip(_("the post they belong to isn’t here"))
            return None
        # Of a long one the beginning is enough to see that it says something.
        says = text.visible_length(words[:100]) or text.visible_length(words)
        if not says and each.status != Status.WITHDRAWN:
            self._skip(_("without words"))
            return None
        return Arrival(
            post=post,
            name=self._name(each),
            words=words,
            at=each.created_at,
            status=Status(each.status),
            email=addresses.normalise(each.email.strip()) or "",
            parent=parent,
            reply_to=reply_to,
            author=self.author_of(each.author) if each.author else None,
            of_team=each.of_team,
            is_step=each.is_step,
            pinned_at=each.pinned_at,
            number=each.number if self.keeps_numbers else None,
            stood=each.stood,
        )

    def _name(self, each: SourceComment) -> str:
        """A name for the page: an address or a link isn't shown as one."""
        if each.status == Status.WITHDRAWN:
            return ""
        name = " ".join(text.tidy(each.name).split())[:LONGEST_NAME].strip()
        if name and text.is_contact(name):
            self.run.report.note(_("A name that was an address or a link is left out."))
            name = ""
        return name if text.visible_length(name) else _("Anonymous")


def _go_on_counting() -> None:
    """The next comment's number follows the highest; SQLite sees to that itself."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Comment]):
            cursor.execute(statement)


def _stored(sources: Iterable[str]) -> dict[str, Comment]:
    """The comments here by source."""
    rows = Imported.objects.filter(source__in=list(sources))
    keys = dict(rows.values_list("source", "object_pk"))
    fields = ("status", "stands", "post", "thread", "thread__stands")
    found = Comment.objects.select_related("thread").only(*fields)
    comments = found.in_bulk(keys.values())
    return {source: comments[key] for source, key in keys.items() if key in comments}


def top_down(comments: Sequence[SourceComment]) -> Iterator[SourceComment]:
    """``comments``, each after what it replies to; of a circle the earliest first."""
    by_source = {each.source: each for each in comments}
    done: set[str] = set()
    for each in sorted(comments, key=_moment):
        path: dict[str, SourceComment] = {}
        above: SourceComment | None = each
        while above and above.source not in done and above.source not in path:
            path[above.source] = above
            above = by_source.get(above.parent)
        upwards = list(path.values())
        if above and above.source in path:
            begin = upwards.index(above)
            upwards[begin:] = _opened(upwards[begin:])
        done |= path.keys()
        yield from reversed(upwards)


def _opened(circle: list[SourceComment]) -> list[SourceComment]:
    """``circle``, in which each replies to the next, with the earliest at its end."""
    after = circle.index(min(circle, key=_moment)) + 1
    return circle[after:] + circle[:after]


def _moment(comment: SourceComment) -> tuple[datetime, str]:
    return comment.created_at, comment.source
