"""What a reader found goes beneath the posts of this site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from comments.importing import loading
from comments.importing.conversations import Conversations
from comments.importing.places import Posts, path_of, unambiguous
from comments.importing.source import SourceComment
from guide.importing.files import BadFile
from guide.importing.report import Report
from guide.importing.running import Run
from guide.models import OldPath, Post


def bring_in(found: Conversations, run: Run, posts: Posts) -> None:
    """Load what ``found`` holds; within ``run.all_or_nothing``."""
    bringing = _Bringing(found, posts)
    loading.load(bringing.comments(), run, bringing.post_of)
    for why, count in found.skipped.items():
        run.report.skip(_("comments"), why, count=count)
    bringing.tell_unplaced(run.report)


@dataclass
class _Bringing:
    found: Conversations
    posts: Posts
    # By the keys of places: the post here, if any fits; comments that have none.
    placed: dict[str, int | None] = field(default_factory=dict)
    unplaced: Counter[str] = field(default_factory=Counter)

    def comments(self) -> Iterator[SourceComment]:
        """Those that a post fits, by names that nothing else of anywhere has."""
        origin = self.found.origin
        for each in self.found.comments:
            if self.post_of(each.post) is None:
                self.unplaced[each.post] += 1
                continue
            yield replace(
                each,
                source=f"{origin}:comment:{each.source}",
                parent=each.parent and f"{origin}:comment:{each.parent}",
            )

    def post_of(self, key: str) -> int | None:
        if key not in self.placed:
            place = self.found.places.get(key)
            self.placed[key] = self.posts.find(place) if place else None
        return self.placed[key]

    def tell_unplaced(self, report: Report) -> None:
        """Each conversation that no post fits, for a person to say where it goes."""
        for key, count in self.unplaced.most_common():
            place = self.found.places.get(key)
            address = (place and (place.address or place.title)) or key
            report.skip(_("comments"), _("no post here fits, see below"), count=count)
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
