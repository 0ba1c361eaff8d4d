"""The verbs of moderation: the only code that changes a comment's status."""

from comments.moderation.bringing_in import Arrival, bring_in
from comments.moderation.deciding import (
    answer,
    approve,
    decline,
    edited,
    hold,
    hold_reported,
    look_again,
    mark_spam,
    raise_concern,
    restore,
    show_proved,
)
from comments.moderation.erasing import expire, withdraw, withdraw_from
from comments.moderation.submitting import (
    RESEND_WINDOW,
    Draft,
    Outcome,
    Submission,
    follow_up,
    reply,
    submit,
)

__all__ = [
    "RESEND_WINDOW",
    "Arrival",
    "Draft",
    "Outcome",
    "Submission",
    "answer",
    "approve",
    "bring_in",
    "decline",
    "edited",
    "expire",
    "follow_up",
    "hold",
    "hold_reported",
    "look_again",
    "mark_spam",
    "raise_concern",
    "reply",
    "restore",
    "show_proved",
    "submit",
    "withdraw",
    "withdraw_from",
]
