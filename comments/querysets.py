"""Which comments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.text import smart_split, unescape_string_literal

from comments.screening.listed import Listed

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from comments.models.decisions import Decision
    from guide.models import Post

PAGE_SIZE = 50
# Beneath a comment on its post's page; the others are on the thread's own.
REPLIES_SHOWN = 20


class CommentQuerySet(models.QuerySet["Comment"]):  # type: ignore[name-defined]
    def approved(self) -> CommentQuerySet:
        return self.filter(status=self.model.Status.APPROVED)

    def on_page(self) -> CommentQuerySet:
        """Comments that readers may see: approved, and in a thread that stands.

        Where the first comment of a thread was taken off the page, or was erased
        elsewhere, its replies went along; one that was erased from the page left them
        its place.
        """
        in_place = Q(thread=None) | Q(thread__stands=True)
        return self.approved().filter(in_place, stands=True)

    def any_living(self) -> bool:
        """Whether one of them is on the page or may come there as it is."""
        status = self.model.Status
        waiting = self.filter(stands=False, status__in=[status.PENDING, status.CONCERN])
        return self.filter(stands=True).exists() or waiting.exists()

    def steps(self) -> CommentQuerySet:
        """Small steps that readers may see, replies among them; the newest first."""
        return self.on_page().filter(is_step=True).order_by("-pk")

    def waiting(self) -> CommentQuerySet:
        """Comments that a person has to decide on, the oldest first."""
        status = self.model.Status
        return self.filter(status__in=[status.PENDING, status.CONCERN]).order_by("pk")

    def for_cards(self) -> CommentQuerySet:
        """With what a card shows; never the address, which may be unreadable."""
        related = self.select_related(
            "post", "correspondent", "revision", "parent__thread"
        )
        unread = ["text", "reasons", "thread__text", "thread__html", "thread__reasons"]
        of_parent = (f"parent__{name}" for name in unread)
        return related.defer("correspondent__email", "post__body", *of_parent)

    def concerns(self) -> CommentQuerySet:
        return self.filter(status=self.model.Status.CONCERN).order_by("pk")

    def pending(self) -> CommentQuerySet:
        return self.filter(status=self.model.Status.PENDING).order_by("pk")

    def urgently_reported(self) -> CommentQuerySet:
        """What somebody asks to look at at once, concerns aside: those are on top."""
        status = self.model.Status
        found = self._told_of(self._reports().open().urgent())
        waiting = found.filter(state__in=[status.APPROVED, status.PENDING])
        return waiting.exclude(pk__in=self._concerning().values("comment"))

    def reported_on_page(self) -> CommentQuerySet:
        """What stands on the page and is reported, though not urgently."""
        reports = self._reports().open()
        found = self._told_of(reports).filter(state=self.model.Status.APPROVED)
        found = found.exclude(pk__in=reports.urgent().values("comment"))
        return found.exclude(pk__in=self._concerning().values("comment"))

    def changed(self, *, concern: bool = False) -> CommentQuerySet:
        """What stands on the page and its writer wants otherwise, ``concern`` where
        the new words may show somebody at risk: then also what was taken off the page
        since. What is reported comes with that."""
        if concern:
            status = self.model.Status
            found = self._told_of(self._concerning())
            return found.filter(state__in=[status.APPROVED, status.PENDING])
        changes = self._changes().filter(is_concern=False)
        found = self.filter(pk__in=changes.values("comment")).wanted_otherwise()
        return found.exclude(pk__in=self._reports().open().values("comment"))

    def wanted_otherwise(self) -> CommentQuerySet:
        """What stands on the page and its writer wants otherwise, all of it."""
        return self._told_of(self._changes()).filter(state=self.model.Status.APPROVED)

    def with_a_change(self) -> CommentQuerySet:
        """What its writer wants otherwise, also where it has left the page since."""
        return self.filter(pk__in=self._changes().values("comment"))

    def holding(self, words: str) -> CommentQuerySet:
        """Where each of ``words``, or phrase in quotes, is in the name or the text, or
        in those that its writer wants there instead.

        The keys of changes are found first: joined to each comment, they would be
        looked for a million times.
        """
        held = Q()
        for word in smart_split(words):
            if word[0] == word[-1] and word[0] in "\"'":
                word = unescape_string_literal(word)
            held &= Q(text__icontains=word) | Q(name__icontains=word)
        changes = self._changes().filter(held)
        return self.filter(held | Q(pk__in=changes.values("comment")))

    def _changes(self) -> models.QuerySet[Any]:
        changes: models.QuerySet[Any] = apps.get_model(
            "comments", "Revision"
        ).objects.all()
        return changes

    def _concerning(self) -> models.QuerySet[Any]:
        return self._changes().filter(is_concern=True)

    def to_look_at(self) -> CommentQuerySet:
        """What stands on the page and is reported, or wanted otherwise."""
        told = self._reports().open().order_by().values("comment")
        keys = told.union(self._changes().order_by().values("comment"))
        found = self.filter(pk__in=keys).alias(state=Lower("status"))
        on_page: CommentQuerySet = found.filter(state=self.model.Status.APPROVED)
        return on_page

    def _told_of(self, reports: models.QuerySet[Any]) -> CommentQuerySet:
        """The comments of ``reports`` or changes, with ``state`` to ask for instead of
        ``status``: by the index of that SQLite would walk all that are approved, to
        find a few.
        """
        found = self.filter(pk__in=reports.values("comment")).order_by("pk")
        aliased: CommentQuerySet = found.alias(state=Lower("status"))
        return aliased

    def pending_in_turn(self) -> CommentQuerySet:
        """What waits and isn't urgent, for a report or by what its writer wants."""
        urgent = self._reports().open().urgent().values("comment")
        concerning = self._concerning().values("comment")
        return self.pending().exclude(pk__in=urgent).exclude(pk__in=concerning)

    def reported(self) -> CommentQuerySet:
        """Comments with reports that nobody has looked at, the urgent ones first."""
        reports = self._reports().open()
        return self.filter(pk__in=reports.values("comment")).order_by(
            self.urgency(), "pk"
        )

    def urgency(self) -> models.expressions.OrderBy:
        """For ordering: first what somebody urgently asks to look at."""
        urgent = self._reports().open().urgent()
        return models.Exists(urgent.filter(comment=models.OuterRef("pk"))).desc()

    def _reports(self) -> ReportQuerySet:
        reports: ReportQuerySet = self.model.reports.rel.related_model.objects.all()
        return reports

    def first_comments(self, post: Post) -> CommentQuerySet:
        """What begins a thread under ``post`` and stands there, erased or not."""
        return self.filter(post=post, thread=None, stands=True)

    def threads_after(
        self, post: Post, after: int, *, newest: bool = False
    ) -> CommentQuerySet:
        """Up to 51 first comments whose keys follow ``after``, in the order asked for.

        50 are a page; one more says that another page follows. By key, never by offset,
        so that every page costs the same. Without ``after`` those pinned come too,
        wherever they stand: no page has room before its 51st for one that stands later.
        """
        order = "-pk" if newest else "pk"
        firsts = self.first_comments(post).order_by(order)
        if after:
            firsts = firsts.filter(**{"pk__lt" if newest else "pk__gt": after})
        on_top = self.none() if after else self.pinned(post)
        replies = self.filter(stands=True, thread=OuterRef("pk")).order_by("pk")
        left_out = replies.values("pk")[REPLIES_SHOWN : REPLIES_SHOWN + 1]
        found: CommentQuerySet = self.one_of(firsts[: PAGE_SIZE + 1], on_top)
        found = found.annotate(first_left_out=Subquery(left_out))
        return found.order_by(order)

    def one_of(self, *lists: CommentQuerySet) -> CommentQuerySet:
        """Comments in any of ``lists``, which may be cut: SQLite unites none that are,
        so each is asked for within another one.

        Keys first, since those the index alone tells; asked for whole rows, PostgreSQL
        likes to walk the table in the order of its keys until it has found enough.
        """
        keys = [
            self.filter(pk__in=each.values("pk")).order_by().values("pk")
            for each in lists
        ]
        together = keys[0].union(*keys[1:]) if keys[1:] else keys[0]
        found: CommentQuerySet = self.filter(pk__in=together)
        return found

    def pinned(self, post: Post) -> CommentQuerySet:
        # Not ``approved()``, which an erased one isn't pinned without: SQLite would go
        # by an index that begins with the status, and walk all that are.
        return self.first_comments(post).filter(pinned_at__isnull=False).order_by()

    def beneath(self, whole: Sequence[int], cut: Sequence[int]) -> CommentQuerySet:
        """All replies that stand in the threads ``whole``, 20 in each of ``cut``.

        Keys of first comments. None of the others is looked at, however many there are.
        """
        standing = self.filter(stands=True).order_by("pk")
        parts = [standing.filter(thread=key)[:REPLIES_SHOWN] for key in cut]
        return self.one_of(standing.filter(thread__in=whole), *parts).with_parents()

    def replies_after(self, first: int, after: int) -> CommentQuerySet:
        """Up to 51 that stand in the thread of ``first`` and follow ``after``."""
        found = self.filter(stands=True, thread=first, pk__gt=after).order_by("pk")
        return self.one_of(found[: PAGE_SIZE + 1]).with_parents()

    def with_parents(self) -> CommentQuerySet:
        """By key, each with the name and the status of what it replies to."""
        found: CommentQuerySet = self.order_by("pk").annotate(
            parent_name=F("parent__name"), parent_status=F("parent__status")
        )
        return found

    def newest_before(self, key: int) -> CommentQuerySet:
        """Up to 51, the latest first, that were sent before the one with ``key``.

        The very latest where no comment has that key.
        """
        found = self.order_by("-submitted_at", "-pk")
        sent = self.filter(pk=key).values_list("submitted_at", flat=True)
        last = sent.first() if key else None
        if last:
            earlier = found.filter(submitted_at__lte=last)
            found = earlier.exclude(submitted_at=last, pk__gte=key)
        return found[: PAGE_SIZE + 1]

    def same_text(self, post: Post, digests: Sequence[str]) -> CommentQuerySet:
        """Comments on ``post`` with the same words that stand there or wait.

        What a rule alone called spam counts as waiting, so that its sender meets the
        same answers as everybody.
        """
        status = self.model.Status
        decisions = apps.get_model("comments", "Decision").objects
        by_people = decisions.filter(comment=OuterRef("pk"), by__isnull=False)
        standing = models.Q(
            status__in=[status.PENDING, status.CONCERN, status.APPROVED]
        ) | models.Q(~Exists(by_people), status=status.SPAM)
        return self.filter(standing, post=post, text_digest__in=digests)

    def decided_before(self, moment: datetime) -> CommentQuerySet:
        """Comments on which nothing was decided at ``moment`` or later.

        One that was never decided on counts from its sending.
        """
        decisions = self.model._meta.get_field("decisions").related_model
        later = decisions.objects.filter(comment=models.OuterRef("pk"), at__gte=moment)
        return self.filter(~models.Exists(later), submitted_at__lt=moment)

    def sent_by(self, senders: Sequence[str], since: datetime) -> CommentQuerySet:
        return self.filter(sender__in=senders, submitted_at__gte=since)

    def opinion_asked(self) -> CommentQuerySet:
        """Comments on which a moderator waits for a second opinion."""
        notes = apps.get_model("comments", "Note").objects
        return self.filter(pk__in=notes.waiting_for_opinion().values("comment"))


