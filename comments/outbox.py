"""Mail on its way: rows written together with what causes them, sent by the worker.

A row is the truth about its mail. Whoever sends it claims it first by one conditional
update, so several workers may run; a worker that dies leaves a claim behind, which is
taken back after some minutes. So no mail is lost, and one comes twice only where a
worker or the connection died between the mail server's acceptance and our record of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import Case, Count, F, Max, Min, Q, QuerySet, When
from django.utils import timezone

from comments import fields
from comments.letters import Letter
from comments.models import Comment, OutboxMail
from comments.suppressions import mailbox_hash

State = OutboxMail.State
logger = logging.getLogger(__name__)

# After the first try that failed, the second, and so on; then the last one again. All
# tries together take three days.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
MOST_TRIES = 22
# Longer than a dozen steps of SMTP may take, each up to its timeout.
CLAIM_HOLDS = timedelta(minutes=10)
LATE = timedelta(hours=1)
KEPT = timedelta(days=7)
# Stands as the error of a mail that waits for the site's next hour.
HELD_BACK = "hourly limit"
# How often each happened in this process, for who watches it.
tried = {"sent": 0, "failed": 0, "given-up": 0}


@dataclass(frozen=True)
class Later:
    """What composing a mail may answer: not before ``at``.

    ``is_held_back``: because of the whole site's limit, which its owners should know.
    """

    at: datetime
    is_held_back: bool = False


@dataclass(frozen=True)
class Trouble:
    """``count`` mails with the same ``error`` (empty: no try yet), due ``since``."""

    error: str
    given_up: bool
    count: int
    since: datetime

    @property
    def is_held_back(self) -> bool:
        return self.error == HELD_BACK


Compose = Callable[[OutboxMail, datetime], Letter | Later | None]


def queue(wanted: Iterable[tuple[str, int]], at: datetime) -> None:
    """Let a mail wait for each kind and user (by key) in ``wanted``; one statement.

    Where one waits already it is enough, but its row gets locked: so it can't go out
    before the transaction that asked for it has ended and what that did can be counted.
    Say it last in a transaction: others wait for the lock.
    """
    _put(OutboxMail(kind=kind, user_id=key, due_at=at) for kind, key in wanted)


def queue_to_writers(kind: str, comments: Iterable[int], at: datetime) -> None:
    """The same to the writer of each comment, by its key; not before ``at``."""
    _put(OutboxMail(kind=kind, comment_id=key, due_at=at) for key in comments)


def queue_to_address(kind: str, address: str, at: datetime) -> None:
    """The same to whoever reads the mail of ``address``, should it be known here.

    Its hashes are all that is kept, and nothing is looked up: nobody can tell by an
    answer, a statement or a time what is known.
    """
    hashes = [fields.lookup_hash(address), *fields.older_lookup_hashes(address)]
    mailbox = mailbox_hash(address)
    _put([OutboxMail(kind=kind, lookups=" ".join(hashes), mailbox=mailbox, due_at=at)])


def _put(mails: Iterable[OutboxMail]) -> None:
    rows = list(mails)
    host = urlsplit(settings.MAIL_SITE_URL).hostname
    for row in rows:
        row.slot = _slot(row)
        row.message_id = f"<{uuid4().hex}@{host}>"
        row.next_try_at = row.due_at
    OutboxMail.objects.bulk_create(
        # In one order, so that two transactions can't wait for each other.
        sorted(rows, key=lambda row: str(row.slot)),
        update_conflicts=True,
        unique_fields=["slot"],
        update_fields=["slot"],
    )


def drop_about(comment: Comment) -> None:
    """Delete every mail to the writer of ``comment``, sent or not."""
    OutboxMail.objects.filter(comment=comment).delete()


def drop_links_to(lookup: str) -> None:
    """Delete every mail that leads to everything about the address with this hash."""
    mails = OutboxMail.objects.filter(kind=OutboxMail.Kind.ADDRESS)
    mails.filter(lookups__contains=lookup).delete()


def send_due(compose: Compose, at: datetime | None = None) -> Iterator[OutboxMail]:
    """Send what is due, and name each mail that was tried."""
    _take_back_lost_claims(at or timezone.now())
    due = OutboxMail.objects.due(at or timezone.now())
    for key in list(due.values_list("pk", flat=True)):
        mail = _claim(key, at or timezone.now())
        if mail:
            _send(mail, compose)
            yield mail


def look_again(user: User, at: datetime) -> None:
    """At what waits for ``user``, whose wishes have changed; it may be due now."""
    OutboxMail.objects.filter(user=user, state=State.WAITING, attempts=0).update(
        next_try_at=at
    )


def last_try_before(mail: OutboxMail) -> datetime | None:
    """When another mail of its kind last went to the same person, or was to; of one
    about a comment: about the same."""
    others = OutboxMail.objects.exclude(pk=mail.pk).exclude(state=State.WAITING)
    found = others.filter(
        kind=mail.kind,
        user=mail.user_id,
        comment=mail.comment_id,
        claimed_at__lt=mail.claimed_at,
    )
    last: datetime | None = found.aggregate(last=Max("claimed_at"))["last"]
    return last


def troubles(at: datetime) -> list[Trouble]:
    """What was given up, what should have gone out an hour before ``at``, and what the
    site's limit holds back."""
    late = Q(due_at__lt=at - LATE) | Q(error=HELD_BACK)
    late &= Q(state__in=[State.WAITING, State.SENDING])
    found = OutboxMail.objects.filter(late | Q(state=State.GIVEN_UP))
    is_given_up = Case(When(state=State.GIVEN_UP, then=True), default=False)
    groups = found.values("error", given_up=is_given_up)
    counted = groups.annotate(count=Count("pk"), since=Min("due_at"))
    return [Trouble(**group) for group in counted.order_by("since")]


