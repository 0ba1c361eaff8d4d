"""From what a reader found to rows, found again by their source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from guide import related, revisions
from guide.formats import Format
from guide.from_html import to_markdown
from guide.html_text import tidied
from guide.importing import known
from guide.importing.naming import fitting, free_slug
from guide.importing.pictures import Pictures
from guide.importing.report import Outcome
from guide.importing.running import Run
from guide.importing.sources import (
    Source,
    SourceAuthor,
    SourceGuide,
    SourcePage,
    SourcePost,
    SourceText,
    SourceTopic,
)
from guide.models import Author, Guide, Imported, OldPath, Page, Post, Question, Topic
from guide.models.old_paths import normal

MODELS: dict[type[Any], type[models.Model]] = {
    SourceAuthor: Author,
    SourceTopic: Topic,
    SourceGuide: Guide,
    SourcePost: Post,
    SourcePage: Page,
}
_RELATIONS = ("author", "guide")


def load(sources: Iterable[Source], run: Run) -> None:
    """Bring in ``sources``; within ``run.all_or_nothing``."""
    related.wait_for_others()
    loader = _Loader(run)
    for source in sources:
        loader.load(source)
    # The clock compares so many within the hour; nobody has to wait for it here.
    if 0 < loader.written_posts <= related.AT_ONCE and not run.dry_run:
        related.catch_up()


@dataclass
class _Loader:
    run: Run
    keys: dict[str, int] = field(default_factory=dict)
    written_posts: int = 0

    def __post_init__(self) -> None:
        self.pictures = Pictures(self.run)

    def load(self, source: Source) -> None:
        model = MODELS[type(source)]
        before = Imported.objects.filter(source=source.source).first()
        row = before and model._default_manager.filter(pk=before.object_pk).first()
        if before and row is None:
            return self._skip(source, str(known.DELETED))
        if before is None and (namesake := _namesake(source)):
            known.remember(source.source, namesake, "")
            return self._leave(source, namesake)
        if before and row and not before.digest:
            return self._leave(source, row)
        return self._bring(source, before, row)

    def _bring(
        self, source: Source, before: Imported | None, row: models.Model | None
    ) -> None:
        if before and row:
            self.keys[source.source] = row.pk
            now = known.present_values(row, self._names(source))
            if known.digest_of(now) != before.digest:
                return self._skip(source, str(known.CHANGED))
        values = self._values(source, row)
        if before and row and known.digest_of(values) == before.digest:
            return self._leave(source, row)
        row = self._write(source, row, values)
        digest = known.digest_of(known.present_values(row, values))
        known.remember(source.source, row, digest, before)
        self.keys[source.source] = row.pk
        outcome = Outcome.UPDATED if before else Outcome.CREATED
        return self.run.report.add(_what(source), outcome)

    def _skip(self, source: Source, why: str) -> None:
        self.run.report.skip(_what(source), why, _name(source))

    def _leave(self, source: Source, row: models.Model) -> None:
        self.keys[source.source] = row.pk
        self.run.report.add(_what(source), Outcome.UNCHANGED)

    def _names(self, source: Source) -> dict[str, Any]:
        """The fields that are written of such a ``source``."""
        return dict.fromkeys(_FIELDS[type(source)])

    def _values(self, source: Source, row: models.Model | None) -> dict[str, Any]:
        """What is to be written, in the form that is compared."""
        model = MODELS[type(source)]
        name = _name(source)
        values: dict[str, Any] = {"slug": free_slug(model, source.slug, name, row)}
        if isinstance(source, SourceText):
            values |= self._text(source, model)
        if isinstance(source, SourcePost):
            values |= self._of_post(source)
        elif isinstance(source, SourcePage):
            values["is_published"] = source.is_published
        elif isinstance(source, SourceGuide):
            values["title"] = fitting(model, "title", source.title)
            values["subtitle"] = fitting(model, "subtitle", source.subtitle)
            values["author"] = self.keys.get(source.author) or _somebody().pk
        elif not isinstance(source, SourceText):
            values["name"] = fitting(model, "name", source.name)
            if isinstance(source, SourceAuthor):
                values["bio"] = source.bio
        return values

    def _text(self, source: SourceText, model: type[models.Model]) -> dict[str, Any]:
        title = fitting(model, "title", source.title or _("Untitled"))
        if len(title) < len(" ".join(source.title.split())):
            self.run.report.note(_("Title shortened: “%s”") % title)
        body = self.pictures.in_text(source.body, source.images)
        written_in = source.body_format
        if written_in == Format.HTML:
            converted = to_markdown(body)
            body = tidied(body) if converted.lost else converted.markdown
            written_in = Format.HTML if converted.lost else Format.MARKDOWN
            if converted.lost:
                lost = ", ".join(converted.lost)
                self.run.report.note(
                    _("Kept as HTML, since Markdown has no such thing: %s") % lost
                )
        return {
            "title": title,
            "summary": fitting(model, "summary", source.summary),
            "body": body,
            "format": str(written_in),
        }

    def _of_post(self, source: SourcePost) -> dict[str, Any]:
        topics = {self.keys[topic] for topic in source.topics if topic in self.keys}
        return {
            "author": self.keys.get(source.author) or _somebody().pk,
            "guide": self.keys.get(source.guide),
            "position": source.position,
            "published_at": source.published_at,
            "comments_open": source.comments_open,
            "topics": sorted(topics),
            "questions": [
                [each.question, each.anchor, each.answer] for each in source.questions
            ],
        }

    def _write(
        self, source: Source, row: models.Model | None, values: dict[str, Any]
    ) -> models.Model:
        if isinstance(row, Post | Page):
            revisions.keep_found(row)
        row = row or MODELS[type(source)]()
        for name, value in values.items():
            if name not in ("topics", "questions"):
                setattr(row, f"{name}_id" if name in _RELATIONS else name, value)
        row.save()
        if isinstance(row, Post):
            self.written_posts += 1
            row.topics.set(values["topics"])
            _write_questions(row, values["questions"])
        if not isinstance(source, SourceGuide):
            _lead_here(row, source.old_paths)
        return row


# In the order in which ``known.present_values`` reads them.
_OF_TEXT = ("slug", "title", "summary", "body", "format")
_FIELDS: dict[type[Any], tuple[str, ...]] = {
    SourceAuthor: ("slug", "name", "bio"),
    SourceTopic: ("slug", "name"),
    SourceGuide: ("slug", "title", "subtitle", "author"),
    SourcePage: (*_OF_TEXT, "is_published"),
    SourcePost: (
        *_OF_TEXT,
        *("author", "guide", "position", "published_at", "comments_open"),
        *("topics", "questions"),
    ),
}


def _write_questions(post: Post, questions: list[list[str]]) -> None:
    present = post.questions.values_list("question", "slug", "answer")
    if [list(question) for question in present] == questions:
        return
    post.questions.all().delete()
    for position, (question, anchor, answer) in enumerate(questions, 1):
        Question.objects.create(
            post=post, position=position, question=question, slug=anchor, answer=answer
        )


def _lead_here(row: models.Model, addresses: Iterable[str]) -> None:
    """Have ``addresses`` lead to ``row``, but for those that lead elsewhere here."""
    for address in addresses:
        taken = OldPath.objects.filter(path=normal(address)).exists()
        if not taken:
            OldPath.objects.lead(address, row)


def _namesake(source: Source) -> models.Model | None:
    """The author or topic of that name that is here already."""
    if isinstance(source, SourceAuthor | SourceTopic):
        rows = MODELS[type(source)]._default_manager.filter(name__iexact=source.name)
        return rows.order_by("pk").first()
    return None


def _somebody() -> Author:
    """Who wrote what names nobody: the first author here, or one named as the site."""
    first = Author.objects.order_by("pk").first()
    name = fitting(Author, "name", settings.SITE_NAME)
    return first or Author.objects.create(name=name, slug="author")


def _name(source: Source) -> str:
    return (
        source.name if isinstance(source, SourceAuthor | SourceTopic) else source.title
    )


def _what(source: Source) -> str:
    return {
        SourceAuthor: _("authors"),
        SourceTopic: _("topics"),
        SourceGuide: _("guides"),
        SourcePost: _("posts"),
        SourcePage: _("pages"),
    }[type(source)]
