"""Private notes of the moderators, on a comment or on who wrote it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from comments.models import Comment, Correspondent, Note, Status
from comments.moderation import RESEND_WINDOW


@transaction.atomic
def write(
    subject: Comment | Correspondent,
    by: User,
    words: str,
    *,
    asks_opinion: bool = False,
    at: datetime | None = None,
) -> Note | None:
    """Keep a note; a repeat within 15 minutes is the same one.

    None where ``subject`` was erased meanwhile: nothing is kept about it.
    """
    at = at or timezone.now()
    if not _lock(subject):
        return None
    note = Note(by=by, words=words, asks_opinion=asks_opinion, at=at)
    if isinstance(subject, Comment):
        note.comment = subject
    else:
        note.correspondent = subject
    same = subject.notes.filter(by=by, words=words, asks_opinion=asks_opinion)
    earlier = same.filter(at__gt=at - RESEND_WINDOW).first()
    if earlier:
        return earlier
    note.save(force_insert=True)
    return note


def _lock(subject: Comment | Correspondent) -> bool:
    """Make an erase wait until the note is there to be erased with the rest."""
    if isinstance(subject, Comment):
        rows = Comment.objects.exclude(status=Status.WITHDRAWN)
        return bool(rows.select_for_update().only("pk").filter(pk=subject.pk))
    # Only the key: keeping a note must not need to read the address.
    people = Correspondent.objects.select_for_update().only("pk")
    return bool(people.filter(pk=subject.pk))


def for_comments(comments: Iterable[Comment]) -> dict[int, list[Note]]:
    """The notes on each, the oldest first, by the comment's key. One query,
    and another where any of them asks for an opinion."""
    found: dict[int, list[Note]] = defaultdict(list)
    keys = [comment.pk for comment in comments]
    for note in _shown(Note.objects.filter(comment__in=keys)):
        if note.comment_id:
            found[note.comment_id].append(note)
    return dict(found)


def about(correspondent: Correspondent) -> list[Note]:
    """The notes on who wrote, the oldest first."""
    return _shown(Note.objects.filter(correspondent=correspondent))


def _shown(notes: QuerySet[Note]) -> list[Note]:
    shown = list(notes.select_related("by").order_by("pk"))
    asking = [note.pk for note in shown if note.asks_opinion]
    if asking:
        waiting = Note.objects.waiting_for_opinion().filter(pk__in=asking)
        keys = set(waiting.values_list("pk", flat=True))
        for note in shown:
            note.waits_for_opinion = note.pk in keys
    return shown
