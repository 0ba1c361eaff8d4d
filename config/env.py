"""Settings from the environment: typed readers that refuse a bad value by name.

They may also stand in ``var/settings.env``, the keys in ``var/keys.env``, a line
``NAME=value`` each; the environment wins.
"""

import ipaddress
import os
import re
import zoneinfo
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import to_language

from config import databases, hosts, mail


class BadSetting(ImproperlyConfigured):
    """A sentence that names the setting and says what it should be."""


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Environment:
    """Reads settings from ``values`` (usually ``os.environ``).

    Every reader raises BadSetting on a value that it can't use.
    """

    def __init__(self, values: dict[str, str]) -> None:
        self.values = values

    def text(self, name: str, default: str) -> str:
        return self.values.get(name, "").strip() or default

    def flag(self, name: str, default: bool) -> bool:
        word = self.text(name, str(default)).lower()
        if word in ("1", "true", "yes", "on"):
            return True
        if word in ("0", "false", "no", "off"):
            return False
        raise BadSetting(f"{name} is {word!r}, but it must be True or False.")

    def words(self, name: str) -> list[str]:
        """The comma-separated parts, trimmed; empty where it isn't set."""
        parts = self.values.get(name, "").split(",")
        return [part.strip() for part in parts if part.strip()]

    def whole_number(
        self, name: str, default: int, highest: int, *, lowest: int = 1
    ) -> int:
        text = self.text(name, str(default))
        if re.fullmatch("[0-9]{1,9}", text) and lowest <= int(text) <= highest:
            return int(text)
        raise BadSetting(
            f"{name} is {text!r}, but it must be a whole number from {lowest} to "
            f"{highest}."
        )

    def url(self, name: str, default: str, schemes: tuple[str, ...]) -> str:
        """An absolute address with one of ``schemes``."""
        address = self.text(name, default)
        try:
            parts = urlsplit(address)
            fine = parts.scheme in schemes and parts.hostname and parts.port != 0
        except ValueError:
            fine = False
        if not (fine and address.isascii() and address.isprintable()) or " " in address:
            wanted = " or ".join(f"{scheme}://" for scheme in schemes)
            raise BadSetting(
                f"{name} is {address!r}, but it must be an address with {wanted}."
            )
        return address

    def origin(self, name: str, default: str) -> str:
        """Scheme and host as browsers write them, such as https://guide.example.org."""
        address = self.url(name, default, ("http", "https"))
        parts = urlsplit(address)
        if parts.path.strip("/") or "?" in address or "#" in address:
            raise BadSetting(f"{name} is {address!r}, but it must end after the host.")
        host = _host(
            parts.netloc.removesuffix(f":{parts.port}"),
            f"{name} is {address!r}, but what follows :// must be a host.",
        )
        usual = {"http": 80, "https": 443}[parts.scheme]
        port = f":{parts.port}" if parts.port not in (None, usual) else ""
        return f"{parts.scheme}://{host}{port}"

    def host(self, name: str, default: str) -> str:
        """A name or an address, as ``hosts.normal`` writes it."""
        host = self.text(name, default)
        sentence = f"{name} is {host!r}, but it must be a host, such as 127.0.0.1."
        return _host(host, sentence)

    def allowed_hosts(self, name: str) -> list[str]:
        """Also ``.example.org`` with all that is below it, and ``*``, as Django has."""
        found = []
        for word in self.words(name):
            host = word.removeprefix(".")
            sentence = (
                f"{name} holds {word!r}, which is no host such as guide.example.org "
                "or [2001:db8::1]."
            )
            dot = "." if host != word else ""
            found.append("*" if word == "*" else dot + _host(host, sentence))
        return found

    def folder(self, name: str) -> Path | None:
        """An absolute path of a folder that is there; None where it isn't set."""
        text = self.text(name, "")
        if not text:
            return None
        path = Path(text).expanduser()
        if not (path.is_absolute() and path.is_dir()):
            raise BadSetting(
                f"{name} is {text!r}, but it must be a folder, by its whole path."
            )
        return path

    def language(self, name: str, default: str, folders: list[Path]) -> str:
        """The default, or one with a catalogue in ``folders``, as Django has them."""
        wanted = self.text(name, default)
        files = [file for each in folders for file in each.glob("*/LC_MESSAGES/*.mo")]
        known = {default, *(to_language(file.parts[-3]) for file in files)}
        if wanted not in known:
            raise BadSetting(
                f"{name} is {wanted!r}, but these are here: {', '.join(sorted(known))}."
            )
        return wanted

    def choice(self, name: str, *known: str) -> str:
        """One of ``known``; the first where it isn't set."""
        word = self.text(name, known[0])
        if word not in known:
            wanted = " or ".join(known)
            raise BadSetting(f"{name} is {word!r}, but it must be {wanted}.")
        return word

    def bind(self, name: str) -> tuple[str, int] | None:
        """Where to listen: a host (IPv6 without its brackets) and a port."""
        text = self.text(name, "")
        if not text:
            return None
        sentence = f"{name} is {text!r}, but it must be like 127.0.0.1:9100."
        host, _colon, port = text.rpartition(":")
        if not (re.fullmatch("[0-9]{1,5}", port) and 1 <= int(port) <= 65535):
            raise BadSetting(sentence)
        return _host(host, sentence).strip("[]"), int(port)

    def time_zone(self, name: str, default: str) -> str:
        zone = self.text(name, default)
        if zone not in zoneinfo.available_timezones():
            raise BadSetting(
                f"{name} is {zone!r}, but it must be one as Europe/Dublin."
            )
        return zone

    def secret(self, name: str) -> str:
        value = self.text(name, "")
        if len(value) < 40:
            raise BadSetting(
                f"{name} is missing or shorter than 40 characters. ./dev run makes "
                "one in var/keys.env; elsewhere, set it in the environment."
            )
        return value

    def fernet_keys(self, name: str) -> list[str]:
        """One or more keys of 32 bytes in URL-safe base64, newest first."""
        keys = self.words(name)
        if not keys:
            raise BadSetting(
                f"{name} is missing. ./dev run makes one in var/keys.env; elsewhere, "
                "set it in the environment."
            )
        for number, key in enumerate(keys, 1):
            try:
                Fernet(key)
            except ValueError:
                raise BadSetting(
                    f"{name}: key {number} isn't 32 bytes in URL-safe base64."
                ) from None
        return keys

    def networks(self, name: str) -> list[Network]:
        found = []
        for word in self.words(name):
            try:
                found.append(ipaddress.ip_network(word))
            except ValueError:
                raise BadSetting(
                    f"{name} holds {word!r}, which is no network address such as "
                    "10.0.0.0/8 or ::1."
                ) from None
        return found

    def mail_server(self, name: str) -> dict[str, Any]:
        """The options of Django's SMTP backend; none where it isn't set."""
        try:
            address = self.text(name, "")
            return mail.server(address) if address else {}
        except ValueError as error:
            raise BadSetting(f"{name} {error}") from None

    def mailbox(self, name: str, default: str) -> str:
        try:
            return mail.mailbox(self.text(name, default))
        except ValueError as error:
            raise BadSetting(f"{name} {error}") from None

    def database(self, name: str, default: Path) -> dict[str, Any]:
        """Django's settings of one database, SQLite or PostgreSQL."""
        address = self.text(name, "")
        if not address:
            return databases.sqlite(str(default))
        try:
            return databases.from_address(address)
        except ValueError as error:
            raise BadSetting(f"{name} {error}") from None


def _host(word: str, sentence: str) -> str:
    host = hosts.normal(word)
    if host is None:
        raise BadSetting(sentence)
    return host


def read_environment(*files: Path) -> Environment:
    """The process's environment over the lines of ``files``, where they exist.

    What is blank in the environment counts as not set, in the files' favour too.
    """
    lines = [line for file in files for line in _lines(file)]
    pairs = (line.partition("=") for line in lines if not line.lstrip().startswith("#"))
    values = {name.strip(): value.strip() for name, equals, value in pairs if equals}
    given = {name: value for name, value in os.environ.items() if value.strip()}
    return Environment(values | given)


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise BadSetting(f"{file} can't be read: {error.strerror}.") from None
    except UnicodeError:
        raise BadSetting(f"{file} can't be read: it is no text.") from None
