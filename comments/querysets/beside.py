"""What belongs to comments: notes, reports, rules, wishes for mail."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from comments.screening.listed import Listed

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from comments.models.decisions import Decision


class DecisionQuerySet(models.QuerySet["Decision"]):
    def standing(self) -> DecisionQuerySet:
        """Those that hold: what was undone, and the undoing, never happened."""
        # Asked for in a way that no index answers: of nearly all it is empty, and
        # SQLite would walk those instead of the few that are asked for besides.
        acts = self.alias(undoes_key=Coalesce("undoes_id", 0))
        return acts.filter(undoes_key=0, undone_by=None)


class NoteQuerySet(models.QuerySet["Note"]):  # type: ignore[name-defined]
    def waiting_for_opinion(self) -> NoteQuerySet:
        """Notes that ask, on comments that nobody else has noted or decided since, and
        who asks hasn't brought to an end. Raising a concern, or letting it wait, ends
        nothing."""
        of_this = Q(comment=OuterRef("comment"))
        of_another = of_this & ~Q(by=OuterRef("by"))
        answers = self.model.objects.filter(of_another, pk__gt=OuterRef("pk"))
        decisions = apps.get_model("comments", "Decision").objects.filter(
            at__gte=OuterRef("at"), by__isnull=False
        )
        status = apps.get_model("comments", "Comment").Status
        ended = [status.APPROVED, status.DECLINED, status.SPAM]
        # Plainly or by an answer; not on other words of its writer.
        of_status = Q(to_status__in=ended, cause__in=["", "answered"])
        own = of_this & of_status & Q(by=OuterRef("by"))
        asking = self.filter(asks_opinion=True, comment__isnull=False)
        return (
            asking.exclude(Exists(answers))
            .exclude(Exists(decisions.filter(of_another)))
            .exclude(Exists(decisions.standing().filter(own)))
        )


def lasting(at: datetime) -> Q:
    """Rules that haven't come to their end at ``at``."""
    return Q(expires_at=None) | Q(expires_at__gt=at)


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

    def after(self, key: int) -> ReportQuerySet:
        return self.filter(pk__gt=key)

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


class LastDoneQuerySet(models.QuerySet["LastDone"]):  # type: ignore[name-defined]
    def note(self, what: str, at: datetime) -> None:
        """That ``what`` was done at ``at``; one statement."""
        self.bulk_create(
            [self.model(what=what, at=at)],
            update_conflicts=True,
            unique_fields=["what"],
            update_fields=["at"],
        )


class OutboxMailQuerySet(models.QuerySet["OutboxMail"]):  # type: ignore[name-defined]
    def waiting(self) -> OutboxMailQuerySet:
        """Not sent and not being sent, the one that is due first in front."""
        return self.filter(state=self.model.State.WAITING).order_by("next_try_at")

    def due(self, at: datetime) -> OutboxMailQuerySet:
        """Of these, what the worker should have begun to send at ``at``."""
        return self.waiting().filter(next_try_at__lte=at)

    def given_up(self) -> OutboxMailQuerySet:
        return self.filter(state=self.model.State.GIVEN_UP)


class MailPreferenceQuerySet(models.QuerySet["MailPreference"]):  # type: ignore[name-defined]
    def reachable(self) -> MailPreferenceQuerySet:
        """Of moderators who may sign in, see comments and have an address, from which
        no mail came back."""
        return self._of_moderators().exclude(bounced_address=F("user__email"))

    def bounced(self) -> MailPreferenceQuerySet:
        """Of those who want mail at an address from which it came back."""
        found = self._of_moderators().filter(bounced_address=F("user__email"))
        wants_none = {"waiting": self.model.Often.NEVER, "concerns": False}
        return found.exclude(**wants_none)

    def _of_moderators(self) -> MailPreferenceQuerySet:
        users = get_user_model().objects.with_perm(
            "comments.view_comment", backend="django.contrib.auth.backends.ModelBackend"
        )
        return self.filter(user__in=users, user__is_staff=True).exclude(user__email="")
