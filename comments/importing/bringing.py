"""What a reader found goes beneath the posts of this site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from comments.importing import loading
from comments.importing.conversations import Conversations
from comments.importing.places import Posts, path_of, unambiguous
from comments.importing.source import SourceComment
from guide.importing.files import BadFile
from guide.importing.report import Report
from guide.importing.running import Run
from guide.models import OldPath, Post

# Comments and how many they are.
Progress = Callable[[Iterable[SourceComment], int], Iterable[SourceComment]]


def bring_in(found: Conversations, run: Run, posts: Posts, progress: Progress) -> None:
    """Load what ``found`` holds; within ``run.all_or_nothing``.

    ``progress`` passes on what it is given, and may say how far it is.
    """
    placed = {
        key: post for key, place in found.places.items() if (post := posts.find(place))
    }
    coming = [each for each in found.comments if each.post in placed]
    _tell_unplaced(found, placed.keys(), run.report)
    for why, count in found.skipped.items():
        run.report.skip(_("comments"), why, count=count)
    loading.load(progress(_named(coming, found.origin), len(coming)), run, placed.get)


def _named(comments: Iterable[SourceComment], origin: str) -> Iterator[SourceComment]:
    """``comments`` by names that nothing else of anywhere has."""
    for each in comments:
        yield replace(
            each,
            source=f"{origin}:comment:{each.source}",
            parent=each.parent and f"{origin}:comment:{each.parent}",
        )


def _tell_unplaced(found: Conversations, placed: Iterable[str], report: Report) -> None:
    """Each conversation that no post here fits, for a person to say where it goes."""
    counts = Counter(each.post for each in found.comments)
    for key in set(placed):
        del counts[key]
    for key, count in counts.most_common():
        place = found.places.get(key)
        address = (place and (place.address or place.title)) or key
        report.skip(_("comments"), _("no post here fits"), address, count)
        sentence = _("No post here fits %(address)s (comments: %(count)d).")
        report.note(sentence % {"address": address, "count": count})


def posts_here(choices: Sequence[str]) -> Posts:
    """The posts of this site; ``choices`` such as “/old/address/=slug” go first.

    BadFile where a choice names no post. Four queries.
    """
    rows = list(Post.objects.values_list("slug", "title", "pk"))
    by_slug = {slug: key for slug, _title, key in rows}
    old = OldPath.objects.filter(post__isnull=False).values_list("path", "post")
    chosen = {}
    for choice in choices:
        address, _mark, slug = choice.rpartition("=")
        if not address or slug not in by_slug:
            sentence = _("“%s” isn’t an address, an equals sign and a post’s slug.")
            raise BadFile(sentence % choice)
        chosen[path_of(address)] = by_slug[slug]
    return Posts(
        by_slug=by_slug,
        by_title=unambiguous((title, key) for _slug, title, key in rows),
        by_path={path_of(path): key for path, key in old if key},
        by_choice=chosen,
    )
