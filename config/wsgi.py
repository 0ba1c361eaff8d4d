"""The application that a web server runs. Wrong keys stop it here."""

import gc
import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_django = get_wsgi_application()

from django.conf import settings  # noqa: E402

from comments import keys, running  # noqa: E402 (models need the set-up above)
from config.proxies import until_the_second_ends  # noqa: E402
from config.requests import (  # noqa: E402
    comes_by_our_scheme,
    with_plain_content_length,
    with_plain_content_type,
)
from config.sqlite3.base import keep_connections  # noqa: E402
from guide.pagecache import PageCache  # noqa: E402
from guide.pagecache.answers import Application  # noqa: E402

running.hold()
keys.verify_at_start()
# Not before: what the keys were looked at with ends here, and a server may fork now.
keep_connections()


def put_right(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    plain = with_plain_content_length(with_plain_content_type(environ))
    return _django(plain, start_response)


def pages_for_nginx(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    return _pages(environ, until_the_second_ends(start_response))


_pages: Application = (
    PageCache(put_right, settings.PAGE_CACHE_MB * 1_000_000, comes_by_our_scheme)
    if settings.PAGE_CACHE_MB
    else put_right
)
application: Application = pages_for_nginx if settings.TRUSTED_PROXIES else _pages

# What is there now stays for good. Were it counted, the garbage of requests would lie
# until there is a quarter as much of it.
gc.collect()
gc.freeze()
