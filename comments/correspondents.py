"""Who wrote: one row an address, found by a keyed hash, gone with its last comment."""

from collections.abc import Collection

from django.conf import settings
from django.db.models import Exists

from comments import fields, outbox
from comments.models import Correspondent


def remember(email: str) -> Correspondent:
    """The correspondent of ``email``, by the same statements whether known or not."""
    older = fields.older_lookup_hashes(email)
    new = _new(email)
    if older:
        _take_along(new, older)
    [row] = Correspondent.objects.bulk_create(
        [new],
        update_conflicts=True,
        unique_fields=["lookup"],
        update_fields=["lookup"],
    )
    return row


def remember_all(emails: Collection[str]) -> dict[str, Correspondent]:
    """The correspondents of ``emails``, in a few statements, by address. Ways of
    writing the same one are one."""
    if not emails:
        return {}
    lookups = {email: fields.lookup_hash(email) for email in emails}
    if len(settings.ADDRESS_KEYS) > 1:
        for email in emails:
            _take_along(_new(email), fields.older_lookup_hashes(email))
    Correspondent.objects.bulk_create(
        {lookups[email]: _new(email) for email in sorted(emails)}.values(),
        ignore_conflicts=True,
    )
    # Without the stored address, which may be unreadable.
    found = Correspondent.objects.defer("email").filter(lookup__in=lookups.values())
    rows = {row.lookup: row for row in found}
    return {email: rows[lookup] for email, lookup in lookups.items()}


def _new(email: str) -> Correspondent:
    return Correspondent(
        email=email, lookup=fields.lookup_hash(email), key_name=fields.key_name()
    )


def find(email: str) -> Correspondent | None:
    """The correspondent of ``email``, also while keys are being rotated.

    Without the stored address, which is known here and may be unreadable.
    """
    hashes = [fields.lookup_hash(email), *fields.older_lookup_hashes(email)]
    rows = Correspondent.objects.defer("email").filter(lookup__in=hashes)
    return min(rows, key=lambda row: hashes.index(row.lookup), default=None)


def _take_along(new: Correspondent, older: list[str]) -> None:
    """While keys are being rotated: renew a row that is still under an old one.

    One statement that finds out for itself whether there is anything to do. Where
    several old keys have a row each, the rotation makes them one.
    """
    rows = Correspondent.objects.filter(lookup__in=older).order_by("-pk")
    renewed = Correspondent.objects.filter(lookup=new.lookup)
    Correspondent.objects.filter(~Exists(renewed), pk__in=rows.values("pk")[:1]).update(
        lookup=new.lookup, email=new.email, key_name=new.key_name
    )


def forget_if_unused(key: int | None) -> None:
    """Delete the correspondent, and the link to everything about it that may be on its
    way, unless a comment still needs it. Within a transaction.

    The lock makes a comment that is being stored under it either visible here or wait
    and make a new row.
    """
    # Without the address: forgetting it must not need to read it.
    rows = Correspondent.objects.select_for_update().only("pk", "lookup")
    row = rows.filter(pk=key).first() if key else None
    if row and not row.comments.exists():
        outbox.drop_links_to(row.lookup)
        row.delete()
