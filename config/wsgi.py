"""The application that a web server runs. Wrong keys stop it here."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from comments import keys  # noqa: E402 (models need the set-up above)

keys.verify_at_start()
