"""The application that a web server runs. Wrong keys stop it here."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_django = get_wsgi_application()

from django.conf import settings  # noqa: E402

from comments import keys  # noqa: E402 (models need the set-up above)
from config.proxies import until_the_second_ends  # noqa: E402
from config.requests import (  # noqa: E402
    with_plain_content_length,
    with_plain_content_type,
)

keys.verify_at_start()


def application(environ: dict[str, Any], start_response: Any) -> Any:
    plain = with_plain_content_length(with_plain_content_type(environ))
    if settings.TRUSTED_PROXIES:
        start_response = until_the_second_ends(start_response)
    return _django(plain, start_response)
