"""The form's stamp: the signed UTC day, the same for every reader of that day.

It shows that a form was really served here lately, and holds nothing about anybody.
"""

from datetime import UTC, date, datetime, timedelta

from django.core import signing

# A page is kept until midnight at most, but a tab may stay open for days.
GOOD_FOR = timedelta(days=3)
_signer = signing.Signer(salt="comments.stamp")


def make_stamp(today: date | None = None) -> str:
    return _signer.sign((today or datetime.now(UTC).date()).isoformat())


def is_good(stamp: str, today: date | None = None) -> bool:
    """Whether we signed it, on a day within the last three."""
    today = today or datetime.now(UTC).date()
    try:
        day = date.fromisoformat(_signer.unsign(stamp))
    except (signing.BadSignature, ValueError):
        return False
    return today - GOOD_FOR <= day <= today
