"""Personal details in what somebody is about to send: pointed out once, then theirs.

What was asked about goes along in the form as short keyed hashes, so that a detail
that is new is pointed out too, and taking one out asks nothing more. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.screening import details
from comments.screening.reasons import Reason

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_NAMES: dict[Reason, StrPromise] = {
    Reason.PHONE_NUMBER: gettext_lazy("a phone number"),
    Reason.STREET_ADDRESS: gettext_lazy("a street address"),
    Reason.EMAIL_IN_TEXT: gettext_lazy("an email address"),
}


def not_asked(words: str, asked: str) -> list[Reason]:
    """The kinds of details in ``words`` of which ``asked`` doesn't hold each one."""
    known = set(asked.split())
    found = details.pieces(words)
    return [kind for kind, pieces in found.items() if not _hashes(pieces) <= known]


def asking(words: str) -> str:
    """What the form carries once all details in ``words`` were pointed out."""
    found = details.pieces(words).values()
    return " ".join(sorted(set().union(*map(_hashes, found))))


def sentence(kinds: Iterable[Reason]) -> str:
    what = get_text_list([str(_NAMES[kind]) for kind in kinds], _("and"))
    return _(
        "This seems to hold %(what)s, and anybody can read what stands here. You can "
        "take it out. If you want it there, send again: it then goes as it is."
    ) % {"what": what}


def _hashes(pieces: Iterable[str]) -> set[str]:
    return {
        salted_hmac("comments.details", piece, algorithm="sha256").hexdigest()[:12]
        for piece in pieces
    }
