"""Valid rows. A test names only the fields that it is about."""

import io
from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, User
from django.utils import timezone

from comments import confirmations, correspondents, moderation, outbox, revisions, text
from comments.models import (
    Comment,
    MailPreference,
    OutboxMail,
    Report,
    Revision,
    Rule,
    Status,
    Subscription,
)
from comments.rows import Row
from comments.screening.reasons import Reason
from comments.screening.values import Sign
from comments.subscriptions import Wishes
from guide import images
from guide.models import (
    Author,
    Guide,
    Helpline,
    Image,
    Page,
    Post,
    Question,
    Topic,
)
from tests import pictures

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
_numbers = count(1)


def make_author(**fields: Any) -> Author:
    number = next(_numbers)
    return Author.objects.create(
        **{"name": f"Author {number}", "slug": f"author-{number}"} | fields
    )


def make_guide(**fields: Any) -> Guide:
    given = {"title": "A guide", "slug": f"guide-{next(_numbers)}"} | fields
    given.setdefault("author", make_author())
    return Guide.objects.create(**given)


def make_topic(**fields: Any) -> Topic:
    number = next(_numbers)
    return Topic.objects.create(
        **{"name": f"topic {number}", "slug": f"topic-{number}"} | fields
    )


def make_post(topics: tuple[Topic, ...] = (), **fields: Any) -> Post:
    number = next(_numbers)
    given = {
        "title": f"Post {number}",
        "slug": f"post-{number}",
        "body": "Some words.",
        "published_at": LONG_AGO,
    } | fields
    given.setdefault("author", make_author())
    post = Post.objects.create(**given)
    if topics:
        post.topics.set(topics)
    return post


def make_page(**fields: Any) -> Page:
    given = {"slug": f"page-{next(_numbers)}", "title": "A page", "body": "Words."}
    return Page.objects.create(**given | fields)


def make_image(alt: str = "A lantern in a window", **options: Any) -> Image:
    content = pictures.made(**options)
    return Image.keep(images.encode(io.BytesIO(content), len(content)), alt)


def make_question(**fields: Any) -> Question:
    given = {
        "question": "How long?",
        "slug": f"question-{next(_numbers)}",
        "answer": "As long as it takes.",
    } | fields
    if "post" not in given:
        given["post"] = make_post()
    return Question.objects.create(**given)


def make_helpline(**fields: Any) -> Helpline:
    given = {"country": "US", "kind": "crisis", "name": f"Line {next(_numbers)}"}
    return Helpline.objects.create(**given | fields)


def make_draft(**fields: Any) -> moderation.Draft:
    given = {
        "name": "Wren",
        "words": f"This week I will take one walk, number {next(_numbers)}.",
        "email": "wren@example.org",
    } | fields
    given.setdefault("post", None)
    return moderation.Draft(**given | {"post": given["post"] or make_post()})


def make_comment(
    status: Status = Status.PENDING, sender: str = "sender", **fields: Any
) -> Comment:
    """A row as ``submit`` leaves it, without the screening and all that goes with it.

    ``fields`` are those of a Draft, or ``submitted_at``; ``parent`` is a comment, under
    whose post it comes.
    """
    at = fields.pop("submitted_at", None) or timezone.now()
    parent: Comment | None = fields.pop("parent", None)
    if parent:
        fields.setdefault("post", parent.post)
    draft = make_draft(**fields)
    # What only screening sees would have no effect here.
    assert (draft.filled_trap, draft.good_stamp) == (False, True)
    return Comment.objects.create(
        post=draft.post,
        correspondent=correspondents.remember(draft.email),
        parent=parent,
        thread=parent and (parent.thread or parent),
        name=draft.name,
        text=draft.words,
        html=text.render(draft.words),
        is_step=draft.is_step,
        submitted_at=at,
        text_digest=text.digests(draft.words)[0],
        sender=f"{sender}{next(_numbers)}",
        status=status,
        stands=status == Status.APPROVED,
        reasons=[Sign(Reason.EVERYTHING_WAITS).as_json()],
    )


def submit_comment(sender: str = "sender", **fields: Any) -> Comment:
    """One that went through ``submit``, for what screens it, learns of it or tells.

    ``fields`` are those of a Draft, or ``submitted_at``.
    """
    at = fields.pop("submitted_at", None)
    draft = make_draft(**fields)
    comment = moderation.submit(draft, [f"{sender}{next(_numbers)}"], at).comment
    assert comment
    return comment


