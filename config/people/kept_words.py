"""What somebody sent when their session had ended, packed until they are back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

from comments import origins

SALT = "people.kept_words"
GOOD_FOR = timedelta(days=1)
# Below what a form may send, so that it fits into the next one.
LONGEST = 200_000
SESSION_KEY = "kept_words"
# A text that saves itself stays in its form, which is sent when somebody saves it.
BY_ITSELF = "/unsaved/"
# Pages whose forms hold passwords or codes, or nothing worth keeping.
NEVER_OF = (
    *("login", "logout", "second-factor", "kept", "invitation", "reset"),
    "writing",  # what the editor asks beside the form that holds the words
)
NEVER = ("password", "csrfmiddlewaretoken")


@dataclass(frozen=True)
class KeptWords:
    """Where it was sent to, and its fields; a name may be there more than once."""

    path: str
    fields: list[tuple[str, str]]

    @property
    def shown(self) -> list[tuple[str, str]]:
        """The fields without what only counts forms, or is of buttons."""
        return [
            (name, value)
            for name, value in self.fields
            if value.strip() and not name.endswith("_FORMS") and name[:1] != "_"
        ]

    def pack(self) -> str:
        """Signed, so that it is ours when it comes back; empty where it is too long."""
        packed = signing.dumps([self.path, self.fields], salt=SALT, compress=True)
        return packed if len(packed) <= LONGEST else ""


def unpack(packed: str) -> KeptWords | None:
    try:
        path, fields = signing.loads(packed, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    return KeptWords(path, [(name, value) for name, value in fields])


def of(request: HttpRequest) -> KeptWords | None:
    """What ``request`` sends to the admin, if it was sent from a page of ours.

    A stranger's request has no CSRF cookie, which outlives every session.
    """
    page = request.path.removeprefix("/admin/")
    if (
        request.method != "POST"
        or page == request.path
        or page.startswith(NEVER_OF)
        or page.endswith(BY_ITSELF)
        or "password" in page
        or settings.CSRF_COOKIE_NAME not in request.COOKIES
        or origins.is_cross_site(request)
    ):
        return None
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not any(word in name for word in NEVER)
    ]
    return KeptWords(request.get_full_path(), fields)


def is_surely_ours(request: HttpRequest) -> bool:
    """Whether the browser itself says that a page of ours sent it.

    Asked where the CSRF token, which else shows it, doesn't fit.
    """
    if request.headers.get("Sec-Fetch-Site", "").lower() == "same-origin":
        return True
    origin = urlsplit(request.headers.get("Origin", ""))
    return bool(origin.netloc) and origin.netloc.lower() == request.get_host().lower()
