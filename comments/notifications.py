"""What moderators are told by mail: that something waits. Never words, never names."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from comments import outbox, tokens
from comments.letters import Letter
from comments.models import (
    Comment,
    MailPreference,
    OutboxMail,
    Report,
    Revision,
    Status,
)
from comments.outbox import Later
from guide.statements import statement

Kind = OutboxMail.Kind
Often = MailPreference.Often


class ModeratorLetter(Letter):
    """To the moderator whose ``wish`` it is."""

    def __init__(
        self, mail: OutboxMail, wish: MailPreference, *words: str, off_url: str
    ) -> None:
        subject, body = words
        super().__init__(mail, wish.user.email, subject, body, off_url)
        self.wish = wish

    def came_back(self, at: datetime) -> None:
        """Their address gets no more until it is another one, or somebody says so."""
        wishes = MailPreference.objects.filter(pk=self.wish.pk)
        wishes.update(bounced_address=self.wish.user.email)


def comment_waits(comment: Comment, at: datetime | None = None) -> None:
    """Let a mail go to each moderator who wants one about ``comment``.

    The last thing in the transaction that stores it. Two statements, one where nobody
    wants mail; whoever wrote. A concern is told once: at once or with the rest.
    """
    wanted = _wanted(is_urgent=comment.status == Status.CONCERN)
    # Asked all the same, so that no time tells who is blocked.
    if comment.status in (Status.PENDING, Status.CONCERN):
        outbox.queue(wanted, at or timezone.now())


def change_waits(change: Revision, at: datetime | None = None) -> None:
    """The same for what a writer wants in place of a comment on the page."""
    outbox.queue(_wanted(is_urgent=change.is_concern), at or timezone.now())


def report_waits(report: Report, at: datetime | None = None) -> None:
    """The same for what a reader tells of a comment."""
    wanted = _wanted(is_urgent=report.reason in Report.URGENT)
    outbox.queue(wanted, at or timezone.now())


def _wanted(*, is_urgent: bool) -> list[tuple[Kind, int]]:
    wanted = []
    for user, waiting, concerns in _wishes():
        if is_urgent and concerns:
            wanted.append((Kind.CONCERN, user))
        elif waiting != Often.NEVER:
            wanted.append((Kind.WAITING, user))
    return wanted


@statement
def _wishes() -> QuerySet:
    return MailPreference.objects.reachable().values_list("user", "waiting", "concerns")


def compose(mail: OutboxMail, at: datetime) -> Letter | Later | None:
    """``mail`` to a moderator as it is true at ``at``; None where it isn't wanted or
    needed any more, Later where the last one went out a short time ago."""
    reachable = MailPreference.objects.reachable().select_related("user")
    wish = reachable.filter(user=mail.user).first()
    pause = wish.pause_after(mail.kind) if wish else None
    comments = Comment.objects.all()
    counts = {
        Kind.WAITING: comments.waiting().count() + comments.to_look_at().count(),
        Kind.CONCERN: comments.concerns().count()
        + comments.changed(concern=True).count()
        + comments.urgently_reported().count(),
    }
    if wish is None or pause is None or not counts[Kind(mail.kind)]:
        return None
    last = outbox.last_try_before(mail)
    if last and last + pause > at:
        return Later(last + pause)
    return _letter(mail, wish, counts)


def prefer(
    user: User, waiting: str, concerns: bool, at: datetime | None = None
) -> None:
    """From now on ``user`` gets this mail; it holds for what waits already, too.

    Also where mail came back before: whoever chooses anew wants it tried.
    """
    wishes = {"waiting": waiting, "concerns": concerns, "bounced_address": ""}
    MailPreference.objects.update_or_create(user=user, defaults=wishes)
    outbox.look_again(user, at or timezone.now())


def write_again(user: User, at: datetime | None = None) -> bool:
    """Where mail to ``user`` came back. False where none did, or somebody was faster.

    What waited meanwhile was dropped: one mail says what waits now, if anything does.
    """
    with transaction.atomic():
        found = MailPreference.objects.filter(user=user).exclude(bounced_address="")
        if not found.update(bounced_address=""):
            return False
        wish = MailPreference.objects.get(user=user)
        kinds = [
            kind for kind in (Kind.WAITING, Kind.CONCERN) if wish.pause_after(kind)
        ]
        outbox.queue([(kind, user.pk) for kind in kinds], at or timezone.now())
    return True


def _letter(
    mail: OutboxMail, wish: MailPreference, counts: dict[Kind, int]
) -> ModeratorLetter:
    """Discreet: others may see a phone's screen, or the moderator's inbox."""
    count = counts[Kind(mail.kind)]
    if mail.kind == Kind.CONCERN:
        subject = ngettext(
            "%d thing to look at first", "%d things to look at first", count
        )
    else:
        subject = ngettext("%d thing to look at", "%d things to look at", count)
    off_url = settings.MAIL_SITE_URL + tokens.mail_off_url(wish.user)
    context = {
        "waiting": counts[Kind.WAITING],
        "concerns": counts[Kind.CONCERN],
        "list_url": _link("admin:comments_comment_queue"),
        "wishes_url": _link("mail_to_me"),
        "off_url": off_url,
    }
    body = render_to_string("emails/waiting.txt", context)
    return ModeratorLetter(mail, wish, subject % count, body, off_url=off_url)


def _link(name: str) -> str:
    return settings.MAIL_SITE_URL + reverse(name)
