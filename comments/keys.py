"""The keys of stored addresses: do they fit the data, and how they are renewed."""

import logging
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import QuerySet

from comments import fields, suppressions
from comments.models import Correspondent, GivenTrust, KeyCheck, Rule

logger = logging.getLogger(__name__)
CHECK_WORD = "these keys fit"


class WrongKeys(Exception):
    """A sentence for the operator."""


def verify() -> None:
    """Raise WrongKeys where ADDRESS_KEYS can't read what is stored here.

    The first start in an empty database stores the check value.
    """
    if not KeyCheck.objects.exists():
        if Correspondent.objects.exists():
            raise WrongKeys(
                "This database holds addresses but no check value of their keys, so it "
                "is damaged or only half restored. Restore a whole backup."
            )
        # Of two first starts at once one stores it, and both read what was stored.
        first = KeyCheck(pk=1, word=CHECK_WORD)
        KeyCheck.objects.bulk_create([first], ignore_conflicts=True)
    try:
        KeyCheck.objects.get(pk=1)
    except fields.UnreadableAddress:
        raise WrongKeys(
            "ADDRESS_KEYS (or var/keys.env) are not the keys of this database: no "
            "address in it could be read. Put back the keys it was made with."
        ) from None


def fit() -> bool:
    """Whether ADDRESS_KEYS read the check value. Unlike ``verify`` it stores nothing,
    so one that isn't there fits no keys."""
    try:
        return KeyCheck.objects.filter(pk=1).first() is not None
    except fields.UnreadableAddress:
        return False


def verify_at_start() -> None:
    """Like ``verify``, for a server: a database that is away stops no start."""
    try:
        verify()
    except (DatabaseError, InterfaceError) as error:
        logger.warning("Keys not checked: no database (%s).", type(error).__name__)
    finally:
        # The server goes on to fork or to thread; no connection may be shared, and the
        # threads of PostgreSQL's pool would be missing in a fork.
        connection.close()
        close_pool = getattr(connection, "close_pool", None)  # None on SQLite
        if close_pool:
            close_pool()


def rotate(batch: int = 500) -> Iterator[int]:
    """Store everything anew under the newest key; yields how many rows each step did.

    Each step is a transaction of its own, so that it may be stopped and begun again.
    UnreadableAddress where a row's key isn't among ADDRESS_KEYS any more.
    """
    newest = fields.key_name()
    while True:
        with transaction.atomic():
            rows = list(
                Correspondent.objects.select_for_update()
                .exclude(key_name=newest)
                .order_by("pk")[:batch]
            )
            for row in rows:
                _renew(row, newest)
        if not rows:
            break
        yield len(rows)
    renew_rules()
    suppressions.renew_key()
    KeyCheck.objects.filter(pk=1).update(word=CHECK_WORD)


def renew_rules() -> None:
    """Hash addresses in rules under the newest key, as far as they are known here."""
    left = defaultdict(list)
    for rule in rules_under_older_keys():
        left[rule.value].append(rule)
    if not left:
        return
    for row in Correspondent.objects.only("email").iterator(chunk_size=500):
        for older in fields.older_lookup_hashes(row.email):
            for rule in left.pop(older, []):
                _renew_rule(rule, fields.lookup_hash(row.email))


def rules_under_older_keys() -> QuerySet[Rule]:
    """Rules about an address that end when their key leaves ADDRESS_KEYS."""
    addresses = Rule.objects.filter(what=Rule.What.ADDRESS)
    return addresses.exclude(key_name=fields.key_name())


def _renew_rule(rule: Rule, lookup: str) -> None:
    """Where somebody wrote the same rule meanwhile, the older one goes."""
    if Rule.objects.filter(effect=rule.effect, what=rule.what, value=lookup).exists():
        rule.delete()
    else:
        same = Rule.objects.filter(pk=rule.pk)
        same.update(value=lookup, key_name=fields.key_name())


def _renew(row: Correspondent, newest: str) -> None:
    """Encrypt and hash ``row`` under the newest key.

    Where a comment made a row for the same address meanwhile, the two become one.
    """
    lookup = fields.lookup_hash(row.email)
    twin = Correspondent.objects.select_for_update().filter(lookup=lookup).first()
    if twin:
        _take_over(twin, row)
        row.comments.update(correspondent=twin)
        row.notes.update(correspondent=twin)
        row.delete()
        return
    row.lookup, row.key_name = lookup, newest
    row.save()


def _take_over(twin: Correspondent, row: Correspondent) -> None:
    """What is known of ``row`` holds of ``twin``, the same address: confirmed since the
    first time, no mail if either wants none, and distrust before trust."""
    twin.confirmed_at = min(_moments(twin.confirmed_at, row.confirmed_at), default=None)
    never = _moments(twin.never_mail_at, row.never_mail_at)
    twin.never_mail_at = min(never, default=None)
    twin.bounced_at = max(_moments(twin.bounced_at, row.bounced_at), default=None)
    given = {twin.given_trust, row.given_trust}
    twin.given_trust = GivenTrust.NEVER if GivenTrust.NEVER in given else max(given)
    twin.save(
        update_fields=["confirmed_at", "never_mail_at", "bounced_at", "given_trust"]
    )


def _moments(*found: datetime | None) -> list[datetime]:
    return [at for at in found if at]
