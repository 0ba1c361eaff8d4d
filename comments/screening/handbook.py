"""The table of rules in docs/moderating.md, made of the rules themselves."""

from __future__ import annotations

from collections.abc import Iterator

from comments.screening.listed import REASONS, Effect, Listed, What
from comments.screening.reasons import Reason
from comments.screening.values import Candidate, Example
from comments.screening.verdict import CHECKS

# What the Rule table does with one and the same phrase, by its effect.
_WATCH = ("We met at a cheap watch shop.", "We watched a film, and it was cheap.")
_HIT = ("He never hit me.", "It hit me that I had not listened.")


def listed_examples() -> Iterator[tuple[Reason, Example, Example]]:
    """Of each effect that a row of the Rule table can have: its code, what trips it,
    and what looks like it but doesn't."""
    for effect, reason in REASONS.items():
        concern = effect == Effect.CONCERN
        said, spared = _HIT if concern else _WATCH
        rules = (
            Listed(1, effect, What.TEXT, "hit me" if concern else "cheap watch"),
            Listed(2, Effect.OVERLOOK, What.TEXT, "it hit me"),
        )
        yield (
            reason,
            Example(said, Candidate(words=said), rules),
            Example(spared, Candidate(words=spared), rules),
        )


def table() -> str:
    """Markdown: a row a rule."""
    rows = [
        (reason, trips.told, spares.told) for reason, trips, spares in listed_examples()
    ]
    rows += [(check.reason, check.trips.told, check.spares.told) for check in CHECKS]
    lines = [
        "| rule | what the moderator reads | trips it | looks like it, but doesn’t |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| `{reason.value}` | {reason.label} | {trips} | {spares} |"
        for reason, trips, spares in rows
    ]
    return "\n".join(lines)
