"""Everything that came from one address, as a file: an owner hands it over by hand.

No link makes it, since somebody else may read the inbox.
"""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from comments import answers, telling
from comments.admin_address import stored_address
from comments.models import Correspondent
from comments.models.looks import SAVED

# The second one because the first may be given to a moderator by itself.
OWNERS_HOLD = ("comments.view_address", "comments.change_discussionsettings")


def may_export(user: AbstractBaseUser | AnonymousUser) -> bool:
    held = isinstance(user, PermissionsMixin) and user.has_perms(OWNERS_HOLD)
    return bool(held)


def export(
    model_admin: admin.ModelAdmin, request: HttpRequest, writer: Correspondent
) -> HttpResponse:
    """The address (null where no key reads it) and what its writer was told of each
    comment, the first one first. Logged, without the address."""
    if not may_export(request.user):
        raise PermissionDenied
    model_admin.log_change(request, writer, SAVED)
    found = writer.comments.order_by("pk").for_telling()
    content = {
        "address": stored_address(writer.pk),
        "comments": [telling.as_file(comment) for comment in found],
    }
    return answers.note(content)
