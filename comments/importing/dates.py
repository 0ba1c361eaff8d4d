"""Times as files from elsewhere write them. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import gettext as _

from guide.importing.files import BadFile

# Nobody wrote beneath a page before there were any.
FIRST_YEAR = 1990


def moment(written: str, place: str) -> datetime:
    """An aware time of ISO 8601; UTC where it names no zone. BadFile if it is none."""
    try:
        found = datetime.fromisoformat(written.strip())
        aware = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        aware = None
    return _within_reason(aware, written, place)


def from_seconds(seconds: float, place: str) -> datetime:
    """Of seconds since 1970, as Isso has them. BadFile where that is no time."""
    try:
        aware = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        aware = None
    return _within_reason(aware, str(seconds), place)


def _within_reason(found: datetime | None, written: str, place: str) -> datetime:
    if found and FIRST_YEAR <= found.year <= datetime.now(UTC).year + 1:
        return found
    sentence = _("%(place)s: “%(written)s” is no date like 2024-05-31 18:30.")
    raise BadFile(sentence % {"place": place, "written": written[:40]})
