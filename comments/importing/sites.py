"""A whole site from WordPress: its texts, then what was said beneath them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from comments.importing import loading
from comments.importing.wordpress import read_comments
from guide.importing.loading import load
from guide.importing.running import Run
from guide.importing.wordpress.export import Site, read_site
from guide.importing.wordpress.pictures import Files
from guide.importing.wordpress.reader import read_texts
from guide.importing.wordpress.shelves import Shelf, unpacked
from guide.models import Author, Imported, Post

# What is being done, how much of the file is read, and how much there is.
Tell = Callable[[str, int, int], None]
# Of an export that comes packed; others are read as they are, whatever their size.
MOST_MEGABYTES = 1_000


def bring_in(
    path: Path,
    folder: Path | None,
    run: Run,
    tell: Tell = lambda what, done, total: None,
    most_megabytes: int = MOST_MEGABYTES,
) -> None:
    """All of the export at ``path``, or nothing of it, with the pictures that are
    packed with it or in ``folder``. ``most_megabytes`` is how large it may be once it
    is unpacked.

    BadFile where it can't be read; then nothing has changed.
    """
    with unpacked(path, folder, most_megabytes) as (export, shelf):
        _bring_in(export, shelf, run, tell)


def _bring_in(path: Path, shelf: Shelf, run: Run, tell: Tell) -> None:
    """The file is read three times, so that never more than one text of it is held."""
    site = read_site(path, lambda *read: tell(_("Looking through"), *read))
    with run.all_or_nothing() as report:
        files = Files(shelf, site)
        texts = read_texts(
            path, site, files, report, lambda *read: tell(_("Texts"), *read)
        )
        load(texts, run)
        comments = read_comments(
            path, site, report, lambda *read: tell(_("Comments"), *read)
        )
        posts, authors = _rows(site, "post", Post), _rows(site, "author", Author)
        loading.load(comments, run, posts.get, authors.get)


def _rows(site: Site, what: str, model: type[Post] | type[Author]) -> dict[str, int]:
    """The posts or authors that are here of this site, by their sources."""
    found = Imported.objects.filter(source__startswith=site.source(what, ""))
    keys = dict(found.values_list("source", "object_pk"))
    present: Iterable[int] = model._default_manager.values_list("pk", flat=True)
    here = set(present)
    return {source: key for source, key in keys.items() if key in here}
