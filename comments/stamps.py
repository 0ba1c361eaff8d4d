"""The form's stamp: the signed UTC day, the same for every reader of that day.

It shows that a form was really served here lately, and holds nothing about anybody. Who
sent a form that we never served gets one back that says so: its mark lies in the form
itself, so nothing is remembered here.
"""

from datetime import UTC, date, datetime, timedelta

from django.core import signing

# A page is kept until midnight at most, but a tab may stay open for days.
GOOD_FOR = timedelta(days=3)
_signer = signing.Signer(salt="comments.stamp")


_MARK = "again"


def make_stamp(today: date | None = None, *, marked: bool = False) -> str:
    day = (today or datetime.now(UTC).date()).isoformat()
    return _signer.sign(f"{day} {_MARK}" if marked else day)


def is_good(stamp: str, today: date | None = None) -> bool:
    """Whether we signed it, on a day within the last three."""
    today = today or datetime.now(UTC).date()
    try:
        day = date.fromisoformat(_signed(stamp).partition(" ")[0])
    except ValueError:
        return False
    return today - GOOD_FOR <= day <= today


def is_doubtful(stamp: str) -> bool:
    """Whether we never signed it, or only as the answer to one of that kind."""
    signed = _signed(stamp)
    return not signed or signed.endswith(_MARK)


def _signed(stamp: str) -> str:
    """What we signed, on whatever day; "" where we didn't."""
    try:
        return _signer.unsign(stamp)
    except signing.BadSignature:
        return ""
