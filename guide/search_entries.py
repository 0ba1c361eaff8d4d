"""What of posts and plain pages can be found, and where it leads. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING

from guide import formats, rendering
from guide.models.search import SearchRow

if TYPE_CHECKING:
    from guide.models.pages import Page
    from guide.models.posts import Post
    from guide.models.questions import Question

Kind = SearchRow.Kind


@dataclass(frozen=True)
class Entry:
    """What is to be found and where it is; ``title`` and ``text`` are searched.

    ``post`` is the key of the post that must be published, ``page`` that of the plain
    page which it goes with, ``under`` that of the entry
    of the same kind without which this one isn't found. ``byline`` is only shown.
    """

    kind: str
    key: int
    url: str
    title: str = ""
    text: str = field(default="", repr=False)
    byline: str = ""
    post: int | None = None
    page: int | None = None
    under: int | None = None


def of_post(post: Post) -> list[Entry]:
    """The post, then each of its questions, which is an entry of its own."""
    text = (
        f"{post.summary} {plain(formats.render(post.body, post.format).html)}".strip()
    )
    url = post.get_absolute_url()
    own = Entry(Kind.POST, post.pk, url, post.title, text, post=post.pk)
    return [own, *(_of_question(post, each) for each in post.questions.all())]


def _of_question(post: Post, question: Question) -> Entry:
    answer = rendering.render(question.answer, beneath=question.slug)
    return Entry(
        Kind.QUESTION,
        question.pk,
        f"{post.get_absolute_url()}#{question.slug}",
        rendering.in_words(question.question),
        plain(answer.html),
        post=post.pk,
    )


def of_page(page: Page) -> Entry:
    text = f"{page.summary} {plain(page.html)}".strip()
    url = page.get_absolute_url()
    return Entry(Kind.PAGE, page.pk, url, page.title, text, page=page.pk)


def plain(html: str) -> str:
    """The words of ``html`` in a row. Headings and lines of a list end with a stop."""
    together = re.sub("</?(?:a|code|em|strong)\\b[^>]*>", "", html)
    ended = re.sub(r"(?<![.?!…:;,”>\s])</(?:h[1-6]|li)>", ".", together)
    return " ".join(unescape(re.sub("<[^>]*>", " ", ended)).split())
