"""What the writer of a comment is told of it, on its page and in its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from comments import pages, replying
from comments.models import Cause, Comment, Revision, Status

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

IN_WORDS: dict[str, StrPromise] = {
    "waiting": _("Waiting for a person to read it"),
    "published": _("On the page"),
    "not-published": _("Not published"),
    "removed": _("Removed"),
}


@dataclass(frozen=True)
class Told:
    """``word`` is what the people who decided left for the writer; ``change`` what
    waits to take the comment's place, as it would appear."""

    state: str
    word: str
    change: Comment | None
    is_change_declined: bool
    is_removed_by_writer: bool


def tell(comment: Comment) -> Told:
    """One query, or none after ``for_telling``."""
    prefetch_related_objects([comment], "decisions")
    state = pages.state_of(comment)
    # The writer's own edits leave a word where it is: it may hold help.
    ends = [
        decision
        for decision in comment.decisions.all()
        if decision.by_id or decision.to_status == Status.WITHDRAWN
    ]
    last = ends[-1] if ends else None
    change = comment.waiting_change if state in ("waiting", "published") else None
    is_change_declined = bool(last and last.cause == Cause.EDIT_DECLINED and not change)
    has_word = last and (is_change_declined or last.to_status == Status.DECLINED)
    return Told(
        state=state,
        word=last.why if last and has_word else "",
        change=_as_comment(comment, change) if change else None,
        is_change_declined=is_change_declined,
        is_removed_by_writer=bool(last and last.is_by_writer),
    )


def _as_comment(comment: Comment, change: Revision) -> Comment:
    return Comment(
        post=comment.post,
        name=change.name,
        html=change.html,
        text=change.text,
        is_step=comment.is_step,
        submitted_at=comment.submitted_at,
    )


def _answered(comment: Comment) -> dict[str, str | None] | None:
    """Under which name readers see what it replies to, and where; both empty where they
    don't any more. One query for a reply, more for one to a reply."""
    if comment.parent_id is None:
        return None
    answered = replying.what_it_answers(comment)
    if answered is None:
        return {"name": None, "address": None}
    return {
        "name": answered.name,
        "address": f"{settings.SITE_URL}{answered.get_absolute_url()}",
    }


def as_file(comment: Comment) -> dict[str, Any]:
    """All that its writer gave and was told; not the address, since somebody else may
    have the link."""
    told = tell(comment)
    change, post = comment.waiting_change if told.change else None, comment.post
    edits = [one for one in comment.decisions.all() if one.cause == Cause.EDIT]
    return {
        "name": comment.name,
        "comment": comment.text,
        "is_small_step": comment.is_step,
        "in_reply_to": _answered(comment),
        "sent_at": comment.submitted_at.isoformat(),
        "post": {
            "title": post.title,
            "address": f"{settings.SITE_URL}{post.get_absolute_url()}",
        }
        if post.is_published()
        else None,
        "state": str(IN_WORDS[told.state]),
        "word_to_you": told.word,
        "changed_at": [edit.at.isoformat() for edit in edits],
        "waiting_change": {
            "name": change.name,
            "comment": change.text,
            "sent_at": change.at.isoformat(),
        }
        if change
        else None,
    }
