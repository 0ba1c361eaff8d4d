"""Whose comments are shown at once. Off unless a setting says otherwise. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Terms:
    """``approved`` comments, and no spam within ``days``."""

    on: bool = False
    approved: int = 3
    days: int = 90


@dataclass(frozen=True)
class Standing:
    """A correspondent as trust sees them: of a comment that its own mailed button has
    proved to be theirs. Whoever typed an address has proved nothing.
    """

    confirmed: bool = False
    approved: int = 0
    last_spam_at: datetime | None = None
    # What a moderator has said about the address; None: nothing.
    given: bool | None = None


def is_trusted(standing: Standing, terms: Terms, at: datetime) -> bool:
    if not (terms.on and standing.confirmed):
        return False
    if standing.given is not None:
        return standing.given
    spam = standing.last_spam_at
    forgiven = spam is None or at - spam > timedelta(days=terms.days)
    return forgiven and standing.approved >= terms.approved
