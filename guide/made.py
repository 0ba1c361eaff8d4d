"""Files that are made of what is published: once, until that changes."""

import hashlib
import json
from collections.abc import Callable

from django.core.cache import cache

# Count it up when the same content is to become something else.
EDITION = 1


def once(make: Callable[[], bytes], *content: object) -> bytes:
    """What ``make`` answers, kept under a hash of the ``content`` it is made of.

    No change has to forget anything: another content has another key, and the cache
    drops what nobody asks for.
    """
    words = json.dumps([EDITION, *content], default=str)
    key = f"made:{hashlib.sha256(words.encode()).hexdigest()}"
    made: bytes | None = cache.get(key)
    if made is None:
        made = make()
        cache.set(key, made, timeout=None)
    return made
