"""What became of all that was brought in, as a table. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

# Of what was skipped for the same reason, so many are named.
NAMED = 5


class Outcome(StrEnum):
    CREATED = gettext_noop("created")
    UPDATED = gettext_noop("updated")
    UNCHANGED = gettext_noop("unchanged")
    SKIPPED = gettext_noop("skipped")


@dataclass
class Report:
    """Counts by what it was and what became of it; why things were skipped; and what
    the person should know of others."""

    counts: dict[str, Counter[Outcome]] = field(default_factory=dict)
    skipped: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    skipped_counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)

    def add(self, what: str, outcome: Outcome, count: int = 1) -> None:
        """``what`` in the plural, such as “posts”."""
        if count:
            self.counts.setdefault(what, Counter())[outcome] += count

    def skip(self, what: str, why: str, name: str = "", count: int = 1) -> None:
        """``name`` for the person to find it by: a title, no words of a comment."""
        self.add(what, Outcome.SKIPPED, count)
        self.skipped_counts[what, why] += count
        names = self.skipped.setdefault((what, why), [])
        if name and len(names) < NAMED:
            names.append(name)

    def note(self, sentence: str) -> None:
        self.notes[sentence] += 1

    def changed_anything(self) -> bool:
        return any(
            counts[Outcome.CREATED] or counts[Outcome.UPDATED]
            for counts in self.counts.values()
        )

    @property
    def rows(self) -> list[tuple[str, list[int]]]:
        """Each kind with its counts in the order of ``Outcome``."""
        return [
            (what, [counts[outcome] for outcome in Outcome])
            for what, counts in self.counts.items()
        ]

    @property
    def reasons(self) -> list[str]:
        """Sentences about what was skipped."""
        found = []
        for (what, why), count in self.skipped_counts.items():
            names = self.skipped[what, why]
            more = count - len(names)
            named = ", ".join(f"“{name}”" for name in names)
            if names and more:
                named = _("%(names)s and %(more)d more") % {
                    "names": named,
                    "more": more,
                }
            line = f"{what}, {count}: {why}"
            found.append(f"{line} ({named})" if named else line)
        return found

    @property
    def remarks(self) -> list[str]:
        return [
            f"{sentence} (× {count})" if count > 1 else sentence
            for sentence, count in self.notes.items()
        ]

    def __str__(self) -> str:
        heads = [_(str(outcome)) for outcome in Outcome]
        table = [["", *heads]]
        table += [[what, *map(str, counts)] for what, counts in self.rows]
        widths = [max(map(len, column)) for column in zip_longest(*table, fillvalue="")]
        lines = [
            "  ".join(
                [
                    row[0].ljust(widths[0]),
                    *(
                        cell.rjust(width)
                        for cell, width in zip(row[1:], widths[1:], strict=True)
                    ),
                ]
            )
            for row in table
        ]
        if self.reasons:
            lines += ["", _("Skipped:"), *(f"  {line}" for line in self.reasons)]
        if self.remarks:
            lines += ["", _("To know:"), *(f"  {line}" for line in self.remarks)]
        return "\n".join(lines)
