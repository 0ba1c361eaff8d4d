"""What of a request is put right, or asked, before Django reads it."""

import re
from typing import Any

from django.conf import settings

from comments import ratelimit

MOST_DIGITS = 18


def comes_by_our_scheme(environ: dict[str, Any]) -> bool:
    """Whether pages are for a request like this: Django redirects others to https."""
    if not settings.SECURE_SSL_REDIRECT or environ["wsgi.url_scheme"] == "https":
        return True
    # What Django believes behind a proxy of ours, and of nobody else.
    says_so = environ.get("HTTP_X_FORWARDED_PROTO") == "https"
    return says_so and ratelimit.is_trusted(environ.get("REMOTE_ADDR", ""))


def with_plain_content_type(environ: dict[str, Any]) -> dict[str, Any]:
    """``environ`` with only the parameter of its content type that forms need.

    Django decodes a body by whatever charset is named there, and some of what Python
    knows by that name (rot13, base64) or can't parse ends in an error on any page. All
    our forms are UTF-8.
    """
    kind, _semicolon, rest = environ.get("CONTENT_TYPE", "").partition(";")
    boundary = re.search(r"boundary=\"?([\w'()+,./:=?-]{1,70})", rest)
    if rest:
        kind = kind.strip()
        plain = f"{kind}; boundary={boundary[1]}" if boundary else kind
        return environ | {"CONTENT_TYPE": plain}
    return environ


def with_plain_content_length(environ: dict[str, Any]) -> dict[str, Any]:
    """``environ`` with a length that ``int`` can read.

    Django reads it so on any page with a form, and thousands of digits (servers let
    zeros in front pass) end in an error there. What is no number counts as too much.
    """
    length = environ.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and len(length) <= MOST_DIGITS:
        return environ
    digits = length.lstrip("0") or "0"
    if not digits.isdecimal() or len(digits) > MOST_DIGITS:
        digits = "9" * MOST_DIGITS
    return environ | {"CONTENT_LENGTH": digits}
