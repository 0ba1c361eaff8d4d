"""A comment as it will appear, before it is sent. Nothing here is stored."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from comments import text
from comments.forms import COMMENT_MAX, WordsForm
from comments.models import Comment
from guide.models import Post


def of_form(form: WordsForm, post: Post, *, is_step: bool) -> Comment | None:
    """What was typed, as a comment to show; None where its words can't be shown yet.

    Mistakes in other fields don't matter; they are told beside them.
    """
    if not (form.is_valid() or form.words):
        return None
    return Comment(
        post=post,
        name=form.cleaned_data.get("name") or _("Your name"),
        text=form.words,
        html=text.render(form.words),
        is_step=is_step,
        submitted_at=timezone.now(),
    )


def of_words(typed: str) -> str | None:
    """Safe HTML of what somebody is typing; None where it is too long to be sent."""
    if len(typed) > 4 * COMMENT_MAX:
        return None
    words = text.tidy(typed)
    return text.render(words) if len(words) <= COMMENT_MAX else None


class Allowance:
    """How many live previews one connection gets in a minute, in this process alone.

    Connections are kept as hashes under a key that only this process knows, and for
    that minute only. Two threads at once may miscount by one, which harms nobody.
    """

    SENDERS = 10_000

    def __init__(self, most: int = 60, window: timedelta = timedelta(minutes=1)):
        self.most, self.window = most, window
        self._key = secrets.token_bytes(32)
        self._counts: dict[bytes, int] = {}
        self._began_at: datetime | None = None

    def takes(self, address: str, at: datetime | None = None) -> bool:
        at = at or timezone.now()
        if self._began_at is None or not self._began_at <= at < self._ends_at:
            self._counts, self._began_at = {}, at
        sender = hmac.digest(self._key, address.encode(), "sha256")
        if sender not in self._counts and len(self._counts) >= self.SENDERS:
            return False
        self._counts[sender] = self._counts.get(sender, 0) + 1
        return self._counts[sender] <= self.most

    @property
    def _ends_at(self) -> datetime:
        assert self._began_at is not None  # noqa: S101
        return self._began_at + self.window
