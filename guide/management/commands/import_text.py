from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from guide.importing.files import BadFile, read_text, refusal
from guide.importing.loading import load
from guide.importing.manuscripts.reading import Read, read
from guide.importing.manuscripts.sources import Choices, sources
from guide.importing.running import Run
from guide.importing.sources import Source, SourcePost
from guide.models import Author
from guide.rendering import render


class Command(BaseCommand):
    help = (
        "Make a guide of a manuscript: plain text, Markdown, HTML or .docx. Chapters "
        "come as drafts. May run again: then it brings what is new (docs/moving.md)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--title", default="", help="Of the guide, if the file has none."
        )
        parser.add_argument("--author", default="", help="The name of whose it is.")
        parser.add_argument(
            "--chapter",
            action="append",
            default=[],
            metavar="HEADING",
            help="A heading that begins a chapter, once for each; then no other does.",
        )
        parser.add_argument(
            "--chapters-from",
            type=Path,
            metavar="FILE",
            help="The same headings in a file, one a line.",
        )
        parser.add_argument(
            "--slugs",
            type=slugify,
            default="part",
            help="What addresses begin with, before a number.",
        )
        parser.add_argument(
            "--publish", action="store_true", help="Publish the chapters at once."
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be done, no more."
        )

    def handle(
        self,
        *args: Any,
        file: Path,
        title: str,
        author: str,
        chapter: list[str],
        chapters_from: Path | None,
        slugs: str,
        publish: bool,
        dry_run: bool,
        **options: Any,
    ) -> None:
        # To the minute: chapters that come together keep their order in lists by time.
        now = timezone.now().replace(second=0, microsecond=0)
        try:
            found = read(file, title, [*chapter, *lines_of(chapters_from)])
            choices = Choices(
                author or only_author(), slugs or "part", now if publish else None
            )
            report = bring_in(found, choices, Run(dry_run))
        except (BadFile, DatabaseError) as error:
            raise CommandError(refusal(file, error)) from None
        self.stdout.write(report)
        if dry_run:
            self.stdout.write(_("A dry run: nothing has changed."))


def bring_in(found: Read, choices: Choices, run: Run) -> str:
    """What became of it: chapters, what is left out, and the table."""
    with run.all_or_nothing() as report:
        coming = list(sources(found.manuscript, choices))
        load(coming, run)
    for note in found.notes:
        report.note(note)
    left_out = [f"  {words}" for words in found.manuscript.left_out]
    names = [found.manuscript.title, found.manuscript.subtitle]
    by = _("by %s") % choices.author
    lines = [*filter(None, names), by, *chapters(coming)]
    if left_out:
        lines += ["", _("Left out:"), *left_out]
    return "\n".join([*lines, "", str(report)])


def lines_of(path: Path | None) -> list[str]:
    """Of a file with a heading a line; none where there is no file."""
    lines = read_text(path).text.splitlines() if path else []
    return [line for line in lines if line.strip()]


def only_author() -> str:
    """The author of this site. BadFile where a person has to say which."""
    names = list(Author.objects.values_list("name", flat=True)[:10])
    if len(names) == 1:
        return names[0]
    known = ", ".join(f"“{name}”" for name in names) or _("none")
    raise BadFile(_("Say with --author whose it is. Here are: %s.") % known)


def chapters(coming: list[Source]) -> Iterator[str]:
    """A line for each: its address, title, words and questions; and one for each of its
    headings, any of which may be meant for a chapter."""
    for source in coming:
        if isinstance(source, SourcePost):
            texts = [source.body, *(each.answer for each in source.questions)]
            yield _(
                "  /posts/%(slug)s/  %(title)s (words: %(words)d, questions: "
                "%(questions)d)"
            ) % {
                "slug": source.slug,
                "title": source.title,
                "words": sum(render(text).words for text in texts),
                "questions": len(source.questions),
            }
            headings = render(source.body).contents
            yield from (f"      – {heading.text}" for heading in headings)
