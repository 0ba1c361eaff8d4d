"""Comments, the decisions on them, who wrote them, and the rules of the discussion."""

from comments.models.comments import Comment, Status
from comments.models.counting import KeyCheck, SenderKey, Throttle
from comments.models.decisions import ON_THE_STATUS, Cause, Decision, DeclineReason
from comments.models.looks import AddressLook
from comments.models.mail import MailPreference, OutboxMail
from comments.models.people import Correspondent, GivenTrust
from comments.models.preferences import (
    PAUSE_SENTENCE,
    DeskPreference,
    DiscussionSettings,
)
from comments.models.reports import Report
from comments.models.rules import Fingerprint, Rule
from comments.models.subscriptions import (
    CheckIn,
    Subscription,
    Suppression,
    SuppressionKey,
)
from comments.models.watching import LastDone
from comments.models.words import Note, Redaction, Revision

__all__ = [
    "ON_THE_STATUS",
    "PAUSE_SENTENCE",
    "AddressLook",
    "Cause",
    "CheckIn",
    "Comment",
    "Correspondent",
    "Decision",
    "DeclineReason",
    "DeskPreference",
    "DiscussionSettings",
    "Fingerprint",
    "GivenTrust",
    "KeyCheck",
    "LastDone",
    "MailPreference",
    "Note",
    "OutboxMail",
    "Redaction",
    "Report",
    "Revision",
    "Rule",
    "SenderKey",
    "Status",
    "Subscription",
    "Suppression",
    "SuppressionKey",
    "Throttle",
]