class NoteQuerySet(models.QuerySet["Note"]):  # type: ignore[name-defined]
    def waiting_for_opinion(self) -> NoteQuerySet:
        """Notes that ask, on comments that nobody else has noted or decided since."""
        of_another = Q(comment=OuterRef("comment")) & ~Q(by=OuterRef("by"))
        answers = self.model.objects.filter(of_another, pk__gt=OuterRef("pk"))
        decisions = apps.get_model("comments", "Decision").objects.filter(
            of_another, by__isnull=False, at__gte=OuterRef("at")
        )
        asking = self.filter(asks_opinion=True, comment__isnull=False)
        return asking.exclude(Exists(answers)).exclude(Exists(decisions))


def lasting(at: datetime) -> models.Q:
    """Rules that haven't come to their end at ``at``."""
    return models.Q(expires_at=None) | models.Q(expires_at__gt=at)


class RuleQuerySet(models.QuerySet["Rule"]):  # type: ignore[name-defined]
    def in_use(self, at: datetime) -> RuleQuerySet:
        return self.filter(lasting(at), is_active=True)

    def forget_senders(self, at: datetime) -> int:
        """Delete those about a connection that have ended; how many there were."""
        senders = self.filter(what=self.model.What.SENDER, expires_at__lte=at)
        count, _by_model = senders.delete()
        return count

    def listed(self) -> list[Listed]:
        """Each as screening reads it."""
        rows = self.order_by("pk").values_list("pk", "effect", "what", "value")
        return [Listed(*row) for row in rows]


