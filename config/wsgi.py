"""The application that a web server runs. Wrong keys stop it here."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_django = get_wsgi_application()

from comments import keys  # noqa: E402 (models need the set-up above)
from config.requests import with_plain_content_type  # noqa: E402

keys.verify_at_start()


def application(environ: dict[str, Any], start_response: Any) -> Any:
    return _django(with_plain_content_type(environ), start_response)
