"""The names that the site answers to, and how they stand in an address."""

import ipaddress
import re
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
EVERYWHERE = ("0.0.0.0", "0", "[::]")  # noqa: S104 (what an operator may ask for)


def normal(host: str) -> str | None:
    """``host`` as browsers send it: lower case, IPv6 short and in brackets.

    None where Django would never answer to it.
    """
    if re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*", host.lower()):
        return host.lower()
    try:
        address = ipaddress.IPv6Address(re.sub(r"^\[(.*)\]$", r"\1", host))
    except ValueError:
        return None
    # Browsers leave out the zone, such as %eth0.
    return f"[{str(address).partition('%')[0]}]"


def default_site(host: str, port: int) -> str:
    """The address of a site that is served at ``host`` and named nowhere else."""
    return f"http://{LOOPBACK[0] if host in EVERYWHERE else host}:{port}"


def default_allowed(site: str, host: str) -> list[str]:
    """The host of ``site``, and ``host`` where it is one that others reach."""
    named = re.sub(r":[0-9]+$", "", urlsplit(site).netloc)
    allowed = [named]
    if not _is_loopback(host) and host not in (*EVERYWHERE, named):
        allowed.append(host)
    if any(map(_is_loopback, allowed)):
        allowed += [name for name in LOOPBACK if name not in allowed]
    return allowed


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
