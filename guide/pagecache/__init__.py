"""Whole pages kept beneath Django: the only code that keeps or forgets a public page.

A view says ``kept``, what it shows says ``shows_conversation`` and ``lasts_until``, and
whoever changes what readers see says ``forget`` within the transaction that does it.
"""

from guide.pagecache.forgetting import forget, watch, watch_connection
from guide.pagecache.layer import PageCache
from guide.pagecache.recording import lasts_until, shows_conversation
from guide.pagecache.routes import kept

__all__ = [
    "PageCache",
    "forget",
    "kept",
    "lasts_until",
    "shows_conversation",
    "watch",
    "watch_connection",
]
