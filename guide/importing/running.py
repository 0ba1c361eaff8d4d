"""One run of an importer: all of a file, or nothing of it; or only what would be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction

from guide.image_names import ImageName
from guide.importing.report import Report
from guide.models.images import remove_files


@dataclass
class Run:
    """A dry run does the same work and takes all of it back, so that its report says
    exactly what a run would do."""

    dry_run: bool = False
    report: Report = field(default_factory=Report)
    # Pictures whose files were stored: those have no transaction.
    stored: list[ImageName] = field(default_factory=list)

    @contextmanager
    def all_or_nothing(self) -> Iterator[Report]:
        is_kept = False
        try:
            with transaction.atomic():
                yield self.report
                transaction.set_rollback(self.dry_run)
            is_kept = not self.dry_run
        finally:
            for name in [] if is_kept else self.stored:
                remove_files(name)
