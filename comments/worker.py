"""The process beside the web server: it sends mail, keeps the clocks, and makes the
e-book when its text has changed."""

import logging
import time
from datetime import datetime, timedelta
from functools import partial

from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from comments import notifications, outbox, reader_letters, reset_letters, sd_notify
from comments.letters import Letter
from comments.models import LastDone, OutboxMail
from comments.outbox import Later
from comments.retention import empty_log, keep_clocks
from guide import book, epub
from guide.pagecache import purging

CLOCKS_EVERY = timedelta(hours=1)
# Often enough to be missed soon, and rarely enough for a disk that syncs each commit.
NOTED_EVERY = timedelta(minutes=1)
PAUSE_SECONDS = 2.0
PAUSE_IN_TROUBLE_SECONDS = 15.0
logger = logging.getLogger(__name__)


def compose(mail: OutboxMail, at: datetime) -> Letter | Later | None:
    """``mail`` in words, for one of the staff or for one who wrote."""
    if mail.kind == OutboxMail.Kind.RESET:
        return reset_letters.compose(mail, at)
    if mail.user_id:
        return notifications.compose(mail, at)
    return reader_letters.compose(mail, at)


class Worker:
    """Works in rounds until ``stopping`` is set, be it by a signal."""

    def __init__(self) -> None:
        self.stopping = False
        self.clocks_due_at: datetime | None = None
        self.note_due_at: datetime | None = None
        self.book_made_of: tuple[object, ...] = ()

    def run(self) -> None:
        sd_notify.tell("READY=1")
        while not self.stopping:
            fine = self.round(timezone.now())
            self.rest(PAUSE_SECONDS if fine else PAUSE_IN_TROUBLE_SECONDS)
        sd_notify.tell("STOPPING=1")

    def round(self, at: datetime) -> bool:
        """Do what is due at ``at``. False where the database doesn't answer."""
        close_old_connections()
        fine = True
        # Each by itself: no trouble with mail may keep the clocks from erasing.
        acts = (
            partial(self.note, at),
            self.send_mail,
            partial(self.keep_clocks, at),
            self.make_book,
            purging.tell_due,
        )
        for act in acts:
            try:
                act()
            except (OperationalError, InterfaceError) as error:
                # The class alone: a driver's message may quote what was being stored.
                logger.error("The database doesn't answer (%s).", type(error).__name__)
                fine = False
            sd_notify.tell("WATCHDOG=1")
        return fine

    def note(self, at: datetime) -> None:
        """That a worker is at work, for who watches the site."""
        if self.note_due_at is None or at >= self.note_due_at:
            LastDone.objects.note(LastDone.What.WORKER, at)
            self.note_due_at = at + NOTED_EVERY

    def send_mail(self) -> None:
        for _mail in outbox.send_due(compose):
            # A long queue before a slow mail server is no standstill.
            self.note(timezone.now())
            sd_notify.tell("WATCHDOG=1")
            if self.stopping:
                break

    def keep_clocks(self, at: datetime) -> None:
        if self.clocks_due_at is None or at >= self.clocks_due_at:
            keep_clocks(at)
            self.clocks_due_at = at + CLOCKS_EVERY
            if not empty_log():
                logger.warning(
                    "A long read kept the database's log from being emptied."
                )

    def make_book(self) -> None:
        """Whoever changed something, and when a chapter's time has come: seconds later,
        and not within anybody's request, which it would hold up."""
        stamp = book.stamp()
        if stamp != self.book_made_of:
            epub.make_ahead()
            self.book_made_of = stamp

    def rest(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < deadline:
            time.sleep(0.1)
