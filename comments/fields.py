"""Addresses at rest: encrypted, and found again by a keyed hash.

The first of ``settings.ADDRESS_KEYS`` encrypts; all of them decrypt, so that keys can
be rotated. The lookup hash's key derives from the same keys, never from SECRET_KEY.
"""

import hashlib
import hmac
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


class UnreadableAddress(ValueError):
    """A stored address that no configured key decrypts."""


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(words: str) -> str:
    return _box(tuple(settings.ADDRESS_KEYS)).encrypt(words.encode()).decode()


def decrypt(stored: str) -> str:
    """UnreadableAddress where the keys don't fit."""
    try:
        return _box(tuple(settings.ADDRESS_KEYS)).decrypt(stored.encode()).decode()
    except InvalidToken:
        raise UnreadableAddress("ADDRESS_KEYS do not fit a stored address.") from None


def lookup_hash(address: str, key: str | None = None) -> str:
    """64 hex digits that only a holder of ``key`` (the newest if None) can work out.

    Upper and lower case count as one: that is how people type their own address.
    """
    secret = hmac.digest(
        (key or settings.ADDRESS_KEYS[0]).encode(), b"address lookup", "sha256"
    )
    return hmac.new(secret, address.lower().encode(), hashlib.sha256).hexdigest()


def older_lookup_hashes(address: str) -> list[str]:
    """What ``address`` hashes to under keys that are being rotated out."""
    return [lookup_hash(address, key) for key in settings.ADDRESS_KEYS[1:]]


def key_name() -> str:
    """Tells which key is the newest, without telling the key: 16 hex digits."""
    return lookup_hash("name of this key")[:16]


class EncryptedEmailField(models.TextField):
    """An address that the database only ever sees encrypted. Not for filtering."""

    def get_prep_value(self, value: Any) -> Any:
        return encrypt(value) if value else value

    def from_db_value(self, value: str | None, *args: Any) -> str | None:
        return decrypt(value) if value else value
