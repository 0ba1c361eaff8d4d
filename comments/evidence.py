"""What the database knows about a comment that was just sent, as screening reads it.

A look at a comment costs the same few statements whoever sent it and whatever it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from html import unescape
from itertools import starmap
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Exists, Max, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast

from comments import fields, fingerprints, text, trust
from comments.fingerprints import Words
from comments.models import (
    Comment,
    Correspondent,
    DiscussionSettings,
    GivenTrust,
    Rule,
    Status,
)
from comments.screening.listed import Listed
from comments.screening.values import Candidate, Limits, Link, PublicNames, Sign
from guide.models import Author, Post, SiteSettings
from guide.naming import Names, as_set_up
from guide.statements import Row, statement

UNUSUALLY_MANY_AN_HOUR = 10
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.S)
_TAG = re.compile(r"<[^>]*>")


def links_in(html: str) -> tuple[Link, ...]:
    """The links of a comment as they show, out of what ``text.render`` made."""
    return tuple(
        Link(unescape(href), unescape(_TAG.sub("", shown)))
        for href, shown in _LINK.findall(html)
    )


def public_names() -> PublicNames:
    """Those of authors, of the team and of the site, as its owner has named it.

    One query; in an order of their own, so that the same ones are recognised as such.
    """
    found, chosen = [], as_set_up()
    for name, first, last, is_site in _names():
        if is_site:
            chosen = Names.chosen(name, first, "")
        else:
            found.append(f"{first} {last}".strip() or name)
    return PublicNames(tuple(sorted(found)), (chosen.title, chosen.neutral))


@statement
def _names() -> QuerySet:
    none, people, site = Value(""), Value(0), Value(1)
    authors = Author.objects.order_by().values_list("name", none, none, people)
    staff = User.objects.filter(is_staff=True, is_active=True).order_by()
    team = staff.values_list("username", "first_name", "last_name", people)
    named = SiteSettings.objects.order_by()
    sites = named.values_list("title", "neutral_name", none, site)
    return authors.union(team, sites)


def rules_in_use(at: datetime) -> list[Listed]:
    """The Rule table as screening reads it. One query."""
    return list(starmap(Listed, _rules_in_use(at)))


@statement
def _rules_in_use(at: Any) -> QuerySet:
    rules = Rule.objects.in_use(at).order_by("pk")
    return rules.values_list("pk", "effect", "what", "value")


@dataclass(frozen=True)
class Ground:
    """What nobody else's comment changes. It is made before others have to wait, which
    on SQLite is who sends a comment anywhere on the site."""

    digests: Sequence[str]
    html: str
    words: Words
    rules: Sequence[Listed]
    limits: Limits


def ground(words: str, settings: DiscussionSettings, at: datetime) -> Ground:
    """That of a new comment. Two queries."""
    return Ground(
        digests=text.digests(words),
        html=text.render(words),
        words=Words(words),
        rules=rules_in_use(at),
        limits=settings.limits(public_names()),
    )


def of_new(
    comment: Comment,
    email: str,
    senders: Sequence[str],
    settings: DiscussionSettings,
    ground: Ground,
    **seen: bool,
) -> Candidate:
    """``comment``, not stored yet, and all that surrounds it at this moment.

    ``seen`` is what the form noticed: ``filled_trap`` and ``good_stamp``.
    """
    at = comment.submitted_at
    last_at, tenth_at, flood_at, same = _surroundings(
        comment, senders, settings, ground
    )
    twins = fingerprints.twins(ground.words, at, None)
    return Candidate(
        words=comment.text,
        name=comment.name,
        links=links_in(comment.html),
        domain=email.rpartition("@")[2].lower(),
        addresses=(fields.lookup_hash(email), *fields.older_lookup_hashes(email)),
        senders=tuple(senders),
        pause=at - last_at if last_at else None,
        same_short_text=same,
        many_from_address=tenth_at is not None,
        flood=flood_at is not None
        and at - flood_at < timedelta(minutes=settings.flood_minutes),
        like_earlier=twins.get(False),
        like_spam=twins.get(True),
        **seen,
    )


def _surroundings(
    comment: Comment,
    senders: Sequence[str],
    settings: DiscussionSettings,
    ground: Ground,
) -> Row:
    [row] = _around(
        comment.post_id,
        comment.correspondent_id,
        comment.submitted_at - timedelta(hours=1),
        senders,
        ground.digests,
        nth=max(settings.flood_comments, 1) - 1,
    )
    return row


@statement
def _around(
    post: Any, writer: Any, hour_ago: Any, senders: Any, digests: Any, *, nth: int
) -> QuerySet:
    """In one statement: when this sender's last one came, when the tenth of this
    address within the hour, when the nth last of all; whether the words stand here.
    """
    others = Comment.objects.order_by()
    of_address = others.filter(
        correspondent=writer, submitted_at__gt=hour_ago
    ).order_by("submitted_at")
    tenth = UNUSUALLY_MANY_AN_HOUR - 1
    return (
        Post.objects.filter(pk=post)
        .order_by()
        .values_list(
            Subquery(
                # The index leaves out those without a sender, and must be told so.
                others.exclude(sender="")
                .filter(sender__in=senders)
                .values("sender")
                .annotate(last=Max("submitted_at"))
                .order_by("-last")
                .values("last")[:1]
            ),
            Subquery(of_address.values("submitted_at")[tenth : tenth + 1]),
            Subquery(others.order_by("-pk").values("submitted_at")[nth : nth + 1]),
            Exists(others.same_text(post, digests)),
        )
    )


def of_edit(comment: Comment, senders: Sequence[str], at: datetime) -> Candidate:
    """``comment`` with other words of its writer, not stored yet."""
    stored = Correspondent.objects.filter(pk=comment.correspondent_id or 0)
    sealed = stored.values_list(Cast("email", TextField())).first()
    others = Comment.objects.exclude(pk=comment.pk)
    twins = fingerprints.twins(Words(comment.text), at, comment.pk)
    return replace(
        of_stored(comment, domain_in(sealed[0] if sealed else None)),
        senders=tuple(senders),
        same_short_text=others.same_text(
            comment.post, text.digests(comment.text)
        ).exists(),
        like_earlier=twins.get(False),
        like_spam=twins.get(True),
    )


def of_stored(comment: Comment, domain: str = "") -> Candidate:
    """``comment`` as it can be looked at again: without the moment it came in."""
    writer = comment.correspondent
    return Candidate(
        words=comment.text,
        name=comment.name,
        links=links_in(comment.html),
        domain=domain,
        addresses=(writer.lookup,) if writer else (),
        senders=(comment.sender,) if comment.sender else (),
    )


def domain_in(sealed: str | None) -> str:
    """The domain of an address as it is stored; "" where no key fits it."""
    try:
        address = fields.decrypt(sealed) if sealed else ""
    except fields.UnreadableAddress:
        return ""
    return address.rpartition("@")[2].lower()


def standing(writer: Correspondent) -> trust.Standing:
    """What trust goes by. To be asked only where ``writer`` has proved to read the mail
    of their address: of one that was only typed nobody may learn anything."""
    found = Correspondent.objects.filter(pk=writer.pk)
    confirmed_at, given = found.values_list("confirmed_at", "given_trust").get()
    last_spam = writer.comments.spam_of_its_writer().order_by("-submitted_at")
    return trust.Standing(
        confirmed=confirmed_at is not None,
        given=given == GivenTrust.ALWAYS if given else None,
        approved=writer.comments.filter(status=Status.APPROVED).count(),
        last_spam_at=last_spam.values_list("submitted_at", flat=True).first(),
    )


def count_hits(signs: Iterable[Sign]) -> None:
    """What the rules of the table found, in a fixed order."""
    rules = {sign.rule for sign in signs if sign.rule is not None}
    table = connection.ops.quote_name(Rule._meta.db_table)
    # Only the table's name is put in, and it comes from the model.
    count = f"UPDATE {table} SET hits = hits + 1 WHERE id = %s"  # noqa: S608
    with connection.cursor() as cursor:
        # Also where there is none, so that a listed address costs what others cost.
        for key in sorted(rules) or [0]:
            cursor.execute(count, [key])
