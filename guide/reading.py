"""A post for its page, with all of it that is stored elsewhere: three statements, each
written once. What comes is a Post as ``select_related`` and ``prefetch_related`` would
leave it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from guide.models import Author, Image, Post, Question, Topic
from guide.statements import statement

if TYPE_CHECKING:
    from django.db.models import QuerySet

    Rows = QuerySet[Any, tuple[Any, ...]]

Row = TypeVar("Row", bound=Model)


def find(slug: str) -> Post | None:
    """The post at that address, if strangers may read it now."""
    found = _post(timezone.now(), slug)
    if not found:
        return None
    values = iter(found[0])
    post = _made(Post, values)
    post.author = _made(Author, values)
    picture = _made(Image, values)
    post.author.picture = picture if picture.pk else None
    topics, questions = _topics(post.pk), _questions(post.pk)
    _prefetch(post, "topics", [_made(Topic, iter(row)) for row in topics])
    _prefetch(post, "questions", [_made(Question, iter(row)) for row in questions])
    return post


@cache
def _columns(model: type[Model], before: str = "") -> tuple[str, ...]:
    return tuple(before + field.attname for field in model._meta.concrete_fields)


def _made(model: type[Row], values: Iterator[Any]) -> Row:
    """The row of ``model`` whose columns come next among ``values``."""
    columns = _columns(model)
    return model.from_db(connection.alias, columns, [*islice(values, len(columns))])


def _prefetch(post: Post, name: str, rows: list[Any]) -> None:
    """As ``prefetch_related`` does it."""
    found = getattr(post, name).all()
    found._result_cache = rows  # noqa: SLF001 (no other way to hand rows over)
    post.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found


@statement
def _post(at: Any, slug: Any) -> Rows:
    posts = Post.objects.published(at).filter(slug=slug)
    return posts.values_list(
        *_columns(Post),
        *_columns(Author, "author__"),
        *_columns(Image, "author__picture__"),
    )


@statement
def _topics(post: Any) -> Rows:
    return Topic.objects.filter(posts=post).values_list(*_columns(Topic))


@statement
def _questions(post: Any) -> Rows:
    return Question.objects.filter(post=post).values_list(*_columns(Question))
