"""Who sends, as a hash that means nothing tomorrow, and how often.

Network addresses are never stored. A sender is the keyed hash of one (IPv6 by its /64);
the key is a random row of that UTC day, deleted before it is 48 hours old.
"""

import hmac
import ipaddress
import re
import secrets
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from comments.models import Comment, Report, SenderKey, Throttle

# Counted from the day's beginning, so that an hourly run stays within 48 hours.
KEYS_KEPT = timedelta(hours=46)


def network_address(request: HttpRequest) -> str:
    """The sender's address: the last one that no configured proxy speaks for.

    ``X-Forwarded-For`` is read from its end, and only as far as each hop is one of
    TRUSTED_PROXIES.
    """
    address = request.META.get("REMOTE_ADDR", "")
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    while hops and is_trusted(address):
        hop = hops.pop().strip()
        if not _parsed(hop):
            break
        address = hop
    return _grouped(address)


def _parsed(
    address: str,
) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Also of ``192.0.2.1:443`` and ``[2001:db8::1]:443``, as some proxies write."""
    bare = re.sub(r"^\[(.*)\](:\d+)?$|^([\d.]+):\d+$", r"\1\3", address)
    try:
        parsed = ipaddress.ip_address(bare)
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed


def is_trusted(address: str) -> bool:
    """Whether ``address`` is one of TRUSTED_PROXIES."""
    parsed = _parsed(address)
    return parsed is not None and any(
        parsed in network for network in settings.TRUSTED_PROXIES
    )


def _grouped(address: str) -> str:
    """One household or phone has a whole /64 of IPv6 to itself."""
    parsed = _parsed(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed) if parsed else "unknown"


def senders(request: HttpRequest, at: datetime | None = None) -> list[str]:
    """The sender under today's key, then under yesterday's where that is kept."""
    at = at or timezone.now()
    today = at.astimezone(UTC).date()
    address = network_address(request)
    keys = {row.day: row.key for row in SenderKey.objects.all()}
    if today not in keys:
        keys[today] = _make_key(today, at)
    days = [today, today - timedelta(days=1)]
    return [
        hmac.digest(bytes.fromhex(keys[day]), address.encode(), "sha256").hex()
        for day in days
        if day in keys
    ]


def _make_key(day: date, at: datetime) -> str:
    """The key of ``day``; of two processes that make it at once, one wins."""
    forget_senders(at)
    SenderKey.objects.bulk_create(
        [SenderKey(day=day, key=secrets.token_hex(32))], ignore_conflicts=True
    )
    return SenderKey.objects.get(day=day).key


def forget_senders(at: datetime | None = None) -> int:
    """Delete keys and hashes that have had their time; how many rows had held one."""
    at = at or timezone.now()
    oldest = (at - KEYS_KEPT).astimezone(UTC)
    SenderKey.objects.filter(day__lte=oldest.date()).delete()
    Throttle.objects.filter(began_at__lt=oldest).delete()
    reports = Report.objects.filter(at__lt=oldest).exclude(sender="")
    return sent_before(oldest).update(sender="") + reports.update(sender="")


def sent_before(at: datetime) -> QuerySet[Comment]:
    """Comments that came before ``at`` and have a sender still.

    When they came is hidden from the indexes: SQLite would walk all that are older,
    three years of them, instead of the few with a sender.
    """
    came = Coalesce("submitted_at", at)
    older: QuerySet[Comment] = Comment.objects.alias(came=came).filter(came__lt=at)
    return older.exclude(sender="").order_by()


def hit(
    key: str, window: timedelta, at: datetime | None = None
) -> tuple[int, datetime]:
    """Count one more of ``key``: how many now, and when their window began.

    One statement, so that no count is lost between processes. The row stays locked
    until the transaction ends.
    """
    at = at or timezone.now()
    table = connection.ops.quote_name(Throttle._meta.db_table)
    adapt = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(
            # Only the table's name is put in, and it comes from the model.
            f"""
            INSERT INTO {table} AS present (key, began_at, count) VALUES (%s, %s, 1)
            ON CONFLICT (key) DO UPDATE SET
                count = CASE WHEN present.began_at <= %s
                        THEN 1 ELSE present.count + 1 END,
                began_at = CASE WHEN present.began_at <= %s
                        THEN excluded.began_at ELSE present.began_at END
            RETURNING count, began_at
            """,  # noqa: S608
            [key, adapt(at), adapt(at - window), adapt(at - window)],
        )
        count, began_at = cursor.fetchone()
    return count, _aware(began_at)


def count(key: str, window: timedelta, at: datetime) -> tuple[int, datetime]:
    """How often ``key`` was hit within the window that holds ``at``, and when that
    began. Counts nothing."""
    row = Throttle.objects.filter(key=key, began_at__gt=at - window).first()
    return (row.count, row.began_at) if row else (0, at)


def _aware(value: datetime | str) -> datetime:
    """SQLite gives times back as text, PostgreSQL as they are."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value if value.tzinfo else value.replace(tzinfo=UTC)
