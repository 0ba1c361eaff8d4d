"""A manuscript as what the loader takes: a guide, and its chapters as posts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import count

from django.utils.text import slugify
from django.utils.translation import gettext as _

from guide.blocks import find_mistakes
from guide.importing.files import BadFile
from guide.importing.manuscripts.outline import Chapter, Manuscript
from guide.importing.sources import (
    Source,
    SourceAuthor,
    SourceGuide,
    SourcePost,
    SourceQuestion,
)
from guide.models import Imported, Post

LONGEST_NAME = 60


@dataclass(frozen=True)
class Choices:
    """What a person says beside the file.

    ``slugs`` is what the addresses of chapters begin with, before a number: a title may
    say more than a reader wants in a browser's history. ``published_at`` is None for
    drafts.
    """

    author: str
    slugs: str
    published_at: datetime | None = None


@dataclass(frozen=True)
class Present:
    """What a chapter that came before has now, and keeps."""

    slug: str
    published_at: datetime | None


def sources(manuscript: Manuscript, choices: Choices) -> Iterator[Source]:
    """Author, guide and posts. BadFile names a chapter that no post can be."""
    author = f"text:author:{_word(choices.author)}"
    guide = f"text:{_word(manuscript.title)}"
    yield SourceAuthor(author, choices.author, slugify(choices.author))
    yield SourceGuide(
        guide, manuscript.title, _word(manuscript.title), author, manuscript.subtitle
    )
    keys = list(_keys(guide, manuscript.chapters))
    before = present(keys)
    numbers = _free_numbers(choices.slugs)
    for position, (key, chapter) in enumerate(
        zip(keys, manuscript.chapters, strict=True), 1
    ):
        _check(chapter)
        here = before.get(key) or Present(f"{choices.slugs}-{next(numbers)}", None)
        yield SourcePost(
            source=key,
            title=chapter.title,
            slug=here.slug,
            body=chapter.body,
            author=author,
            published_at=here.published_at or choices.published_at,
            guide=guide,
            position=position,
            questions=tuple(_questions(chapter)),
        )


def present(keys: Iterable[str]) -> dict[str, Present]:
    """Of the chapters ``keys``, those that are here. Two queries."""
    rows = Imported.objects.filter(source__in=list(keys))
    found = dict(rows.values_list("source", "object_pk"))
    posts = Post.objects.only("slug", "published_at").in_bulk(found.values())
    return {
        source: Present(posts[key].slug, posts[key].published_at)
        for source, key in found.items()
        if key in posts
    }


def _keys(guide: str, chapters: Iterable[Chapter]) -> Iterator[str]:
    """Each chapter by its title, the second of the same title by a number as well."""
    taken: set[str] = set()
    for chapter in chapters:
        name = f"{guide}:chapter:{_word(chapter.title)}"
        keys = (name if number == 1 else f"{name}:{number}" for number in count(1))
        key = next(key for key in keys if key not in taken)
        taken.add(key)
        yield key


def _word(title: str) -> str:
    """``title`` as part of a key, also where it has no letters of ASCII or too many."""
    word = slugify(title)
    if word and len(word) <= LONGEST_NAME and title.isascii():
        return word
    return f"{word[:40]}-{sha256(title.encode()).hexdigest()[:12]}".strip("-")


def _free_numbers(slugs: str) -> Iterator[int]:
    """From 1 on those with which no post here has its address."""
    beginning = f"{slugs}-"
    taken: set[str] = set(
        Post.objects.filter(slug__startswith=beginning).values_list("slug", flat=True)
    )
    return (number for number in count(1) if f"{beginning}{number}" not in taken)


def _questions(chapter: Chapter) -> Iterator[SourceQuestion]:
    for number, each in enumerate(chapter.questions, 1):
        yield SourceQuestion(each.question, f"question-{number}", each.answer)


def _check(chapter: Chapter) -> None:
    """BadFile where a reader would miss something of its set-apart blocks."""
    for text in (chapter.body, *(each.answer for each in chapter.questions)):
        for mistake in find_mistakes(text):
            raise BadFile(
                _("In “%(title)s”: %(mistake)s")
                % {"title": chapter.title, "mistake": mistake}
            )
