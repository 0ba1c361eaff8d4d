"""Tries to sign in, slowed down: never locked out, and no address is stored.

What is counted is a sender (a hash that changes daily, see ``comments.ratelimit``), a
name (a keyed hash: people type passwords there by mistake), and the two together. Who
waits, waits for what came from their own connection alone, so that a stranger's tries
shut nobody out: many tries for a name from everywhere only leave each sender fewer
before the first wait. The rows go with the senders' keys, within 48 hours.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from comments import ratelimit
from comments.models import Throttle

WINDOW = timedelta(days=1)
FIRST_WAIT_SECONDS = 15
LONGEST_WAIT_SECONDS = 15 * 60
# Tries of one sender before the first wait: for one name, for all, and for a name that
# was tried more often than HOT today.
FREE_FOR_A_NAME = 5
FREE_FOR_A_SENDER = 20
FREE_FOR_A_HOT_NAME = 1
HOT = 20


@dataclass(frozen=True)
class Try:
    """One try: how long it has to ``wait`` (zero: it may go on, and is counted)."""

    name_key: str
    sender_key: str
    both_key: str
    wait: timedelta
    tries_for_name: int


def count(
    kind: str, request: HttpRequest, name: str, at: datetime | None = None
) -> Try:
    """Count a try of ``kind`` for ``name``. One that has to wait isn't counted.

    The same statements whatever the name is.
    """
    at = at or timezone.now()
    sender = ratelimit.senders(request, at)[0]
    keys = (
        f"{kind}:name:{_hash(name)}",
        f"{kind}:sender:{sender}",
        f"{kind}:both:{_hash(sender + name)}",
    )
    with transaction.atomic():
        # The rows stay locked until the end, so tries at the same moment come in turn.
        for_name, _ = ratelimit.hit(keys[0], WINDOW, at)
        by_sender, sender_began_at = ratelimit.hit(keys[1], WINDOW, at)
        by_both, both_began_at = ratelimit.hit(keys[2], WINDOW, at)
        free = FREE_FOR_A_HOT_NAME if for_name > HOT else FREE_FOR_A_NAME
        may_at = max(
            sender_began_at + time_of_try(by_sender, FREE_FOR_A_SENDER),
            both_began_at + time_of_try(by_both, free),
        )
        if may_at > at:
            transaction.set_rollback(True)
    return Try(*keys, wait=max(may_at - at, timedelta()), tries_for_name=for_name)


def forgive(done: Try) -> None:
    """It was right: nothing of it counts, and the mistakes before it don't either."""
    keys = [done.name_key, done.sender_key]
    Throttle.objects.filter(key__in=keys, count__gt=0).update(count=F("count") - 1)
    Throttle.objects.filter(key=done.both_key).delete()


def time_of_try(number: int, free: int) -> timedelta:
    """How long after the first try number ``number`` may come.

    ``free`` may come at once; the waits between those that follow grow from 15 seconds
    to 15 minutes.
    """
    waits = (
        min(FIRST_WAIT_SECONDS * 2**doubled, LONGEST_WAIT_SECONDS)
        for doubled in range(max(0, number - free))
    )
    return timedelta(seconds=sum(waits))


def _hash(words: str) -> str:
    return salted_hmac(
        "people.limits", words.casefold()[:300], algorithm="sha256"
    ).hexdigest()
