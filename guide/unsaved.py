"""Words that save themselves while somebody writes, until they save them for good.

They belong to who typed them and change nothing that readers see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from guide.models import UnsavedText
from guide.text_values import Text

if TYPE_CHECKING:
    from django.contrib.auth.models import User

KEPT_FOR = timedelta(days=90)
# Who typed so long ago writes.
LATELY = timedelta(days=1)
# A saved sheet stays known so long, for what is still on its way from it.
KNOWN_FOR = timedelta(days=1)
# Of one person; with one more the oldest goes.
MOST_SHEETS = 30
MOST_TURNS = 2_000_000_000
_SHEET = re.compile(r"[A-Za-z0-9_-]{8,40}")


@dataclass(frozen=True)
class Sheet:
    """What a form says of itself: which it is, how often it was kept, since what."""

    name: str
    turn: int = 0
    begun: str = ""

    @classmethod
    def of(cls, form: QueryDict) -> Sheet | None:
        """None where it is no form of ours."""
        name, turn = form.get("_sheet", ""), form.get("_turn", "")
        is_number = turn.isascii() and turn.isdigit() and len(turn) < 12
        if not _SHEET.fullmatch(name) or not is_number or int(turn) > MOST_TURNS:
            return None
        return cls(name, int(turn), form.get("_begun", "")[:64])


def words_in(form: QueryDict) -> list[tuple[str, str]]:
    """What was typed: without what the form says of itself, a token, empty rows."""
    return [
        (name.replace("\x00", ""), value.replace("\x00", ""))
        for name, values in form.lists()
        for value in values
        if not name.startswith(("_", "csrf")) and "__prefix__" not in name
    ]


@transaction.atomic
def keep(
    by: User,
    sheet: Sheet,
    kind: str,
    text: Text | None,
    fields: Iterable[tuple[str, str]],
    at: datetime | None = None,
) -> None:
    """Keep ``fields`` as what ``sheet`` holds, unless something later was kept."""
    row = _row(by, sheet, kind, text)
    if sheet.turn <= row.turn:
        return
    row.turn, row.begun, row.is_saved = sheet.turn, sheet.begun, False
    row.fields, row.at = list(fields), at or timezone.now()
    row.save()
    own = UnsavedText.objects.filter(by=by, is_saved=False).values_list("pk", flat=True)
    UnsavedText.objects.filter(pk__in=list(own[MOST_SHEETS:])).delete()


@transaction.atomic
def saved(by: User, sheet: Sheet, kind: str, text: Text) -> None:
    """``sheet`` was saved for good: its words go, and what comes late stays out."""
    row = _row(by, sheet, kind, text)
    row.turn, row.is_saved = max(row.turn, sheet.turn), True
    row.fields, row.at = [], timezone.now()
    row.save()


def _row(by: User, sheet: Sheet, kind: str, text: Text | None) -> UnsavedText:
    """Locked: what comes at the same time from the same sheet waits."""
    about = {kind: text} if text else {}
    row, _is_new = UnsavedText.objects.select_for_update().get_or_create(
        by=by,
        sheet=sheet.name,
        defaults={"kind": kind, "at": timezone.now(), "is_saved": True, **about},
    )
    return row


def forget_old(at: datetime) -> int:
    """What nobody came back to, and sheets that were saved; how many that was."""
    old = UnsavedText.objects.filter(at__lt=at - KEPT_FOR)
    known = UnsavedText.objects.filter(is_saved=True, at__lt=at - KNOWN_FOR)
    return int(old.delete()[0]) + int(known.delete()[0])
