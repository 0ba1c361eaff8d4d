"""Whether the same words came before: from the same sender, or to the same post."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from comments.models import Comment, Redaction
from guide.models import Post
from guide.statements import statement

if TYPE_CHECKING:
    from comments.moderation.submitting import Draft

# Neither a comment's key nor what the form makes of one that can't be.
_NO_PARENT = -1


def look(
    draft: Draft, digests: Sequence[str], senders: Sequence[str], since: datetime
) -> tuple[Comment | None, bool]:
    """The comment in which this sender said the same after ``since``, if there is one;
    and whether the words stand under the post, whoever said them."""
    [(key, is_here)] = same_words(
        draft.post.pk,
        _NO_PARENT if draft.parent is None else draft.parent,
        draft.name,
        draft.words,
        digests,
        senders,
        since,
    )
    rows = Comment.objects.select_related("post")
    return rows.filter(pk=key).first() if key else None, is_here


@statement
def same_words(
    post: Any,
    parent: Any,
    name: Any,
    words: Any,
    digests: Any,
    senders: Any,
    since: Any,
) -> QuerySet:
    # One that words were taken out of has the digest of what was sent.
    redacted = Exists(Redaction.objects.filter(comment=OuterRef("pk")))
    # Hidden from the indexes: SQLite would walk all that came here since, or all that
    # replies to the same, instead of the few with the same words.
    hidden = Comment.objects.alias(
        sent_at=Coalesce("submitted_at", since),
        answered_key=Coalesce("parent", _NO_PARENT, output_field=BigIntegerField()),
    )
    earlier = hidden.filter(
        Q(text=words) | redacted,
        post=post,
        answered_key=parent,
        text_digest__in=digests,
        name=name,
        sender__in=senders,
        sent_at__gte=since,
    ).order_by("pk")
    is_here = Exists(Comment.objects.same_text(post, digests))
    first = Subquery(earlier.values("pk")[:1])
    return Post.objects.filter(pk=post).order_by().values_list(first, is_here)
