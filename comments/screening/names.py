"""A name that looks like an author's or like one of the team."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from comments.screening.lookalikes import skeleton
from comments.screening.reasons import Reason
from comments.screening.values import Candidate, Check, Example, Limits

# Nobody's name, so nobody who comments needs it.
_OFFICES = "admin administrator moderator moderation team staff support author".split()
# A shorter one stands in many names by chance.
_LONG_ENOUGH_TO_HOLD = 8


def _imitated(candidate: Candidate, limits: Limits) -> Iterator[str]:
    given = skeleton(candidate.name)
    for name in [*limits.names, *_OFFICES, *(f"the {office}" for office in _OFFICES)]:
        own = skeleton(name)
        held = len(own) >= _LONG_ENOUGH_TO_HOLD and own in given
        if own and (held or own == given):
            yield name
            return


CHECKS = (
    Check(
        Reason.IMITATED_NAME,
        "names",
        _imitated,
        trips=Example(
            _("the name “Wren Auth0r”, where an author is called Wren Author"),
            Candidate(name="Wren Auth0r"),
        ),
        spares=Example(
            _("the name “Wren”, where an author is called Wren Author"),
            Candidate(name="Wren"),
        ),
        limits=Limits(names=("Wren Author",)),
    ),
)