def make_row(pk: int, **fields: Any) -> Row:
    """What a page reads of an approved comment; nothing is stored."""
    given: dict[str, Any] = {
        **dict.fromkeys(("thread_id", "parent_id", "author_id", "pinned_at")),
        "of_team": False,
        "name": "Wren",
        "html": "<p>One walk.</p>",
        "is_step": False,
        "status": Status.APPROVED,
        "submitted_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return Row(pk, **given | fields)


def make_report(comment: Comment | None = None, **fields: Any) -> Report:
    given = {
        "reason": Report.Reason.UNKIND,
        "at": datetime.now(UTC),
        "sender": f"reader{next(_numbers)}",
    } | fields
    comment = comment or make_comment(Status.APPROVED)
    return Report.objects.create(**{"comment": comment} | given)


def make_change(comment: Comment | None = None, **fields: Any) -> Revision:
    """What the writer of a comment on the page wants there instead, as it waits.

    ``fields`` are ``name``, ``words`` and ``at``.
    """
    comment = comment or make_comment(Status.APPROVED)
    given = {"words": f"Two walks it shall be, number {next(_numbers)}."} | fields
    given.setdefault("name", comment.name)
    revisions.edit(comment, senders=[f"sender{next(_numbers)}"], **given)
    return Revision.objects.get(comment=comment)


def make_moderator(**fields: Any) -> User:
    given = {"username": f"moderator{next(_numbers)}"} | fields
    return User.objects.create_superuser(**given)


def make_rule(**fields: Any) -> Rule:
    given = {"effect": "hold", "value": f"phrase {next(_numbers)}"} | fields
    return Rule.objects.create(**given)


def make_reply(comment: Comment | None = None, **fields: Any) -> Comment:
    """A reply of the team as ``reply`` stores it, to an approved comment.

    ``fields`` are ``by``, ``words`` and ``at``.
    """
    given = {"words": f"Thank you, number {next(_numbers)}."} | fields
    given.setdefault("by", make_moderator())
    comment = comment or make_comment(Status.APPROVED)
    reply = moderation.reply(comment, **given).comment
    assert reply
    return reply


def report_data(**fields: Any) -> dict[str, Any]:
    """What a browser sends of a report's form that was just served."""
    from comments.stamps import make_stamp

    return {"reason": "unkind", "words": "", "stamp": make_stamp()} | fields


def make_member(group: str, **fields: Any) -> User:
    """An account of staff in ``group``."""
    given: dict[str, Any] = {"username": f"member{next(_numbers)}", "is_staff": True}
    member = User.objects.create_user(**given | fields)
    member.groups.add(Group.objects.get(name=group))
    return member


def make_wish(**fields: Any) -> MailPreference:
    """Of a moderator with an address; by default for a mail an hour.

    ``email`` and ``user`` may be given too.
    """
    email = fields.pop("email", f"mo{next(_numbers)}@example.org")
    user = fields.pop("user", None) or make_moderator(email=email)
    given = {"waiting": MailPreference.Often.HOURLY} | fields
    return MailPreference.objects.create(user=user, **given)


def make_mail(**fields: Any) -> OutboxMail:
    """One that waits. ``fields`` are its own, or ``email``."""
    email = fields.pop("email", f"mo{next(_numbers)}@example.org")
    user = fields.pop("user", None) or make_moderator(email=email)
    kind = fields.pop("kind", OutboxMail.Kind.WAITING)
    outbox.queue([(kind, user.pk)], fields.pop("at", timezone.now()))
    rows = OutboxMail.objects.filter(user=user, kind=kind)
    rows.update(**fields)
    return rows.get()


def make_subscription(
    wishes: Wishes | None = None, is_confirmed: bool = True, **fields: Any
) -> Subscription:
    """Of a comment that was sent with boxes ticked, all of them by default.

    ``fields`` are those of a Draft, or ``submitted_at``, when it was confirmed too.
    """
    comment = submit_comment(wishes=wishes or Wishes(True, True, True), **fields)
    if is_confirmed:
        confirmations.confirm(comment, comment.submitted_at)
    return Subscription.objects.get(comment=comment)


def form_data(**fields: Any) -> dict[str, Any]:
    """What a browser sends of a comment form that was just served."""
    from comments.stamps import make_stamp

    return {
        "comment": f"One small step, number {next(_numbers)}, is on my list.",
        "name": "Wren",
        "email": "wren@example.org",
        "stamp": make_stamp(),
        "email_asked": "",
    } | fields
