"""What moderators have to look at, and what they look for."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Lower
from django.utils.text import smart_split, unescape_string_literal

from comments.querysets.page import PAGE_SIZE

if TYPE_CHECKING:
    from comments.querysets.beside import ReportQuerySet


class DeskQuerySet(models.QuerySet["Comment"]):  # type: ignore[name-defined]
    def waiting(self) -> Self:
        """Comments that a person has to decide on, the oldest first."""
        status = self.model.Status
        return self.filter(status__in=[status.PENDING, status.CONCERN]).order_by("pk")

    def for_cards(self) -> Self:
        """With what a card shows; never the address, which may be unreadable.
        ``raised_by`` is the name of the moderator who made a concern of it, if one did.
        """
        related = self.select_related("post", "correspondent", "revision")
        unread = ["text", "reasons", "thread__text", "thread__html", "thread__reasons"]
        answered = self.model.objects.select_related("thread").defer(*unread)
        # Asked for where there are any: most comments are no replies.
        found = related.prefetch_related(Prefetch("parent", answered))
        cards: Self = found.annotate(raised_by=self._raised_by())
        return cards.defer("correspondent__email", "post__body")

    def _raised_by(self) -> Case:
        status = self.model.Status
        decisions = apps.get_model("comments", "Decision").objects
        raised = (
            decisions.standing()
            .filter(comment=OuterRef("pk"), to_status=status.CONCERN)
            .exclude(from_status=status.CONCERN)
        )
        who = raised.order_by("-pk").values("by__username")[:1]
        return Case(When(status=status.CONCERN, then=Subquery(who)))

    def concerns(self) -> Self:
        return self.filter(status=self.model.Status.CONCERN).order_by("pk")

    def pending(self) -> Self:
        return self.filter(status=self.model.Status.PENDING).order_by("pk")

    def pending_in_turn(self) -> Self:
        """What waits and isn't urgent, for a report or by what its writer wants."""
        urgent = self._reports().open().urgent().values("comment")
        concerning = self._concerning().values("comment")
        return self.pending().exclude(pk__in=urgent).exclude(pk__in=concerning)

    def urgently_reported(self) -> Self:
        """What somebody asks to look at at once, concerns aside: those are on top."""
        status = self.model.Status
        found = self._told_of(self._reports().open().urgent())
        waiting = found.filter(state__in=[status.APPROVED, status.PENDING])
        return waiting.exclude(pk__in=self._concerning().values("comment"))

    def reported_on_page(self) -> Self:
        """What stands on the page and is reported, though not urgently."""
        reports = self._reports().open()
        found = self._told_of(reports).filter(state=self.model.Status.APPROVED)
        found = found.exclude(pk__in=reports.urgent().values("comment"))
        return found.exclude(pk__in=self._concerning().values("comment"))

    def changed(self, *, concern: bool = False) -> Self:
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

    def wanted_otherwise(self) -> Self:
        """What stands on the page and its writer wants otherwise, all of it."""
        return self._told_of(self._changes()).filter(state=self.model.Status.APPROVED)

    def with_a_change(self) -> Self:
        """What its writer wants otherwise, also where it has left the page since."""
        return self.filter(pk__in=self._changes().values("comment"))

    def is_anything_told(self) -> bool:
        """Whether any report is open or any change waits."""
        return self._told().exists()

    def to_look_at(self) -> Self:
        """What stands on the page and is reported, or wanted otherwise."""
        found = self.filter(pk__in=self._told()).alias(state=Lower("status"))
        on_page: Self = found.filter(state=self.model.Status.APPROVED)
        return on_page

    def reported(self) -> Self:
        """Comments with reports that nobody has looked at, the urgent ones first."""
        reports = self._reports().open()
        return self.filter(pk__in=reports.values("comment")).order_by(
            self.urgency(), "pk"
        )

    def urgency(self) -> models.expressions.OrderBy:
        """For ordering: first what somebody urgently asks to look at."""
        urgent = self._reports().open().urgent()
        return Exists(urgent.filter(comment=OuterRef("pk"))).desc()

    def opinion_asked(self) -> Self:
        """Comments on which a moderator waits for a second opinion."""
        notes = apps.get_model("comments", "Note").objects
        return self.filter(pk__in=notes.waiting_for_opinion().values("comment"))

    def holding(self, words: str) -> Self:
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

    def newest_before(self, key: int) -> Self:
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

    def decided_before(self, moment: datetime) -> Self:
        """Comments on which nothing was decided at ``moment`` or later.

        One that was never decided on counts from its sending. Other words of its
        writer decide nothing.
        """
        decisions = self.model._meta.get_field("decisions").related_model.objects
        later = decisions.filter(comment=OuterRef("pk"), at__gte=moment)
        later = later.exclude(cause="edit", by=None)
        return self.filter(~Exists(later), submitted_at__lt=moment)

    def _told_of(self, reports: models.QuerySet[Any]) -> Self:
        """The comments of ``reports`` or changes, with ``state`` to ask for instead of
        ``status``: by the index of that SQLite would walk all that are approved, to
        find a few.
        """
        found = self.filter(pk__in=reports.values("comment")).order_by("pk")
        aliased: Self = found.alias(state=Lower("status"))
        return aliased

    def _told(self) -> models.QuerySet[Any]:
        """Keys of comments with an open report or a change that waits."""
        reported = self._reports().open().order_by().values("comment")
        return reported.union(self._changes().order_by().values("comment"))

    def _changes(self) -> models.QuerySet[Any]:
        changes: models.QuerySet[Any] = apps.get_model(
            "comments", "Revision"
        ).objects.all()
        return changes

    def _concerning(self) -> models.QuerySet[Any]:
        return self._changes().filter(is_concern=True)

    def _reports(self) -> ReportQuerySet:
        reports: ReportQuerySet = self.model.reports.rel.related_model.objects.all()
        return reports
