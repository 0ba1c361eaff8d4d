"""Where it came from and how: the address, the form, the connection, the hour."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from disposable_email_domains import blocklist
from django.utils.translation import gettext_lazy as _

from comments.screening.reasons import Reason
from comments.screening.values import Candidate, Check, Example, Limits

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def _disposable(candidate: Candidate, limits: Limits) -> Iterator[str]:
    labels = candidate.domain.split(".")
    for start in range(len(labels) - 1):
        domain = ".".join(labels[start:])
        if domain in blocklist:
            yield domain
            return


def _trap(candidate: Candidate, limits: Limits) -> Iterator[str]:
    if candidate.filled_trap:
        yield ""


def _stamp(candidate: Candidate, limits: Limits) -> Iterator[str]:
    if not candidate.good_stamp:
        yield ""


def _too_fast(candidate: Candidate, limits: Limits) -> Iterator[str]:
    least = timedelta(seconds=limits.pause_seconds)
    if candidate.pause is not None and candidate.pause < least:
        yield str(max(0, int(candidate.pause.total_seconds())))


def _many_from_address(candidate: Candidate, limits: Limits) -> Iterator[str]:
    if candidate.many_from_address:
        yield ""


def _flood(candidate: Candidate, limits: Limits) -> Iterator[str]:
    if candidate.flood:
        yield str(limits.flood_comments)


def _check(
    reason: Reason,
    find: Callable[[Candidate, Limits], Iterator[str]],
    trips: tuple[StrPromise, dict[str, Any]],
    spares: tuple[StrPromise, dict[str, Any]],
) -> Check:
    tripping = Example(trips[0], Candidate(**trips[1]))
    sparing = Example(spares[0], Candidate(**spares[1]))
    return Check(reason, "origin", find, tripping, sparing)


CHECKS = (
    _check(
        Reason.DISPOSABLE_DOMAIN,
        _disposable,
        trips=(_("an address at mailinator.com"), {"domain": "mailinator.com"}),
        spares=(_("an address at example.org"), {"domain": "example.org"}),
    ),
    _check(
        Reason.FILLED_TRAP,
        _trap,
        trips=(_("the field “Leave this empty” was filled in"), {"filled_trap": True}),
        spares=(_("it was left empty, as people leave it"), {}),
    ),
    _check(
        Reason.BAD_STAMP,
        _stamp,
        trips=(_("a program that never opened the form first"), {"good_stamp": False}),
        spares=(_("a tab that was open for a week"), {}),
    ),
    _check(
        Reason.TOO_FAST,
        _too_fast,
        trips=(_("a second comment after 5 seconds"), {"pause": timedelta(seconds=5)}),
        spares=(_("a second comment after a minute"), {"pause": timedelta(minutes=1)}),
    ),
    _check(
        Reason.MANY_FROM_ADDRESS,
        _many_from_address,
        trips=(_("the eleventh within an hour"), {"many_from_address": True}),
        spares=(_("the tenth within an hour"), {}),
    ),
    _check(
        Reason.FLOOD,
        _flood,
        trips=(_("the thirty-first on the site in 10 minutes"), {"flood": True}),
        spares=(_("the third on the site in 10 minutes"), {}),
    ),
)
