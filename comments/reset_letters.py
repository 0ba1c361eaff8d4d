"""The mail by which one of the staff chooses a new password, to the address that was
typed. Composed when it goes out: nobody who asks can tell by anything who is known."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from comments import fields
from comments.letters import Letter
from comments.models import OutboxMail


def compose(mail: OutboxMail, at: datetime) -> Letter | None:
    """A link for each account of staff with the address; None where there is none.

    Also where mail of another kind came back from it: somebody waits for this one, and
    whose mailbox was full would never get in again.
    """
    users = accounts(mail.lookups.split())
    if not users:
        return None
    body = render_to_string("emails/reset.txt", {"urls": [url(user) for user in users]})
    return Letter(mail, users[0].email, _("The link you asked for"), body, off_url="")


def accounts(hashes: list[str]) -> list[User]:
    """Those of staff who may sign in, with a password and an address of ``hashes``."""
    staff = User.objects.filter(is_active=True, is_staff=True).exclude(email="")
    return [
        user
        for user in staff.order_by("pk")
        if user.has_usable_password() and not _hashes(user.email).isdisjoint(hashes)
    ]


def url(user: User) -> str:
    names = {
        "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }
    return settings.MAIL_SITE_URL + reverse("password_reset_confirm", kwargs=names)


def _hashes(address: str) -> set[str]:
    return {fields.lookup_hash(address), *fields.older_lookup_hashes(address)}
