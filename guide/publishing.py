"""What an author decides about who can read a post, and since when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guide import readiness, related, revisions
from guide.models import Post

if TYPE_CHECKING:
    from django.contrib.auth.models import User

State = Post.State


@dataclass(frozen=True)
class Choice:
    """What the form says: a state, and a moment that ``is_new`` where it was typed."""

    state: str
    when: datetime | None
    is_new: bool

    def moment(self, at: datetime) -> datetime | None:
        """Since when strangers may read it, as seen at ``at``; None for a draft.

        ValidationError where state and moment say different things. A moment that
        stood there before gives way to the state.
        """
        is_to_come = self.when is not None and self.when > at
        if self.state == State.DRAFT:
            if self.when and self.is_new:
                raise _refused(
                    _("A draft has no time. Choose “Scheduled” above, or empty this.")
                )
            return None
        if self.state == State.SCHEDULED:
            if self.when is None:
                raise _refused(_("Say when: a day and a time."))
            if not is_to_come:
                raise _refused(_("That time has passed. Choose one that is to come."))
            return self.when
        if is_to_come and self.is_new:
            raise _refused(
                _(
                    "That time is still to come. Choose “Scheduled” above, or empty "
                    "this to publish now."
                )
            )
        return at if self.when is None or is_to_come else self.when


def _refused(sentence: str) -> ValidationError:
    return ValidationError({"published_at": sentence})


def publish(posts: Iterable[Post], by: User) -> tuple[list[Post], list[Post]]:
    """Publish those of ``posts`` in which the checks find nothing: they, and those that
    stay as they are. What strangers can read already is listed from now on."""
    done, left = [], []
    with transaction.atomic():
        related.wait_for_others()
        for post in posts:
            now = timezone.now()
            is_out = post.is_published(now)
            post.published_at = post.published_at if is_out else now
            post.unlisted = False
            if not is_out and readiness.of_post(post):
                left.append(post)
            else:
                _save(post, by)
                done.append(post)
    return done, left


def take_back(posts: Iterable[Post], by: User) -> int:
    """Make drafts of ``posts``; how many weren't."""
    taken = [post for post in posts if post.published_at]
    with transaction.atomic():
        related.wait_for_others()
        for post in taken:
            post.published_at = None
            _save(post, by)
    return len(taken)


def _save(post: Post, by: User) -> None:
    """So that its versions tell who did it, and how it was; with the words that stand
    there now, which may be newer than those of ``post``."""
    stored = cast(Post, revisions.lock(post))
    revisions.keep_found(stored)
    stored.published_at, stored.unlisted = post.published_at, post.unlisted
    stored.save(update_fields=["published_at", "unlisted"])
    revisions.keep(stored, by)
