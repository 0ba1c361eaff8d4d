"""Email addresses as people type them: checked, put into normal form, doubted. Pure."""

import difflib

from email_validator import EmailNotValidError, validate_email

# Common domains to recognise a slip of the finger in. It also holds real twins of them
# (mail.com, me.co), which are no slips.
_COMMON = (
    "gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.ca yahoo.com.au yahoo.in "
    "hotmail.com hotmail.co.uk outlook.com live.com live.co.uk msn.com icloud.com "
    "me.com mac.com aol.com proton.me protonmail.com gmx.com gmx.net gmx.de web.de "
    "comcast.net verizon.net att.net sbcglobal.net btinternet.com sky.com "
    "bigpond.com optusnet.com.au xtra.co.nz rediffmail.com fastmail.com zoho.com"
).split()
_TWINS = {"mail.com", "me.co", "ymail.com", "email.com", "gmx.at", "gmx.ch", "hey.com"}


def normalise(address: str) -> str | None:
    """The normal form of ``address``, or None where it can't be one.

    Syntax alone is checked, nothing is asked of any server. At most 254 octets.
    """
    try:
        checked = validate_email(address, check_deliverability=False, strict=True)
    except (EmailNotValidError, UnicodeError):
        return None
    return checked.normalized if len(checked.normalized.encode()) <= 254 else None


def suggest(address: str) -> str | None:
    """What ``address`` may have been meant to be, if its domain looks mistyped."""
    local, _at, domain = address.rpartition("@")
    if domain.lower() in _TWINS or domain.lower() in _COMMON:
        return None
    close = difflib.get_close_matches(domain.lower(), _COMMON, n=1, cutoff=0.85)
    return f"{local}@{close[0]}" if close else None