class ReportQuerySet(models.QuerySet["Report"]):  # type: ignore[name-defined]
    def open(self) -> ReportQuerySet:
        """Reports that nobody has looked at."""
        return self.filter(settled_at=None)

    def up_to(self, key: int) -> ReportQuerySet:
        return self.filter(pk__lte=key)

    def urgent(self) -> ReportQuerySet:
        return self.filter(reason__in=self.model.URGENT)

    def settle(
        self,
        by: User | None,
        at: datetime | None = None,
        decision: Decision | None = None,
    ) -> int:
        """Close those that are open, by ``decision`` if there was one; how many.

        ``by`` is None where the writer erased the comment.
        """
        return self.open().update(
            settled_at=at or timezone.now(), settled_by=by, settled_with=decision
        )

    def reopen(self) -> int:
        """Let them wait for a moderator again."""
        return self.update(settled_at=None, settled_by=None, settled_with=None)

    def erase(self) -> int:
        """Leave nothing but that there was a report, and when."""
        return self.update(reason="", words="", sender="")


class MailPreferenceQuerySet(models.QuerySet["MailPreference"]):  # type: ignore[name-defined]
    def reachable(self) -> MailPreferenceQuerySet:
        """Of moderators who may sign in, see comments and have an address."""
        users = get_user_model().objects.with_perm(
            "comments.view_comment", backend="django.contrib.auth.backends.ModelBackend"
        )
        return self.filter(user__in=users, user__is_staff=True).exclude(user__email="")
