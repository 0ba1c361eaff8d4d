"""What every reader of comments gives: where they stood, and what was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from comments.importing.places import Place
from comments.importing.source import SourceComment
from guide.importing.files import BadFile

LONGEST_KEY = 100


@dataclass
class Conversations:
    """``origin`` tells the ids of this kind of file from those of others.

    ``comments`` may be read once, while the file is: BadFile comes then, too.
    ``places`` holds, by the key that it has in them, where each stood that was read so
    far, and ``skipped`` why others were not.
    """

    origin: str
    places: dict[str, Place] = field(default_factory=dict)
    comments: Iterable[SourceComment] = ()
    skipped: Counter[str] = field(default_factory=Counter)


def key(written: object, place: str) -> str:
    """What tells one thing from others there; "" for none. BadFile if it can't."""
    found = "" if written is None else str(written).strip()
    if len(found) > LONGEST_KEY or not found.isprintable():
        raise BadFile(
            _("%(place)s: “%(key)s” is no id.")
            % {"place": place, "key": found[:40].encode("ascii", "replace").decode()}
        )
    return found
