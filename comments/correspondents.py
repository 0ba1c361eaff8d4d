"""Who wrote: one row an address, found by a keyed hash, gone with its last comment."""

from comments import fields
from comments.models import Correspondent


def remember(email: str) -> Correspondent:
    """The correspondent of ``email``, by the same statements whether known or not."""
    older = fields.older_lookup_hashes(email)
    new = Correspondent(
        email=email, lookup=fields.lookup_hash(email), key_name=fields.key_name()
    )
    known = Correspondent.objects.filter(lookup=new.lookup)
    if older and not known.exists():
        # Keys are being rotated: take along a row that is still under an old one.
        Correspondent.objects.filter(lookup__in=older[:1]).update(
            lookup=new.lookup, email=email, key_name=new.key_name
        )
    [row] = Correspondent.objects.bulk_create(
        [new],
        update_conflicts=True,
        unique_fields=["lookup"],
        update_fields=["lookup"],
    )
    return row


def forget_if_unused(key: int | None) -> None:
    """Delete the correspondent unless a comment still needs it. Within a transaction.

    The lock makes a comment that is being stored under it either visible here or wait
    and make a new row.
    """
    # Only the key: forgetting an address must not need to read it.
    rows = Correspondent.objects.select_for_update().only("pk")
    row = rows.filter(pk=key).first() if key else None
    if row and not row.comments.exists():
        row.delete()
