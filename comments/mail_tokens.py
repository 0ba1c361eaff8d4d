"""Signed links in mail to those who wrote. As in ``tokens`` each has one purpose."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.db.models import Model
from django.urls import reverse

from comments.fields import UnreadableAddress
from comments.models import Comment, Correspondent
from comments.suppressions import mailbox_hash

# Counted from the tick of the box; unconfirmed, it is forgotten then.
CONFIRM_WORKS = timedelta(days=7)
# Counted from the mail.
MY_ADDRESS_WORKS = timedelta(hours=1)


def confirm_url(comment: Comment) -> str:
    return _url("confirm", comment)


def unsubscribe_url(comment: Comment) -> str:
    """Where mail about this one comment is ended."""
    return _url("unsubscribe", comment)


def check_in_url(comment: Comment) -> str:
    return _url("check_in", comment)


def no_mail_url(writer: Correspondent) -> str:
    """Where all mail to an address is ended, for good; also once its row is gone.

    Empty where no key fits the address any more: nobody can write to it then.
    """
    try:
        value = f"{writer.pk}.{mailbox_hash(writer.email)}"
    except UnreadableAddress:
        return ""
    return reverse("comments:no_mail", args=[_signer("no_mail").sign(value)])


def my_address_url(writer: Correspondent) -> str:
    """To everything about an address, for an hour from now."""
    token = _timed("my_address").sign(str(writer.pk))
    return reverse("comments:everything", args=[token])


def find_comment(purpose: str, token: str) -> Comment | None:
    """The comment that ``token`` reaches for ``purpose``, if we signed it for that.

    Erased or not: what the token reaches is for the caller to know.
    """
    key = _key(_signer(purpose), token)
    if key is None:
        return None
    return Comment.objects.select_related("post").filter(pk=key).first()


def find_mailbox(token: str) -> tuple[int, str] | None:
    """The correspondent's key and the mailbox hash whose mail ``token`` ends."""
    value = _key(_signer("no_mail"), token)
    if value is None:
        return None
    key, _dot, lookup = value.partition(".")
    return int(key), lookup


def find_asking_writer(token: str) -> Correspondent | None:
    """Whose everything ``token`` reaches, within its hour."""
    try:
        key = _timed("my_address").unsign(token, max_age=MY_ADDRESS_WORKS)
    except signing.BadSignature:
        return None
    return _writer(key)


def _writer(key: str | None) -> Correspondent | None:
    if key is None:
        return None
    # Without the address, which nobody needs here; it may be unreadable.
    return Correspondent.objects.defer("email").filter(pk=key).first()


def _key(signer: signing.Signer, token: str) -> str | None:
    try:
        return signer.unsign(token)
    except signing.BadSignature:
        return None


def _signer(purpose: str) -> signing.Signer:
    return signing.Signer(salt=f"comments.token.{purpose}")


def _timed(purpose: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"comments.token.{purpose}")


def _url(purpose: str, row: Model) -> str:
    token = _signer(purpose).sign(str(row.pk))
    return reverse(f"comments:{purpose}", args=[token])
