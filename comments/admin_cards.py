"""What stands on every card of the queue, made once and not once for each."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from comments.models import DeclineReason
from guide.models import Helpline

if TYPE_CHECKING:
    from comments.desk import Card

# In the place of what differs from card to card. Nothing escaped looks so.
_TOKEN, _KEY = SafeString("<token>"), SafeString("<key>")


def made_once(*, concerns: bool) -> dict[str, str]:
    """The reasons to choose from, what links begin with, and on each concern's the
    guidance too."""
    reasons = list(DeclineReason.objects.all())
    made = {
        "reasons": _piece("_reason_options.html", reasons=reasons),
        "comments_url": reverse("admin:comments_comment_changelist"),
        "writers_url": reverse("admin:comments_correspondent_changelist"),
    }
    if concerns:
        helplines = Helpline.objects.filter(kind__in=["abuse", "crisis"])
        made |= {
            "reasons_of_concern": _piece(
                "_reason_options.html", reasons=reasons, is_concern=True
            ),
            "guidance": _piece("_concern_guidance.html", helplines=helplines),
        }
    return made


def verbs(card: Card, reasons: SafeString) -> SafeString:
    """The buttons of ``card``, and the word to the writer; ``reasons`` are the options
    to choose it from."""
    made = _verbs(card.is_concern, card.is_on_page, reasons, get_language())
    made = made.replace(_TOKEN, card.token).replace(_KEY, card.key)
    return mark_safe(made)  # noqa: S308 (numbers and names of statuses)


# Remembered under all that they show.
@lru_cache(maxsize=16)
def _verbs(
    is_concern: bool, is_on_page: bool, reasons: SafeString, language: str | None
) -> str:
    return _piece(
        "_verbs.html",
        is_concern=is_concern,
        is_on_page=is_on_page,
        reasons=reasons,
        token=_TOKEN,
        key=_KEY,
    )


def _piece(template: str, **context: Any) -> SafeString:
    return render_to_string(f"admin/comments/{template}", context)
