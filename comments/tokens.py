"""Signed links to one row. Each token has one purpose and does no other's job.

A comment's token names it by key and doesn't change, so that a resend ends at the same
address, until its writer asks for another link; how long it works counts from the
moment the comment was sent. Wrong, ended and other tokens find nothing, all alike.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from comments import subscriptions
from comments.models import Comment, Status

# The manage link alone works as long as its comment is there.
# How long a receipt shows words. Its entry in a history is worth nothing afterwards.
RECEIPT_SHOWS = timedelta(minutes=30)
# The button of a receipt that stays open works longer than the page does.
WITHDRAW_WORKS = timedelta(days=7)


def receipt_url(comment: Comment) -> str:
    return _url("receipt", comment)


def withdraw_url(comment: Comment) -> str:
    return _url("withdraw", comment)


def manage_url(comment: Comment) -> str:
    return _url("manage", comment)


def remove_url(comment: Comment) -> str:
    """Where the button of the manage page leads; by the same token."""
    return _url("manage", comment, view="remove")


def edit_url(comment: Comment) -> str:
    return _url("manage", comment, view="edit")


def export_url(comment: Comment) -> str:
    return _url("manage", comment, view="export")


def new_link_url(comment: Comment) -> str:
    return _url("manage", comment, view="new_link")


def is_fresh(comment: Comment, at: datetime | None = None) -> bool:
    """Whether the receipt may still show the words at ``at`` (now if None)."""
    return (at or timezone.now()) - comment.submitted_at < RECEIPT_SHOWS


def can_withdraw(comment: Comment, at: datetime | None = None) -> bool:
    return (at or timezone.now()) - comment.submitted_at < WITHDRAW_WORKS


def find(purpose: str, token: str) -> Comment | None:
    """The comment that ``token`` reaches for ``purpose``, if we signed it for that and
    its writer hasn't asked for another link since."""
    found = Comment.objects.select_related("post", "revision")
    signed = _signed(purpose, token)
    return found.filter(pk=signed[0], link_key=signed[1]).first() if signed else None


def _signed(purpose: str, token: str) -> tuple[str, str] | None:
    """The key of a row and of its links, if we signed both."""
    try:
        key, _dot, link_key = _signer(purpose).unsign(token).partition(".")
    except signing.BadSignature:
        return None
    return key, link_key


def new_link_key() -> str:
    return secrets.token_urlsafe(9)


def renew(token: str, link_key: str) -> Comment | None:
    """End all links of the comment that a manage ``token`` reaches; those made from now
    on are signed with ``link_key`` too. The comment, or None where the token is none.

    Nobody but who sent the ended token with it before can say the same ``link_key``: a
    double click ends at the new link, too.
    """
    signed = _signed("manage", token)
    if signed is None:
        return None
    row = Comment.objects.filter(pk=signed[0]).exclude(status=Status.WITHDRAWN)
    with transaction.atomic():
        if row.filter(link_key=signed[1]).update(link_key=link_key):
            # Who reads that inbox may be the very one whom the new link shuts out.
            subscriptions.mail_no_link(int(signed[0]))
    return row.filter(link_key=link_key).first()


def mail_off_url(user: User) -> str:
    """Where a moderator's mail is turned off, and nothing else is done."""
    return _url("mail_off", user)


def find_moderator(token: str) -> User | None:
    """Whose mail ``token`` turns off."""
    try:
        key = _signer("mail_off").unsign(token)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=key).first()


def _signer(purpose: str) -> signing.Signer:
    return signing.Signer(salt=f"comments.token.{purpose}")


def _url(purpose: str, row: Any, view: str = "") -> str:
    link_key = getattr(row, "link_key", "")
    token = _signer(purpose).sign(f"{row.pk}.{link_key}" if link_key else str(row.pk))
    return reverse(f"comments:{view or purpose}", args=[token])
