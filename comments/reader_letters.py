"""Mail to those who wrote here, composed when it goes out: whether, and in which words.

All of it is discreet: others may see a phone's screen, or read the inbox. It quotes
nothing, names no topic and looks alike whatever was written.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from comments import mail_tokens, outbox, ratelimit, subscriptions, suppressions, tokens
from comments.check_ins import WORKS
from comments.letters import Letter
from comments.models import (
    CheckIn,
    Comment,
    Correspondent,
    DiscussionSettings,
    OutboxMail,
    Status,
    Subscription,
)
from comments.outbox import Later
from comments.screening.reasons import Reason

Kind = OutboxMail.Kind
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# Mail that somebody else may have asked for by typing the address; and all mail.
UNPROVED_A_DAY, ALL_A_DAY = 5, 20
# How many such mails one connection can cause.
FROM_SENDER_A_DAY = 20
# Between two mails about the same comment.
NEWS_PAUSE = HOUR


class ReaderLetter(Letter):
    """To the address of ``writer``. ``news_at``: the latest thing that it is about."""

    def __init__(
        self, mail: OutboxMail, writer: Correspondent, *words: str, off_url: str
    ) -> None:
        subject, body = words
        super().__init__(mail, writer.email, subject, body, off_url)
        self.mail, self.writer = mail, writer
        self.news_at: datetime | None = None

    def was_sent(self) -> None:
        if self.news_at:
            found = Subscription.objects.filter(comment=self.mail.comment_id)
            found.update(told_at=self.news_at)

    def came_back(self, at: datetime) -> None:
        Correspondent.objects.filter(pk=self.writer.pk).update(bounced_at=at)


def compose(mail: OutboxMail, at: datetime) -> ReaderLetter | Later | None:
    """``mail`` as it is true at ``at``; None where it isn't wanted, needed or allowed
    any more, Later where one of the limits says so.

    What is asked for counts whoever's address it is, known or not, and also where that
    gets no mail: else the time that another mail takes would tell.
    """
    writer = _writer(mail)
    letter = _LETTERS[Kind(mail.kind)](mail, writer, at) if writer else None
    if isinstance(letter, Later):
        return letter
    counts = letter is not None or mail.kind == Kind.ADDRESS
    if counts and mail.attempts == 1:
        limited = _within_limits(mail, letter, at)
        if limited is not letter:
            return limited
    return letter if letter and _gets_mail(letter.writer, at) else None


def _writer(mail: OutboxMail) -> Correspondent | None:
    if mail.comment_id:
        return Correspondent.objects.filter(comments=mail.comment_id).first()
    hashes = mail.lookups.split()
    found = Correspondent.objects.filter(lookup__in=hashes)
    return min(found, key=lambda row: hashes.index(row.lookup), default=None)


def _gets_mail(writer: Correspondent, at: datetime) -> bool:
    if writer.bounced_at or writer.never_mail_at:
        return False
    if suppressions.is_suppressed(writer.email):
        # From before its row was made: for whoever looks at that.
        Correspondent.objects.filter(pk=writer.pk).update(never_mail_at=at)
        return False
    return True


def _within_limits(
    mail: OutboxMail, letter: ReaderLetter | None, at: datetime
) -> ReaderLetter | Later | None:
    """``letter`` (None to an address that isn't known), counted; or until when it
    waits, or None where it never goes.

    The counts are of hashes that are gone within 48 hours.
    """
    address = mail.mailbox
    if letter and not address:
        address = suppressions.mailbox_hash(letter.writer.email)
    most = DiscussionSettings.load().mails_hourly
    sent, began_at = ratelimit.count("mails", HOUR, at)
    if sent >= most:
        return Later(began_at + HOUR, is_held_back=True)
    if mail.kind in (Kind.CONFIRM, Kind.ADDRESS):
        sender = mail.comment.sender if mail.comment else ""
        if sender and has_caused_enough(sender, at):
            return None
        if _is_over(f"unproved-mails:{address}", UNPROVED_A_DAY, at):
            return None
    count, began_at = ratelimit.hit(f"mails:{address}", DAY, at)
    if count > ALL_A_DAY:
        return Later(began_at + DAY)
    ratelimit.hit("mails", HOUR, at)
    return letter


def has_caused_enough(sender: str, at: datetime) -> bool:
    """Whether one connection, by its hash, gets no more mail out today. Counts."""
    return _is_over(f"mails-from:{sender}", FROM_SENDER_A_DAY, at)


def _is_over(key: str, most: int, at: datetime) -> bool:
    return ratelimit.hit(key, DAY, at)[0] > most


def _confirm(
    mail: OutboxMail, writer: Correspondent, at: datetime
) -> ReaderLetter | None:
    asked = _subscription(mail)
    if asked is None or asked.confirmed_at:
        return None
    if asked.asked_at + mail_tokens.CONFIRM_WORKS <= at or _by_a_program(asked.comment):
        return None
    urls = {"url": _link(mail_tokens.confirm_url(asked.comment))}
    return _letter(mail, writer, _("Please confirm"), "confirm", urls)


def _by_a_program(comment: Comment) -> bool:
    """Whether something ticked whatever box it found, one among them that people don't
    see: the address may be anybody's."""
    return any(sign.code == Reason.FILLED_TRAP for sign in comment.signs)


def _own_link(
    mail: OutboxMail, writer: Correspondent, at: datetime
) -> ReaderLetter | None:
    asked = _subscription(mail)
    if asked is None or not (asked.confirmed_at and asked.links):
        return None
    urls = {"url": _link(tokens.manage_url(asked.comment))}
    return _letter(mail, writer, _("Your link"), "link", urls)


def _news(
    mail: OutboxMail, writer: Correspondent, at: datetime
) -> ReaderLetter | Later | None:
    asked = _subscription(mail)
    if asked is None or not (asked.confirmed_at and asked.tells):
        return None
    news_at = subscriptions.latest_news(asked)
    if news_at is None:
        return None
    last = outbox.last_try_before(mail)
    not_before = max(
        news_at + subscriptions.UNDO_WAITS, last + NEWS_PAUSE if last else news_at
    )
    if not_before > at:
        return Later(not_before)
    url = _link(_where_to_read(asked))
    letter = _letter(
        mail, writer, _("Something to read"), "news", {"url": url, "own": asked.links}
    )
    letter.news_at = news_at
    return letter


def _where_to_read(asked: Subscription) -> str:
    """The comment's own page only where the inbox may open that. Else the beginning,
    whatever happened: an address of the comment or its post would tell who wrote what.
    """
    return tokens.manage_url(asked.comment) if asked.links else reverse("guide:cover")


def _check_in(
    mail: OutboxMail, writer: Correspondent, at: datetime
) -> ReaderLetter | Later | None:
    """Later while the comment waits for a person, as long as it could be answered."""
    asked = _subscription(mail)
    if asked is None or not asked.confirmed_at:
        return None
    found = CheckIn.objects.filter(comment=asked.comment_id, due_at__lte=at)
    question = found.filter(answered_at=None).first()
    if question is None or not asked.comment.post.is_published(at):
        return None
    is_waiting = asked.comment.status in (Status.PENDING, Status.CONCERN)
    if is_waiting and at + DAY < question.due_at + WORKS:
        return Later(at + DAY)
    if not asked.comment.is_on_page:
        return None
    urls = {"url": _link(mail_tokens.check_in_url(asked.comment))}
    return _letter(mail, writer, _("A short question"), "check_in", urls)


def _address(mail: OutboxMail, writer: Correspondent, at: datetime) -> ReaderLetter:
    context = {"url": _link(mail_tokens.my_address_url(writer))}
    return _letter(mail, writer, _("Your request"), "address", context)


_LETTERS: dict[
    Kind,
    Callable[[OutboxMail, Correspondent, datetime], ReaderLetter | Later | None],
] = {
    Kind.CONFIRM: _confirm,
    Kind.LINK: _own_link,
    Kind.NEWS: _news,
    Kind.CHECK_IN: _check_in,
    Kind.ADDRESS: _address,
}


def _subscription(mail: OutboxMail) -> Subscription | None:
    found = Subscription.objects.select_related("comment__post")
    return found.filter(comment=mail.comment_id).first()


def _letter(
    mail: OutboxMail,
    writer: Correspondent,
    subject: str,
    template: str,
    context: dict[str, Any],
) -> ReaderLetter:
    # What is ended of a mail that somebody else may have caused is all of it, and that
    # works when the comment is gone as well.
    if mail.comment and mail.kind != Kind.CONFIRM:
        off_url = _link(mail_tokens.unsubscribe_url(mail.comment))
    else:
        off_url = _link(mail_tokens.no_mail_url(writer))
    body = render_to_string(f"emails/{template}.txt", context | {"off_url": off_url})
    return ReaderLetter(mail, writer, subject, body, off_url=off_url)


def _link(path: str) -> str:
    return settings.MAIL_SITE_URL + path
