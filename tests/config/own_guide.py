"""Sets up the site of SITE_DIR in an empty database; tells what readers see, as JSON.

A process of its own: settings are read once.
"""

import json
import sys

import django

django.setup()

from django.contrib.staticfiles import finders  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from comments.models import Comment, Rule  # noqa: E402
from comments.stamps import make_stamp  # noqa: E402

for command in ("migrate", "load_guide", "load_words"):
    call_command(command, verbosity=0, stdout=sys.stderr)
reader = Client()
reader.post(
    "/posts/flour/comments/",
    {
        "comment": "I use margarine in mine.",
        "name": "Crumb Example",
        "email": "crumb@example.org",
        "stamp": make_stamp(),
    },
    HTTP_SEC_FETCH_SITE="same-origin",
)
print(
    json.dumps(
        {
            "cover": reader.get("/").content.decode(),
            "post": reader.get("/posts/flour/").content.decode(),
            "help": reader.get("/help/").content.decode(),
            "tokens": finders.find("css/tokens.css"),
            "signs": [sign["code"] for sign in Comment.objects.get().reasons],
            "families": sorted(set(Rule.objects.values_list("family", flat=True))),
        }
    )
)
