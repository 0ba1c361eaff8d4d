"""Links: how many, through a shortener, to a host that looks like another one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from comments.screening.lookalikes import bare, in_latin, scripts_in, skeleton
from comments.screening.reasons import Reason
from comments.screening.values import Candidate, Check, Example, Limits, Link

_SHORTENERS = frozenset(
    "bit.ly bitly.com tinyurl.com t.co goo.gl ow.ly is.gd v.gd buff.ly rebrand.ly "
    "cutt.ly rb.gy shorturl.at tiny.cc t.ly s.id lnkd.in bl.ink soo.gd adf.ly "
    "shorte.st linktr.ee t.me wa.me dub.sh short.io shrtco.de 1url.cz u.to clck.ru "
    "vk.cc qr.ae trib.al dlvr.it snip.ly tr.im x.co kutt.it amzn.to fb.me".split()
)
# Hosts that others pretend to be.
_KNOWN = {
    skeleton(name): name
    for name in (
        "paypal google gmail facebook instagram whatsapp microsoft apple icloud amazon "
        "netflix youtube yahoo outlook twitter linkedin wikipedia"
    ).split()
}
_LOOKS_LIKE_A_HOST = re.compile(
    r"(?:https?://)?((?:[\w-]{1,63}\.){1,5}[a-z]{2,24})\b", re.I
)


def host_of(href: str) -> str:
    """The host of ``href`` in letters as people see them; "" where there is none."""
    try:
        host = urlsplit(href).hostname or ""
    except ValueError:
        return ""
    return ".".join(_label(label) for label in host.split("."))


def _label(label: str) -> str:
    """A label that can't be decoded stays as it is, and counts as in disguise."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode().decode("punycode") or label
    except (UnicodeError, ValueError, OverflowError):
        return label


def _many(candidate: Candidate, limits: Limits) -> Iterator[str]:
    if limits.links and len(candidate.links) >= limits.links:
        yield str(len(candidate.links))


def _shortened(candidate: Candidate, limits: Limits) -> Iterator[str]:
    hosts = (host_of(link.href).removeprefix("www.") for link in candidate.links)
    yield from sorted(_SHORTENERS.intersection(hosts))[:1]


def _lookalike(candidate: Candidate, limits: Limits) -> Iterator[str]:
    for link in candidate.links:
        host = host_of(link.href)
        if _is_disguised(host) or _says_another(link, host):
            yield host
            return


def _is_disguised(host: str) -> bool:
    return any(_label_is_disguised(label) for label in host.split("."))


def _label_is_disguised(label: str) -> bool:
    if label.startswith("xn--") or len(scripts_in(label)) > 1:
        return True
    # A word all of whose foreign letters pass for Latin ones.
    if scripts_in(label) - {"latin"} and in_latin(bare(label)).isascii():
        return True
    return _KNOWN.get(skeleton(label), label) != label


def _says_another(link: Link, host: str) -> bool:
    """Whether the words of the link name a host that it doesn't lead to."""
    said = _LOOKS_LIKE_A_HOST.match(link.shown.strip())
    if not said:
        return False
    named = host_of(f"//{said[1].lower()}").removeprefix("www.")
    return not f".{host}".endswith(f".{named}")


def _linking(*hrefs: str, shown: str = "") -> Example:
    links = tuple(Link(href, shown or href) for href in hrefs)
    return Example(", ".join(shown or href for href in hrefs), Candidate(links=links))


CHECKS = (
    Check(
        Reason.MANY_LINKS,
        "links",
        _many,
        trips=_linking("https://one.example/", "https://two.example/"),
        spares=_linking("https://one.example/"),
    ),
    Check(
        Reason.SHORTENED_LINK,
        "links",
        _shortened,
        trips=_linking("https://bit.ly/3abcd"),
        spares=_linking("https://rabbit.lyrics.example/bit.ly"),
    ),
    Check(
        Reason.LOOKALIKE_HOST,
        "links",
        _lookalike,
        trips=Example(
            _("a link to paypal.example in which the first “a” is a Cyrillic letter"),
            Candidate(links=(Link("https://xn--pypal-4ve.example/", ""),)),
        ),
        spares=_linking("https://xn--bcher-kva.example/", shown="bücher.example"),
    ),
)
