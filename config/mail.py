"""Where mail goes and who it comes from, in Django's words."""

import ipaddress
import re
from email.errors import ObsoleteHeaderDefect
from email.headerregistry import Address
from email.policy import default as policy
from typing import Any
from urllib.parse import unquote, urlsplit

import django
from django.utils.text import slugify

SMTP = "django.core.mail.backends.smtp.EmailBackend"
FILES = "config.mail_files.EmailBackend"
# Of every step, so that no mail server can keep the worker waiting for ever.
TIMEOUT_SECONDS = 20
# How each kind of address speaks TLS, and its usual port.
KINDS: dict[str, tuple[dict[str, bool], int]] = {
    "smtp": ({}, 25),
    "smtp+tls": ({"use_tls": True}, 587),
    "smtp+ssl": ({"use_ssl": True}, 465),
}
SENTENCE = (
    "must look like smtp+tls://user:password@mail.example.org:587, "
    "smtps://user:password@mail.example.org:465 or smtp://localhost:25, with special "
    "characters of the password as %40 and the like."
)
# What Django before 6.1 calls the options of its SMTP backend.
OLD_NAMES = {
    "host": "EMAIL_HOST",
    "port": "EMAIL_PORT",
    "username": "EMAIL_HOST_USER",
    "password": "EMAIL_HOST_PASSWORD",
    "use_tls": "EMAIL_USE_TLS",
    "use_ssl": "EMAIL_USE_SSL",
    "timeout": "EMAIL_TIMEOUT",
}


def server(address: str) -> dict[str, Any]:
    """The options of Django's SMTP backend for the mail server at ``address``.

    ValueError with the rest of a sentence that begins with the name of the setting,
    and never shows the password.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        parts, host, port = urlsplit(""), "", None
    scheme = parts.scheme
    if scheme == "smtps":
        # TLS from the first byte on its own port. Elsewhere servers greet in plain
        # words first, and django-environ, too, means STARTTLS by it.
        scheme = "smtp+ssl" if port in (None, 465) else "smtp+tls"
    plain = re.fullmatch(r"[!-~]+", address) and not re.search(r"[?#\\]", address)
    logs_in = bool(parts.username) == bool(parts.password)
    if not (plain and scheme in KINDS and re.fullmatch(r"[\w.:-]+", host) and logs_in):
        raise ValueError(SENTENCE)
    if parts.path not in ("", "/") or port == 0:
        raise ValueError(SENTENCE)
    tls, usual_port = KINDS[scheme]
    return {
        "host": host,
        "port": port or usual_port,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "timeout": TIMEOUT_SECONDS,
        **tls,
    }


def as_settings(options: dict[str, Any]) -> dict[str, Any]:
    """Of a mail server with these options; without any, of files in a folder."""
    backend = SMTP if options else FILES
    if django.VERSION >= (6, 1):
        return {"MAILERS": {"default": {"BACKEND": backend, "OPTIONS": options}}}
    old = {OLD_NAMES[name]: value for name, value in options.items()}
    return {"EMAIL_BACKEND": backend, **old}


def mailbox(text: str) -> str:
    """One address, with or without a name before it. ValueError as above."""
    sentence = "must be one address, such as Footbridge <footbridge@example.org>."
    if not text.isprintable():
        raise ValueError(sentence)
    header = policy.header_factory("From", text)
    # A dot in a name that stands without quotes is obsolete, and harmless.
    wrong = [each for each in header.defects if type(each) is not ObsoleteHeaderDefect]
    if wrong or len(header.addresses) != 1:
        raise ValueError(sentence)
    [address] = header.addresses
    if not re.fullmatch(r"[\w.+-]+@[a-zA-Z0-9.-]+", address.addr_spec, re.ASCII):
        raise ValueError(sentence)
    return str(address)


def neutral_mailbox(name: str, origin: str) -> str:
    """What mail comes from where nothing else is set: the site's name at its host."""
    host = host_of(origin)
    local = slugify(name) or "site"
    domain = "localhost" if _is_number(host) else host
    return str(Address(display_name=name, username=local, domain=domain))


def host_of(origin: str) -> str:
    """Without its port; an IPv6 address stays in brackets."""
    return re.sub(r":\d+$", "", urlsplit(origin).netloc.lower())


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
