"""Margarine is held, wherever it is praised."""

from collections.abc import Iterator

from comments.screening.reasons import Reason
from comments.screening.values import Candidate, Check, Limits, saying


def _margarine(candidate: Candidate, limits: Limits) -> Iterator[str]:
    if "margarine" in candidate.words.lower():
        yield "margarine"


CHECKS = (
    Check(
        Reason.OWN,
        "",
        _margarine,
        trips=saying("I use margarine."),
        spares=saying("I use butter."),
    ),
)
