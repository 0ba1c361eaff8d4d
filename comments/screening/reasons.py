"""Why a comment is held, put away or shown at once, in sentences for the moderator."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reason(TextChoices):
    EVERYTHING_WAITS = "everything-waits", _("Every comment waits for a person.")
    TRUSTED = (
        "trusted",
        _("Shown at once: its writer’s address is confirmed and known for good ones."),
    )

    CONCERN = "concern", _("These words may mean that somebody is at risk.")
    EARLIER_CONCERN = (
        "earlier-concern",
        _("It was a concern before its writer changed the words."),
    )
    EDITED = "edited", _("Its writer has changed it since it was sent.")

    MANY_LINKS = "many-links", _("It holds as many links as this, or more.")
    SHORTENED_LINK = (
        "shortened-link",
        _("A link goes through a shortener, which hides where it leads."),
    )
    LOOKALIKE_HOST = (
        "lookalike-host",
        _("A link leads to a host that looks like another one."),
    )

    LISTED_HOLD = "listed-hold", _("A rule of yours holds this.")
    LISTED_SPAM = "listed-spam", _("A rule of yours calls this spam.")
    LISTED_BLOCK = "listed-block", _("A rule of yours blocks this.")

    DISPOSABLE_DOMAIN = (
        "disposable-domain",
        _("The address is one to throw away. Some people need that, spam likes it."),
    )
    SAME_SHORT_TEXT = (
        "same-short-text",
        _("The same few words already stand or wait under this post."),
    )
    LIKE_EARLIER = (
        "like-earlier",
        _("Nearly the same words came lately, in the comment with this number."),
    )
    LIKE_SPAM = (
        "like-spam",
        _("Nearly the same words were spam lately, in the comment with this number."),
    )

    SHOUTING = "shouting", _("It is written nearly all in capitals or “!!!!!!”.")
    OTHER_SCRIPT = (
        "other-script",
        _("Most of it is in another script than the one of this site."),
    )
    PHONE_NUMBER = "phone-number", _("It seems to hold a phone number.")
    STREET_ADDRESS = "street-address", _("It seems to hold a street address.")
    EMAIL_IN_TEXT = "email-in-text", _("It holds an email address in its words.")
    IMITATED_NAME = (
        "imitated-name",
        _("The name looks like that of an author, of the team or of this site."),
    )

    OWN = "own", _("A check that this site added noticed this.")
    OWN_FAILED = (
        "own-failed",
        _("A check that this site added didn’t work on it, so look closely."),
    )

    FILLED_TRAP = (
        "filled-trap",
        _("A field that people don’t see was filled in, as programs do."),
    )
    BAD_STAMP = (
        "bad-stamp",
        _("It was first sent with a form that this site never served."),
    )
    TOO_FAST = (
        "too-fast",
        _("It came this many seconds after the last one from the same connection."),
    )
    MANY_FROM_ADDRESS = (
        "many-from-address",
        _("This address has sent unusually many comments within the hour."),
    )
    FLOOD = "flood", _("Unusually many comments came in over the whole site just then.")
