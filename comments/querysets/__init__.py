"""Which rows."""

from comments.querysets.beside import (
    DecisionQuerySet,
    LastDoneQuerySet,
    MailPreferenceQuerySet,
    NoteQuerySet,
    OutboxMailQuerySet,
    ReportQuerySet,
    RuleQuerySet,
    lasting,
)
from comments.querysets.comments import CommentQuerySet
from comments.querysets.page import PAGE_SIZE, REPLIES_SHOWN

__all__ = [
    "PAGE_SIZE",
    "REPLIES_SHOWN",
    "CommentQuerySet",
    "DecisionQuerySet",
    "LastDoneQuerySet",
    "MailPreferenceQuerySet",
    "NoteQuerySet",
    "OutboxMailQuerySet",
    "ReportQuerySet",
    "RuleQuerySet",
    "lasting",
]
