"""Addresses that are never written to again: known by a hash alone, for good."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime

from django.db import transaction

from comments.models import (
    CheckIn,
    Correspondent,
    OutboxMail,
    Subscription,
    Suppression,
    SuppressionKey,
)


@transaction.atomic
def suppress(lookup: str, key: int, at: datetime) -> None:
    """Write never again to the mailbox whose ``mailbox_hash`` this is.

    What was asked for with the address of the correspondent with ``key`` ends, if that
    is still here.
    """
    Suppression.objects.get_or_create(lookup=lookup, defaults={"at": at})
    writer = Correspondent.objects.filter(pk=key).first()
    if writer is None or mailbox_hash(writer.email) != lookup:
        return
    of_writer = {"comment__correspondent": key}
    # In the order in which confirming locks them.
    Subscription.objects.filter(**of_writer).delete()
    Correspondent.objects.filter(pk=writer.pk).update(never_mail_at=at)
    CheckIn.objects.filter(answered_at=None, **of_writer).delete()
    OutboxMail.objects.filter(state=OutboxMail.State.WAITING, **of_writer).delete()


def is_suppressed(address: str) -> bool:
    return Suppression.objects.filter(lookup=mailbox_hash(address)).exists()


def renew_key() -> None:
    """Encrypt the key of these hashes under the newest of ADDRESS_KEYS."""
    row = SuppressionKey.objects.first()
    if row:
        row.save()


def mailbox_hash(address: str) -> str:
    """The same for all addresses that end in one mailbox by what follows a "+".

    Not the lookup hash: that changes with ADDRESS_KEYS, and here no address is left to
    work it out from anew.
    """
    local, _at, domain = address.lower().rpartition("@")
    mailbox = f"{local.partition('+')[0]}@{domain}"
    return hmac.new(_key(), mailbox.encode(), hashlib.sha256).hexdigest()


def _key() -> bytes:
    row = SuppressionKey.objects.first()
    if row is None:
        # Of two first times at once one stores it, and both read what was stored.
        first = SuppressionKey(pk=1, key=secrets.token_hex(32))
        SuppressionKey.objects.bulk_create([first], ignore_conflicts=True)
        row = SuppressionKey.objects.get(pk=1)
    return bytes.fromhex(row.key)
