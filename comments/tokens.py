"""Signed links to one row. Each token has one purpose and does no other's job.

A comment's token names it by key and never changes, so that a resend ends at the same
address; how long it works counts from the moment the comment was sent.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from comments.models import Comment

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


def is_fresh(comment: Comment, at: datetime | None = None) -> bool:
    """Whether the receipt may still show the words at ``at`` (now if None)."""
    return (at or timezone.now()) - comment.submitted_at < RECEIPT_SHOWS


def can_withdraw(comment: Comment, at: datetime | None = None) -> bool:
    return (at or timezone.now()) - comment.submitted_at < WITHDRAW_WORKS


def find(purpose: str, token: str) -> Comment | None:
    """The comment that ``token`` reaches for ``purpose``, if we signed it for that."""
    try:
        key = _signer(purpose).unsign(token)
    except signing.BadSignature:
        return None
    return Comment.objects.select_related("post").filter(pk=key).first()


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
    token = _signer(purpose).sign(str(row.pk))
    return reverse(f"comments:{view or purpose}", args=[token])