def forget_old(at: datetime) -> int:
    """Delete the rows of mails that were sent or given up a week before ``at``."""
    done = OutboxMail.objects.filter(state__in=[State.SENT, State.GIVEN_UP])
    return done.filter(claimed_at__lt=at - KEPT).delete()[0]


def _claim(key: int, at: datetime) -> OutboxMail | None:
    """The mail, if this call and no other got it."""
    claimed = (
        OutboxMail.objects.due(at)
        .filter(pk=key)
        .order_by()
        .update(
            state=State.SENDING, slot=None, claimed_at=at, attempts=F("attempts") + 1
        )
    )
    found = OutboxMail.objects.select_related("user").filter(pk=key)
    return found.first() if claimed else None


def _claimed(mail: OutboxMail) -> QuerySet[OutboxMail]:
    """Its row, unless the claim was taken back meanwhile."""
    return OutboxMail.objects.filter(
        pk=mail.pk, state=State.SENDING, claimed_at=mail.claimed_at
    )


def _send(mail: OutboxMail, compose: Compose) -> None:
    assert mail.claimed_at  # noqa: S101 (a claim has set it)
    letter: Letter | Later | None = None
    try:
        letter = compose(mail, mail.claimed_at)
        if letter is None:
            _claimed(mail).delete()
            return
        if isinstance(letter, Later):
            _put_off(mail, letter)
            return
        letter.send()
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        # Whatever it is, it must not keep the other mails from going out; and its text
        # may hold an address.
        code = str(_smtp_code(error) or type(error).__name__)
        if isinstance(letter, Letter) and _is_nobodys(error):
            letter.came_back(mail.claimed_at)
        _try_again(mail, code, for_good=_is_final(error))
    else:
        # Together: a mail that comes again says what this one said.
        with transaction.atomic():
            _record_sent(mail)
            letter.was_sent()
        tried["sent"] += 1
        logger.info("%s is sent.", mail)


def _record_sent(mail: OutboxMail) -> None:
    """Of a mail to hashes nothing is kept: its reader may erase everything next."""
    if mail.lookups:
        _claimed(mail).delete()
    else:
        _claimed(mail).update(state=State.SENT, error="")


def _try_again(mail: OutboxMail, code: str, for_good: bool = False) -> None:
    """Let ``mail`` wait for another try, or give it up."""
    assert mail.claimed_at  # noqa: S101
    if for_good or mail.attempts >= MOST_TRIES:
        _claimed(mail).update(state=State.GIVEN_UP, error=code, lookups="", mailbox="")
        tried["given-up"] += 1
        logger.error("%s is given up: %s.", mail, code)
        return
    pause = PAUSES[min(mail.attempts, len(PAUSES)) - 1]
    _put_back(mail, mail.claimed_at + pause, error=code)
    tried["failed"] += 1
    logger.warning("%s isn't sent: %s. Another try in %s.", mail, code, pause)


def _put_off(mail: OutboxMail, until: Later) -> None:
    """Let ``mail`` wait without having been tried."""
    changes = {"attempts": mail.attempts - 1, "error": ""}
    if until.is_held_back:
        # It stays due when it was, for owners to see since when.
        _put_back(mail, until.at, **changes | {"error": HELD_BACK})
    else:
        _put_back(mail, until.at, due_at=until.at, **changes)


def _put_back(mail: OutboxMail, next_try_at: datetime, **changes: Any) -> None:
    slot = _slot(mail)
    try:
        with transaction.atomic():
            _claimed(mail).update(
                state=State.WAITING, slot=slot, next_try_at=next_try_at, **changes
            )
    except IntegrityError:
        # A newer one waits already, and it will say the same.
        _claimed(mail).delete()


def _take_back_lost_claims(at: datetime) -> None:
    """From workers that died while they were sending."""
    lost = OutboxMail.objects.filter(
        state=State.SENDING, claimed_at__lt=at - CLAIM_HOLDS
    )
    for mail in lost:
        _try_again(mail, "interrupted")


def _smtp_code(error: Exception) -> int | None:
    if isinstance(error, SMTPRecipientsRefused):
        return max(code for code, _text in error.recipients.values())
    return error.smtp_code if isinstance(error, SMTPResponseException) else None


def _is_final(error: Exception) -> bool:
    """Whether this mail or its address was refused for good.

    Where the server refuses us (our name, our password), mending the settings helps.
    """
    about_the_mail = isinstance(error, SMTPRecipientsRefused | SMTPDataError)
    return about_the_mail and (_smtp_code(error) or 0) >= 500


def _is_nobodys(error: Exception) -> bool:
    return isinstance(error, SMTPRecipientsRefused) and _is_final(error)


def _slot(mail: OutboxMail) -> str:
    """What it says and to whom: unique among those that wait."""
    if mail.user_id:
        return f"{mail.kind}-{mail.user_id}"
    if mail.comment_id:
        return f"{mail.kind}-about-{mail.comment_id}"
    # The newest key's hash: 64 signs.
    return f"{mail.kind}-{mail.lookups[:64]}"
